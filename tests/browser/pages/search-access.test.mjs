// The search for everybody: by the keyboard, in small windows, in large letters, on paper.
//
// In comes the built sample site with results and open filters, which no walk through the pages
// sees; out goes what axe finds, what is too wide, hidden or out of reach. Never the mouse.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { launch, test } from "../browser.mjs";
import { answered, ask, LANGUAGES, openFilters, searching, status } from "./search.mjs";
import { house, none, WALK_HANGS } from "./visit.mjs";

const shared = house();
const axe = readFileSync(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const VIEWS = { "light, 1280 pixels": ["light", 1280], "dark, 1280 pixels": ["dark", 1280], "light, 320 pixels": ["light", 320], "dark, 320 pixels": ["dark", 320] };
const { German } = LANGUAGES;

/** Pages with all that a search can show: results, open filters, more, nothing found. */
const SHOWN = [German.search, German.directory, LANGUAGES.English.search, LANGUAGES.English.directory].flatMap((at) => [`${at}?q=leipzig`, `${at}?faculty=fim&from=1950`, `${at}?q=qqqqqq`, `${at}?q=sofa`]);

const shown = (at, look, options, prepare) =>
  searching(shared, at, async (page) => {
    await answered(page);
    // A filter in the address opens them; otherwise they are opened here.
    if ((await page.locator("[data-search-filters]").getAttribute("open")) === null) await openFilters(page);
    return look(page);
  }, options, prepare);

/** Runs in the page: what axe finds, in words. */
async function check(rules) {
  const { violations } = await window.axe.run(document, { runOnly: rules, resultTypes: ["violations"], preload: false });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, any }) => `${id} – ${target.join(" ")} – ${any.map(({ message }) => message).join("; ")}`));
}

test("axe finds nothing in results and open filters, light and dark, wide and narrow", async () => {
  const look = async (page) => {
    const wrong = [];
    for (const [name, [colorScheme, width]] of Object.entries(VIEWS)) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      for (const one of await page.evaluate(check, RULES)) wrong.push(`${name}: ${one}`);
    }
    return wrong;
  };
  for (const at of SHOWN) none([[at, await shown(at, look, {}, (context) => context.addInitScript(axe))]], "a rule is broken");
}, WALK_HANGS);

/** Runs in the page: how much wider than its window it is. */
const over = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;

test("results and open filters fit the smallest window, and letters of twice the size", async () => {
  for (const at of SHOWN) assert.equal(await shown(at, (page) => page.evaluate(over), { viewport: { width: 320, height: 640 } }), 0, `${at} at 320 pixels`);
  const browser = await launch({ flags: ["--blink-settings=defaultFontSize=32"] });
  try {
    const large = { site: shared.site, browser };
    for (const [at, width] of SHOWN.flatMap((one) => [[one, 640], [one, 1280]]))
      assert.equal(await searching(large, at, async (page) => (await answered(page), page.evaluate(over)), { viewport: { width, height: 700 } }), 0, `${at} at ${width} pixels`);
  } finally {
    await browser.close();
  }
}, WALK_HANGS);

test("on paper there are results and no form", () =>
  shown(`${German.search}?q=sofa`, async (page) => {
    await page.emulateMedia({ media: "print" });
    for (const part of ["form", "summary", "button", "input", "select"])
      for (const one of await page.locator(`[data-search] ${part}`).all()) assert.equal(await one.isVisible(), false, part);
    assert.equal(await page.locator("[data-search-results] a").first().isVisible(), true);
    assert.equal(await page.locator("[data-search] [role=status]").isVisible(), true);
  }));

test("in forced colours every control has an edge and shows the focus", () =>
  shown(`${German.search}?faculty=fim`, async (page) => {
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
    shown(`${search}?faculty=fim&q=haecker`, async (page) => {
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
