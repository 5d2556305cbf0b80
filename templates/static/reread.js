// The reading list: ticks kept in this browser, a filter by level; and which sheet to print.
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

  var filters = document.querySelector("[data-filters]");
  if (filters) {
    var items = all("[data-item]");
    var status = filters.querySelector("[data-reading-status]");
    filters.hidden = false;
    items.forEach(function (item) {
      var box = item.querySelector("[data-tick]");
      box.parentElement.hidden = false;
      box.checked = kept(item.getAttribute("data-item"));
      box.addEventListener("change", function () {
        keep(item.getAttribute("data-item"), box.checked);
        apply();
      });
    });
    filters.addEventListener("change", apply);
    filters.addEventListener("submit", function (event) { event.preventDefault(); });
    apply();
  }

  function apply() {
    var levels = all("[data-level-filter]").filter(function (box) { return box.checked; }).map(function (box) { return box.value; });
    var known = all("[data-level-filter]").map(function (box) { return box.value; });
    var hideRead = filters.querySelector("[data-hide-read]").checked;
    // A chapter may stand under several editions; earlier ones, folded away, are not counted at all.
    var left = {}, minutes = 0, read = 0;
    items.forEach(function (item) {
      var level = item.getAttribute("data-level");
      var done = item.querySelector("[data-tick]").checked;
      var asked = known.indexOf(level) >= 0;
      item.classList.toggle("done", done);
      item.hidden = (asked && levels.indexOf(level) < 0) || (hideRead && done);
      if (!asked || levels.indexOf(level) < 0 || item.closest("[data-older]")) { return; }
      if (done) { read += 1; return; }
      left[item.getAttribute("data-chapter")] = true;
      minutes += Number(item.getAttribute("data-minutes"));
    });
    var chapters = Object.keys(left).length;
    var ticked = read ? "; " + read + (read === 1 ? " tick" : " ticks") + " set" : "";
    status.textContent = chapters + (chapters === 1 ? " chapter" : " chapters") + " to read, about " + minutes + " min" + ticked;
  }

  var sheets = document.querySelector("[data-sheet-filter]");
  if (sheets) {
    var choice = sheets.querySelector("select");
    sheets.hidden = false;
    sheets.querySelector("[data-print]").addEventListener("click", function () { window.print(); });
    sheets.addEventListener("submit", function (event) { event.preventDefault(); });
    var choose = function () {
      all("[data-sheet]").forEach(function (sheet) { sheet.hidden = choice.value !== "" && sheet.id !== choice.value; });
    };
    choice.addEventListener("change", choose);
    choose();
  }
})();
