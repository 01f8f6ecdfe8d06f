// Visits to the pages of the site, some at a time, and what every test of them needs.
//
// In come the site, a browser and what to look at; out goes what was found, page by page. Never
// a page without the strict headers: tests look from outside, the policy is not bypassed.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { launch, test, within } from "../browser.mjs";
import { Site } from "./site.mjs";

/** Milliseconds after which a walk through the whole site hangs. */
export const WALK_HANGS = 900_000;

/**
 * The site, served, and a browser, for the tests of a file; `ready` does what comes before all of
 * them. One hook: a second one of the runner does not wait for the first.
 */
export function house(ready = () => {}, options) {
  const shared = {};
  const begin = async () => {
    shared.site = await new Site().serve();
    shared.browser = await launch(options);
    await ready(shared);
  };
  before(begin, { timeout: WALK_HANGS });
  after(async () => {
    try {
      await shared.browser?.close();
    } finally {
      await shared.site?.end();
    }
  });
  return shared;
}

/** A tab of its own for the length of `visit`; one that hangs names its page. */
export async function visited(browser, options, visit, prepare = () => {}) {
  const context = await browser.newContext(options);
  try {
    await prepare(context);
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    return await visit(page, context);
  } finally {
    await context.close();
  }
}

/** The contexts that `lent` keeps, by browser and by options. */
const contexts = new WeakMap();

/** A context that stays, with one tab that nobody looks at: without any, its window would be made anew. */
async function keptContext(browser, options, prepare) {
  const key = `${JSON.stringify(options)} ${prepare}`;
  if (!contexts.has(browser)) contexts.set(browser, new Map());
  const kept = contexts.get(browser);
  if (kept.has(key)) return kept.get(key);
  const context = await browser.newContext(options);
  kept.set(key, context);
  await prepare(context);
  await context.newPage();
  return context;
}

/**
 * As `visited`, in a context that goes on to the next visit with the same options: half of what a
 * short visit costs is its context. For visits that leave nothing behind in it; `prepare` is called once.
 */
export async function lent(browser, options, visit, prepare = () => {}) {
  const context = await keptContext(browser, options, prepare);
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  try {
    return await visit(page, context);
  } finally {
    await within(page.close(), "closing a tab");
  }
}

const sessions = new WeakMap();

/** A tab's own line to the browser, for what no call of its own is there for. It ends with the tab. */
export async function session(page) {
  if (!sessions.has(page)) sessions.set(page, await page.context().newCDPSession(page));
  return sessions.get(page);
}

/**
 * Gives a page another window. Only the page learns of it: with a call of the tab, the browser would
 * draw its own frame anew as well, which takes longer than the page.
 */
export async function resize(page, { width, height, deviceScaleFactor = 1 }) {
  await (await session(page)).send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor, mobile: false });
}

/** Sets the size of letters as a reader does in the browser; 16 pixels are usual. */
export async function setLetters(page, size) {
  await (await session(page)).send("Page.setFontSizes", { fontSizes: { standard: size, fixed: Math.round(size * 0.8125) } });
}

/**
 * Opens every kind of page, two at a time, in tabs that stay open; gives what `visit` finds on them,
 * ordered by address.
 */
export async function walk({ site, browser }, visit, { pages = site.varied, prepare, ...options } = {}) {
  const left = [...pages];
  const found = new Map();
  const work = async (page) => {
    for (let at = left.shift(); at !== undefined; at = left.shift()) {
      const look = async () => {
        await page.goto(site.url + at);
        return visit(page, at);
      };
      found.set(at, await within(look(), `the visit to /${at}`, 120_000));
    }
  };
  await Promise.all([0, 1].map(() => visited(browser, options, work, prepare)));
  return pages.map((at) => [at, found.get(at)]);
}

/**
 * Tests that share the visit to a page, each by a name with its title. `note` keeps what one of them
 * finds there; a look that breaks off is a finding of that test, and of no other. `tell` makes the
 * tests; each has looked at so many pages at least.
 */
export function sharing(titles) {
  const found = new Map(Object.keys(titles).map((name) => [name, []]));
  const note = async (name, at, look) => {
    const wrong = await look().catch(({ message }) => [message.split("\n")[0]]);
    found.get(name).push([at, wrong]);
  };
  const tell = (what, least) => {
    for (const [name, title] of Object.entries(titles))
      test(title, () => {
        assert.ok(found.get(name).length >= least(name), `${found.get(name).length} pages only`);
        none(found.get(name), what);
      });
  };
  return { note, tell };
}

/** Fails with everything that was found, page by page, instead of the first only. */
export function none(found, what) {
  const lines = found.flatMap(([at, list]) => list.map((one) => `/${at}: ${one}`));
  const more = lines.length > 40 ? [`… and ${lines.length - 40} more`] : [];
  assert.equal(lines.length, 0, [`${lines.length} × ${what}`, ...lines.slice(0, 40), ...more].join("\n"));
}
