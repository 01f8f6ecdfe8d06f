// What is asked for together, and what is told before the rest is there.
//
// In comes an index behind a gate that lets files through when the test says so; out go the names
// that are told early, and how often a query had to wait. Never a clock: who waits for whom is counted.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { search } from "../../../src/search/client/query.js";
import { createStore, isAbort } from "../../../src/search/client/shards.js";
import { emptyState } from "../../../src/search/client/state.js";
import { similarTokens } from "../../../src/search/client/tokens.js";
import { encode, serverOf } from "./support/encode.mjs";
import { people } from "./support/people.mjs";

const BYTES = { heads: 3000, tokens: 1500, words: 1500 };
const person = (given, family, more = {}) => ({ kind: "p", given, family, address: `/p/${given}-${family}/`, ...more });
/** Between many others: somebody alone of a name, somebody whose text has that name, and words of no name. */
const few = [
  person("Wanda", "Quistorp", { text: "Orgelbau in Zittau" }),
  person("Jana", "Quistorpius"),
  person("Anna Petra", "Müller"),
  person("Kasimir", "Yorck", { text: "Leitet die Quistorp Stiftung" }),
];
const packed = encode([...people(3000, 6), ...few], { bytes: BYTES }).files;
// Not packed, so that nothing takes its time but what waits at the gate.
const files = new Map([...packed].map(([address, bytes]) => [address, gunzipSync(bytes)]));

/** Lets moments pass in which nothing comes from outside. */
const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
};

/** A store whose files wait at a gate: `wave` lets through what waits there, and says how many files that were. */
async function gated() {
  const { fetcher } = serverOf(files);
  let waiting = [];
  const gate = { isOpen: true };
  const wait = async (address, options) => {
    if (!gate.isOpen) await new Promise((open) => waiting.push(open));
    return fetcher(address, options);
  };
  gate.wave = async () => {
    await settle();
    const through = waiting;
    waiting = [];
    for (const open of through) open();
    await settle();
    return through.length;
  };
  const store = createStore({ index: "/index.bin", shards: "/shards/", fetcher: wait });
  await store.contents();
  gate.isOpen = false;
  return { store, gate };
}

/** How many files a query asks for at a time, until its first ten are there. */
async function waves(query, more = {}) {
  const { store, gate } = await gated();
  let entries = null;
  const done = search(store, { ...emptyState(), q: query, ...more }).then(async (found) => (entries = await found.next(10)));
  const counts = [];
  for (let turn = 0; entries === null && turn < 50; turn += 1) counts.push(await gate.wave());
  await done;
  return { counts: counts.filter(Boolean), titles: entries.map(({ title }) => title) };
}

test("names are told before the texts, and the whole answer begins with them", async () => {
  const { store, gate } = await gated();
  const told = [];
  let entries = null;
  const done = search(store, { ...emptyState(), q: "Quistorp" }, undefined, (names) => told.push(names.map(({ title }) => title)))
    .then(async (found) => (entries = await found.next(10)));
  await gate.wave();
  assert.deepEqual(told, [["Wanda Quistorp", "Jana Quistorpius"]]);
  assert.equal(entries, null, "the texts are not there yet");
  while (entries === null) await gate.wave();
  await done;
  assert.deepEqual(entries.map(({ title }) => title), ["Wanda Quistorp", "Jana Quistorpius", "Kasimir Yorck"]);
  assert.equal(told.length, 1);
});

test("where the texts are not asked for, or come first, nothing is told early", async () => {
  const { store, gate } = await gated();
  gate.isOpen = true;
  for (const q of ["Wanda Quistorp", "Müller", "Orgelbau", "Qiustorp", "Wanda Qiustorp"])
    await (await search(store, { ...emptyState(), q }, undefined, () => assert.fail(q))).next(10);
});

test("a name alone asks for its texts at once, and a frequent one does not", async () => {
  const { counts } = await waves("Quistorp");
  // Heads and the table of words, the word itself, then the leaves of who was found.
  assert.equal(counts[0], 2);
  assert.deepEqual((await waves("Müller")).counts, [1]);
});

test("given name first or last: what the contents show to be needed comes in one wave", async () => {
  for (const query of ["Wanda Quistorp", "Jana Quistorpius", "wanda quisto"]) {
    const { counts, titles } = await waves(query);
    // Whoever is called so stands in one shard of the family name; two where it crosses an edge.
    assert.equal(counts.length, 1, query);
    assert.match(titles[0], /Quistorp/, query);
  }
  // Many are called Jana, so that the family name in front has to be looked for too, and at once.
  const turned = await waves("Quistorpius Jana");
  assert.deepEqual([turned.counts, turned.titles], [[2], ["Jana Quistorpius"]]);
  const three = await waves("Müller Anna Petra");
  assert.deepEqual([three.counts, three.titles[0]], [[2], "Anna Petra Müller"]);
  // A frequent name fills more than one shard, and both are asked for together.
  assert.deepEqual((await waves("Jana Müller")).counts, [2]);
});

test("tokens are asked for beside the texts when no word of a query is known", async () => {
  const { counts, titles } = await waves("Wnada uQistorp");
  assert.equal(titles[0], "Wanda Quistorp");
  // Names; the table of words with four halves of tokens; words; the name that is meant.
  assert.ok(counts[1] >= 4, `${counts}`);
  assert.ok(counts.length <= 4, `${counts}`);
});

test("the word that is right is kept when another holds the error", async () => {
  assert.deepEqual(await waves("Wnada Quistorp"), { counts: [1], titles: ["Wanda Quistorp"] });
  const { store, gate } = await gated();
  gate.isOpen = true;
  const contents = await store.contents();
  assert.equal((await similarTokens(store, contents, "quistorp"))[0], "quistorp");
});

test("two words that are no names are looked for in texts together", async () => {
  const { counts, titles } = await waves("Orgelbau Zittau");
  assert.equal(titles[0], "Wanda Quistorp");
  // Names, the table of words, both words.
  assert.ok(counts[2] >= 2, `${counts}`);
});

test("who is not waited for any longer is not told", async () => {
  const { store, gate } = await gated();
  const typing = new AbortController();
  const told = [];
  const done = search(store, { ...emptyState(), q: "Quistorp" }, typing.signal, (names) => told.push(names));
  await settle();
  typing.abort();
  await Promise.all([assert.rejects(done, isAbort), gate.wave()]);
  assert.deepEqual(told, []);
});
