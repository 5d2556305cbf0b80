// The text on a day, and any two versions or days: which version stood there as far as we know, said with its bounds.
// Nothing is asked of a server; the choice stands in the address, so that it can be sent to somebody.
(function () {
  "use strict";

  function inWords(iso) {
    return new Date(iso + "T00:00:00Z").toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  }

  // The version in force on a day: the last one first seen by then. What is not known is said.
  function standing(spans, gone, on) {
    var seen = spans.filter(function (span) { return span.first <= on; });
    if (!seen.length) {
      return { span: null, words: "Nothing is known of " + inWords(on) + ": the text was first seen on " + inWords(spans[0].first) + "." };
    }
    var span = seen[seen.length - 1];
    var next = spans[seen.length];
    if (gone && gone <= on) {
      return { span: null, words: "On " + inWords(gone) + " it was no longer in the manual." };
    }
    var words = span.seen;
    if (on > span.last) {
      words += next
        ? " We looked again on " + inWords(next.first) + ", and another text stood there: which of the two stood on the day asked for is not known."
        : " We have not looked since.";
    }
    return { span: span, words: words };
  }

  function remembered(name) {
    return new URLSearchParams(location.search).get(name) || "";
  }

  function remember(values) {
    try {
      history.replaceState(null, "", "?" + new URLSearchParams(values) + location.hash);
    } catch (error) {
      // A page opened from a folder may not be allowed to change its address; the answer is shown all the same.
    }
  }

  function isDay(text) {
    return /^\d{4}-\d\d-\d\d$/.test(text) && !isNaN(Date.parse(text));
  }

  // ---- the whole manual ----

  function manual(form) {
    var rows = Array.prototype.slice.call(document.querySelectorAll("[data-days-rows] > tr"));
    var status = document.querySelector("[data-days-status]");
    var input = form.elements.on;
    form.hidden = false;
    rows.forEach(function (row) {
      row.spans = Array.prototype.map.call(row.querySelectorAll("[data-first]"), function (line) {
        return { first: line.dataset.first, last: line.dataset.last, line: line, seen: "" };
      });
    });
    function show() {
      if (!isDay(input.value)) { return; }
      var there = 0;
      rows.forEach(function (row) {
        var found = standing(row.spans, row.dataset.gone, input.value);
        row.hidden = !found.span;
        there += found.span ? 1 : 0;
        row.spans.forEach(function (span) { span.line.hidden = span !== found.span; });
        var bounds = row.querySelector(".bounds");
        if (bounds) { bounds.remove(); }
        if (found.span && found.words) {
          bounds = document.createElement("span");
          bounds.className = "bounds meta";
          bounds.textContent = found.words;
          found.span.line.append(bounds);
        }
      });
      status.textContent = "On " + inWords(input.value) + ": " + there + (there === 1 ? " text." : " texts.");
    }
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      remember({ on: input.value });
      show();
    });
    if (isDay(remembered("on"))) { input.value = remembered("on"); }
    show();
  }

  // ---- one chapter ----

  function chapter(form, facts) {
    var status = document.querySelector("[data-days-status]");
    var sides = ["from", "to"].map(function (name) {
      return { name: name, select: form.elements[name], day: form.elements[name + "_day"] };
    });
    form.hidden = false;

    function shown(side) {
      var byDay = side.select.value === "day";
      side.day.closest("label").hidden = !byDay;
      if (!byDay) {
        return { span: facts.spans.find(function (span) { return String(span.ordinal) === side.select.value; }), words: "", value: side.select.value };
      }
      if (!isDay(side.day.value)) { return null; }
      var found = standing(facts.spans, facts.gone, side.day.value);
      found.value = side.day.value;
      found.words = inWords(side.day.value) + ": " + (found.span ? "version " + found.span.ordinal + ". " : "") + found.words;
      return found;
    }

    function link(place, text) {
      var made = document.createElement("a");
      made.href = place;
      made.textContent = text;
      return made;
    }

    function answer() {
      var found = sides.map(shown);
      status.replaceChildren();
      if (!found[0] || !found[1]) { return; }
      remember({ from: found[0].value, to: found[1].value });
      found.forEach(function (side) {
        if (!side.words) { return; }
        var line = document.createElement("p");
        line.append(side.words + " ");
        if (side.span) { line.append(link(side.span.place, "Read version " + side.span.ordinal)); }
        status.append(line);
      });
      if (!found[0].span || !found[1].span) { return; }
      var ends = [found[0].span.ordinal, found[1].span.ordinal].sort(function (a, b) { return a - b; });
      var line = document.createElement("p");
      var pair = facts.pairs.find(function (each) { return each[0] === ends[0] && each[1] === ends[1]; });
      if (ends[0] === ends[1]) {
        line.append("Both are version " + ends[0] + ": nothing to compare.");
      } else if (pair) {
        line.append(link(pair[2], "See what changed from version " + ends[0] + " to " + ends[1]));
      } else {
        var code = document.createElement("code");
        code.textContent = "reread compare " + facts.slug + " " + ends[0] + " " + ends[1] + " --format html --out changes.html";
        line.append("These two have no page of their own here; this command makes one: ", code);
      }
      status.append(line);
    }

    sides.forEach(function (side) {
      var given = remembered(side.name);
      if (isDay(given)) {
        side.select.value = "day";
        side.day.value = given;
      } else if (given && side.select.querySelector('option[value="' + Number(given) + '"]')) {
        side.select.value = given;
      }
      side.select.addEventListener("change", answer);
      side.day.addEventListener("change", answer);
      side.day.closest("label").hidden = side.select.value !== "day";
    });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      answer();
    });
    if (remembered("from") || remembered("to")) { answer(); }
  }

  var whole = document.querySelector("[data-manual-days]");
  var one = document.querySelector("[data-chapter-days]");
  if (whole) { manual(whole); }
  if (one) { chapter(one, JSON.parse(document.querySelector("[data-days]").textContent)); }
})();
