// The one script that the modules become: put one behind the other, without imports.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { modules, script } from "./support/script.mjs";

test("the script runs, and gives what the modules give", async () => {
  const { fold, termsOf, cologne, startSearch } = await import(`data:text/javascript,${encodeURIComponent(`${script()}\nexport { fold, termsOf, cologne, startSearch };`)}`);
  assert.equal(fold("Müller"), "muller");
  assert.deepEqual(termsOf("Die Brücken", "de"), ["bruck"]);
  assert.equal(cologne("maier"), "67");
  assert.equal(typeof startSearch, "function");
});

test("the modules keep to what makes one script of them", () => {
  const names = new Set();
  for (const { name, text } of modules()) {
    for (const line of text.split("\n")) {
      if (/^import/.test(line)) assert.match(line, /^import \{ [\w, ]+ \} from "\.\/\w+\.js";$/, name);
      if (/^export/.test(line)) assert.match(line, /^export (async function|function|const) /, name);
      const [, declared] = /^(?:export )?(?:const|let|async function|function\*?|class) (\w+)/.exec(line) ?? [];
      if (declared) assert.ok(!names.has(declared), `${declared} in ${name} is declared twice`);
      if (declared) names.add(declared);
    }
    assert.ok(text.split("\n").length <= 250, `${name} is too long`);
    assert.match(text, /^\/\/ /, name);
    assert.match(text, /Never /, `${name} says what it never does`);
    assert.doesNotMatch(text, /innerHTML|\beval\b|\.style\b|new Function/, name);
  }
});

test("the script is small", () => {
  assert.ok(gzipSync(script(), { level: 9 }).length < 17_000);
});
