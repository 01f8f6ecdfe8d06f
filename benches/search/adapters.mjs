// The searches that are measured, and how a browser speaks to each.
// In: a page of the served site, a query, a faculty. Out: milliseconds, and the names and addresses of the first ten results.
// Never: a number that the server counts better.

/** As many results as are looked at. */
export const FIRST = 10;

const pagefind = {
  /** The folder that is served: the copy with Pagefind's marks. */
  open: "/portraets/geschichte-1/",
  /** What the search itself loads; the page is not part of it. */
  counts: (path) => path.startsWith("/pagefind/"),
  filter: (faculty) => faculty.name,
  prepare: (page) =>
    page.evaluate(async () => {
      const begun = performance.now();
      globalThis.measured = await import("/pagefind/pagefind.js");
      return performance.now() - begun;
    }),
  search: (page, { query, filter }) =>
    page.evaluate(
      async ({ query, filter, first }) => {
        const begun = performance.now();
        const { results } = await globalThis.measured.search(query, filter ? { filters: { faculty: filter } } : {});
        const data = await Promise.all(results.slice(0, first).map((result) => result.data()));
        const milliseconds = performance.now() - begun;
        return {
          milliseconds,
          results: data.map(({ url, meta }) => ({ name: meta.title, address: url })),
        };
      },
      { query, filter, first: FIRST },
    ),
};

/** Where things are on the page of the own search. */
const OWN = {
  search: "[data-search]",
  input: 'form[role="search"] input[name="q"]',
  results: "ol[data-search-results]",
  filters: "[data-search-filters]",
  filter: '[name="faculty"]',
  state: "data-search-state",
  done: "done",
  query: "data-search-query",
};

/** Runs in the page: notes when a key is seen and when its results are there. */
function watch(own) {
  const search = document.querySelector(own.search);
  const watched = { begun: 0, finished: 0 };
  const begin = () => Object.assign(watched, { begun: performance.now(), finished: 0 });
  const look = () => {
    const typed = search.querySelector(own.input).value.trim();
    const ready = search.getAttribute(own.state) === own.done && (search.getAttribute(own.query) ?? "").trim() === typed;
    if (ready && watched.begun && !watched.finished) watched.finished = performance.now();
  };
  // In the capturing phase the time is taken before the script of the search sees the key.
  for (const kind of ["input", "change"]) search.addEventListener(kind, begin, { capture: true });
  new MutationObserver(look).observe(search, { attributes: true, attributeFilter: [own.state, own.query] });
  globalThis.watched = watched;
}

/** Runs in the page: chooses a faculty, whichever control it has, or none. */
function choose({ own, filter }) {
  const control = document.querySelector(`${own.search} ${own.filter}`);
  const say = (kind, target) => target.dispatchEvent(new Event(kind, { bubbles: true }));
  if (control?.localName === "select") {
    control.value = filter ?? "";
    say("input", control);
    say("change", control);
    return;
  }
  const boxes = [...document.querySelectorAll(`${own.search} ${own.filter}`)];
  for (const box of boxes) if (box.checked !== (box.value === (filter ?? ""))) box.click();
}

const own = {
  open: "/suche/",
  counts: (path) => /\.(?:js|mjs|wasm|bin)(?:\?|$)/u.test(path),
  filter: (faculty) => faculty.today,
  prepare: async (page) => {
    await page.waitForSelector(`${OWN.search} ${OWN.input}`);
    await page.evaluate(watch, OWN);
    return 0;
  },
  search: async (page, { query, filter, keys }) => {
    if (filter || page.filtered) {
      if (filter && !(await page.locator(`${OWN.filters}[open]`).count())) await page.click(`${OWN.filters} > summary`);
      if (filter) await page.waitForSelector(`${OWN.search} ${OWN.filter}`, { state: "attached" });
      await page.evaluate(choose, { own: OWN, filter });
      page.filtered = Boolean(filter);
    }
    const input = page.locator(`${OWN.search} ${OWN.input}`);
    if (query !== null && keys) {
      await input.fill("");
      await input.pressSequentially(query, { delay: keys });
    } else if (query !== null) {
      await input.fill(query);
    }
    await page.waitForFunction(() => globalThis.watched.finished > 0, null, { polling: 10 });
    return page.evaluate(
      ({ own, first }) => {
        const links = [...document.querySelectorAll(`${own.search} ${own.results} > li`)].slice(0, first).map((item) => item.querySelector("a"));
        return {
          milliseconds: globalThis.watched.finished - globalThis.watched.begun,
          results: links.map((link) => ({ name: link.textContent.trim(), address: new URL(link.href).pathname })),
        };
      },
      { own: OWN, first: FIRST },
    );
  },
};

export const ADAPTERS = { pagefind, own };
