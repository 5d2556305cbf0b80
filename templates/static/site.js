// Small comforts on every page. Everything works without them.
(function () {
  "use strict";
  document.documentElement.classList.add("js");

  // The contents list stands open beside the text; above it, on a narrow screen, it would push the text away.
  if (window.matchMedia("(max-width: 59.99rem)").matches) {
    document.querySelectorAll("details[data-wide]").forEach(function (details) { details.open = false; });
  }

  // A link into something folded opens it.
  function openTarget() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var node = target || null; node; node = node.parentElement) {
      if (node.tagName === "DETAILS" && !node.open) {
        node.open = true;
        target.scrollIntoView();
      }
    }
  }
  window.addEventListener("hashchange", openTarget);
  openTarget();
})();
