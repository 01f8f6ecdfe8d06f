// What a visitor may expect: spellings, errors, ranks, filters, and what each costs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { search } from "../../../src/search/client/query.js";
import { createStore } from "../../../src/search/client/shards.js";
import { emptyState, readState, writeState } from "../../../src/search/client/state.js";
import { encode, serverOf } from "./support/encode.mjs";
import { mistyped, people } from "./support/people.mjs";
import { numbers } from "./support/random.mjs";
import { script } from "./support/script.mjs";

const person = (given, family, more = {}) => ({ kind: "p", given, family, address: `/p/${given}-${family}/`, ...more });

const few = encode([
  person("Anna", "Maier"),
  person("Berta", "Meyer-Schmidt"),
  person("Clara", "Mayr", { text: "Pflege" }),
  person("Jana Maria", "Müller", { academic: "Prof. Dr. h. c.", particle: "von", birth: "Weiß", text: "Wasserbau in Görlitz", facets: { faculty: ["bau"], year: [1991], offer: ["mentoring"] } }),
  person("Jana", "Mueller", { facets: { faculty: ["w"], year: [1995] } }),
  person("Karl", "Muller", { text: "Brückenbau", facets: { faculty: ["bau"], year: [2001] } }),
  person("Müller", "Thomas"),
  person("Hans-Jürgen", "O’Brien", { text: "Wasserbau" }),
  person("Hans Jürgen", "Đặng"),
  person("Hansjürgen", "Łukasz"),
  person("Phil", "Collins", { academic: "Dr." }),
  person("İpek", "Yılmaz", { facets: { faculty: ["w"], year: [1988] } }),
  person("明", "李"),
  person("Can", "Schwarzenberger"),
  { kind: "s", title: "Die Brücke über die Neiße", also: "Karl Muller", address: "/portraets/bruecke/", text: "Brücken und Wasserbau" },
  { kind: "e", title: "Wasserbau heute", address: "/veranstaltungen/wasserbau/", text: "Vortrag" },
  { kind: "g", title: "Strategie", address: "/strategie/", text: "Was wir vorhaben: Wasserbau" },
]);

async function found(query, more = {}) {
  const { options } = serverOf(few.files);
  const result = await search(createStore(options), { ...emptyState(), q: query, ...more });
  if (result === null) return null;
  const entries = await result.next(10);
  for (let round = 0; round < 5 && result.hasMore(); round += 1) entries.push(...(await result.next(20)));
  return entries.map(({ title }) => title);
}

const first = async (query, more) => (await found(query, more))[0];

test("each spelling of Müller finds all of them, the one as typed first, the family before the given name", async () => {
  for (const query of ["Müller", "Mueller", "Muller", "MÜLLER", "Mu\u0308ller", " müller "]) {
    const names = await found(query, { type: "people" });
    assert.deepEqual([...names].sort(), ["Jana Mueller", "Karl Muller", "Müller Thomas", "Prof. Dr. h. c. Jana Maria von Müller"].sort(), query);
  }
  assert.equal(await first("Mueller"), "Jana Mueller");
  assert.equal(await first("Muller"), "Karl Muller");
  assert.deepEqual(await found("Müller", { type: "people" }), ["Prof. Dr. h. c. Jana Maria von Müller", "Müller Thomas", "Jana Mueller", "Karl Muller"]);
});

test("titles are not looked for, particles may be left out or be too many", async () => {
  const jana = "Prof. Dr. h. c. Jana Maria von Müller";
  for (const query of ["Prof. Dr. Jana von Müller", "Dr. h. c. Müller Jana Maria", "von Müller", "Jana Maria Mül", "jana weiß", "Weiss"])
    assert.equal(await first(query), jana, query);
  assert.equal(await first("Karl von Muller"), "Karl Muller");
  assert.deepEqual(await found("Phil Collins"), ["Dr. Phil Collins"]);
  assert.deepEqual(await found("Dr. Phil Collins"), ["Dr. Phil Collins"]);
  assert.deepEqual(await found("Can Schwarzenberger"), ["Can Schwarzenberger"]);
});

test("double names are found with a hyphen, a space or nothing between", async () => {
  for (const query of ["Meyer-Schmidt", "Meyer Schmidt", "Meyerschmidt", "Schmidt", "meyersch", "Berta Schmidt"])
    assert.equal(await first(query), "Berta Meyer-Schmidt", query);
  for (const query of ["Hans Jürgen", "Hansjürgen", "Hans-Jürgen"]) {
    const names = await found(query);
    for (const name of ["Hans-Jürgen O’Brien", "Hans Jürgen Đặng", "Hansjürgen Łukasz"]) assert.ok(names.includes(name), `${query}: ${name}`);
  }
});

test("letters of other languages are found without their marks", async () => {
  for (const [query, name] of [["yilmaz", "İpek Yılmaz"], ["IPEK", "İpek Yılmaz"], ["obrien", "Hans-Jürgen O’Brien"], ["dang", "Hans Jürgen Đặng"], ["lukasz", "Hansjürgen Łukasz"], ["李", "明 李"]])
    assert.equal(await first(query), name, query);
});

test("a typing error is forgiven in a word of four letters, two in one of eight, none in a short one", async () => {
  for (const query of ["Ylmaz", "Yilmza", "Yilmazz", "Jilmaz", "İpek Yilmza", "Ipke Yilmaz"]) assert.equal(await first(query), "İpek Yılmaz", query);
  for (const query of ["Schwazrenbreger", "chwarzenbergr"]) assert.equal(await first(query), "Can Schwarzenberger", query);
  assert.deepEqual(await found("Cna"), []);
});

test("names that sound alike are the last resort", async () => {
  const names = await found("Meyr");
  for (const name of ["Anna Maier", "Berta Meyer-Schmidt", "Clara Mayr"]) assert.ok(names.includes(name), name);
  assert.equal((await found("Maier"))[0], "Anna Maier");
});

test("texts are looked through for what is no name, in their inflections and compounds", async () => {
  assert.deepEqual([...(await found("Wasserbau"))].sort(), ["Die Brücke über die Neiße", "Hans-Jürgen O’Brien", "Prof. Dr. h. c. Jana Maria von Müller", "Strategie", "Wasserbau heute"]);
  assert.equal(await first("Wasserbau"), "Wasserbau heute");
  assert.deepEqual(await found("Wasserbaus", { type: "people" }), ["Prof. Dr. h. c. Jana Maria von Müller", "Hans-Jürgen O’Brien"].sort().reverse());
  assert.deepEqual(await found("die Pflege"), ["Clara Mayr"]);
  assert.ok((await found("Brücken")).includes("Karl Muller"));
  assert.deepEqual(await found("Müller Wasserbau"), ["Die Brücke über die Neiße", "Prof. Dr. h. c. Jana Maria von Müller"]);
  assert.deepEqual(await found("Wasserbau Raumfahrt"), []);
});

test("stories are found by their titles and by whom they are about; kinds can be chosen", async () => {
  assert.ok((await found("Karl Muller")).includes("Die Brücke über die Neiße"));
  assert.deepEqual(await found("Wasserbau", { type: "events" }), ["Wasserbau heute"]);
  assert.deepEqual(await found("Wasserbau", { type: "pages" }), ["Strategie"]);
  assert.deepEqual(await found("Brücke", { type: "stories" }), ["Die Brücke über die Neiße"]);
});

test("filters list people in order, alone and with a query; values widen, facets narrow", async () => {
  const jana = "Prof. Dr. h. c. Jana Maria von Müller";
  assert.deepEqual(await found("", { faculty: ["bau"] }), [jana, "Karl Muller"]);
  assert.deepEqual(await found("", { faculty: ["bau", "w"] }), [jana, "Jana Mueller", "Karl Muller", "İpek Yılmaz"]);
  assert.deepEqual(await found("", { faculty: ["bau"], offer: ["mentoring"] }), [jana]);
  assert.deepEqual(await found("", { from: "1990", to: "1996" }), [jana, "Jana Mueller"]);
  assert.deepEqual(await found("", { from: "1996", to: "1990" }), [jana, "Jana Mueller"]);
  assert.deepEqual(await found("", { to: "1990" }), ["İpek Yılmaz"]);
  assert.deepEqual(await found("", { from: "2000" }), ["Karl Muller"]);
  assert.deepEqual(await found("müller", { faculty: ["w"] }), ["Jana Mueller"]);
  assert.deepEqual(await found("", { faculty: ["none"] }), []);
  assert.deepEqual(await found("", { faculty: ["bau"], type: "stories" }), []);
  assert.equal(await found("  "), null);
  assert.deepEqual(await found("!?"), null);
});

test("a new edition of the site is looked into when the old shards are gone", async () => {
  const { files } = encode([person("Neu", "Neumann")]);
  let current = few.files;
  const { options } = serverOf({ get: (address) => current.get(address) });
  const store = createStore(options);
  await store.contents();
  current = files;
  const result = await search(store, { ...emptyState(), q: "Neumann" });
  assert.deepEqual((await result.next(10)).map(({ title }) => title), ["Neu Neumann"]);
});

test("an empty index finds nothing, and says so", async () => {
  const { files } = encode([]);
  const result = await search(createStore(serverOf(files).options), { ...emptyState(), q: "Müller" });
  assert.deepEqual(await result.next(10), []);
  assert.deepEqual([result.count(), result.hasMore()], [{ total: 0, isExact: true }, false]);
});

test("the address holds a state and gives it back", () => {
  const state = { ...emptyState(), q: "Jana Müller", type: "people", from: "1990", faculty: ["bau", "w"], place: ["görlitz"] };
  const query = writeState(state, "?view=x&q=old&faculty=old");
  assert.deepEqual(readState(query), state);
  assert.ok(query.includes("view=x"));
  assert.equal(writeState(emptyState(), "?q=a&kind=b"), "");
  assert.deepEqual(readState("?type=nonsense&from=12345&to=x&q="), emptyState());
});

test("queries cost few bytes: the first with the script at most 60 kB, the next at most 25 kB", async () => {
  const { files, records } = encode(people(12_000, 4));
  const random = numbers(8);
  const scriptBytes = gzipSync(script(), { level: 9 }).length;
  const costs = { whole: [], family: [], beginning: [], mistyped: [], faculty: [] };
  const queries = {
    whole: ({ given, family }) => ({ q: `${given} ${family}` }),
    family: ({ family }) => ({ q: family }),
    beginning: ({ family }) => ({ q: family.slice(0, 3) }),
    mistyped: ({ given, family }) => ({ q: `${given.split(" ")[0]} ${mistyped(family, random)}` }),
    faculty: ({ facets }) => ({ faculty: facets.faculty }),
  };
  for (let round = 0; round < 40; round += 1)
    for (const [name, query] of Object.entries(queries)) {
      const { asked, options } = serverOf(files);
      const result = await search(createStore(options), { ...emptyState(), type: "people", ...query(random.one(records)) });
      await result.next(10);
      const [contents, ...others] = asked.map(({ bytes }) => bytes);
      const bytes = others.reduce((sum, one) => sum + one, 0);
      costs[name].push({ bytes, first: scriptBytes + contents + bytes, requests: asked.length + 1 });
    }
  const share = (list, holds) => list.filter(holds).length / list.length;
  for (const [name, list] of Object.entries(costs)) {
    const told = `${name}: ${JSON.stringify(list.sort((a, b) => b.bytes - a.bytes).slice(0, 3))}`;
    assert.ok(share(list, ({ bytes }) => bytes <= 25_000) >= 0.9, told);
    assert.ok(share(list, ({ first: all, requests }) => all <= 60_000 && requests <= 6) >= 0.9, told);
  }
});
