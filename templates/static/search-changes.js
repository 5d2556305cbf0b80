/* The search over what changed: the same as kb/search/change_query.py, step by step. Change both together. */
(function (search) {
  "use strict";

  const CHANGES = "changes/";
  const SIDES = ["before", "after"];
  let index = null;

  function inAll(parts) {
    const [smallest, ...others] = [...parts].sort((a, b) => a.size - b.size);
    return [...smallest.keys()].filter((key) => others.every((other) => other.has(key)));
  }

  function counted(row, side) {
    const found = new Map();
    const flat = row ? row[3 + side] : [];
    let document = 0;
    for (let i = 0; i < flat.length; i += 2) {
      document += flat[i];
      found.set(document, flat[i + 1]);
    }
    return found;
  }

  function ofAlternative(alternative, side) {
    const parts = index.postings(alternative.terms).map((row) => counted(row, side));
    return new Map(inAll(parts).map((document) => [document, Math.min(...parts.map((part) => part.get(document)))]));
  }

  function lengthOf(alternative) {
    return alternative.terms.reduce((sum, term) => sum + term.split(" ").length, 0);
  }

  /* How often each passage has a group; a name inside a longer one is said once. */
  function timesOf(group, side) {
    const certain = group.alternatives.filter((one) => !one.loose);
    const sure = certain.length ? certain : group.alternatives;
    const total = new Map();
    const longer = [];
    for (const alternative of [...sure].sort((a, b) => lengthOf(b) - lengthOf(a))) {
      const times = ofAlternative(alternative, side);
      if (alternative.terms.length === 1) {
        const [term] = alternative.terms;
        for (const [name, others] of longer) {
          const inside = ` ${name} `.split(` ${term} `).length - 1;
          if (inside && name !== term) for (const [document, n] of times) times.set(document, n - inside * (others.get(document) || 0));
        }
        longer.push([term, times]);
      }
      for (const [document, n] of times) if (n > 0) total.set(document, (total.get(document) || 0) + n);
    }
    return total;
  }

  function sideOf(runs, side) {
    const dropped = side === 1 ? "-" : "+";
    return runs.map(([state, text]) => (state === dropped ? "" : text)).join("");
  }

  function quoted(phrases, text) {
    const spoken = ` ${search.words(text).map((one) => one.surface).join(" ")} `;
    return Math.min(...phrases.map((phrase) => spoken.split(` ${phrase} `).length - 1));
  }

  /* How often each passage says the query on one side. */
  function said(plan, side) {
    const counts = plan.groups.filter((group) => !group.optional).map((group) => timesOf(group, side));
    if (!counts.length) return new Map();
    const found = inAll(counts).map((document) => [document, Math.min(...counts.map((each) => each.get(document)))]);
    if (!plan.phrases.length || !index.withText) return new Map(found);
    const passages = index.passages(found.map(([document]) => document));
    const checked = found.map(([document, n], i) => [document, Math.min(n, quoted(plan.phrases, sideOf(passages[i].runs, side)))]);
    return new Map(checked.filter(([, n]) => n));
  }

  function stepsFound(plan, source) {
    index.postings(plan.groups.flatMap((group) => group.alternatives.flatMap((one) => one.terms)));
    const [before, after] = SIDES.map((_, side) => said(plan, side));
    const documents = [...new Set([...before.keys(), ...after.keys()])].sort((a, b) => a - b);
    const found = [];
    let at = 0;
    for (const step of index.steps) {
      const own = [];
      for (; at < documents.length && documents[at] < step.first + step.count; at++) {
        own.push([documents[at], (after.get(documents[at]) || 0) - (before.get(documents[at]) || 0)]);
      }
      const times = own.reduce((sum, [, n]) => sum + n, 0);
      if (times && (!source || step.source === source)) found.push({ step, times, passages: own.filter(([, n]) => n * times > 0) });
    }
    const newer = (a, b) => (a.step.until < b.step.until ? 1 : a.step.until > b.step.until ? -1 : a.step.first - b.step.first);
    return found.sort(newer);
  }

  /* The redline around a stretch of one side: its runs with the marks, and what the other side has between them. */
  function pieces(runs, other, [start, end], found) {
    const made = start ? [{ state: "=", text: "… ", marked: false }] : [];
    let at = 0;
    let cut = false;
    for (const [state, text] of runs) {
      if (state === other) {
        if (start <= at && at <= end && !cut) made.push({ state, text: text.slice(0, index.rules.snippet), marked: false });
        continue;
      }
      made.push(...withMarks(state, text, at, Math.max(at, start), Math.min(at + text.length, end), found));
      at += text.length;
      cut = at > end;
    }
    if (cut) made.push({ state: "=", text: " …", marked: false });
    return made;
  }

  function withMarks(state, text, at, low, high, found) {
    const made = [];
    let place = low;
    if (low >= high) return made;
    const push = (from, to, marked) => made.push({ state, text: text.slice(from - at, to - at), marked });
    for (const mark of found) {
      const [start, end] = [Math.max(mark.start, low), Math.min(mark.end, high)];
      if (start >= end) continue;
      if (place < start) push(place, start, false);
      push(start, end, true);
      place = end;
    }
    if (place < high) push(place, high, false);
    return made;
  }

  function hitOf({ step, times, passages }, plan, mark) {
    const best = [...passages].sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]) || a[0] - b[0]).slice(0, index.rules.sections_shown);
    const stored = index.passages(best.map(([document]) => document));
    const { source, manual, slug, title, number, kind, before, after, since, until, edition, location } = step;
    return {
      ...{ source, manual, chapter: slug, title, number, kind, before, after, since, until, edition, location },
      change: times > 0 ? "gained" : "lost",
      times: Math.abs(times),
      passages: best.map(([, n], i) => {
        const { label, heading, location: place, runs } = stored[i];
        const side = n > 0 ? 1 : 0;
        const text = sideOf(runs, side);
        const found = mark(text);
        const words = pieces(runs, side === 1 ? "-" : "+", search.stretch(text, found), found);
        return { section: label, heading, location: place, times: n, words: words.map((one) => [one.state, one.text, one.marked]) };
      }),
    };
  }

  function answered(query, limit, source) {
    const plan = search.plan(query, index);
    const found = stepsFound(plan, source);
    const shown = found.slice(0, limit);
    const mark = search.marker(plan, index);
    return {
      query,
      expanded: [...new Set(plan.expansions.flatMap((expansion) => expansion.also))],
      corrected: plan.corrected,
      hits: shown.map((one) => hitOf(one, plan, mark)),
      total: found.length,
      expansions: plan.expansions,
      unknown: plan.unknown,
      more: found.length > shown.length,
    };
  }

  /* What the site's search over changes answers: as `reread search --changes --json`. */
  search.changed = function (query, { limit = 10, source = null } = {}) {
    return search.ask((asked) => {
      index = asked;
      return answered(search.cleaned(query), limit, source);
    }, CHANGES);
  };
})((window.rereadSearch = window.rereadSearch || {}));
