// The distance of two words, held to a slow and plain table.
import assert from "node:assert/strict";
import { test } from "node:test";
import { distance, errorsAllowed } from "../../../src/search/client/distance.js";
import { numbers } from "./support/random.mjs";

/** Optimal string alignment without limit, as it is defined. */
function plain(left, right) {
  const table = [];
  for (let i = 0; i <= left.length; i += 1) {
    table.push([i]);
    for (let j = 1; j <= right.length; j += 1) {
      if (i === 0) {
        table[0].push(j);
        continue;
      }
      const cost = left[i - 1] === right[j - 1] ? 0 : 1;
      let steps = Math.min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + cost);
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1])
        steps = Math.min(steps, table[i - 2][j - 2] + 1);
      table[i].push(steps);
    }
  }
  return table[left.length][right.length];
}

test("each kind of error counts once", () => {
  for (const wrong of ["mulelr", "mller", "mulller", "nuller", "muler", "mullre", "umller"])
    assert.equal(distance(wrong, "muller", 2), 1, wrong);
  assert.equal(distance("muller", "muller", 0), 0);
  assert.equal(distance("", "", 2), 0);
  assert.equal(distance("", "ab", 2), 2);
  assert.equal(distance("ca", "abc", 2), 3);
});

test("random words have the distance of the plain table, cut at the limit", () => {
  const random = numbers(7);
  const word = () => Array.from({ length: random.below(9) }, () => random.one("abcd")).join("");
  for (let round = 0; round < 20_000; round += 1) {
    const [left, right, limit] = [word(), word(), random.below(4)];
    const expected = Math.min(plain(left, right), limit + 1);
    assert.equal(distance(left, right, limit), expected, `${left} ${right} ${limit}`);
  }
});

test("words longer than the kept rows are compared too", () => {
  const long = "abcdefghij".repeat(12);
  assert.equal(distance(long, `${long.slice(0, 50)}${long.slice(51)}`, 2), 1);
  assert.equal(distance("muller", "mulelr", 1), 1);
});

test("short words forgive nothing, long ones two errors", () => {
  assert.deepEqual([0, 1, 3, 4, 7, 8, 20].map(errorsAllowed), [0, 0, 0, 1, 1, 2, 2]);
});
