// Queries against an index of people by chance, held to a plain look through all of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { wordsOf } from "../../../src/search/client/fold.js";
import { search } from "../../../src/search/client/query.js";
import { createStore } from "../../../src/search/client/shards.js";
import { emptyState } from "../../../src/search/client/state.js";
import { long } from "../extent.mjs";
import { encode, serverOf } from "./support/encode.mjs";
import { mistyped, people } from "./support/people.mjs";
import { numbers } from "./support/random.mjs";

const SIZE = 5000;
const { files, records } = encode(people(SIZE));
const open = (all = files) => {
  const server = serverOf(all);
  return { server, store: createStore(server.options) };
};
const find = async (store, state, wanted = 10) => {
  const found = await search(store, { ...emptyState(), type: "people", ...state });
  return { found, entries: found ? await found.next(wanted) : [] };
};
const references = (entries) => entries.map(({ reference }) => reference);

async function all(store, state) {
  const { found, entries } = await find(store, state);
  while (found.hasMore()) {
    const more = await found.next(100);
    entries.push(...more);
  }
  return { entries, count: found.count() };
}

/** Whether each word begins a word of the name that no other word has taken. */
function fits(words, record) {
  const { given, family, birth } = record;
  const names = wordsOf(`${given} ${record.particle} ${family} ${birth}`).map(({ folded }) => folded);
  const place = (at, used) => at === words.length || names.some((name, one) => !used.has(one) && name.startsWith(words[at]) && place(at + 1, new Set([...used, one])));
  return place(0, new Set());
}

test("what begins like a query is found, whatever the order of its words", async () => {
  const random = numbers(3);
  const { store } = open();
  for (let round = 0; round < (long ? 150 : 60); round += 1) {
    const record = random.one(records);
    const given = wordsOf(record.given).map(({ folded }) => folded);
    const family = wordsOf(record.family).map(({ folded }) => folded);
    const name = random.one(family);
    const cut = name.slice(0, 3 + random.below(name.length));
    const words = random.one([[name], [cut], [given[0], name], [name, given[0]], [given[0], cut], [given.at(-1), name]]);
    const expected = records.filter((one) => fits(words, one)).map(({ reference }) => reference);
    const { entries } = await all(store, { q: words.join(" ") });
    const got = new Set(references(entries));
    const missing = expected.filter((one) => !got.has(one));
    assert.deepEqual(missing, [], `${words.join(" ")}: ${missing.length} of ${expected.length} missing`);
    assert.equal(new Set(references(entries)).size, entries.length);
  }
});

test("counts are exact once nothing more is to be loaded", async () => {
  const { store } = open();
  const { entries, count } = await all(store, { q: "Müller" });
  assert.deepEqual(count, { total: entries.length, isExact: true });
});

test("with one typing error nine of ten are among the first ten", async () => {
  const random = numbers(11);
  const { store } = open();
  let [hits, rounds] = [0, 0];
  const missed = [];
  while (rounds < (long ? 600 : 200)) {
    const record = random.one(records);
    const family = wordsOf(record.family)[0].written;
    const given = wordsOf(record.given)[0].written;
    const wrong = random.chance(0.3) ? 0 : 1;
    const words = [given, family];
    if (words[wrong].length < 4) continue;
    rounds += 1;
    words[wrong] = mistyped(words[wrong], random);
    const { entries } = await find(store, { q: words.join(" ") });
    if (references(entries).includes(record.reference)) hits += 1;
    else missed.push(`${words.join(" ")} (${record.title})`);
  }
  assert.ok(hits / rounds >= 0.9, `${hits} of ${rounds}: ${missed.slice(0, 20).join("; ")}`);
});

test("who is called exactly so goes before who has another name besides", async () => {
  const named = (given, family) => ({ kind: "p", given, family, particle: "", birth: "", title: `${given} ${family}`, facts: "", address: `/${given}-${family}/` });
  const built = encode([named("Katrin", "Hahn-Müller"), named("Katrin Anna", "Müller"), named("Katrin", "Müller"), named("Katrin", "von Müller")]);
  const { store } = open(built.files);
  const { entries } = await find(store, { q: "katrin mueller" });
  assert.deepEqual(entries.map(({ title }) => title).slice(0, 2).sort(), ["Katrin Müller", "Katrin von Müller"]);
  assert.equal(entries.length, 4);
});

test("what a page shows is found, with parts of one letter too", async () => {
  const built = encode([
    { kind: "p", given: "Jana", family: "Kühn", text: "E-Mobilität", address: "/jana/" },
    { kind: "p", given: "Timo", family: "Brandt", text: "C++ Datenbanken", address: "/timo/" },
    { kind: "s", title: "n-Tupel und ihre Freunde", text: "Industrie 4.0", address: "/tupel/" },
    { kind: "g", title: "Mobilität", text: "Bus und Bahn", address: "/bus/" },
  ]);
  const { store } = open(built.files);
  for (const [q, address] of [
    ["E-Mobilität", "/jana/"],
    ["e mobilitaet", "/jana/"],
    ["C++", "/timo/"],
    ["c#", "/timo/"],
    ["Datenbanken C++", "/timo/"],
    ["n-Tupel", "/tupel/"],
    ["Industrie 4.0", "/tupel/"],
  ]) {
    const { entries } = await find(store, { q, type: "" });
    assert.deepEqual(entries.map((one) => one.address), [address], q);
  }
});
