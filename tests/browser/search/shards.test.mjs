// The reader of the index against an encoder that was written from docs/search.md.
import assert from "node:assert/strict";
import { test } from "node:test";
import { facetsOf } from "../../../src/search/client/facets.js";
import { readHead, readRecord } from "../../../src/search/client/match.js";
import { compareKeys, createStore, placeOf, placesOf, readContents, readNumbers, readReferences, readTable } from "../../../src/search/client/shards.js";
import { byPoints, digitsOf, encode, postingsOf, serverOf } from "./support/encode.mjs";
import { people } from "./support/people.mjs";
import { numbers } from "./support/random.mjs";

const random = numbers(5);
const word = (letters = ["a", "b", "z", "é", "ﬁ", "\uE000", "\uFFFD", "𝒜", "𠮷", "0", " "]) =>
  Array.from({ length: random.below(5) }, () => random.one(letters)).join("");

test("references are read as the description writes them", () => {
  for (const [number, text] of [[0, "A"], [31, "f"], [32, "gB"], [1000, "of"]]) {
    assert.equal(digitsOf(number), text);
    assert.deepEqual(readNumbers(text), [number]);
  }
});

test("random lists of references come back", () => {
  for (let round = 0; round < 500; round += 1) {
    const list = [...new Set(Array.from({ length: random.below(40) }, () => random.below(2 ** (1 + random.below(31)))))];
    list.sort((a, b) => a - b);
    assert.deepEqual(readReferences(postingsOf(list)), list);
  }
});

test("keys are in the order of their code points", () => {
  for (let round = 0; round < 5000; round += 1) {
    const [a, b] = [word(), word()];
    assert.equal(Math.sign(compareKeys(a, b)), Math.sign(byPoints(a, b)), `${a} ${b}`);
  }
});

test("the shard of a key is the last that begins before it", () => {
  for (let round = 0; round < 500; round += 1) {
    const keys = ["", ...new Set(Array.from({ length: random.below(12) }, () => word()))].filter((key, at) => at === 0 || key !== "");
    const table = keys.sort(byPoints).map((key) => ({ key }));
    const key = word();
    assert.equal(placeOf(table, key), table.findLastIndex((shard) => byPoints(shard.key, key) <= 0));
    const plain = table.flatMap((shard, at) => {
      const next = table[at + 1]?.key;
      const before = next !== undefined && byPoints(next, key) <= 0;
      const behind = byPoints(shard.key, key) > 0 && !shard.key.startsWith(key);
      return before || behind ? [] : [at];
    });
    assert.deepEqual(placesOf(table, key), plain, `${key} in ${keys}`);
  }
  assert.deepEqual(placesOf([], "a"), []);
});

test("random records come back as they were written", async () => {
  const mixed = people(700, 9).map((record, at) => (at % 50 === 0 ? { ...record, given: word() || "x", family: `${word()}y` } : record));
  const given = [
    ...mixed,
    { kind: "s", title: "Das Wehr", also: "Jana Müller", facts: "Porträt", address: "/portraets/das-wehr/", text: "Wasserbau" },
    { kind: "e", title: "Alumni Day", address: "/en/events/day/", language: "en" },
    { kind: "g", title: "Strategie", address: "/strategie/" },
  ];
  const { files, records } = encode(given, { bytes: { heads: 3000, tokens: 900, words: 900 } });
  const { fetcher, options } = serverOf(files);
  const store = createStore({ ...options, fetcher });
  const contents = await store.contents();
  assert.deepEqual(contents.records, [700, 1, 1, 1]);
  assert.equal(contents.language, "de");
  const plain = ({ kind, title, also, birth = "", facts, address, language, reference }) => ({
    kind, title, also: kind === "p" ? birth : also, facts, address, language, reference,
  });
  const read = ({ kind, title, also, facts, address, language, reference }) => ({ kind, title, also, facts, address, language, reference });
  const names = await store.shard(contents.leaves, readTable);
  const leaves = await Promise.all(names.map(({ key }, leaf) => store.shard(key, (lines) => lines.map((line, at) => readRecord(line, leaf, at)))));
  assert.deepEqual(leaves.flat().map(read), records.map(plain));
  const heads = await Promise.all(contents.heads.map(({ name }) => store.shard(name, (lines) => lines.map(readHead))));
  const found = new Map(heads.flat().map((entry) => [entry.reference, read(entry)]));
  for (const record of records) assert.deepEqual(found.get(record.reference), plain(record));
  const facets = await facetsOf(store, contents);
  assert.equal(facets.find(({ name }) => name === "faculty").values.reduce((sum, { count }) => sum + count, 0), 700);
});

test("another version of the format is refused", () => {
  assert.throws(() => readContents(["matrikel-search\t2"]), /version/);
});

test("a file that a server packs or does not pack is read alike", async () => {
  const store = createStore({ index: "/i", shards: "/", fetcher: async () => new Response("matrikel-search\t1\nlanguage\ten\n") });
  assert.equal((await store.contents()).language, "en");
});

test("a file is asked for once, and given up when no query waits for it", async () => {
  let [asked, aborted] = [0, 0];
  let answer = null;
  const fetcher = (_, { signal }) => {
    asked += 1;
    return new Promise((done, fail) => {
      answer = () => done(new Response("a\tb\n"));
      signal.addEventListener("abort", () => {
        aborted += 1;
        fail(signal.reason);
      });
    });
  };
  const store = createStore({ index: "/i", shards: "/", fetcher });
  const read = (lines) => lines;
  const [first, second] = [new AbortController(), new AbortController()];
  const one = store.shard("x", read, first.signal);
  const two = store.shard("x", read, second.signal);
  first.abort();
  await assert.rejects(one, { name: "AbortError" });
  assert.deepEqual([asked, aborted], [1, 0]);
  second.abort();
  await assert.rejects(two, { name: "AbortError" });
  assert.equal(aborted, 1);
  const three = store.shard("x", read, new AbortController().signal);
  answer();
  assert.deepEqual(await three, ["a\tb"]);
  assert.deepEqual(await store.shard("x", read), ["a\tb"]);
  assert.equal(asked, 2);
});

test("what failed is asked for again", async () => {
  let fails = true;
  const fetcher = async () => (fails ? new Response("", { status: 503 }) : new Response("a\n"));
  const store = createStore({ index: "/i", shards: "/", fetcher });
  await assert.rejects(store.shard("x", (lines) => lines), { isGone: false });
  fails = false;
  assert.deepEqual(await store.shard("x", (lines) => lines), ["a"]);
});
