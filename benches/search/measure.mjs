// Measures a search in a browser: node measure.mjs pagefind|own FOLDER PEOPLE RESULT.json
// In: a built site, and of how many people its corpus is. Out: a table on the standard output, all measurements as JSON.
// Never: a request beyond the loopback; a cache that one context leaves to the next.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { HANGS, launch, within } from "../../tests/browser/browser.mjs";
import { ADAPTERS } from "./adapters.mjs";
import { queries } from "./queries.mjs";
import { serve } from "./serve.mjs";
import { markdown, summary } from "./table.mjs";

/** Milliseconds after the results in which a search may still load ahead. */
const AFTER = 150;
const TITLES = /^(?:(?:Prof|Dr)\.(?:-Ing\.)?\s+)+/u;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    wanted: { type: "string", default: "200" },
    cold: { type: "string", default: "40" },
    delay: { type: "string", default: "0" },
    keys: { type: "string", default: "0" },
  },
});
const [name, folder, all, result] = positionals;
const adapter = ADAPTERS[name];
if (!adapter || !folder || !(Number(all) > 0) || !result) {
  console.error("usage: node measure.mjs pagefind|own FOLDER PEOPLE RESULT.json [--wanted N] [--cold N] [--delay MS] [--keys MS]");
  process.exit(2);
}

const asked = queries(Number(all), Number(options.wanted));
const server = await serve(folder, 0, Number(options.delay));
const browser = await launch();
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** A page of a browser that has never been here. */
async function visit() {
  server.sent.length = 0;
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(2 * HANGS);
  await page.goto(server.origin + adapter.open, { waitUntil: "load" });
  const load = await adapter.prepare(page);
  return { page, load, close: () => context.close() };
}

const place = (results, test) => results.findIndex(test) + 1;

/** One query; what was loaded since the last one is its cost. */
async function ask(page, { query, ...wanted }, { filter = null, after = 0 } = {}) {
  const entry = { query, kind: wanted.kind, shown: wanted.shown, special: wanted.special, rivals: wanted.rivals, bearers: wanted.bearers };
  try {
    const keys = Number(options.keys);
    const { milliseconds, results } = await within(adapter.search(page, { query, filter, keys }), `“${query}”`, 4 * HANGS);
    if (after) await pause(after);
    Object.assign(entry, {
      milliseconds,
      results,
      rank: place(results, (one) => one.name.replace(TITLES, "") === wanted.shown),
      addressRank: place(results, (one) => one.address === wanted.address),
    });
  } catch (error) {
    entry.failed = error.message;
  }
  const loaded = server.sent.filter(({ path }) => adapter.counts(path));
  const bareMilliseconds = loaded.length ? await bare(page, loaded.at(-1).path) : null;
  server.sent.length = 0;
  return { ...entry, bareMilliseconds, requests: loaded.length, bytes: loaded.reduce((sum, { bytes }) => sum + bytes, 0), loaded: after ? loaded : undefined };
}

/** Milliseconds of one more request for a file, with nothing done with it: a measure for the machine. */
async function bare(page, path) {
  return page.evaluate(async (address) => {
    const begun = performance.now();
    await (await fetch(address, { cache: "reload" })).arrayBuffer();
    return performance.now() - begun;
  }, path);
}

/** Members of a list at equal distances. */
const spread = (list, count) =>
  Array.from({ length: Math.min(count, list.length) }, (_, at) => list[Math.floor((at * list.length) / Math.min(count, list.length))]);

/** First queries, second ones, and those with a faculty, each in contexts that know nothing. */
async function cold() {
  const scenarios = { "first query": [], "next query": [], "first query with a faculty": [], "faculty alone": [] };
  const sample = spread(asked, Number(options.cold));
  for (const [at, wanted] of sample.entries()) {
    const { page, load, close } = await visit();
    scenarios["first query"].push({ ...(await ask(page, wanted, { after: AFTER })), load });
    scenarios["next query"].push(await ask(page, sample[(at + 7) % sample.length], { after: AFTER }));
    await close();
  }
  for (const wanted of sample.filter(({ faculty }) => faculty)) {
    const { page, load, close } = await visit();
    const filter = adapter.filter(wanted.faculty);
    scenarios["first query with a faculty"].push({ ...(await ask(page, wanted, { filter, after: AFTER })), load });
    await close();
  }
  const faculties = new Map(asked.filter(({ faculty }) => faculty).map(({ faculty }) => [adapter.filter(faculty), faculty]));
  for (const filter of faculties.keys()) {
    const { page, load, close } = await visit();
    scenarios["faculty alone"].push({ ...(await ask(page, { query: null }, { filter, after: AFTER })), load });
    await close();
  }
  return scenarios;
}

/** All queries, kind by kind; each kind begins in a context that knows nothing and goes on in it. */
async function warm() {
  const kinds = {};
  for (const kind of new Set(asked.map((one) => one.kind))) {
    const { page, close } = await visit();
    kinds[kind] = [];
    for (const wanted of asked.filter((one) => one.kind === kind)) kinds[kind].push(await ask(page, wanted));
    await close();
    console.error(`${kind}: ${kinds[kind].length}`);
  }
  kinds["folded, of names with other letters than a to z"] = kinds.folded.filter(({ special }) => special);
  kinds["prefix, with at most 9 rivals"] = kinds.prefix.filter(({ rivals }) => rivals <= 9);
  return kinds;
}

const summaries = (groups) => Object.fromEntries(Object.entries(groups).map(([key, list]) => [key, summary(list)]));
try {
  const measured = { scenarios: await cold(), kinds: await warm() };
  const numbers = { scenarios: summaries(measured.scenarios), kinds: summaries(measured.kinds) };
  writeFileSync(result, JSON.stringify({ name, people: Number(all), options, ...numbers, measured }, null, 1));
  console.log(markdown(numbers));
} finally {
  await browser.close();
  await server.close();
}
