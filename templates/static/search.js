/* The search page: answers while one types, from files beside the page, so that it works from a folder too.

   Expects  <html data-root="../">  (the way to the root of the site),
            <form data-search-form><input type="search" name="q" data-search-input></form>
   and      <div data-search-results></div>.
   Radio buttons named "in" (data-search-in) choose what is searched: "" what is in force, "changes" what changed.
   The form may name another folder of search files (data-search-files="search/") and one manual (data-search-source),
   and shorten what stands under each hit (data-search-trail): "none", or "manual" alone; else it is the whole way there.
   On a page without results only "/" is served: it goes to the box, whose form leads to the search page. */
(function (search) {
  "use strict";

  const PARTS = ["search-plan.js", "search-index.js", "search-score.js", "search-changes.js"];
  const PAGE = 20; // hits at first, and again at every "more"
  const ALSO = 4; // other forms named before the rest is counted: a long list pushes the hits off a telephone's screen
  const PAUSE = 120; // milliseconds without a key before an answer is worth the work
  const beside = document.currentScript ? document.currentScript.src.replace(/[^/]*$/, "") : "";
  let asked = 0;

  function element(tag, className, ...children) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...children);
    return made;
  }

  function plural(number, one, many) {
    return `${number.toLocaleString("en-GB")} ${number === 1 ? one : many}`;
  }

  /* A query in quotation marks has its own. */
  function quoted(query) {
    const asked = query.trim();
    return /^["“].*["”]$/.test(asked) ? `“${asked.slice(1, -1)}”` : `“${asked}”`;
  }

  /* ---- what is shown ---- */

  function countLine(result, changes) {
    if (changes && !result.total) return `No chapter gained or lost ${quoted(result.query)} while we watched.`;
    if (changes) return `${plural(result.total, "change", "changes")} in which a chapter gained or lost it, newest first.`;
    if (!result.total) return `No section matches ${quoted(result.query)}.`;
    const where = `${plural(result.total, "section", "sections")} in ${plural(result.chapters, "chapter", "chapters")}`;
    return result.partial ? `${where}; none has every word.` : where;
  }

  function notes(result) {
    const list = element("ul", "search-notes");
    if (result.corrected) {
      list.append(element("li", "search-corrected", "Showing results for ", element("strong", "", result.corrected)));
    }
    for (const { said, also, ambiguous } of result.expansions) {
      const text = ambiguous ? " can mean several things; also searched as " : " also searched as ";
      const rest = also.length > ALSO + 1 ? ` and ${also.length - ALSO} more` : "";
      const named = rest ? also.slice(0, ALSO) : also;
      list.append(element("li", "search-expanded", element("strong", "", said), text, named.join(", ") + rest));
    }
    if (result.unknown.length && result.total) {
      list.append(element("li", "search-unknown", `Not found anywhere: ${result.unknown.join(", ")}`));
    }
    return list.childNodes.length ? list : "";
  }

  /* ---- what changed ---- */

  function day(written) {
    return new Date(`${written}T00:00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  }

  function whenOf(hit) {
    const span =
      hit.before === null || !hit.since
        ? `a chapter first seen on ${day(hit.until)}`
        : hit.after === null
          ? `a chapter no longer found on ${day(hit.until)}`
          : `between ${day(hit.since)} and ${day(hit.until)}, version ${hit.before} to ${hit.after}`;
    return [span, hit.edition && `edition ${hit.edition}`].filter(Boolean).join(" · ");
  }

  function redlined(words) {
    const line = element("p", "search-snippet");
    let [last, open] = ["=", line];
    for (const [state, text, marked] of words) {
      if (state !== last) {
        open = state === "=" ? line : element(state === "+" ? "ins" : "del", "");
        if (open !== line) line.append(open);
        last = state;
      }
      open.append(marked ? element("mark", "", text) : text);
    }
    return line;
  }

  function often(times) {
    return times === 1 ? "once" : times === 2 ? "twice" : `${times.toLocaleString("en-GB")} times`;
  }

  function stepItem(hit, page) {
    const title = [hit.number, hit.title].filter(Boolean).join(" ");
    const link = element("a", "search-hit-link", title);
    link.href = page.root + ((hit.passages[0] || {}).location || hit.location);
    const manual = page.form.dataset.searchTrail === "manual" && hit.manual ? `${hit.manual} · ` : "";
    const verdict = element("strong", "", `${hit.change === "gained" ? "Gained" : "Lost"}, ${often(hit.times)}`);
    const made = [element("h2", "search-chapter-title", link), element("p", "search-step-meta", verdict, ` · ${manual}${whenOf(hit)}`)];
    for (const passage of hit.passages) {
      const heading = [passage.section, passage.heading].filter(Boolean).join(" ");
      const there = element("a", "", heading || "Start of the chapter");
      there.href = page.root + passage.location;
      made.push(element("p", "search-breadcrumb", there));
      made.push(redlined(passage.words));
    }
    return element("li", "search-chapter", ...made);
  }

  function steps(hits, page) {
    return element("ol", "search-chapters", ...hits.map((hit) => stepItem(hit, page)));
  }

  function advice(result) {
    const list = element("ul", "search-advice");
    const say = (text) => list.append(element("li", "", text));
    if (result.unknown.length) say(`These words stand nowhere in the text: ${result.unknown.join(", ")}. Check the spelling.`);
    if (result.query.includes('"')) say("Leave out the quotation marks: they ask for these exact words in this order.");
    say("Use fewer or more general words, an acronym or its full name.");
    say("Look through the contents or the A to Z of chapters.");
    return list;
  }

  function snippet(pieces) {
    const line = element("p", "search-snippet");
    for (const { text, marked } of pieces) line.append(marked ? element("mark", "", text) : text);
    return line;
  }

  function trailOf(hit, heading, kind) {
    if (kind === "none") return "";
    if (kind === "manual") return hit.manual || "";
    const chapter = [hit.number, hit.title].filter(Boolean).join(" ");
    return [hit.manual, chapter, heading].filter(Boolean).join(" › ");
  }

  function hitItem(hit, page) {
    const heading = [hit.section, hit.heading].filter(Boolean).join(" ");
    const link = element("a", "search-hit-link", heading || "Start of the chapter");
    link.href = page.root + hit.location;
    const trail = trailOf(hit, heading, page.form.dataset.searchTrail);
    return element("li", "search-hit", link, trail ? element("p", "search-breadcrumb", trail) : "", snippet(hit.pieces));
  }

  function chapterItems(hits, page) {
    const list = element("ol", "search-chapters");
    let [last, sections] = [null, null];
    for (const hit of hits) {
      if (!last || last.source !== hit.source || last.chapter !== hit.chapter) {
        const title = element("h2", "search-chapter-title", [hit.number, hit.title].filter(Boolean).join(" "));
        sections = element("ul", "search-sections");
        list.append(element("li", "search-chapter", title, sections));
        last = hit;
      }
      sections.append(hitItem(hit, page));
    }
    return list;
  }

  /* ---- the page ---- */

  function show(page, result, limit) {
    const items = page.changes() ? steps : chapterItems;
    page.status.textContent = countLine(result, page.changes());
    const shown = [notes(result), result.total ? items(result.hits, page) : advice(result)];
    if (result.more) {
      const more = element("button", "search-more", "Show more");
      more.type = "button";
      more.addEventListener("click", () => answer(page, limit + PAGE, result.hits.length));
      shown.push(more);
    }
    page.results.replaceChildren(...shown);
  }

  async function answer(page, limit = PAGE, focused = -1) {
    const query = page.input.value;
    const mine = ++asked;
    if (!/[\p{L}\p{N}]/u.test(query)) {
      page.status.textContent = "";
      page.results.replaceChildren();
      return;
    }
    try {
      const ask = page.changes() ? search.changed : search.answer;
      const result = await ask(query, { limit, source: page.form.dataset.searchSource || null });
      if (mine !== asked) return; // a later answer is on its way
      show(page, result, limit);
      if (focused >= 0) links(page)[focused]?.focus();
    } catch (error) {
      if (mine !== asked) return;
      page.status.textContent = error.message;
      page.results.replaceChildren();
    }
  }

  function remember(page) {
    const query = page.input.value;
    const where = page.changes() ? "&in=changes" : "";
    try {
      history.replaceState(null, "", query.trim() ? `?q=${encodeURIComponent(query)}${where}` : location.pathname);
    } catch {
      // A page opened from a folder may not change its address; the answer is shown all the same.
    }
  }

  function links(page) {
    return [...page.results.querySelectorAll(".search-hit-link")];
  }

  function move(page, event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = links(page);
    const at = all.indexOf(document.activeElement);
    if (!step || event.altKey || event.ctrlKey || event.metaKey || !all.length) return;
    if (at < 0 && document.activeElement !== page.input) return;
    if (at < 0 && step < 0) return;
    event.preventDefault();
    (at + step < 0 ? page.input : all[Math.min(at + step, all.length - 1)]).focus();
  }

  function focusOnSlash(input) {
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
      if (event.key !== "/" || typing || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      input.focus();
      input.select();
    });
  }

  function start(form, input, results) {
    const root = document.documentElement.dataset.root || "";
    const status = element("p", "search-count");
    status.setAttribute("role", "status");
    results.removeAttribute("aria-live"); // the count is read out, not every hit at every key
    results.before(status);
    search.from(root + (form.dataset.searchFiles || "search/"));
    const chosen = form.querySelector("[data-search-in][value=changes]");
    const page = { form, input, results, status, root, changes: () => Boolean(chosen && chosen.checked) };
    let pause = 0;
    const soon = () => {
      clearTimeout(pause);
      pause = setTimeout(() => answer(page), PAUSE);
    };
    input.addEventListener("input", soon);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(pause);
      remember(page);
      answer(page);
    });
    form.addEventListener("change", (event) => {
      if (!event.target.matches("[data-search-in]")) return;
      remember(page);
      answer(page);
    });
    document.addEventListener("keydown", (event) => move(page, event));
    const given = new URLSearchParams(location.search);
    const query = given.get("q");
    if (chosen && given.get("in") === "changes") chosen.checked = true;
    if (query) {
      input.value = query;
      answer(page);
    }
  }

  function part(name) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = beside + name;
      script.async = false; // in order
      script.onload = resolve;
      script.onerror = () => reject(new Error(`${name} could not be loaded; load this page again.`));
      document.head.append(script);
    });
  }

  async function begin() {
    const form = document.querySelector("[data-search-form]");
    const input = form && form.querySelector("[data-search-input]");
    const results = document.querySelector("[data-search-results]");
    if (!input) return;
    focusOnSlash(input);
    if (!results) return;
    try {
      if (!search.answer) await Promise.all(PARTS.map(part));
      start(form, input, results);
    } catch (error) {
      results.textContent = error.message;
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})((window.rereadSearch = window.rereadSearch || {}));
