/* The exported index, loaded as it is needed: site_builder/search_files.py writes what is read here. */
(function (search) {
  "use strict";

  const waiting = new Map();
  const loaded = new Map();
  const indexes = new Map(); // of what is in force under "", of what changed under "changes/", the folder of its files
  let base = "";

  /* Thrown where a file is needed that is not there yet: the question is asked again when it is. */
  class NotLoaded extends Error {
    constructor(names) {
      super(`needs ${names.join(", ")}`);
      this.names = names;
    }
  }

  /* ---- files ---- */

  search.register = function (build, kind, number, content) {
    const [, folder, sort] = kind.match(/^(.*\/)?(.*)$/);
    const index = indexes.get(folder || "");
    if (index && index.build !== build) return;
    if (sort === "index") indexes.set(folder || "", new Index(folder || "", build, content));
    loaded.set(sort === "index" ? kind : `${kind}-${number}`, content);
  };

  function load(name) {
    if (loaded.has(name)) return Promise.resolve();
    if (!waiting.has(name)) {
      waiting.set(
        name,
        new Promise((resolve, reject) => {
          const script = document.createElement("script");
          const index = indexes.get(name.slice(0, name.lastIndexOf("/") + 1));
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

  const CHAPTER = ["source", "manual", "slug", "title", "number", "kind", "first", "count", "titleWords"];
  const STEP = [...CHAPTER.slice(0, 6), "before", "after", "since", "until", "edition", "location", "first", "count"];

  function named(fields, rows) {
    return rows.map((row) => Object.fromEntries(row.map((value, i) => [fields[i], value])));
  }

  class Index {
    constructor(folder, build, outline) {
      const { rules, documents, averages, lengths, lexicon, postings, withText, texts } = outline;
      Object.assign(this, { folder, build, rules, documents, averages, lengths, lexicon, withText, texts });
      this.postingFirsts = postings;
      [this.names, this.words, this.rows] = [new Map(), new Map(), new Map()];
      this.stop = new Set(rules.stop);
      this.plurals = new Map(rules.plurals);
      this.chapters = named(CHAPTER, outline.chapters || []);
      this.steps = named(STEP, outline.steps || []);
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

    need(names) {
      const missing = [...new Set(names)].map((name) => this.folder + name).filter((name) => !loaded.has(name));
      if (missing.length) throw new NotLoaded(missing);
    }

    file(name) {
      this.need([name]);
      return loaded.get(this.folder + name);
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
      this.need(chunks.map((number) => `lexicon-${number}`));
      return chunks.flatMap((number) => {
        const name = `lexicon-${number}`;
        if (!this.rows.has(name)) {
          const rows = unfronted(this.file(name));
          for (const [surface, term, count] of rows) this.words.set(surface, [term, count]);
          this.rows.set(name, rows);
        }
        return this.rows.get(name);
      });
    }

    postings(terms) {
      const chunks = terms.map((term) => chunkOf(this.postingFirsts, term));
      this.need(chunks.filter((chunk) => chunk >= 0).map((chunk) => `postings-${chunk}`));
      return terms.map((term, i) => {
        if (chunks[i] < 0) return null;
        const name = `postings-${chunks[i]}`;
        if (!this.rows.has(name)) this.rows.set(name, new Map(this.file(name).map((row) => [row[0], row])));
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
      const [label, heading, location, text] = this.file(`text-${number}`)[document - this.chapters[number].first];
      return { label, heading, location, text };
    }

    /* Of the index of what changed: passages, after all their files are there. */
    passages(documents) {
      if (!this.withText) return documents.map(() => ({ label: "", heading: "", location: "", runs: [] }));
      const chunks = documents.map((document) => chunkOf(this.texts, document));
      this.need(chunks.map((chunk) => `text-${chunk}`));
      return documents.map((document, i) => {
        const [label, heading, location, runs] = this.file(`text-${chunks[i]}`)[document - this.texts[chunks[i]]];
        return { label, heading, location, runs };
      });
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
  search.ask = async function (question, folder = "") {
    await load(`${folder}index`);
    return patiently(() => question(indexes.get(folder)));
  };

  search.from = function (folder) {
    base = folder;
  };
})((window.rereadSearch = window.rereadSearch || {}));
