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
    const told = await others(references, signal);
    const first = await inOrder(references.filter((one) => told.has(one)), wanted, signal);
    if (first.length === wanted) return first;
    const people = references.filter((one) => !told.has(one));
    const rich = [...groupsOf(people)].sort((a, b) => b[1].size - a[1].size || a[0] - b[0]);
    // Behind stories one leaf of people will do: where there are few, it holds all of them.
    const groups = firstGroups(rich, wanted - first.length, first.length > 0 ? 1 : MOST_BY_CHOICE);
    const entries = await recordsOf(groups.sort((a, b) => a[0] - b[0]), signal);
    return [...first, ...entries].slice(0, wanted);
  }

  // Those of the references that are no people: they stand in the last leaves, so that the first
  // leaf with people ends the look.
  async function others(references, signal) {
    const found = new Map();
    for (const [number, wanted] of [...groupsOf(references)].sort((a, b) => b[0] - a[0])) {
      const entries = await leaf(number, signal);
      for (const entry of entries) if (entry.kind !== "p" && wanted.has(entry.reference)) found.set(entry.reference, entry);
      if (entries.some(({ kind }) => kind === "p")) break;
    }
    return found;
  }

  return { inOrder, cheapest, others };
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
