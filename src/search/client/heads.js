// The people and titles that a question means.
//
// In come the tables of the index and a question; out go the records that fit, best first. Loads
// as few shards as it can: first where all words would stand together, then where one of them
// leads, and only if nothing fits, where words with typing errors or of the same sound stand.
// Never looks into texts.
import { compareRecords, hasWord, isHeard, rankOf, readHead } from "./match.js";
import { askForTokens, similarTokens, soundingTokens } from "./tokens.js";
import { LAST_POINT, ahead, placeOf, placesBetween, placesOf } from "./shards.js";

// As many as are shown at once.
export const ENOUGH = 10;
// Shards that a query may load at once, and those it may load before it says that it found none.
const FEW = 2;
const MANY = 4;

const readHeads = (lines) => lines.map(readHead);

// A search for one question. `accept` tells which records may be shown.
export function createHeads({ store, contents, question, accept, isFiltered }) {
  const table = contents.heads;
  const loaded = new Map();
  const leads = question.words.filter(({ isLead }) => isLead);
  const span = shortest(leads.map(({ folded }) => spanOf(folded)));
  let wanted = [...new Set([...together(question.words), ...span])];
  let isWide = false;
  let known = {};
  let strict = {};

  // A single letter finds who is called so, not all whose names begin with it.
  function spanOf(word) {
    return question.isTiny ? placesBetween(table, word, `${word} ${LAST_POINT}`) : placesOf(table, word);
  }

  // Where records with all words would stand: each word that may lead in front of the others.
  function together(words) {
    if (words.length < 2 || table.length === 0) return [];
    // The family name is mostly the last word, or else the first, and has fewer people than a given name.
    const places = words.flatMap((word, at) => (word.isLead ? [placeOf(table, keyOf(words, at))] : []));
    return [...places.slice(-1), ...places.slice(0, -1)];
  }

  const left = (places) => places.filter((place) => !loaded.has(place));
  const isKept = (place) => store.holds(table[place].name);

  async function load(places, signal) {
    const missing = left(places);
    const shards = await Promise.all(missing.map((place) => store.shard(table[place].name, readHeads, signal)));
    for (const [at, place] of missing.entries()) loaded.set(place, shards[at]);
  }

  // What is at hand costs nothing; of the rest, a few.
  async function loadSome(places, most, signal) {
    const missing = left(places);
    const kept = missing.filter(isKept);
    const fresh = missing.filter((place) => !isKept(place)).slice(0, most);
    await load([...kept, ...fresh], signal);
    return fresh.length;
  }

  function matches(how = {}) {
    const best = new Map();
    const wide = { ...question, ...how };
    for (const entry of entries()) {
      const known = best.get(entry.reference);
      if (known?.entry === entry || !accept(entry)) continue;
      const rank = rankOf(entry, wide);
      if (rank !== null && !(known?.rank <= rank)) best.set(entry.reference, { entry, rank });
    }
    return [...best.values()].sort((a, b) => a.rank - b.rank || compareRecords(a.entry, b.entry));
  }

  function* entries() {
    for (const records of loaded.values()) yield* records;
  }

  // Those without an error; the others too if they are few.
  function found() {
    const state = `${loaded.size} ${isWide}`;
    if (known.state === state) return known.all;
    known = { state, all: clean().length >= ENOUGH ? clean() : matches({ bySound: isWide }) };
    return known.all;
  }

  // Those without an error, looked for again only when more is at hand.
  function clean() {
    if (strict.shards !== loaded.size) strict = { shards: loaded.size, all: matches({ isStrict: true }) };
    return strict.all;
  }

  // Where all words stand as they were typed.
  async function first(signal) {
    if (leads.length === 0 || table.length === 0) return;
    const most = isFiltered ? MANY : FEW;
    // Where nobody is called like the last word, the other words would lead to nobody else.
    const isGuess = () => question.words.length > 1 && !isFiltered && !knows(leads.at(-1));
    const isOver = () => isAll() || clean().length >= ENOUGH || isGuess();
    for (let fresh = 0; fresh < most && left(wanted).length > 0 && (loaded.size === 0 || !isOver()); )
      fresh += await loadSome(atOnce(), most - fresh, signal);
    // Second given names stand elsewhere; a word that nobody is called leads nowhere.
    const isMeant = leads.every(knows);
    if (clean().length === 0 && isMeant && left(span).length <= FEW) await load(span, signal);
    // All with a word are where it leads: what else was looked at need not be looked at to its end.
    wanted = span;
  }

  // The shards to ask for together. The first is asked for alone if it holds all records that one
  // word leads, is at hand, or is that of a name that ten will have; else it will not do, and the one
  // behind it need not wait for it.
  function atOnce() {
    const rest = left(wanted);
    const isMany = question.words.length === 1 && !isNarrow();
    const isAlone = isMany || isKept(rest[0]) || left(span).every((place) => place === rest[0]);
    return rest.slice(0, isAlone ? 1 : FEW);
  }

  // Nothing more fits without an error: all records that one word leads are at hand.
  function isAll() {
    return left(span).length === 0;
  }

  // Few are called so, by the contents alone: a name that leads on into a third shard fills a second.
  function isNarrow() {
    return span.length <= FEW;
  }

  const canLook = leads.length > 0 && table.length > 0 && !question.isTiny;

  // Where words stand that may be meant with a typing error.
  async function widen(signal) {
    isWide = true;
    if (canLook) await widenBy(similarTokens, signal);
  }

  // Begins to ask for what `widen` will read, while something else is waited for.
  function prepare(signal) {
    if (canLook) for (const { folded } of unknownWords()) ahead(askForTokens(store, contents, folded, signal));
  }

  // Where words stand that sound alike.
  async function listen(signal) {
    if (canLook) await widenBy(soundingTokens, signal);
  }

  async function widenBy(tokensFor, signal) {
    const words = unknownWords();
    const meant = await Promise.all(words.map((word) => tokensFor(store, contents, word.folded, signal)));
    const places = [...new Set(keysMeant(words, meant).map((key) => placeOf(table, key)))];
    wanted = [...new Set([...places, ...span])];
    // A name of several words is found or not; of a single word there may be many. What fits by
    // chance among the shards at hand is no reason not to look where the likeliest word leads.
    const enough = question.words.length > 1 ? 1 : ENOUGH;
    const isEnough = () => found().filter(({ rank }) => !isHeard(rank)).length >= enough;
    for (let fresh = 0; fresh < FEW && left(places).length > 0 && (fresh === 0 || !isEnough()); )
      fresh += await loadSome(left(places).slice(0, 1), 1, signal);
  }

  // Whether a record at hand has a word in its names.
  function knows(word) {
    for (const entry of entries()) if (hasWord(entry, word)) return true;
    return false;
  }

  // The words that no record at hand has; if each is somewhere, all that may hold an error.
  function unknownWords() {
    const asked = question.words.filter(({ isSpare, folded }) => !isSpare && folded.length > 2);
    const unknown = asked.filter((word) => !knows(word));
    return (unknown.length > 0 ? unknown : asked).slice(0, 2);
  }

  // The keys to look at, the likeliest first: each word that may be meant in front of the others.
  function keysMeant(words, meant) {
    const best = question.words.map((word) => meant[words.indexOf(word)]?.[0] ?? word.folded);
    const keys = [];
    for (let turn = 0; turn < Math.max(0, ...meant.map(({ length }) => length)); turn += 1)
      words.forEach((word, at) => {
        const token = meant[at][turn];
        const others = best.filter((_, other) => question.words[other] !== word && !question.words[other].isSpare);
        if (token) keys.push([token, ...others].join(" "), ...(others.length > 0 ? [[...others, token].join(" ")] : []));
      });
    return [...keys, ...question.joined.map((joined) => keyOf(joined, joined.findIndex(({ isLead }) => isLead)))];
  }

  return {
    first,
    prepare,
    widen,
    listen,
    isWide: () => isWide || !canLook,
    found,
    entries,
    knows,
    isNarrow,
    // Whether there are shards left that may hold more.
    hasMore: () => left(wanted).length > 0,
    more: (signal) => loadSome(left(wanted), FEW, signal),
    // Loads where a word leads, if that is not too much.
    async loadLead(word, signal) {
      const places = spanOf(word.folded);
      if (word.isLead && places.length <= MANY) await loadSome(places, FEW, signal);
    },
  };
}

function shortest(spans) {
  return spans.reduce((best, span) => (best === null || span.length <= best.length ? span : best), null) ?? [];
}

// The key of a record with all words, of which one leads.
function keyOf(words, lead) {
  const others = words.filter((word, at) => at !== lead && !word.isSpare);
  return [words[lead], ...others].map(({ folded }) => folded).join(" ");
}
