// A Chromium for the tests, with an eye on what its console says.
import { test as unlimited } from "node:test";
import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Above its limit, Chromium starts no spare process for a next page, which nobody here would open:
  // a walk from page to page would start one at every step.
  "--renderer-process-limit=1",
];

/** Milliseconds after which something hangs. */
export const HANGS = 30_000;

/** A test with a limit of its own; the runner's would be one for the whole file. */
export const test = (name, run, limit = 4 * HANGS) => unlimited(name, { timeout: limit }, run);

/** What a promise gives; one that hangs says what it is, instead of holding the whole run. */
export function within(promise, what, limit = HANGS) {
  const late = new Promise((_, fail) => {
    const timer = setTimeout(() => fail(new Error(`${what} did not end in ${limit / 1000} s`)), limit);
    const over = () => clearTimeout(timer);
    promise.then(over, over);
  });
  return Promise.race([promise, late]);
}

/** A browser whose calls without a limit of their own have one. */
export async function launch({ flags = [] } = {}) {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: [...FLAGS, ...flags] });
  const limit = (owner, name) => {
    const call = owner[name].bind(owner);
    owner[name] = (...all) => within(call(...all), `${name} of the browser`);
  };
  limit(browser, "close");
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await within(newContext(options), "newContext of the browser");
    limit(context, "close");
    return context;
  };
  return browser;
}

/** A new tab; what its console says and what it throws is collected in `said`. */
export async function tab(context, address) {
  const page = await context.newPage();
  page.said = [];
  page.on("console", (message) => page.said.push(message.text()));
  page.on("pageerror", (error) => page.said.push(error.stack));
  page.setDefaultTimeout(10_000);
  const evaluate = page.evaluate.bind(page);
  page.evaluate = (...all) => within(evaluate(...all), `evaluate on ${page.url()}`);
  // Not "load": the preview makes pictures when they are asked for, which may take its time.
  await page.goto(address, { waitUntil: "domcontentloaded", timeout: HANGS });
  return page;
}
