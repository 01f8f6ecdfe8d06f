// Records by their references.
//
// In come references, out go records in the order of the directory. Never loads more leaves at a
// time than a phone should wait for.
import { LEAF, readTable } from "./shards.js";
import { readRecord } from "./match.js";

// Leaves that are loaded at a time, in order or where most references are.
const MOST_IN_ORDER = 4;
const MOST_BY_CHOICE = 3;

const leafOf = (reference) => Math.floor(reference / LEAF);

// The leaves of an index.
export function createLeaves(store, contents) {
  let known = null;

  const names = (signal) => (contents.leaves ? store.shard(contents.leaves, readTable, signal) : []);

  async function leaf(number, signal) {
    const table = await names(signal);
    if (!table[number]) return [];
    return store.shard(table[number].key, (lines) => lines.map((line, at) => readRecord(line, number, at)), signal);
  }

  async function recordsOf(groups, signal) {
    const shards = await Promise.all(groups.map(([number]) => leaf(number, signal)));
    return shards.flatMap((entries, at) => entries.filter(({ reference }) => groups[at][1].has(reference)));
  }

  // The first of ascending references; fewer than wanted where they stand far apart.
  async function inOrder(references, wanted, signal) {
    const entries = await recordsOf(firstGroups(groupsOf(references), wanted, MOST_IN_ORDER), signal);
    return entries.slice(0, wanted);
  }

  // Some of the references: what is no person first, then where most of them stand together.
  async function cheapest(references, wanted, signal) {
    const others = await stories(signal);
    const told = references.filter((one) => others.has(one));
    if (told.length > 0) return inOrder(told, wanted, signal);
    const rich = [...groupsOf(references)].sort((a, b) => b[1].size - a[1].size || a[0] - b[0]);
    const groups = firstGroups(rich, wanted, MOST_BY_CHOICE);
    const entries = await recordsOf(groups.sort((a, b) => a[0] - b[0]), signal);
    return entries.slice(0, wanted);
  }

  // All records that are no people, by reference: they stand in the last leaves.
  async function stories(signal) {
    if (known) return known;
    const expected = contents.records.slice(1).reduce((sum, count) => sum + count, 0);
    const found = new Map();
    for (let number = (await names(signal)).length - 1; number >= 0 && found.size < expected; number -= 1)
      for (const entry of await leaf(number, signal)) if (entry.kind !== "p") found.set(entry.reference, entry);
    known = found;
    return found;
  }

  return { inOrder, cheapest, others: stories };
}

// References by their leaves.
function groupsOf(references) {
  const groups = new Map();
  for (const reference of references) {
    const number = leafOf(reference);
    if (!groups.has(number)) groups.set(number, new Set());
    groups.get(number).add(reference);
  }
  return groups;
}

// As many groups as hold what is wanted, but not more than some.
function firstGroups(groups, wanted, most) {
  const taken = [];
  let count = 0;
  for (const group of groups) {
    if (count >= wanted || taken.length >= most) break;
    taken.push(group);
    count += group[1].size;
  }
  return taken;
}
