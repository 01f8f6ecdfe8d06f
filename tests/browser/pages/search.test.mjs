// The page of the search: what it finds, what filters leave, and what its address remembers.
//
// In comes the built sample site; out goes each query that does not find whom or what it should.
// Never a query for people who have not agreed: those have a test of their own.
import assert from "node:assert/strict";
import { test } from "../browser.mjs";
import { addressOf, answered, ask, choose, finds, LANGUAGES, openFilters, searching, status, titles } from "./search.mjs";
import { house } from "./visit.mjs";

const shared = house();
const JANA = "Dr.-Ing. Jana von Müller";
const { German, English } = LANGUAGES;

for (const [language, { search, directory }] of Object.entries(LANGUAGES)) {
  test(`a name is found however it is written, begun or mistyped: ${language}`, () =>
    searching(shared, search, async (page) => {
      assert.deepEqual(await titles(page), [], "nothing is asked, nothing is shown");
      for (const query of ["Müller", "Mueller", "muller", "MÜLLER", "Mü", "mul", "Jana von Müller", "von Müller", "Müller Jana"])
        assert.equal((await ask(page, query))[0], JANA, query);
      for (const query of ["Mülller", "Müler", "Muellr", "Mülelr"]) await finds(page, query, JANA);
      for (const [query, name] of [
        ["Schmidt", JANA],
        ["Pötzsch", "Gisela Nauhardt"],
        ["van Heuvelink", "Pieter van Heuvelink"],
        ["Heuvelink", "Pieter van Heuvelink"],
        ["Benno von der Eschenau", "Dipl.-Ing. Benno von der Eschenau"],
        ["Eschenau", "Dipl.-Ing. Benno von der Eschenau"],
        ["lukasz wroblewicz", "Łukasz Wróblewicz"],
        ["dang", "Minh Châu Đặng"],
        ["Assmann", "Tilda Aßmann"],
        ["Brandt", "Dr. Adaeze Nwachuku-Brandt"],
      ])
        await finds(page, query, name);
      await ask(page, "Eschenau");
      const link = page.locator("[data-search-results] a").first();
      assert.equal(await link.getAttribute("href"), `${new URL(shared.site.url).pathname}${directory}benno-von-der-eschenau/`);
      await link.click();
      await page.waitForURL(/benno-von-der-eschenau/);
      assert.match(await page.locator("h1").innerText(), /Eschenau/);
    }));
}

test("a birth name that was published is shown beside the name", () =>
  searching(shared, German.search, async (page) => {
    await ask(page, "Pötzsch");
    assert.match(await page.locator("[data-search-results] li").first().innerText(), /Gisela Nauhardt geb\. Pötzsch/);
  }));

test("words of texts, parts of compounds, stories, events and pages are found, and all that is counted is shown", () =>
  searching(shared, German.search, async (page) => {
    for (const [query, title] of [
      ["Gewölbe", JANA],
      ["Bogen", "Dem Bogen zuhören"],
      // Part of Austauschsemester and of Brückenprüfung.
      ["Semester", "Pieter van Heuvelink"],
      ["Prüfung", JANA],
      ["Denkmalpflege", "Der letzte Stall von Niederwitz"],
      ["Sofa Rechen", "Das Sofa am Rechen"],
      ["Alumni-Tag", "Alumni-Tag 2027"],
      ["Hochwasser", "Das Sofa am Rechen"],
      ["Barrierefreiheit", "Erklärung zur Barrierefreiheit"],
      ["Impressum", "Impressum"],
    ])
      await finds(page, query, title);
    for (const query of ["Brücken", "Gewölbe", "Gründen", "Denkmalpflege"]) {
      const count = Number(/^\d+/.exec((await ask(page, query), await status(page)))[0]);
      assert.equal((await titles(page)).length, count, query);
    }
    await ask(page, "Alumni-Tag 2027");
    assert.match(await page.locator("[data-search-results] li").first().innerText(), /Veranstaltung/);
  }));

test("what is there in another language only says so to those who listen", () =>
  searching(shared, English.search, async (page) => {
    await finds(page, "Sofa am Rechen", "Das Sofa am Rechen");
    const item = page.locator("[data-search-results] li", { hasText: "Das Sofa am Rechen" });
    assert.equal(await item.locator("a").getAttribute("lang"), "de");
    assert.equal(await item.locator("a").getAttribute("hreflang"), "de");
    assert.equal(await item.locator("[data-result-facts]").getAttribute("lang"), "de", "the summary is German too");
    await finds(page, "Bridges Wrocław", "Excursion to Wrocław: bridges, trams, pierogi");
    assert.equal(await page.locator("[data-search-results] a").first().getAttribute("lang"), null);
  }));

for (const [language, { search }] of Object.entries(LANGUAGES)) {
  test(`filters leave the right people, alone, together and with a query, and are reset: ${language}`, () =>
    searching(shared, search, async (page) => {
      await openFilters(page);
      const today = await choose(page, "faculty", "fim");
      for (const name of ["Marlene Haecker", "Siegfried Mauersdorf", "Valentin Ruhbaum"])
        assert.ok(today.includes(name), `${name} of a faculty before it is missing in ${today}`);
      assert.match(await status(page), language === "German" ? /^8 Personen gefunden$/ : /^8 people found$/);
      assert.deepEqual(await ask(page, "Haecker"), ["Marlene Haecker"]);
      assert.deepEqual(await choose(page, "faculty", "fb"), ["Enno Häcker", "Konrad Hacker"], "a query and a filter");
      await page.locator("[type=reset]").click();
      await answered(page);
      assert.deepEqual([await titles(page), addressOf(page), await page.locator("[name=faculty]").inputValue()], [[], "", ""]);

      const own = await choose(page, "institution", "thl");
      const withThoseBefore = await choose(page, "institution", "thl+");
      assert.ok(own.includes(JANA) && !own.includes("Dr.-Ing. Rolf-Dieter Zschirnack"), own.join());
      for (const name of [...own, "Dr.-Ing. Rolf-Dieter Zschirnack"]) assert.ok(withThoseBefore.includes(name), name);
      await page.locator("[type=reset]").click();
      await answered(page);

      await choose(page, "from", "1990");
      assert.deepEqual((await choose(page, "to", "1992")).includes(JANA), true, "she left in 1991");
      assert.deepEqual(addressOf(page), "?from=1990&to=1992");
      assert.equal((await choose(page, "from", "1992")).includes(JANA), false);
      await page.locator("[type=reset]").click();
      await answered(page);

      assert.deepEqual(await choose(page, "place", "zwickau"), ["Konrad Hacker"]);
      assert.equal(addressOf(page), "?place=zwickau");
      await choose(page, "place", "");
      assert.deepEqual(await choose(page, "topic", language === "German" ? "brückenbau" : "bridges"), [JANA]);
      const offers = await choose(page, "offer", "mentoring");
      assert.deepEqual(offers, [JANA], "she is a mentor");
      assert.deepEqual(await choose(page, "kind", "professor"), [], "and no professor");
    }));
}

test("only what people are in can be chosen, each with its number", () =>
  searching(shared, German.search, async (page) => {
    await openFilters(page);
    const options = await page.locator("[name=faculty] option").allInnerTexts();
    assert.ok(options.includes("Fakultät Informatik und Medien (8)"), options.join());
    for (const option of options.slice(1)) assert.match(option, /\([1-9]\d*\)$/);
    const labels = await page.locator("[data-search-controls] [data-facet-label]").allInnerTexts();
    assert.deepEqual(labels, ["Verbindung zur Hochschule", "Fakultät", "Hochschule", "Bereich", "Angebote", "Sprachen", "Ort", "Themen", "Zeitraum"]);
  }));

for (const [language, { search }] of Object.entries(LANGUAGES)) {
  test(`the address holds the search, opens it, and goes back and forward: ${language}`, () =>
    searching(shared, search, async (page) => {
      const before = await page.evaluate(() => history.length);
      await page.locator("[data-search-field]").pressSequentially("Häcker", { delay: 20 });
      await answered(page);
      assert.equal(addressOf(page), "?q=Häcker");
      assert.equal(await page.evaluate(() => history.length), before, "typing fills the history");
      await openFilters(page);
      await choose(page, "faculty", "fb");
      assert.equal(addressOf(page), "?q=Häcker&faculty=fb");
      assert.equal(await page.evaluate(() => history.length), before + 1);
      const narrow = await titles(page);

      await page.goBack();
      await answered(page);
      const all = await titles(page);
      assert.deepEqual([addressOf(page), await page.locator("[name=faculty]").inputValue()], ["?q=Häcker", ""]);
      assert.ok(all.includes("Marlene Haecker") && !narrow.includes("Marlene Haecker"), `${all} and ${narrow}`);
      await page.goForward();
      await answered(page);
      assert.deepEqual([await titles(page), await page.locator("[name=faculty]").inputValue()], [narrow, "fb"]);

      await page.locator("[data-search-results] a").first().click();
      await page.waitForURL(/haecker/);
      await page.goBack();
      await answered(page);
      assert.deepEqual([await titles(page), await page.locator("[data-search-field]").inputValue()], [narrow, "Häcker"]);
    }));

  test(`an address that somebody sends shows what it holds: ${language}`, () =>
    searching(shared, `${search}?q=m%C3%BCller&faculty=fb&from=1990&place=leipzig`, async (page) => {
      await answered(page);
      assert.deepEqual(await titles(page), [JANA]);
      assert.equal(await page.locator("[data-search-filters]").getAttribute("open"), "", "filters that hold are open");
      for (const [name, value] of [["q", "müller"], ["faculty", "fb"], ["from", "1990"], ["to", ""], ["place", "Leipzig"]])
        assert.equal(await page.locator(`[data-search] [name=${name}]`).inputValue(), value, name);
    }));
}
