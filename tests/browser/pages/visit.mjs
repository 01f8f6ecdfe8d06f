// Visits to the pages of the site, some at a time, and what every test of them needs.
//
// In come the site, a browser and what to look at; out goes what was found, page by page. Never
// a page without the strict headers: tests look from outside, the policy is not bypassed.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { launch, within } from "../browser.mjs";
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
async function keptContext(browser, options) {
  const key = JSON.stringify(options);
  if (!contexts.has(browser)) contexts.set(browser, new Map());
  const kept = contexts.get(browser);
  if (!kept.has(key)) kept.set(key, await browser.newContext(options).then(async (context) => (await context.newPage(), context)));
  return kept.get(key);
}

/**
 * As `visited`, in a context that goes on to the next visit with the same options: half of what a
 * short visit costs is its context. For visits that leave nothing behind in it.
 */
export async function lent(browser, options, visit) {
  const context = await keptContext(browser, options);
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  try {
    return await visit(page, context);
  } finally {
    await within(page.close(), "closing a tab");
  }
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

/** Fails with everything that was found, page by page, instead of the first only. */
export function none(found, what) {
  const lines = found.flatMap(([at, list]) => list.map((one) => `/${at}: ${one}`));
  const more = lines.length > 40 ? [`… and ${lines.length - 40} more`] : [];
  assert.equal(lines.length, 0, [`${lines.length} × ${what}`, ...lines.slice(0, 40), ...more].join("\n"));
}
