// The words of texts and the values of facets, with the records that hold them.
//
// In come terms; out go ascending lists of references. Never loads more than two shards for the
// beginning of a word, whatever it is the beginning of.
import { LAST_POINT, placesBetween, readReferences, readTable } from "./shards.js";
import { isStopWord, stem } from "./stem.js";

// What a word has to have before it counts as the beginning of others.
const LEAST_BEGINNING = 3;
const MOST_SHARDS = 2;

const readPostings = (lines) =>
  lines.map((line) => {
    const at = line.indexOf("\t");
    return { term: line.slice(0, at), digits: line.slice(at + 1) };
  });

// The references of all terms between two that a test takes.
async function referencesBetween(store, contents, [first, last], takes, most, signal) {
  if (!contents.words) return [];
  const table = await store.shard(contents.words, readTable, signal);
  const places = placesBetween(table, first, last).slice(0, most);
  const shards = await Promise.all(places.map((place) => store.shard(table[place].name, readPostings, signal)));
  const postings = shards.flat().filter(({ term }) => takes(term));
  return unionOf(postings.map((posting) => (posting.references ??= readReferences(posting.digits))));
}

// The references of one term.
export function referencesOf(store, contents, term, signal) {
  return referencesBetween(store, contents, [term, term], (one) => one === term, 1, signal);
}

// The references of all terms with a beginning that a test takes.
export function referencesBelow(store, contents, beginning, takes, signal) {
  const isTaken = (term) => term.startsWith(beginning) && takes(term.slice(beginning.length));
  return referencesBetween(store, contents, [beginning, beginning + LAST_POINT], isTaken, Infinity, signal);
}

// The references of the texts with a word of a query: under its stem and, for the last word, under
// all words that begin with it.
export async function referencesOfWord(store, contents, word, isLast, signal) {
  const exact = referencesOf(store, contents, stem(word, contents.language), signal);
  if (!isLast || word.length < LEAST_BEGINNING) return exact;
  const begins = (term) => term.startsWith(word);
  const begun = referencesBetween(store, contents, [word, word + LAST_POINT], begins, MOST_SHARDS, signal);
  return unionOf(await Promise.all([exact, begun]));
}

// The words of a question that texts are asked for: those that say something, if any does.
export function tellingWords({ words }, language) {
  const telling = words.filter(({ folded }) => !isStopWord(folded, language));
  return telling.length > 0 ? telling : words;
}

// All references of several ascending lists, ascending.
export function unionOf(lists) {
  if (lists.length === 1) return lists[0];
  return [...new Set(lists.flat())].sort((a, b) => a - b);
}

// The references that several ascending lists share, ascending.
export function intersectionOf(lists) {
  const [shortest, ...others] = [...lists].sort((a, b) => a.length - b.length);
  const sets = others.map((list) => new Set(list));
  return (shortest ?? []).filter((reference) => sets.every((set) => set.has(reference)));
}
