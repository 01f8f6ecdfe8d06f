// The search of the directory: what is there without a script, without a network, and for nobody.
//
// In comes the built sample site; out goes what does not work without the script, what the search
// asks for too early, and whom it finds although they must not be found. Never a name that is public.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { join } from "node:path";
import { test } from "../browser.mjs";
import { long } from "../extent.mjs";
import { answered, ask, choose, finds, LANGUAGES, openFilters, searching, status, titles } from "./search.mjs";
import { BASE } from "./site.mjs";
import { house, lent, visited, WALK_HANGS } from "./visit.mjs";

const shared = house();
const { German } = LANGUAGES;
const JANA = "Dr.-Ing. Jana von Müller";

for (const [language, { search, directory }] of Object.entries(LANGUAGES)) {
  test(`without a script the lists lead to people, and the form to the page of the search: ${language}`, () =>
    searching(shared, directory, async (page) => {
      assert.equal(await page.locator(".register tbody tr").count(), 25);
      for (const part of [".letters a", "nav.band a"]) assert.ok((await page.locator(part).count()) > 5, part);
      for (const part of ["[data-search-filters]", "[data-search-results]", "[data-search-more]", "[data-search-none]", "[type=reset]"])
        assert.equal(await page.locator(part).isVisible(), false, part);
      assert.match(await page.locator("[data-search]").innerText(), /JavaScript/);
      const ways = await page.locator(".letters a, nav.band a").evaluateAll((all) => all.map((one) => one.pathname));
      await visited(shared.browser, {}, async (blank) => {
        for (const way of ways) await leadsToPeople(blank, way, directory);
      });

      await page.goto(shared.site.url + directory);
      await page.locator("[data-search-field]").fill("Müller");
      await page.locator("[data-search] [type=submit]").click();
      await page.waitForURL(/\?q=/);
      assert.equal(page.url(), `${shared.site.url}${search}?q=M%C3%BCller`);
      assert.match(await page.locator("[data-search]").innerText(), /JavaScript/);
      assert.equal(await page.locator("[data-search-filters]").isVisible(), false);
      assert.ok((await page.locator("nav.band a").count()) > 5, "other ways");
    }, { javaScriptEnabled: false }));
}

/** Runs in an empty page: where the links of a page lead that a selector finds. It is read and not opened: no script is wanted there. */
const read = ([text, selector]) => [...new DOMParser().parseFromString(text, "text/html").querySelectorAll(selector)].map((one) => one.getAttribute("href").split(/[?#]/)[0]);

/** A way into the directory shows people, or lists whose first one does; `blank` is an empty page that reads. */
async function leadsToPeople(blank, way, directory) {
  const links = (path, selector) => blank.evaluate(read, [shared.site.text(shared.site.file(path.slice(BASE.length))), selector]);
  const people = `main :is(table, ul, ol) a[href^="${BASE}${directory}"]:not([href*="/a-z/"])`;
  if ((await links(way, people)).length > 0) return;
  const further = (await links(way, `main a[href^="${way}"]`)).filter((path) => path !== way);
  assert.ok(further.length > 0, `${way} leads to no list`);
  // An institution may be there for its history, with nobody in it.
  for (const path of further.slice(0, 5)) if ((await links(path, people)).length > 0) return;
  assert.fail(`${way} leads to nobody`);
}

for (const [language, { directory, person, nobody }] of Object.entries(LANGUAGES)) {
  test(`results stand in for the list while something is looked for, people only: ${language}`, () =>
    searching(shared, directory, async (page) => {
      const list = page.locator("[data-search-static]");
      assert.deepEqual([await list.isVisible(), await status(page)], [true, ""]);
      assert.deepEqual(await ask(page, "Pötzsch"), ["Gisela Nauhardt"]);
      assert.deepEqual([await list.isVisible(), await status(page)], [false, person]);
      assert.equal((await ask(page, "Das Sofa am Rechen")).includes("Das Sofa am Rechen"), false, "a story is no person");
      await ask(page, "qqqqqqqq");
      assert.deepEqual([await status(page), await page.locator("[data-search-none]").isVisible()], [nobody, true]);
      await ask(page, "");
      assert.deepEqual([await list.isVisible(), await status(page), await page.locator("[data-search-none]").isVisible()], [true, "", false]);
      assert.equal(page.url(), shared.site.url + directory, "the address is what it was");
      await openFilters(page);
      assert.deepEqual(await choose(page, "place", "Zwickau"), ["Konrad Hacker"]);
      assert.equal(await list.isVisible(), false);
    }));
}

test("a town finds who lives there, and not only who is called alike", () =>
  searching(shared, German.directory, async (page) => {
    // Leipzig sounds like Libšik.
    const all = await finds(page, "Leipzig", "Enno Häcker");
    assert.ok(Number(/^\d+/.exec(await status(page))[0]) > 10, all.join());
  }));

test("more people come at the end, and the focus goes on where they begin", () =>
  searching(shared, German.directory, async (page) => {
    const before = await ask(page, "Leipzig");
    const more = page.locator("[data-search-more]");
    await more.focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction((count) => document.querySelectorAll("[data-search-results] a").length > count, before.length);
    const all = await titles(page);
    assert.deepEqual(all.slice(0, before.length), before, "what was there stays where it was");
    assert.equal(new Set(all).size, all.length, "nobody comes twice");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), all[before.length]);
    // To the end: the button goes, the focus stays in the list.
    for (let turn = 0; turn < 9 && (await more.isVisible()); turn += 1) {
      await more.focus();
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => !document.querySelector("[data-search]").hasAttribute("aria-busy"));
    }
    assert.equal(await more.isVisible(), false);
    assert.equal(await page.evaluate(() => Boolean(document.activeElement.closest("[data-search-results]"))), true);
    assert.equal((await titles(page)).length, Number(/^\d+/.exec(await status(page))[0]), "all that were counted");
  }));

test("nothing of the index is asked for before the field is used, and little afterwards", async (t) => {
  const asks = (query, turn) => searching(shared, German.directory, async (page) => {
    // What comes late comes late each time: it is waited for once.
    if (turn === 0) await page.waitForLoadState("networkidle");
    assert.deepEqual(page.asked, [], "asked too early");
    await ask(page, query);
    return page.asked.length;
  });
  // Whoever is called so is found with few files, mistyped or not; a text needs the tables of words and leaves as well.
  const queries = [["Pötzsch", 6], ["Jana von Müller", 6], ["Wróblewicz", 6], ["Müler", 6], ["Heuvelin", 6], ["Gewölbe Hammer", 9]];
  for (const [turn, [query, most]] of queries.entries()) {
    const count = await asks(query, turn);
    t.diagnostic(`“${query}” asks for ${count} files`);
    assert.ok(count <= most, `“${query}” asks for ${count} files`);
  }
});

/** Who is not in the directory on that day, and words that only stand in what they wrote. */
const WITHHELD = {
  "Amir Golzadeh": ["Am", "Golza", "Golzade", "Telekommunikationsinformatik", "Werkstudent", "Funknetze", "Radio networks"],
  "Carolin Betzig": ["Betzi", "Bettzig", "Hülsenfrüchte", "Kantinen", "Geschäftsführerin"],
  "Henrike Stollberg-Nehm": ["Stollberg", "Nehm", "Stolberg", "Weimar", "Registrarin"],
  "Nadine Kreisig": ["Kreisi", "Kreissig", "Görlitz", "Schulsozialarbeiterin"],
  "Tamás Hegyfalvi": ["Tamas", "Hegy", "Hegifalvi", "Graz", "Stadtplaner"],
};

test("who has not agreed, no longer agrees or is not asked here is found by nothing", async () => {
  for (const at of [German.search, German.directory, LANGUAGES.English.search])
    await searching(shared, at, async (page) => {
      for (const [name, words] of Object.entries(WITHHELD))
        // The directory looks into the index of the search for people only: names are enough there.
        for (const query of [name, ...name.split(" "), ...(long || at !== German.directory ? words : [])]) {
          const all = await ask(page, query);
          // Also not behind the button, nor in a line that says more.
          for (let turn = 0; turn < 3 && (await page.locator("[data-search-more]").isVisible()); turn += 1) {
            await page.locator("[data-search-more]").click();
            await page.waitForFunction(() => !document.querySelector("[data-search]").hasAttribute("aria-busy"));
          }
          const text = await page.locator("[data-search-results]").innerText().catch(() => "");
          const family = name.split(" ").at(-1);
          assert.ok(!text.includes(family), `“${query}” finds ${name}: ${all}`);
        }
    });
}, WALK_HANGS);

test("no file of the index holds a word of theirs", () => {
  const files = shared.site.files.filter((path) => path.endsWith(".bin"));
  assert.ok(files.length > 10);
  const folded = (text) => text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
  const all = files.map((path) => folded(gunzipSync(readFileSync(join(shared.site.folder, path))).toString("utf8"))).join("\n");
  assert.ok(all.includes("eschenau"), "the files are read");
  for (const word of ["Golzadeh", "Betzig", "Stollberg", "Kreisig", "Hegyfalvi", "Hülsenfr", "Kantine", "Schulsozial", "Registrar", "Funknetz", "Tröger"])
    assert.ok(!all.includes(folded(word)), word);
});

for (const [language, { directory }] of Object.entries(LANGUAGES)) {
  test(`without a network the search says so, and the list is there: ${language}`, () =>
    searching(shared, directory, async (page, context) => {
      await context.setOffline(true);
      await page.locator("[data-search-field]").fill("Müller");
      const said = await page.locator("[data-search]").getAttribute("data-problem");
      await page.getByText(said).waitFor();
      assert.equal(await page.locator("[data-search-static]").isVisible(), true);
      assert.equal(await page.locator("[data-search-results]").isVisible(), false);
      // Who is back in the network goes on with the next letter.
      await context.setOffline(false);
      await finds(page, "Müller J", JANA);
      assert.equal((await page.locator("[data-search]").innerText()).includes(said), false);
    }, { isLoud: true }));
}

test("a browser that cannot unpack the index says so, and keeps the form", () =>
  lent(shared.browser, {}, async (page) => {
    await page.addInitScript(() => delete window.DecompressionStream);
    await page.goto(shared.site.url + German.directory);
    await page.getByText(await page.locator("[data-search]").getAttribute("data-problem")).waitFor();
    assert.deepEqual([await page.locator("[data-search-static]").isVisible(), await page.locator("[data-search-filters]").isVisible()], [true, false]);
    await page.locator("[data-search-field]").fill("Müller");
    await page.keyboard.press("Enter");
    await page.waitForURL(/suche\/\?q=/);
    assert.ok((await page.locator("nav.band a").count()) > 5);
  }));
