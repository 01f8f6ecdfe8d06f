// What a page costs: requests and bytes, on a phone, before anybody scrolls.
//
// In comes the built site; out go the budgets that a page breaks, and a table of what it takes.
// Never a time: how long bytes take depends on who measures.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "../browser.mjs";
import { compress, KINDS } from "./site.mjs";
import { house, lent, none, session } from "./visit.mjs";

const shared = house();
const WEIGHED = ["home", "story", "event", "directory", "stories", "search"];
/** Where the script of the search stands. */
const SEARCHED = ["directory", "search"];
/**
 * Bytes of that script. More than was planned: it forgives typing errors in names of many languages
 * and asks for files together, which costs less here, once, than a query would wait without it.
 */
const MOST_SCRIPT = 17_000;
/** Bytes of a page's HTML, as they are sent. */
const MOST = 8_000;
/**
 * Bytes of the stylesheet. It grew with the search and the board of offers: one sheet that is kept
 * for ever costs less than a second one, which would be a request more for each visitor.
 */
const MOST_SHEET = 9_000;

const sizes = (path) => {
  const body = readFileSync(join(shared.site.folder, path));
  return { plain: body.length, gzip: compress(body, "gzip").length, br: compress(body, "br").length };
};

/** What a phone asks for when it opens a page; lazy pictures far below are not among it. */
const requests = (at) =>
  lent(shared.browser, { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 }, async (page) => {
    const asked = [];
    // As at a first visit: what an earlier page has brought is not there.
    await (await session(page)).send("Network.setCacheDisabled", { cacheDisabled: true });
    page.on("request", (request) => asked.push(request.resourceType()));
    await page.goto(shared.site.url + at);
    return asked;
  });

test("a page is small, and a story needs four requests at most", async (t) => {
  for (const kind of WEIGHED) {
    const at = KINDS[kind];
    const [asked, { plain, gzip, br }] = [await requests(at), sizes(shared.site.file(at))];
    t.diagnostic(`${kind}: ${asked.length} requests (${asked.join(", ")}); HTML ${plain}, gzip ${gzip}, brotli ${br} bytes`);
    assert.equal(asked.filter((type) => type === "script").length, SEARCHED.includes(kind) ? 1 : 0, kind);
    assert.equal(asked.filter((type) => type === "fetch").length, 0, `${kind} asks for the index before anybody looks for anything`);
    assert.equal(asked.filter((type) => type === "stylesheet").length, 1, kind);
    if (kind === "story") {
      assert.ok(asked.length <= 4, `${kind}: ${asked}`);
      assert.ok(gzip <= MOST && br <= MOST, `${kind}: HTML of ${gzip} bytes`);
    }
  }
});

test("no story is heavier than the budget", () => {
  const stories = shared.site.pages.filter((at) => /^(portraets|en\/portraits)\/.+\/$/.test(at));
  assert.ok(stories.length > 10);
  const heavy = (at) => Object.entries(sizes(shared.site.file(at))).filter(([coding, size]) => coding !== "plain" && size > MOST);
  none(stories.map((at) => [at, heavy(at).map(([coding, size]) => `${size} bytes with ${coding}`)]), "a story is too heavy");
});

test("the script of the search is small", (t) => {
  const scripts = shared.site.files.filter((path) => path.endsWith(".js"));
  assert.equal(scripts.length, 1);
  const { plain, gzip, br } = sizes(scripts[0]);
  t.diagnostic(`script ${plain}, gzip ${gzip}, brotli ${br} bytes`);
  assert.ok(gzip <= MOST_SCRIPT && br <= MOST_SCRIPT, `${gzip} bytes with gzip`);
});

test("the stylesheet is small", (t) => {
  const sheets = shared.site.files.filter((path) => path.endsWith(".css"));
  assert.equal(sheets.length, 1);
  const { plain, gzip, br } = sizes(sheets[0]);
  t.diagnostic(`CSS ${plain}, gzip ${gzip}, brotli ${br} bytes`);
  assert.ok(gzip <= MOST_SHEET && br <= MOST_SHEET, `${gzip} bytes with gzip`);
});
