// The contents page: show only the titles that have every word typed.
(function () {
  "use strict";
  var form = document.querySelector("[data-filter]");
  if (!form) { return; }
  var input = form.querySelector("[data-filter-input]");
  var status = form.querySelector("[data-filter-status]");
  var lines = Array.prototype.slice.call(document.querySelectorAll("[data-words]"));
  form.hidden = false;

  function apply() {
    var wanted = input.value.toLowerCase().replace(/[‘’]/g, "'").split(/\s+/).filter(Boolean);
    var shown = {};
    lines.forEach(function (line) {
      var words = line.getAttribute("data-words");
      var fits = wanted.every(function (word) { return words.indexOf(word) >= 0; });
      line.hidden = !fits;
      if (fits) { shown[line.querySelector("a") ? line.querySelector("a").href : words] = true; }
    });
    document.querySelectorAll("[data-filter-group]").forEach(function (group) {
      group.hidden = !group.querySelector("[data-words]:not([hidden])");
    });
    var number = Object.keys(shown).length;
    status.textContent = wanted.length ? number + (number === 1 ? " chapter" : " chapters") : "";
  }

  input.addEventListener("input", apply);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  if (input.value) { apply(); }
})();
