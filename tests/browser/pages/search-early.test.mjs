// The search while it waits for texts: names that are there already, and what becomes of them.
//
// In comes the built sample site, of which the files with words are kept back; out goes what a
// visitor sees, walks through and hears meanwhile. Never a wait for a while: each file comes when
// the test lets it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { readContents, readTable } from "../../../src/search/client/shards.js";
import { test } from "../browser.mjs";
import { answered, LANGUAGES, searching, status, titles } from "./search.mjs";
import { house } from "./visit.mjs";

const shared = house();
const { German } = LANGUAGES;
/** A title holds the word, and so do the texts of others. */
const QUERY = "Hanoi";
const NAMED = ["Ein Büro in Hanoi: Gründen zwischen zwei Schriften"];
const TOLD = ["Sechs Punkte für ein Ễ", "Minh Châu Đặng"];

/** The files with words, by the end of their addresses. */
function filesWithWords() {
  const lines = (path) => gunzipSync(readFileSync(join(shared.site.folder, path))).toString("utf8").trimEnd().split("\n");
  const { words } = readContents(lines("suche/index.bin"));
  return readTable(lines(`assets/search/${words}.bin`)).map(({ name }) => `${name}.bin`);
}

/** Opens the page of the search and looks for the query; the files with words wait until `use` decides whether they come. */
function waiting(use, options = {}) {
  return searching(shared, German.search, async (page) => {
    const names = filesWithWords();
    let decide = null;
    const decided = new Promise((done) => (decide = done));
    await page.route("**/*.bin", async (route) => {
      const isHeld = names.some((name) => route.request().url().endsWith(name));
      const how = isHeld ? await decided : "continue";
      // Whoever has asked may be gone.
      await (how === "fail" ? route.abort("connectionreset") : route.continue()).catch(() => {});
    });
    await page.evaluate(() => {
      window.announced = [];
      const region = document.querySelector("[data-search] [role=status]");
      new MutationObserver(() => window.announced.push(region.textContent)).observe(region, { childList: true, characterData: true, subtree: true });
    });
    await page.locator("[data-search-field]").fill(QUERY);
    await page.locator("[data-search][data-search-state=begun]").waitFor();
    await use(page, decide);
    decide("continue");
    await page.unrouteAll({ behavior: "wait" });
  }, options);
}

/** Where the first result is, and whether it is the one that was marked. */
const first = (page) =>
  page.locator("[data-search-results] a").first().evaluate((one) => ({
    top: one.getBoundingClientRect().top,
    isMarked: one === window.marked,
    isFocused: one === document.activeElement,
  }));

test("names are there before the texts; these come behind, and nothing moves under a finger", () =>
  waiting(async (page, decide) => {
    assert.deepEqual(await titles(page), NAMED);
    assert.deepEqual([await status(page), await page.evaluate(() => window.announced)], ["", []], "no number before it is known");
    await page.locator("[data-search-field]").press("ArrowDown");
    await page.evaluate(() => (window.marked = document.activeElement));
    const before = await first(page);
    assert.ok(before.isMarked && before.isFocused);
    decide("continue");
    await answered(page);
    assert.deepEqual(await titles(page), [...NAMED, ...TOLD]);
    assert.deepEqual(await first(page), before, "the list or the focus has moved");
    assert.deepEqual(await page.evaluate(() => window.announced), ["3 Treffer"]);
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), TOLD[0]);
  }));

test("what is asked next takes the place of names whose texts have not come", () =>
  waiting(async (page, decide) => {
    await page.locator("[data-search-field]").fill("Konrad Hacker");
    await answered(page);
    assert.deepEqual([await titles(page), await status(page)], [["Konrad Hacker"], "1 Treffer"]);
    decide("continue");
    await page.waitForLoadState("networkidle");
    assert.deepEqual([await titles(page), await page.evaluate(() => window.announced)], [["Konrad Hacker"], ["1 Treffer"]]);
  }));

test("names stay when their texts cannot be had, and it is said", () =>
  waiting(async (page, decide) => {
    await page.locator("[data-search-field]").press("ArrowDown");
    decide("fail");
    await page.locator("[data-search][data-search-state=failed]").waitFor();
    assert.equal(await status(page), await page.locator("[data-search]").getAttribute("data-problem"));
    assert.equal(await page.locator("[data-search] [role=status]").evaluate((one) => getComputedStyle(one).opacity), "1");
    assert.deepEqual([await titles(page), (await first(page)).isFocused], [NAMED, true]);
  }, { isLoud: true }));

test("whoever follows a name before the answer is whole comes back to their query", () =>
  waiting(async (page) => {
    await page.locator("[data-search-results] a").first().evaluate((one) => one.click());
    await page.waitForURL(/ein-buero-in-hanoi/);
    await page.goBack();
    assert.equal(await page.locator("[data-search-field]").inputValue(), QUERY);
  }));

test("the address is written though the answer is slow", () =>
  waiting(async (page) => {
    await page.waitForURL(new RegExp(`\\?q=${QUERY}$`));
    assert.equal(await page.locator("[data-search]").getAttribute("data-search-state"), "begun");
  }));
