/* The exported index, loaded as it is needed: site_builder/search_files.py writes what is read here. */
(function (search) {
  "use strict";

  const waiting = new Map();
  const loaded = new Map();
  let base = "";
  let index = null;

  /* Thrown where a file is needed that is not there yet: the question is asked again when it is. */
  class NotLoaded extends Error {
    constructor(names) {
      super(`needs ${names.join(", ")}`);
      this.names = names;
    }
  }

  /* ---- files ---- */

  search.register = function (build, kind, number, content) {
    if (index && index.build !== build) return;
    if (kind === "index") index = new Index(build, content);
    loaded.set(kind === "index" ? "index" : `${kind}-${number}`, content);
  };

  function load(name) {
    if (loaded.has(name)) return Promise.resolve();
    if (!waiting.has(name)) {
      waiting.set(
        name,
        new Promise((resolve, reject) => {
          const script = document.createElement("script");
          const failed = () => {
            waiting.delete(name);
            script.remove();
            reject(new Error(`The search file ${name}.js could not be loaded; load this page again.`));
          };
          script.src = `${base}${name}.js${index ? `?v=${index.build}` : ""}`;
          script.onload = () => (loaded.has(name) ? resolve() : failed());
          script.onerror = failed;
          document.head.append(script);
        }),
      );
    }
    return waiting.get(name);
  }

  function need(names) {
    const missing = [...new Set(names)].filter((name) => !loaded.has(name));
    if (missing.length) throw new NotLoaded(missing);
  }

  async function patiently(question) {
    for (;;) {
      try {
        return question();
      } catch (error) {
        if (!(error instanceof NotLoaded)) throw error;
        await Promise.all(error.names.map(load));
      }
    }
  }

  /* ---- the index ---- */

  class Index {
    constructor(build, outline) {
      const fields = ["source", "manual", "slug", "title", "number", "kind", "first", "count", "titleWords"];
      const { rules, documents, averages, lengths, lexicon, postings, withText } = outline;
      Object.assign(this, { build, rules, documents, averages, lengths, lexicon, withText, postingFirsts: postings });
      [this.names, this.words, this.rows] = [new Map(), new Map(), new Map()];
      this.stop = new Set(rules.stop);
      this.plurals = new Map(rules.plurals);
      this.chapters = outline.chapters.map((row) => Object.fromEntries(row.map((value, i) => [fields[i], value])));
      for (const [ambiguous, rows] of outline.terms) {
        const term = { ambiguous, names: rows.map(([key, term, shown, role, fills]) => ({ key, term, shown, role, fills })) };
        for (const name of term.names) {
          if (!this.names.has(name.key)) this.names.set(name.key, []);
          this.names.get(name.key).push({ term, name });
        }
      }
      const upper = (key) => key === key.toUpperCase() && key !== key.toLowerCase();
      this.capitals = new Set([...this.names.keys()].filter(upper));
    }

    term(surface) {
      const found = this.find(surface);
      return found ? found[0] : null;
    }

    count(surface) {
      const found = this.find(surface);
      return found ? found[1] : 0;
    }

    starting(prefix) {
      const first = Math.max(0, chunkOf(this.lexicon, prefix));
      const chunks = [];
      for (let n = first; n < this.lexicon.length && (n === first || this.lexicon[n].startsWith(prefix)); n++) chunks.push(n);
      return this.lexiconOf(chunks)
        .filter(([surface, , count]) => count && surface.startsWith(prefix) && !surface.includes(" "))
        .map(([surface]) => surface);
    }

    known() {
      return this.lexiconOf(this.lexicon.map((_, number) => number))
        .filter(([surface]) => !surface.includes(" "))
        .map(([surface, , count]) => [surface, count]);
    }

    find(surface) {
      const chunk = chunkOf(this.lexicon, surface);
      if (chunk < 0) return undefined;
      this.lexiconOf([chunk]);
      return this.words.get(surface);
    }

    lexiconOf(chunks) {
      need(chunks.map((number) => `lexicon-${number}`));
      return chunks.flatMap((number) => {
        const name = `lexicon-${number}`;
        if (!this.rows.has(name)) {
          const rows = unfronted(loaded.get(name));
          for (const [surface, term, count] of rows) this.words.set(surface, [term, count]);
          this.rows.set(name, rows);
        }
        return this.rows.get(name);
      });
    }

    postings(terms) {
      const chunks = terms.map((term) => chunkOf(this.postingFirsts, term));
      need(chunks.filter((chunk) => chunk >= 0).map((chunk) => `postings-${chunk}`));
      return terms.map((term, i) => {
        if (chunks[i] < 0) return null;
        const name = `postings-${chunks[i]}`;
        if (!this.rows.has(name)) this.rows.set(name, new Map(loaded.get(name).map((row) => [row[0], row])));
        return this.rows.get(name).get(term) || null;
      });
    }

    chapterOf(document) {
      let [low, high] = [0, this.chapters.length - 1];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (this.chapters[middle].first <= document) low = middle;
        else high = middle - 1;
      }
      return low;
    }

    section(document) {
      const number = this.chapterOf(document);
      need([`text-${number}`]);
      const [label, heading, location, text] = loaded.get(`text-${number}`)[document - this.chapters[number].first];
      return { label, heading, location, text };
    }
  }

  function chunkOf(firsts, key) {
    let [low, high] = [-1, firsts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (firsts[middle] <= key) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  function unfronted(text) {
    let surface = "";
    const joined = (before, coded) => before.slice(0, parseInt(coded[0], 36)) + coded.slice(1);
    return text.split("\n").map((line) => {
      const [coded, term, count] = line.split("\t");
      surface = joined(surface, coded);
      return [surface, joined(surface, term), parseInt(count, 36)];
    });
  }

  /* Ask a question of the index; it is asked again as often as files have to be loaded first. */
  search.ask = async function (question) {
    await load("index");
    return patiently(() => question(index));
  };

  search.from = function (folder) {
    base = folder;
  };

  search.need = need;
})((window.rereadSearch = window.rereadSearch || {}));
