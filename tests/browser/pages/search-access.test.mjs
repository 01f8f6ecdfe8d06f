// The search for everybody: by the keyboard, in small windows, in large letters, on paper.
//
// In comes the built sample site with results and open filters, which no walk through the pages
// sees; out goes what axe finds, what is too wide, hidden or out of reach. Never the mouse.
import assert from "node:assert/strict";
import { test } from "../browser.mjs";
import { long } from "../extent.mjs";
import { DARK_AND_NARROW, look as axe, options, prepare, VIEWS } from "./axe.mjs";
import { answered, ask, LANGUAGES, openFilters, searching, status } from "./search.mjs";
import { house, resize, setLetters, sharing } from "./visit.mjs";

const { German, English } = LANGUAGES;
const ALL_VIEWS = Object.values({ ...VIEWS, DARK_AND_NARROW });

/** All that a search can show: many results and more of them, open filters, nothing found, few results. */
const QUERIES = ["?q=leipzig", "?faculty=fim&from=1950", "?q=qqqqqq", "?q=sofa"];
const SHOWN = [German, English].flatMap(({ search, directory }) => [search, directory]).flatMap((at) => QUERIES.map((query) => at + query));

const shown = (shared, at, look, options, prepare) =>
  searching(shared, at, async (page) => {
    await answered(page);
    // A filter in the address opens them; otherwise they are opened here.
    if ((await page.locator("[data-search-filters]").getAttribute("open")) === null) await openFilters(page);
    return look(page);
  }, options, prepare);

/** In German everything in each view. In English only the words are others: each in one of them, by turns. */
const viewsOf = (at, turn) => (long || !at.startsWith("en/") ? ALL_VIEWS : [ALL_VIEWS[turn % ALL_VIEWS.length]]);

/** Runs in the page: how much wider than its window it is. */
const over = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;

/** How much a page is too wide for a window, in letters of some size. */
async function tooWide(page, letters, width) {
  await setLetters(page, letters);
  await resize(page, { width, height: 640 });
  const size = await page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
  assert.equal(size, `${letters}px`, "the size is not taken over");
  return page.evaluate(over);
}

/** What axe finds in what a search shows, in further views without header and footer: those are everywhere. */
async function rules(page, at, turn) {
  const wrong = [];
  for (const view of viewsOf(at, turn)) {
    const { violations } = await axe(page, view, long || view === ALL_VIEWS[0] ? undefined : "main");
    wrong.push(...violations.map((one) => `${JSON.stringify(view)}: ${one}`));
  }
  return wrong;
}

async function fits(page) {
  const wrong = [];
  for (const [letters, width] of [[16, 320], [32, 640], [32, 1280]]) {
    const pixels = await tooWide(page, letters, width);
    if (pixels !== 0) wrong.push(`${pixels} pixels too wide at ${width}, letters of ${letters}`);
  }
  return wrong;
}

const { note, tell } = sharing({
  rules: "axe finds nothing in results and open filters, light and dark, wide and narrow",
  fits: "results and open filters fit the smallest window, and letters of twice the size",
});
const looks = async (page, at, turn) => {
  await note("rules", at, () => rules(page, at, turn));
  await note("fits", at, () => fits(page));
};
const shared = house(async (shared) => {
  for (const [turn, at] of SHOWN.entries()) await shown(shared, at, (page) => looks(page, at, turn), options, prepare);
});
tell("the search is not for everybody", () => SHOWN.length);

test("on paper there are results and no form", () =>
  shown(shared, `${German.search}?q=sofa`, async (page) => {
    await page.emulateMedia({ media: "print" });
    for (const part of ["form", "summary", "button", "input", "select"])
      for (const one of await page.locator(`[data-search] ${part}`).all()) assert.equal(await one.isVisible(), false, part);
    assert.equal(await page.locator("[data-search-results] a").first().isVisible(), true);
    assert.equal(await page.locator("[data-search] [role=status]").isVisible(), true);
  }));

test("in forced colours every control has an edge and shows the focus", () =>
  shown(shared, `${German.search}?faculty=fim`, async (page) => {
    const controls = page.locator("[data-search] :is(input, select, button):visible");
    assert.ok((await controls.count()) > 10);
    for (const control of await controls.all()) {
      await control.focus();
      const [edge, outline] = await control.evaluate((one) => [parseFloat(getComputedStyle(one).borderBottomWidth), getComputedStyle(one).outlineStyle]);
      assert.ok(edge >= 1 && outline !== "none", await control.evaluate((one) => one.outerHTML.slice(0, 80)));
    }
  }, { forcedColors: "active" }));

for (const [language, { search }] of Object.entries(LANGUAGES)) {
  test(`Tab reaches field, filters and results in their order, visibly: ${language}`, () =>
    shown(shared, `${search}?faculty=fim&q=haecker`, async (page) => {
      const seen = [];
      await page.locator("[data-search-field]").focus();
      for (let turn = 0; turn < 30; turn += 1) {
        const now = await page.evaluate(() => {
          const one = document.activeElement;
          const box = one.getBoundingClientRect();
          const { outlineStyle, boxShadow } = getComputedStyle(one);
          const isSeen = (outlineStyle !== "none" || boxShadow !== "none") && box.top >= 0 && box.bottom <= innerHeight;
          return { name: one.name || one.type || (one.closest("[data-search-results]") ? "result" : one.localName), isSeen, isInside: Boolean(one.closest("[data-search]")) };
        });
        if (!now.isInside) break;
        assert.ok(now.isSeen, `${now.name} does not show the focus`);
        seen.push(now.name);
        await page.keyboard.press("Tab");
      }
      assert.deepEqual(seen, ["q", "submit", "summary", "kind", "faculty", "institution", "sector", "offer", "language", "place", "topic", "from", "to", "reset", "result"]);
    }));

  test(`arrows lead into the results and back, and nothing else moves the focus: ${language}`, () =>
    searching(shared, search, async (page) => {
      const focus = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
      assert.notEqual(await focus(), "q", "the page does not take the focus when it opens");
      await page.locator("[data-search-field]").focus();
      await page.keyboard.type("Müller");
      await answered(page);
      assert.equal(await focus(), "q", "results do not take the focus");
      const names = await page.locator("[data-search-results] a").allInnerTexts();
      assert.ok(names.length > 2);
      await page.keyboard.press("ArrowDown");
      assert.equal(await focus(), names[0]);
      await page.keyboard.press("ArrowDown");
      assert.equal(await focus(), names[1]);
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("ArrowUp");
      assert.equal(await focus(), "q");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Escape");
      assert.equal(await focus(), "q");
      assert.equal(await page.locator("[data-search-field]").inputValue(), "Müller", "the query is kept");
      await page.keyboard.press("Enter");
      await answered(page);
      assert.equal(await focus(), "q", "Enter leaves the focus where it is");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.waitForURL(/mueller/);
    }));

  test(`the count is announced, once, and so is that there is nothing: ${language}`, () =>
    searching(shared, search, async (page) => {
      await page.evaluate(() => {
        window.announced = [];
        const region = document.querySelector("[data-search] [role=status]");
        new MutationObserver(() => window.announced.push(region.textContent)).observe(region, { childList: true, characterData: true, subtree: true });
      });
      await ask(page, "Pötzsch");
      const one = await status(page);
      assert.equal(one, language === "German" ? "1 Treffer" : "1 hit");
      await ask(page, "Pötzsch ");
      await ask(page, "Nauhardt Pötzsch");
      await ask(page, "qqqqqqqq");
      assert.equal(await status(page), LANGUAGES[language].nothing);
      assert.equal(await page.locator("[data-search-none]").isVisible(), true);
      assert.deepEqual(await page.evaluate(() => window.announced), [one, LANGUAGES[language].nothing]);
      await ask(page, "Pötzsch");
      assert.equal(await page.locator("[data-search-none]").isVisible(), false);
    }));
}
