// One search: names first, then texts, within the filters.
//
// In comes a state, out goes a search that is asked for records, a few at a time. Names that will
// stand in front are told as soon as they are known. Never shows a record twice, and never moves
// what was shown when more comes.
import { ask } from "./ask.js";
import { isFiltering, referencesLeft } from "./facets.js";
import { ENOUGH, createHeads } from "./heads.js";
import { createLeaves } from "./leaves.js";
import { PREFIX, hasWord, isHeard, isWholeName, worstOf } from "./match.js";
import { ahead } from "./shards.js";
import { intersectionOf, referencesOfWord, tellingWords } from "./words.js";

// How often a search goes on by itself before it asks whether to.
const MOST_ROUNDS = 2;
const KINDS = { people: "p", stories: "s", events: "e", pages: "g" };

// Looks for a state; null if it asks for nothing. A new edition of the site may have come since
// the contents were read: then the old shards are gone, and once it is tried with the new ones.
// `early` is told the names that are known before the texts; the first ten will begin with them.
export async function search(store, state, signal, early = () => {}) {
  try {
    return await start(store, state, signal, early);
  } catch (error) {
    if (!error?.isGone) throw error;
    store.renew();
    return start(store, state, signal, early);
  }
}

async function start(store, state, signal, early) {
  // Whoever looks for nothing asks for nothing: no file tells that they have seen the page.
  if (state.q.trim() === "" && !isFiltering(state)) return null;
  const contents = await store.contents(signal);
  const question = ask(state.q, contents.language);
  const left = await referencesLeft(store, contents, state, signal);
  if (question.words.length === 0 && left === null) return null;
  const leaves = createLeaves(store, contents);
  // Filters hold for people only; a filter alone lists them in the order of the directory.
  const kind = left === null ? KINDS[state.type] : "p";
  if (question.words.length === 0) return listing(leaves, isNobody(state) ? [] : left);
  const within = left === null ? null : new Set(left);
  const accept = (entry) => (!kind || entry.kind === kind) && (within?.has(entry.reference) ?? true);
  const isFiltered = left !== null || (kind !== undefined && kind !== "p");
  const heads = createHeads({ store, contents, question, accept, isFiltered });
  const askTexts = async (again) => {
    const found = await fromTexts({ store, contents, question, heads, within, signal: again });
    const others = found.length > 0 && kind !== undefined ? await leaves.others(found, again) : null;
    return found.filter((one) => isOfKind(one, kind, others));
  };
  // Few names leave room for texts, which are asked for beside them.
  const [{ folded }, ...others] = question.words;
  if (others.length === 0 && heads.isNarrow()) ahead(referencesOfWord(store, contents, folded, true, signal));
  return mixed({ heads, leaves, askTexts, texts: await lookAround({ question, heads, kind, askTexts, early, signal }) });
}

// Asks names and texts in the order in which something is likely to be found, and no further than
// that; null if the texts have not been asked.
async function lookAround({ question, heads, kind, askTexts, early, signal }) {
  await heads.first(signal);
  const found = heads.found();
  const names = found.filter(isClean).map(({ entry }) => entry);
  const clean = names.length;
  if (clean >= ENOUGH) return null;
  if (clean === 0 && question.words.length > 1 && question.words.some(isLetter)) {
    // E-Mobilität is no Mobilität with a typing error.
    const exact = await askTexts(signal);
    if (exact.length > 0) return exact;
  }
  if (question.words.length > 1 && found.length > 0) {
    // Somebody with a name more than was asked for may be there by chance; the one who is meant
    // may stand where the first letter would be another.
    if (clean === 0 && !found.some(isWhole)) await heads.widen(signal);
    return null;
  }
  if (clean > 0) {
    // Texts only come behind these names: who is looked for by name need not wait for them.
    early(names);
    return askTexts(signal);
  }
  // What is no name may be a word of a text. Where one word is a name, another may be mistyped; a
  // single word among people is rather a mistyped name, too.
  const isText = !question.words.some((word) => heads.knows(word)) && (kind !== "p" || question.words.length > 1);
  // The texts of a single word are on their way since the beginning.
  if (isText && question.words.length > 1) heads.prepare(signal);
  let texts = isText ? await askTexts(signal) : null;
  if (texts?.length > 0) return texts;
  await heads.widen(signal);
  // Leipzig sounds like Libšik: whoever looks for the town must find its people first.
  if (heads.found().some(({ rank }) => !isHeard(rank))) return texts;
  texts ??= await askTexts(signal);
  if (texts.length === 0 && heads.found().length === 0) await heads.listen(signal);
  return texts;
}

const isLetter = ({ folded }) => folded.length === 1;
const isWhole = ({ rank }) => isWholeName(rank);
const isClean = ({ rank }) => worstOf(rank) <= PREFIX;

// Only people have facets: whoever asks for stories of a faculty gets none.
function isNobody(state) {
  return state.type !== "" && state.type !== "people";
}

function isOfKind(reference, kind, others) {
  if (kind === undefined) return true;
  return (others.get(reference)?.kind ?? "p") === kind;
}

// The references of records that have all words, each in its names or its texts.
async function fromTexts({ store, contents, question, heads, within, signal }) {
  // First the words that are no names: if no text has one of them, the others need no look.
  const telling = tellingWords(question, contents.language);
  const words = [...telling].sort((a, b) => Number(heads.knows(a)) - Number(heads.knows(b)));
  const ask = (word) => referencesOfWord(store, contents, word.folded, word === question.words.at(-1), signal);
  // Each of these has to be in a text, or all are names: the second does not wait for the first.
  for (const word of words.slice(0, 2)) if (heads.knows(word) === heads.knows(words[0])) ahead(ask(word));
  const lists = [];
  for (const word of words) {
    lists.push(await ask(word));
    if (lists.at(-1).length === 0 && !heads.knows(word)) return [];
  }
  if (lists.every((list) => list.length === 0)) return [];
  const inTexts = intersectionOf(lists);
  const both = words.length > 1 ? await fromBoth({ words, lists, heads, signal }) : [];
  const all = [...new Set([...both, ...inTexts])];
  return within === null ? all : all.filter((reference) => within.has(reference));
}

// Whoever is called Müller and writes of hydraulics: one word in the names, the other in a text.
async function fromBoth({ words, lists, heads, signal }) {
  for (const [at, list] of lists.entries()) if (list.length === 0) await heads.loadLead(words[at], signal);
  const sets = lists.map((list) => new Set(list));
  const found = [];
  for (const entry of heads.entries())
    if (words.every((word, at) => sets[at].has(entry.reference) || hasWord(entry, word))) found.push(entry.reference);
  return [...new Set(found)].sort((a, b) => a - b);
}

// A list of people that is known to its end.
function listing(leaves, references) {
  let rest = references;
  return {
    count: () => ({ total: references.length, isExact: true }),
    hasMore: () => rest.length > 0,
    async next(wanted, signal) {
      const entries = await leaves.inOrder(rest, wanted, signal);
      const shown = new Set(entries.map(({ reference }) => reference));
      rest = rest.filter((reference) => !shown.has(reference));
      return entries;
    },
  };
}

// Names without an error, then texts, then names that only may be meant; names as far as they are
// loaded, texts not before they are needed.
function mixed({ heads, leaves, texts, askTexts }) {
  const shown = new Set();
  const isLeft = (reference) => !shown.has(reference);
  const isWaiting = ({ entry }) => isLeft(entry.reference);
  const waiting = () => heads.found().filter(isWaiting);
  const namesLeft = (areClean) => waiting().filter((one) => isClean(one) === areClean).map(({ entry }) => entry);
  const textsLeft = () => {
    const named = new Set(namesLeft(true).map(({ reference }) => reference));
    return (texts ?? []).filter((reference) => isLeft(reference) && !named.has(reference));
  };
  const show = (entries) => {
    for (const { reference } of entries) shown.add(reference);
    return entries;
  };
  // At first anybody will do; whoever asks for more wants more.
  const isShort = (wanted) => (shown.size > 0 ? namesLeft(true).length < wanted : heads.found().length === 0) && !texts?.length;
  // What was left out because something was found without it.
  async function goOn(signal) {
    texts ??= await askTexts(signal);
    if (!heads.isWide() && !heads.found().some(isClean)) await heads.widen(signal);
  }
  async function next(wanted, signal) {
    for (let round = 0; round < MOST_ROUNDS && heads.hasMore() && isShort(wanted); round += 1) await heads.more(signal);
    if (shown.size > 0 && !heads.hasMore() && namesLeft(true).length < wanted) await goOn(signal);
    const entries = show(namesLeft(true).slice(0, wanted));
    if (entries.length < wanted && textsLeft().length > 0)
      entries.push(...show(await leaves.cheapest(textsLeft(), wanted - entries.length, signal)));
    if (textsLeft().length === 0) entries.push(...show(namesLeft(false).slice(0, wanted - entries.length)));
    return entries;
  }
  return {
    next,
    // Texts that were not asked count for nothing: the names alone are what was looked for.
    count() {
      const all = [...shown, ...heads.found().map(({ entry }) => entry.reference), ...(texts ?? [])];
      return { total: new Set(all).size, isExact: !heads.hasMore() };
    },
    hasMore: () => heads.hasMore() || texts === null || textsLeft().length > 0 || heads.found().some(isWaiting),
  };
}
