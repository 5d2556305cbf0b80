// Small comforts on every page. Everything works without them.
(function () {
  "use strict";
  document.documentElement.classList.add("js");

  // The contents list stands open beside the text; above it, on a narrow screen, it would push the text away.
  if (window.matchMedia("(max-width: 59.99rem)").matches) {
    document.querySelectorAll("details[data-wide]").forEach(function (details) { details.open = false; });
  }

  // A link into something folded opens it.
  function anchor() {
    try { return decodeURIComponent(location.hash.slice(1)); } catch (error) { return location.hash.slice(1); }
  }
  function openTarget() {
    var target = location.hash.length > 1 && document.getElementById(anchor());
    for (var node = target || null; node; node = node.parentElement) {
      if (node.tagName === "DETAILS" && !node.open) {
        node.open = true;
        target.scrollIntoView();
      }
    }
  }
  // Every block has a link to itself. The Tab key stops once a section; from there the arrow keys lead to them.
  var pilcrows = Array.from(document.querySelectorAll(".chapter-text .pilcrow"));
  pilcrows.forEach(function (link, place) {
    if (place && link.classList.contains("to-block")) { link.tabIndex = -1; }
    link.title = "Arrow keys: the next and the previous paragraph";
  });
  document.addEventListener("keydown", function (event) {
    var at = pilcrows.indexOf(document.activeElement);
    var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at < 0 || !step || !pilcrows[at + step]) { return; }
    event.preventDefault();
    pilcrows[at + step].focus();
  });

  window.addEventListener("hashchange", openTarget);
  openTarget();
})();
