// The compare view: inline or side by side, changes only or all, and jumping from change to change.
(function () {
  "use strict";
  var redline = document.querySelector("[data-redline]");
  var toolbar = document.querySelector("[data-toolbar]");
  if (!redline || !toolbar) { return; }
  var rows = Array.prototype.slice.call(redline.querySelectorAll(".row"));
  var stops = rows.filter(function (row) { return row.hasAttribute("data-stop"); });
  var status = toolbar.querySelector("[data-status]");
  var keys = toolbar.querySelector("[data-keys]");
  var inline = new Map();
  // Between two stops where the reader is at neither, as before the first at the start.
  var current = -0.5;
  toolbar.hidden = false;
  redline.classList.add("steered");
  document.querySelectorAll("[data-keys-hint]").forEach(function (hint) { hint.hidden = false; });

  // A half of the side view is the inline text without what came, or without what went.
  function half(row, name, drop, absent) {
    var made = document.createElement("div");
    made.className = "half";
    var label = document.createElement("p");
    label.className = "half-name";
    label.textContent = name;
    made.appendChild(label);
    if (absent) {
      var empty = document.createElement("p");
      empty.className = "half-empty";
      empty.textContent = "Not in this version";
      made.appendChild(empty);
      return made;
    }
    inline.get(row).forEach(function (node) { made.appendChild(node.cloneNode(true)); });
    made.querySelectorAll(drop).forEach(function (node) { node.remove(); });
    return made;
  }

  function show(view) {
    var side = view === "side";
    if (side === redline.classList.contains("side-view")) { return; }
    rows.forEach(function (row) {
      var text = row.querySelector(".row-text");
      if (!inline.has(row)) { inline.set(row, Array.prototype.slice.call(text.childNodes)); }
      if (!side) {
        text.replaceChildren.apply(text, inline.get(row));
        return;
      }
      var came = row.classList.contains("state-added") || row.classList.contains("state-moved-to");
      var went = row.classList.contains("state-removed") || row.classList.contains("state-moved-from");
      var pair = document.createElement("div");
      pair.className = "pair";
      pair.appendChild(half(row, "Before", "ins", came));
      pair.appendChild(half(row, "After", "del", went));
      text.replaceChildren(pair);
    });
    redline.classList.toggle("side-view", side);
    heads(side);
    toolbar.querySelectorAll("[data-view]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-view") === view));
    });
  }

  function heads(wanted) {
    var old = redline.querySelector(".side-heads");
    if (old) { old.remove(); }
    if (!wanted) { return; }
    var made = document.createElement("div");
    made.className = "side-heads";
    ["Before: " + redline.getAttribute("data-before"), "After: " + redline.getAttribute("data-after")].forEach(function (words) {
      var head = document.createElement("p");
      head.textContent = words;
      made.appendChild(head);
    });
    redline.insertBefore(made, redline.firstChild);
  }

  function jump(step) {
    if (!stops.length) { return; }
    current = step > 0 ? Math.floor(current) + 1 : Math.ceil(current) - 1;
    current = (current + stops.length) % stops.length;
    goTo(stops[current]);
    status.textContent = "Change " + (current + 1) + " of " + stops.length;
  }

  function goTo(row) {
    rows.forEach(function (each) { each.classList.toggle("current", each === row); });
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "center" });
  }

  function unfold() {
    var button = toolbar.querySelector("[data-unfold]");
    var open = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(open));
    redline.querySelectorAll(".fold").forEach(function (fold) { fold.open = open; });
  }

  toolbar.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    if (!button) { return; }
    if (button.hasAttribute("data-view")) { show(button.getAttribute("data-view")); }
    if (button.hasAttribute("data-jump")) { jump(Number(button.getAttribute("data-jump"))); }
    if (button.hasAttribute("data-unfold")) { unfold(); }
  });

  document.addEventListener("keydown", function (event) {
    if (!keys.checked || event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "checkbox") { return; }
    if (event.key === "n" || event.key === "j") { jump(1); }
    if (event.key === "p" || event.key === "k") { jump(-1); }
    if (event.key === "s") { show(redline.classList.contains("side-view") ? "inline" : "side"); }
    if (event.key === "u") { unfold(); }
  });

  // Following a link to a change, or to where a moved block was, goes on from there.
  function fromHash() {
    var row = rows.find(function (each) { return each.id && "#" + each.id === location.hash; });
    if (!row) { return; }
    var place = stops.indexOf(row);
    if (place >= 0) {
      current = place - 1;
      jump(1);
      return;
    }
    var passed = rows.slice(0, rows.indexOf(row)).filter(function (each) { return stops.indexOf(each) >= 0; }).length;
    current = passed - 0.5;
    goTo(row);
    status.textContent = "Where a moved block was";
  }
  window.addEventListener("hashchange", fromHash);
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a");
    // The address stays as it is: nothing else would tell.
    if (link && link.hash && link.getAttribute("href") === location.hash) { fromHash(); }
  });
  fromHash();
})();
