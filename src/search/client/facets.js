// Filters: which values there are, and whom they leave.
//
// In come the facets of the index and the state of a search; out go values to choose from and the
// references that are left. Never an approximation: what is counted is what is there.
import { intersectionOf, referencesBelow, referencesOf, unionOf } from "./words.js";

// The facets of which values are chosen; years are a range.
export const FACETS = ["kind", "faculty", "institution", "sector", "place", "topic", "language", "offer"];

// The shard of facets: each with its label and its values, in the order in which to show them.
export function readFacets(lines) {
  const facets = [];
  for (const line of lines) {
    const [first, second, third, fourth] = line.split("\t");
    if (first === "facet") facets.push({ name: second, label: third, values: [] });
    else if (first === "") facets.at(-1)?.values.push({ value: second, label: third, count: Number(fourth) });
  }
  return facets;
}

// All facets of the index; none if it has no people.
export async function facetsOf(store, contents, signal) {
  return contents.facets ? store.shard(contents.facets, readFacets, signal) : [];
}

// Whether a state leaves anybody out.
export function isFiltering(state) {
  return FACETS.some((name) => state[name].length > 0) || state.from !== "" || state.to !== "";
}

// The references that all filters leave; null without a filter. Values of one facet widen the
// choice, facets narrow it.
export async function referencesLeft(store, contents, state, signal) {
  if (!isFiltering(state)) return null;
  const one = (name, value) => referencesOf(store, contents, `:${name}:${value}`, signal);
  const asked = FACETS.filter((name) => state[name].length > 0).map(async (name) =>
    unionOf(await Promise.all(state[name].map((value) => one(name, value)))),
  );
  if (state.from !== "" || state.to !== "") asked.push(referencesOfYears(store, contents, state, signal));
  return intersectionOf(await Promise.all(asked));
}

// Whoever types the later year first means the same.
function referencesOfYears(store, contents, { from, to }, signal) {
  const [first, last] = [from === "" ? -Infinity : Number(from), to === "" ? Infinity : Number(to)];
  const isWithin = (year) => Number(year) >= Math.min(first, last) && Number(year) <= Math.max(first, last);
  return referencesBelow(store, contents, ":year:", isWithin, signal);
}
