// The reading list and the sign-off sheet: filters by level and audience, kept in the address so that a link leads to
// what somebody sees; ticks kept in this browser.
(function () {
  "use strict";
  var PREFIX = "reread:";

  function kept(key) {
    try { return localStorage.getItem(PREFIX + key) !== null; } catch (error) { return false; }
  }
  function keep(key, on) {
    try {
      if (on) { localStorage.setItem(PREFIX + key, new Date().toISOString()); } else { localStorage.removeItem(PREFIX + key); }
    } catch (error) { /* A browser that keeps nothing still shows the tick until the page is closed. */ }
  }
  function all(selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  }
  function counted(number, noun) {
    return number + " " + noun + (number === 1 ? "" : "s");
  }

  var form = document.querySelector("[data-filters]");
  if (!form) { return; }
  var items = all("[data-item]");
  var levels = all("[data-level-filter]", form);
  var audience = form.querySelector("[data-audience-filter]");
  var edition = form.querySelector("[data-edition-filter]");
  var hideRead = form.querySelector("[data-hide-read]");
  var status = form.querySelector("[data-reading-status]");

  // What the address says after "#": audience=fostering-team&level=must,section&edition=edition-2020-10. A plain anchor
  // has no "=" and is left to the browser.
  function readAddress() {
    var said = {};
    if (location.hash.indexOf("=") < 0) { return; }
    location.hash.slice(1).split("&").forEach(function (pair) {
      var at = pair.indexOf("=");
      try { said[pair.slice(0, at)] = decodeURIComponent(pair.slice(at + 1)); } catch (error) { /* Not written by us. */ }
    });
    choose(audience, said.audience || "");
    if (said.edition !== undefined) { choose(edition, said.edition === "all" ? "" : said.edition); }
    var wanted = said.level ? said.level.split(",") : null;
    levels.forEach(function (box) { box.checked = !wanted || wanted.indexOf(box.value) >= 0; });
  }
  function choose(select, value) {
    if (!select) { return; }
    select.value = value;
    if (select.selectedIndex < 0) { select.value = ""; }
  }
  function stated() {
    var on = levels.filter(function (box) { return box.checked; }).map(function (box) { return box.value; });
    var parts = [];
    if (audience && audience.value) { parts.push("audience=" + encodeURIComponent(audience.value)); }
    if (on.length < levels.length) { parts.push("level=" + (on.join(",") || "none")); }
    return parts;
  }
  function writeAddress() {
    var parts = stated();
    all("[data-keep-filters]").forEach(function (link) { link.hash = parts.join("&"); });
    if (edition && edition.value !== edition.getAttribute("data-first")) { parts.push("edition=" + encodeURIComponent(edition.value || "all")); }
    if (parts.length || location.hash.indexOf("=") >= 0) {
      history.replaceState(null, "", parts.length ? "#" + parts.join("&") : location.pathname + location.search);
    }
  }

  function concerns(item) {
    if (!audience || !audience.value) { return true; }
    return (" " + item.getAttribute("data-audiences") + " ").indexOf(" " + audience.value + " ") >= 0;
  }
  function isOfLevel(item) {
    var level = item.getAttribute("data-level");
    // What asks for no reading stands in a list of its own, which the levels do not concern.
    return !levels.some(function (box) { return box.value === level && !box.checked; });
  }
  function asks(item) {
    return levels.some(function (box) { return box.value === item.getAttribute("data-level"); });
  }
  function isRead(item) {
    var box = item.querySelector("[data-tick]");
    return Boolean(box && box.checked);
  }
  function minutesOf(shown) {
    return shown.reduce(function (sum, item) { return sum + Number(item.getAttribute("data-minutes")); }, 0);
  }
  function summed(shown) {
    return shown.length ? counted(shown.length, "chapter") + ", about " + counted(minutesOf(shown), "minute") : "nothing asks to be read";
  }

  function showItems() {
    items.forEach(function (item) {
      var done = isRead(item);
      item.classList.toggle("done", done);
      item.hidden = !concerns(item) || !isOfLevel(item) || Boolean(hideRead && hideRead.checked && done);
    });
  }
  function showGroups() {
    all("[data-group]").forEach(function (group) {
      var wanted = all("[data-item]", group).filter(function (item) { return concerns(item) && isOfLevel(item); });
      var reading = wanted.filter(asks);
      var others = wanted.filter(function (item) { return !asks(item); });
      var summary = group.querySelector("[data-group-summary]");
      var said = summed(reading);
      if (summary) { summary.textContent = said.charAt(0).toUpperCase() + said.slice(1); }
      var more = group.querySelector("[data-others]");
      if (more) {
        more.hidden = !others.length;
        more.querySelector("[data-others-number]").textContent = others.length;
      }
      var chosen = !edition || !edition.value || edition.value === group.id;
      group.hidden = !wanted.length || !chosen;
    });
  }
  function tell() {
    if (!status) { return; }
    // A chapter may stand under several editions; earlier ones, folded away, are not counted at all.
    var counting = items.filter(function (item) { return asks(item) && isOfLevel(item) && concerns(item) && !item.closest("[data-older]"); });
    var left = counting.filter(function (item) { return !isRead(item); });
    var chapters = {};
    left.forEach(function (item) { chapters[item.getAttribute("data-chapter")] = true; });
    var read = counting.length - left.length;
    status.textContent = counted(Object.keys(chapters).length, "chapter") + " to read, about " + minutesOf(left) + " min" + (read ? "; " + counted(read, "tick") + " set" : "");
  }
  function tellEmpty() {
    var empty = document.querySelector("[data-empty-status]");
    if (!empty) { return; }
    empty.textContent = document.querySelector("[data-sheet]:not([hidden])") ? "" : "Nothing to sign: nothing of this choice asks to be read.";
  }
  function nameTeam() {
    var chosen = audience && audience.value ? audience.options[audience.selectedIndex].text : "";
    all("[data-team]").forEach(function (line) { line.textContent = chosen; });
  }
  function apply() {
    showItems();
    showGroups();
    tell();
    tellEmpty();
    nameTeam();
  }

  items.forEach(function (item) {
    var box = item.querySelector("[data-tick]");
    if (!box) { return; }
    box.parentElement.hidden = false;
    box.checked = kept(item.getAttribute("data-item"));
    box.addEventListener("change", function () {
      keep(item.getAttribute("data-item"), box.checked);
      apply();
    });
  });
  if (edition) { edition.setAttribute("data-first", edition.value); }
  form.hidden = false;
  form.addEventListener("change", function () { writeAddress(); apply(); });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  all("[data-print]", form).forEach(function (button) { button.addEventListener("click", function () { window.print(); }); });
  window.addEventListener("hashchange", function () { readAddress(); writeAddress(); apply(); });
  readAddress();
  writeAddress();
  apply();
})();
