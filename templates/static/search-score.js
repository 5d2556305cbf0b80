/* Scoring and snippets over the exported index: the same as kb/search/score.py, snippet.py and query.py, in the same order
   of operations. */
(function (search) {
  "use strict";

  const LEAD = 50; // characters shown before the first mark
  const BETWEEN = " · "; // stands in a snippet between two blocks
  let index = null;

  /* ---- scores ---- */

  function rounded(score) {
    return Math.floor(score * 1e6 + 0.5) / 1e6;
  }

  function* places(flat) {
    let number = 0;
    for (let i = 0; i < flat.length; i += 2) {
      number += flat[i];
      yield [number, flat[i + 1]];
    }
  }

  function strengths(row) {
    const strength = new Map();
    const titled = new Set();
    if (!row) return [strength, titled];
    const { boosts, length_weights: shares } = index.rules;
    const add = (document, field, times, length) => {
      const long = 1 - shares[field] + (shares[field] * length) / index.averages[field];
      strength.set(document, (strength.get(document) || 0) + (boosts[field] * times) / long);
    };
    for (const [number, times] of places(row[2])) {
      titled.add(number);
      const { first, count } = index.chapters[number];
      for (let document = first; document < first + count; document++) add(document, 0, times, index.lengths[0][number]);
    }
    for (const field of [1, 2]) {
      for (const [document, times] of places(row[field + 2])) add(document, field, times, index.lengths[field][document]);
    }
    return [strength, titled];
  }

  function inAll(parts) {
    const [smallest, ...others] = [...parts].sort((a, b) => a.size - b.size);
    return [...smallest.keys()].filter((key) => others.every((other) => other.has(key)));
  }

  function groupFound(group) {
    const found = { strength: new Map(), sure: new Set(), titles: new Map(), rarity: 0 };
    for (const { terms, weight, fills, loose } of group.alternatives) {
      const parts = index.postings(terms).map(strengths);
      for (const document of inAll(parts.map(([strength]) => strength))) {
        const weakest = Math.min(...parts.map(([strength]) => strength.get(document)));
        found.strength.set(document, (found.strength.get(document) || 0) + weight * weakest);
        if (!loose) found.sure.add(document);
      }
      for (const chapter of inAll(parts.map(([, titled]) => titled))) {
        found.titles.set(chapter, Math.max(found.titles.get(chapter) || 0, fills));
      }
    }
    const spread = found.sure.size || found.strength.size;
    found.rarity = Math.log(1 + (index.documents - spread + 0.5) / (spread + 0.5));
    return found;
  }

  function ranked(plan, source) {
    index.postings(plan.groups.flatMap((group) => group.alternatives.flatMap((one) => one.terms)));
    const found = plan.groups.map(groupFound);
    const required = found.filter((_, i) => !plan.groups[i].optional);
    const matched = new Map();
    for (const group of required) {
      for (const document of group.strength.keys()) {
        if (source && index.chapters[index.chapterOf(document)].source !== source) continue;
        matched.set(document, (matched.get(document) || 0) + 1);
      }
    }
    let most = 0;
    for (const count of matched.values()) most = Math.max(most, count);
    const chapters = new Map();
    for (const [document, count] of [...matched].sort((a, b) => a[0] - b[0])) {
      if (count !== most) continue;
      const number = index.chapterOf(document);
      if (!chapters.has(number)) chapters.set(number, []);
      chapters.get(number).push([document, sectionScore(document, found)]);
    }
    const scored = [...chapters].map(([number, sections]) => chapterScored(number, sections, required));
    scored.sort((a, b) => b.exact - a.exact || b.score - a.score || a.number - b.number);
    return { chapters: scored, partial: most < required.length };
  }

  function sectionScore(document, found) {
    const { saturation } = index.rules;
    let score = 0;
    for (const group of found) {
      const strength = group.strength.get(document) || 0;
      score += (group.rarity * strength * (saturation + 1)) / (strength + saturation);
    }
    return rounded(score);
  }

  function chapterScored(number, sections, required) {
    const { second, title } = index.rules;
    sections.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    let [[, score]] = sections;
    if (sections.length > 1) score += second * sections[1][1];
    if (sections.length > 2) score += (second / 2) * sections[2][1];
    const { titleWords } = index.chapters[number];
    let exact = false;
    if (required.every((group) => group.titles.has(number))) {
      const filled = required.reduce((sum, group) => sum + group.titles.get(number), 0);
      const rarity = required.reduce((sum, group) => sum + group.rarity, 0);
      exact = titleWords > 0 && filled >= titleWords;
      score += title * Math.min(1, filled / Math.max(1, titleWords)) * rarity;
    }
    return { number, score: rounded(score), exact, sections };
  }

  /* ---- quoted phrases and snippets ---- */

  function withPhrases(plan, chapters) {
    const looked = chapters.slice(0, index.rules.phrase_chapters);
    index.need(looked.map(({ number }) => `text-${number}`));
    const spoken = (text) => ` ${search.words(text).map((one) => one.surface).join(" ")} `;
    return looked
      .map((chapter) => ({
        ...chapter,
        sections: chapter.sections.filter(([document]) => {
          const { heading, text } = index.section(document);
          const texts = [index.chapters[chapter.number].title, heading, text].map(spoken);
          return plan.phrases.every((phrase) => texts.some((one) => one.includes(` ${phrase} `)));
        }),
      }))
      .filter((chapter) => chapter.sections.length);
  }

  /* Written forms to mark, each with the group it belongs to. */
  function markedForms(plan, loose) {
    const terms = new Map();
    plan.groups.forEach((group, number) => {
      for (const one of group.alternatives) {
        if (loose || !one.loose || one.terms.length === 1) for (const term of one.terms) if (!terms.has(term)) terms.set(term, number);
      }
    });
    const forms = new Map();
    const rows = index.postings([...terms.keys()]);
    for (const row of rows) if (row) for (const form of row[1]) forms.set(form, terms.get(row[0]));
    return forms;
  }

  function marks(text, forms) {
    const found = [];
    const scanned = search.words(text);
    for (let at = 0; at < scanned.length; ) {
      let length = Math.min(index.rules.longest_phrase, scanned.length - at);
      for (; length > 0; length--) {
        const run = scanned.slice(at, at + length);
        if (!search.inARow(text, run)) continue;
        const surfaces = run.map((one) => one.surface);
        const spellings = length > 1 ? [surfaces.join(" ")] : [surfaces[0], run[0].raw, ...run[0].parts];
        if (length > 1 && length <= index.rules.longest_compound) spellings.push(surfaces.join(""));
        const form = spellings.find((one) => forms.has(one));
        if (form !== undefined) {
          found.push({ start: run[0].start, end: run[length - 1].end, group: forms.get(form) });
          break;
        }
      }
      at += Math.max(1, length);
    }
    return found;
  }

  function startOf(text, found) {
    let [best, place] = [[0, 0], 0];
    found.forEach((first, i) => {
      const near = found.slice(i).filter((mark) => mark.end - first.start <= index.rules.snippet - LEAD);
      const worth = [new Set(near.map((mark) => mark.group)).size, near.length];
      if (worth[0] > best[0] || (worth[0] === best[0] && worth[1] > best[1])) [best, place] = [worth, first.start];
    });
    if (place <= LEAD) return 0;
    const space = text.indexOf(" ", place - LEAD);
    return space >= 0 && space < place ? space + 1 : place;
  }

  /* From where to where a text is shown. */
  function stretch(text, found) {
    const start = startOf(text, found);
    let end = Math.min(text.length, start + index.rules.snippet);
    if (end < text.length) {
      const space = text.lastIndexOf(" ", end - 1);
      end = space > start ? space : end;
    }
    return [start, end];
  }

  function snippet(text, found) {
    const [start, end] = stretch(text.replaceAll("\n", " "), found);
    const pieces = start ? [{ text: "… ", marked: false }] : [];
    let at = start;
    for (const mark of found) {
      if (mark.start < at || mark.end > end) continue;
      pieces.push({ text: text.slice(at, mark.start), marked: false });
      pieces.push({ text: text.slice(mark.start, mark.end), marked: true });
      at = mark.end;
    }
    pieces.push({ text: text.slice(at, end), marked: false }, { text: end < text.length ? " …" : "", marked: false });
    return pieces.filter((piece) => piece.text).map((piece) => ({ ...piece, text: piece.text.replace(/\n+/g, BETWEEN) }));
  }

  function hitOf(forms, chapter, document, score) {
    const { source, manual, slug, title, number, kind } = index.chapters[chapter];
    const { label, heading, location, text } = index.section(document);
    const sure = marks(text, forms.sure);
    const found = sure.length ? sure : marks(text, forms.loose);
    const pieces = snippet(text, found);
    return { source, manual, chapter: slug, title, number, kind, section: label, heading, location, score, pieces };
  }

  function answered(query, limit, source) {
    const plan = search.plan(query, index);
    const ranking = ranked(plan, source);
    const checked = plan.phrases.length && index.withText;
    const chapters = checked ? withPhrases(plan, ranking.chapters) : ranking.chapters;
    const every = chapters.flatMap(({ number, sections }) =>
      sections.slice(0, index.rules.sections_shown).map(([document, score]) => [number, document, score]),
    );
    const shown = every.slice(0, limit);
    index.need(shown.map(([number]) => `text-${number}`));
    const forms = { sure: markedForms(plan, false), loose: markedForms(plan, true) };
    return {
      query,
      expanded: [...new Set(plan.expansions.flatMap((expansion) => expansion.also))],
      corrected: plan.corrected,
      hits: shown.map(([number, document, score]) => hitOf(forms, number, document, score)),
      total: chapters.reduce((sum, chapter) => sum + chapter.sections.length, 0),
      expansions: plan.expansions,
      partial: ranking.partial && chapters.length > 0,
      unknown: plan.unknown,
      chapters: chapters.length,
      more: every.length > shown.length,
    };
  }

  /* What the site's search answers: as `reread search --json`, with `pieces` in place of a snippet in HTML. */
  search.answer = function (query, { limit = 10, source = null } = {}) {
    return search.ask((asked) => {
      index = asked;
      return answered(search.cleaned(query), limit, source);
    });
  };

  /* For the search over changes, which asks another index: what marks the words of a plan in a text. */
  search.marker = function (plan, asked) {
    index = asked;
    const forms = { sure: markedForms(plan, false), loose: markedForms(plan, true) };
    return (text) => {
      const sure = marks(text, forms.sure);
      return sure.length ? sure : marks(text, forms.loose);
    };
  };

  search.stretch = stretch;

  /* How a query is understood; for those who want to know, and for the tests. */
  search.explain = function (query) {
    return search.ask((asked) => search.plan(search.cleaned(query), asked));
  };
})((window.rereadSearch = window.rereadSearch || {}));
