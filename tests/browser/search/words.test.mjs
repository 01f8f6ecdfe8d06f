// Folding, sounds, endings and stop words, held to the lists that the program is held to as well.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { cologne } from "../../../src/search/client/cologne.js";
import { PARTICLES } from "../../../src/search/client/ask.js";
import { fold, wordsOf } from "../../../src/search/client/fold.js";
import { termsOf } from "../../../src/search/client/stem.js";
import { STOP_WORDS } from "../../../src/search/client/stop_words.js";

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
const folding = read("../../search/folding.json");
const sounds = read("../../search/sounds.json");
const stems = read("../../search/stems.json");
const differing = (cases, run, key) => cases.map((one) => ({ ...one, [key]: run(one) }));

test("each text has its folded form", () => {
  assert.ok(folding.length >= 60);
  assert.deepEqual(differing(folding, ({ text }) => fold(text), "folded"), folding);
});

test("a folded text folds to itself", () => {
  for (const { folded } of folding.values()) assert.equal(fold(folded), folded);
});

test("the words of a text are its folded form, and remember how they were written", () => {
  for (const { text, folded } of folding)
    assert.equal(wordsOf(text).map((word) => word.folded).join(" "), folded, text);
  assert.deepEqual(wordsOf("Meyer-WEIß"), [
    { written: "meyer", folded: "meyer" },
    { written: "weiß", folded: "weiss" },
  ]);
});

test("each word has its sound", () => {
  assert.ok(sounds.length >= 60);
  assert.deepEqual(differing(sounds, ({ word }) => cologne(word), "code"), sounds);
});

test("each text has its terms", () => {
  assert.ok(stems.length >= 60);
  assert.deepEqual(differing(stems, ({ text, language }) => termsOf(text, language), "terms"), stems);
});

test("the stop words are those that the program reads, folded", () => {
  const listed = read("../../../src/search/stop_words.json");
  assert.deepEqual(STOP_WORDS, listed);
  for (const words of Object.values(listed)) {
    assert.equal(new Set(words).size, words.length);
    for (const word of words) assert.equal(fold(word), word);
  }
});

test("the particles are those that the program reads, folded", () => {
  const listed = read("../../../src/base/particles.json");
  assert.deepEqual([...PARTICLES], listed);
  for (const word of listed) assert.equal(fold(word), word);
});
