// What a page does besides being read: nothing.
//
// In comes the built site, every kind of page of it; out goes what it asks of other hosts, what it stores,
// what it says to the console and what the policy forbids. Never a page that needs a script: that
// of the search is the only one, stands where there is a search, and only finds faster.
import assert from "node:assert/strict";
import { test } from "../browser.mjs";
import { frames } from "../extent.mjs";
import { KINDS } from "./site.mjs";
import { house, none, visited, walk, WALK_HANGS } from "./visit.mjs";

const shared = house();

/** Runs in every page before anything else. */
function listen() {
  window.forbidden = [];
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile, lineNumber }) => {
    window.forbidden.push(`${violatedDirective} forbids ${blockedURI} (${sourceFile}:${lineNumber})`);
  });
}

/** Runs in the page: what it has kept in the browser, and what of it is or would be a script. */
async function traces() {
  const kept = [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...(await indexedDB.databases()), ...(await caches.keys())];
  const workers = await navigator.serviceWorker.getRegistrations();
  const data = /^application\/(ld\+)?json$/;
  const isSearch = ({ src }) => /\/assets\/search\.[0-9a-f]+\.js$/.test(src) && document.querySelector("[data-search]");
  const scripts = [...document.scripts].filter((script) => !data.test(script.type) && !isSearch(script));
  const inline = [...document.querySelectorAll("*")].flatMap((element) =>
    [...element.attributes].filter(({ name }) => name === "style" || name.startsWith("on")).map(({ name }) => `${element.localName}[${name}]`),
  );
  return [
    ...window.forbidden,
    ...kept.map((one) => `keeps ${JSON.stringify(one)}`),
    ...workers.map(() => "a service worker"),
    ...scripts.map(({ outerHTML }) => `a script: ${outerHTML.slice(0, 80)}`),
    ...inline.map((one) => `written into the page: ${one}`),
    ...[...document.querySelectorAll("style, iframe, object, embed")].map(({ localName }) => `<${localName}>`),
  ];
}

/** Runs in the page: ends when every picture is there, the lazy ones as well. */
async function pictures() {
  for (const image of document.images) image.loading = "eager";
  await Promise.allSettled([...document.images].map((image) => image.decode()));
}

/** Collects what a tab asks for and says, from now on. */
function overhear(page, origin) {
  const heard = [];
  page.on("console", (message) => heard.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => heard.push(`error: ${error.message}`));
  page.on("requestfailed", (request) => heard.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith("data:")) heard.push(`asks another host: ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) heard.push(`${response.status()}: ${response.url()}`);
  });
  return heard;
}

/** What is said on a page in a narrow window, where the menu opens: tried where it stands in something new. */
async function text(page, at, isNew) {
  let said = await page.locator("body").innerText();
  // What the search offers with a script and what it says without one is a matter of its own tests.
  for (const search of await page.locator("[data-search]").allInnerTexts()) said = said.replace(search, "(search)");
  const menu = page.locator("#menu");
  assert.ok(await menu.isHidden(), at);
  if (!isNew(shared.site.text(shared.site.file(at)))) return said;
  await page.locator("button.menu").click();
  assert.ok(await menu.isVisible(), `/${at}: the menu does not open`);
  return said;
}

const PHONE = { width: 360, height: 740 };
const kinds = new Set(Object.values(KINDS));
/** What pages of each kind say with scripts; heard on the way through all of them. */
const said = new Map();

test("no page asks another host, stores, complains, or breaks the policy", async () => {
  const [heard, isNew] = [new Map(), frames()];
  const found = await walk(
    shared,
    async (page, at) => {
      await page.evaluate(pictures);
      if (kinds.has(at)) said.set(at, await text(page, at, isNew));
      const complaints = heard.get(page).splice(0);
      const expected = (one) => at === "404.html" && /404/.test(one);
      const cookies = await page.context().cookies();
      return [...(await page.evaluate(traces)), ...complaints.filter((one) => !expected(one)), ...cookies.map(({ name }) => `cookie ${name}`)];
    },
    {
      viewport: PHONE,
      prepare: async (context) => {
        await context.addInitScript(listen);
        context.on("page", (page) => heard.set(page, overhear(page, shared.site.origin)));
      },
    },
  );
  none(found, "a page does more than being read");
}, WALK_HANGS);

test("a moved page leads to its new address", async () => {
  assert.ok(shared.site.moved.length > 0);
  for (const at of shared.site.moved) {
    await visited(shared.browser, {}, async (page) => {
      await page.goto(shared.site.url + at);
      await page.waitForURL((url) => url.pathname !== new URL(shared.site.url + at).pathname);
      assert.ok(shared.site.pages.includes(page.url().slice(shared.site.url.length)), page.url());
    });
  }
});

test("with scripts off, a page says the same and its menu opens", async () => {
  const options = { javaScriptEnabled: false, viewport: PHONE, pages: [...kinds] };
  const isNew = frames();
  const without = await walk(shared, (page, at) => text(page, at, isNew), options);
  assert.deepEqual(without, [...kinds].map((at) => [at, said.get(at)]));
});
