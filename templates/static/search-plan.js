/* Text into words, and a query into a plan: the same as kb/search/analysis.py and kb/search/planner.py, step by step.
   Change both together; tests/kb/search/planner_cases.json runs on both. */
(function (search) {
  "use strict";

  const L = "[\\p{L}\\p{N}]";
  const WORD = `${L}+(?:'${L}+)*`;
  const NUM = `[0-9]+(?:\\.[0-9]+)*[a-z]{0,2}(?:\\s?\\([0-9a-z]{1,4}\\))*(?!${L})`;
  const SCAN = new RegExp(
    `(?<cites>(?:sections|secs|ss|regulations|regs|schedules|articles|appendices)\\.?\\s{0,2}${NUM}` +
      `(?:\\s?(?:,|and|or|to|&|/|-|–)\\s?${NUM})*)` +
      `|(?<cite>(?:section|sec|s|regulation|reg|schedule|sch|article|art|appendix)\\.?\\s{0,2}${NUM})` +
      `|(?<appendix>appendix\\s[a-z](?!${L}))` +
      `|(?<range>[0-9]+\\s?(?:-|–|—|to)\\s?[0-9]+(?!\\.?[0-9a-z]|-))` +
      `|(?<initials>(?:[a-z]\\.){2,}(?:[a-z](?!${L}))?)` +
      `|(?<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\\.[0-9]+)?(?![0-9])|[0-9]+(?:\\.[0-9]+)+)` +
      `|(?<chain>${WORD}(?:-${WORD})+)` +
      `|(?<word>${WORD})`,
    "gu",
  );
  const IN_CITE = new RegExp(NUM, "gu");
  const BREAK = /[.;:!?|()\n]/;
  const LETTERS = /^[a-z]+$/;
  const NUMBER_END = /^[0-9.]+$/;
  const ASCII = /^[\x00-\x7f]*$/;
  const INVISIBLE = /[\u00ad\u200b\u200c\u200d\u2060\ufeff]/g;
  const PLAIN = { "‘": "'", "’": "'", "‛": "'", "`": "'", "“": '"', "”": '"', "„": '"', "‐": "-", "‑": "-" };
  const CITED = { s: "s", sec: "s", reg: "reg", sch: "sch", art: "art", app: "app" };

  function cleaned(text) {
    return text.normalize("NFC").replace(INVISIBLE, "");
  }

  function folded(text) {
    const plain = text.replace(/[‘’‛`“”„‐‑]/g, (mark) => PLAIN[mark]);
    if (ASCII.test(plain)) return plain.toLowerCase();
    const first = (string) => String.fromCodePoint(string.codePointAt(0));
    return Array.from(plain, (character) => first(first(character.normalize("NFD")).toLowerCase())).join("");
  }

  function plain(word) {
    return (word.endsWith("'s") ? word.slice(0, -2) : word).replaceAll("'", "");
  }

  function word(text, surface, start, end, parts) {
    return { surface, raw: text.slice(start, end).trim(), start, end, parts: parts || [] };
  }

  function words(text) {
    const found = [];
    for (const match of folded(text).matchAll(SCAN)) {
      const start = match.index;
      const [whole] = match;
      const kinds = match.groups;
      if (kinds.chain) {
        let at = start;
        for (const part of whole.split("-")) {
          found.push(word(text, plain(part), at, at + part.length));
          at += part.length + 1;
        }
      } else if (kinds.cites || kinds.cite || kinds.appendix) {
        found.push(...citations(text, whole, start));
      } else if (kinds.range) {
        const numbers = whole.match(/[0-9]+/g);
        found.push(word(text, numbers.join("-"), start, start + whole.length, numbers));
      } else if (kinds.word) {
        found.push(word(text, plain(whole), start, start + whole.length));
      } else {
        found.push(word(text, whole.replaceAll(kinds.initials ? "." : ",", ""), start, start + whole.length));
      }
    }
    return found;
  }

  function citations(text, cited, start) {
    const prefix = CITED[cited.match(/^[a-z]+/)[0].slice(0, 3)] || "s";
    const found = [];
    let end = start;
    for (const match of cited.matchAll(IN_CITE)) {
      const number = match[0].replace(/\s/g, "");
      const bare = match[0].replace(/\([^)]*\)|\s/g, "");
      const at = end;
      end = start + match.index + match[0].length;
      found.push(word(text, prefix + number, at, end, bare === number ? [bare] : [prefix + bare, bare]));
    }
    if (!found.length) found.push(word(text, prefix + cited.slice(-1), start, start + cited.length));
    return found;
  }

  function apart(text, before, after) {
    return BREAK.test(text.slice(before.end, after.start));
  }

  function inARow(text, run) {
    return run.every((one, i) => i === 0 || !apart(text, run[i - 1], one));
  }

  /* ---- plan ---- */

  function isUpper(text) {
    return text === text.toUpperCase() && text !== text.toLowerCase();
  }

  function plan(query, index) {
    let draft = drafted(query, index, true);
    if (!draft.corrections.length) return finished(draft, null);
    let corrected = query;
    for (const [misspelt, better] of draft.corrections.reverse()) {
      corrected = corrected.slice(0, misspelt.start) + better + corrected.slice(misspelt.end);
    }
    draft = drafted(corrected, index, false);
    return finished(draft, corrected);
  }

  function drafted(query, index, correct) {
    const draft = { correct, groups: [], expansions: [], corrections: [], unknown: [], phrases: [] };
    let outside = query;
    for (const match of folded(query).matchAll(/"([^"]*)"/g)) {
      const [start, end] = [match.index, match.index + match[0].length];
      const quoted = words(query.slice(start + 1, end - 1));
      outside = `${outside.slice(0, start)}.${" ".repeat(match[0].length - 2)}.${outside.slice(end)}`;
      if (quoted.length) {
        draft.phrases.push(quoted.map((one) => one.surface).join(" "));
        phraseGroup(quoted, index, draft);
      }
    }
    const shouted = isUpper(query) && query.trim().split(/\s+/).length > 1;
    const text = shouted ? folded(outside) : outside;
    const scanned = words(text);
    const asked =
      scanned.length > 0 && (index.rules.question.includes(scanned[0].surface) || query.trimEnd().endsWith("?"));
    for (let at = 0; at < scanned.length; ) at += take(text, scanned, at, asked, index, draft);
    return draft;
  }

  function finished(draft, corrected) {
    const { groups, phrases, expansions, unknown } = draft;
    if (groups.every((group) => group.optional)) for (const group of groups) group.optional = false;
    return { groups, phrases, expansions, corrected, unknown };
  }

  function take(text, scanned, at, asked, index, draft) {
    const { rules } = index;
    const left = scanned.length - at;
    for (let length = Math.min(rules.longest_phrase, left); length > 0; length--) {
      const run = scanned.slice(at, at + length);
      if (inARow(text, run) && named(run, index, draft)) return length;
    }
    for (let length = Math.min(rules.longest_compound, left); length > 1; length--) {
      const run = scanned.slice(at, at + length);
      if (inARow(text, run) && compound(run, index, draft)) return length;
    }
    const { surface, end } = scanned[at];
    if (rules.how.includes(surface) && at > 0 && scanned[at - 1].surface === "how") return 1;
    if (surface === "need" && left > 1 && scanned[at + 1].surface === "to") return 1;
    if (index.stop.has(surface) || (asked && rules.asking.includes(surface))) return 1;
    single(scanned[at], left === 1 && end === text.length, index, draft);
    return 1;
  }

  function alternative(terms, weight, fills, loose) {
    return { terms, weight, fills, loose: Boolean(loose) };
  }

  function unique(list) {
    return [...new Set(list)];
  }

  function named(run, index, draft) {
    const key = keys(run, index).find((one) => index.names.has(one));
    if (key === undefined) return false;
    const meanings = index.names.get(key);
    const said = run.map((one) => one.raw).join(" ");
    const same = meanings[0].name;
    const chosen = new Map([[key, alternative([same.term], 1, same.fills)]]);
    for (const { term, name } of meanings) {
      for (const other of term.names) {
        const weight = weightOf(term, name, other, index.rules);
        if (other.key !== key && weight > (chosen.get(other.key) || { weight: 0 }).weight) {
          chosen.set(other.key, alternative([other.term], weight, other.fills, weight < index.rules.name));
        }
      }
    }
    const saying = run.filter((one) => !index.stop.has(one.surface));
    const content = unique(saying.map((one) => index.term(one.surface) || one.surface));
    if (content.length > 1 && key.includes(" ")) {
      chosen.set("", alternative(content, index.rules.apart, content.length, true));
    }
    draft.groups.push({ said, alternatives: [...chosen.values()], optional: false });
    expand(said, key, meanings, index, draft);
    return true;
  }

  function keys(run, index) {
    const possible = [];
    if (run.length === 1 && index.capitals.has(run[0].raw)) possible.push(run[0].raw);
    const surfaces = run.map((one) => one.surface);
    possible.push(surfaces.map((one) => singular(one, index)).join(" "));
    if (run.length > 1) possible.push(singular(surfaces.join(""), index));
    return possible;
  }

  function singular(surface, index) {
    if (index.plurals.has(surface)) return index.plurals.get(surface);
    if (surface.length < 4 || !surface.endsWith("s") || /(ss|us|is)$/.test(surface)) return surface;
    if (surface.endsWith("ies") && surface.length > 4) return `${surface.slice(0, -3)}y`;
    return surface.slice(0, /(ches|shes|sses|xes)$/.test(surface) ? -2 : -1);
  }

  function weightOf(term, said, other, rules) {
    const roles = [said.role, other.role];
    if (roles.includes("also")) return said.role === other.role ? 0 : rules.also;
    return term.ambiguous && roles.includes("short") ? rules.ambiguous : rules.name;
  }

  function expand(said, key, meanings, index, draft) {
    const also = [];
    for (const role of ["long", "short", "also"]) {
      for (const { term, name } of meanings) {
        for (const other of term.names) {
          if (other.role === role && other.key !== key && weightOf(term, name, other, index.rules)) also.push(other.shown);
        }
      }
    }
    const ambiguous = meanings.some(({ term, name }) => term.ambiguous && name.role === "short");
    if (also.length) draft.expansions.push({ said, also: unique(also), ambiguous });
  }

  function compound(run, index, draft) {
    const joined = forms(run.map((one) => one.surface).join(""), index);
    if (!joined.length || run.some((one) => index.stop.has(one.surface))) return false;
    const alternatives = [alternative(joined, 1, run.length)];
    const parts = run.map((one) => index.term(one.surface));
    if (parts.every(Boolean)) {
      const loose = unique(parts);
      alternatives.push(alternative(loose, index.rules.apart, loose.length, true));
    }
    draft.groups.push({ said: run.map((one) => one.raw).join(" "), alternatives, optional: false });
    return true;
  }

  function single({ surface, raw, start, end, parts }, unfinished, index, draft) {
    const add = (alternatives, optional) => draft.groups.push({ said: raw, alternatives, optional: Boolean(optional) });
    let terms = unfinished && !index.count(surface) ? started(surface, index) : [];
    if (!terms.length) terms = forms(surface, index);
    if (terms.length) {
      add(terms.map((term) => alternative([term], 1, 1)), index.rules.genre.includes(terms[0]));
      return;
    }
    const cited = parts.find((one) => !/^[0-9]+$/.test(one) && index.count(one));
    if (cited) return void add([alternative([cited], 1, 1)]);
    const two = split(surface, index);
    if (two.length) return void add([alternative(two, index.rules.apart, 2, true)]);
    const better = draft.correct && corrected(surface, index);
    if (better) return void draft.corrections.push([{ start, end }, better]);
    if (unfinished && Array.from(surface).length === 1) return;
    add([]);
    draft.unknown.push(raw);
  }

  function forms(surface, index) {
    if (index.count(surface)) return [index.term(surface) || surface];
    if (surface.length < 4 || !LETTERS.test(surface)) return [];
    for (const ending of index.rules.endings) {
      const shorter = surface.endsWith(ending) ? surface.slice(0, -ending.length) : surface;
      for (const form of [shorter, surface + ending]) {
        if (form.length > 2 && form !== surface && index.count(form)) return [index.term(form) || form];
      }
    }
    return [];
  }

  function started(surface, index) {
    if (surface.length < 2 && !NUMBER_END.test(surface)) return [];
    const likely = index.starting(surface).sort((a, b) => index.count(b) - index.count(a) || (a < b ? -1 : 1));
    return unique(likely.map((one) => index.term(one) || one)).slice(0, index.rules.prefix_words);
  }

  function split(surface, index) {
    if (!LETTERS.test(surface)) return [];
    for (let at = 3; at < surface.length - 2; at++) {
      const [one, two] = [surface.slice(0, at), surface.slice(at)];
      if (index.stop.has(one) || index.stop.has(two)) continue;
      if (index.count(one) && index.count(two)) return [index.term(one) || one, index.term(two) || two];
    }
    return [];
  }

  function corrected(surface, index) {
    const allowed = surface.length < 4 ? 0 : surface.length < 8 ? 1 : 2;
    if (!allowed || index.term(surface) || !LETTERS.test(surface)) return null;
    let nearest = null;
    for (const [known, count] of index.known()) {
      if (Math.abs(known.length - surface.length) > allowed || !LETTERS.test(known)) continue;
      const away = distance(surface, known);
      if (away > allowed) continue;
      const candidate = [away, known[0] === surface[0] ? 0 : 1, -count, known];
      if (!nearest || before(candidate, nearest)) nearest = candidate;
    }
    return nearest && nearest[3];
  }

  function before(one, other) {
    const at = one.findIndex((value, i) => value !== other[i]);
    return at >= 0 && one[at] < other[at];
  }

  /* Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other. */
  function distance(one, other) {
    let [twoBack, back] = [[], Array.from({ length: other.length + 1 }, (_, i) => i)];
    for (let i = 1; i <= one.length; i++) {
      const row = [i];
      for (let j = 1; j <= other.length; j++) {
        const cost = one[i - 1] === other[j - 1] ? 0 : 1;
        row[j] = Math.min(row[j - 1] + 1, back[j] + 1, back[j - 1] + cost);
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          row[j] = Math.min(row[j], twoBack[j - 2] + 1);
        }
      }
      [twoBack, back] = [back, row];
    }
    return back[other.length];
  }

  function phraseGroup(quoted, index, draft) {
    const content = quoted.filter((one) => !index.stop.has(one.surface));
    const terms = unique(content.map((one) => index.term(one.surface) || one.surface));
    const said = quoted.map((one) => one.raw).join(" ");
    if (terms.length) draft.groups.push({ said, alternatives: [alternative(terms, 1, terms.length)], optional: false });
  }

  Object.assign(search, { cleaned, words, inARow, plan });
})((window.rereadSearch = window.rereadSearch || {}));
