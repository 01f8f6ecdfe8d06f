// How well the words of a query fit the names of one record.
//
// In come a question and records; out go ranks, the smaller the better. Never asks for a file and
// never decides what is shown.
import { fold, wordsOf } from "./fold.js";
import { cologne } from "./cologne.js";
import { distance, errorsAllowed } from "./distance.js";
import { LEAF, readNumbers } from "./shards.js";
import { PARTICLES, familyOf, withoutTitle } from "./ask.js";

// How a word of a query fits a word of a name: the same letters, the same but for accents, its
// beginning, with one or two errors, by its sound. What fits without an error is at most PREFIX.
const EXACT = 0;
const FOLDED = 1;
export const PREFIX = 2;
const SOUND = 5;
const NONE = 9;

// Of two that fit as well, who is called so by the family goes first.
const FAMILY = 0;
const BIRTH = 1;
const GIVEN = 2;

// The weights of a rank: first the word that fits worst, then all words, then how much of a name
// was not asked for, then which name it is.
const BY_WORST = 1_000_000;
const BY_ALL = 10_000;
const BY_REST = 100;
const MOST = 99;
// As many words of a title as a set of bits holds.
const MOST_WORDS = 30;

// A line of a shard of heads as a record.
export function readHead(line) {
  const [kind, title, also, facts, address, digits, language = ""] = line.split("\t");
  return record({ kind, title, also, facts, address, language, reference: readNumbers(digits)[0] });
}

// A line of a leaf as a record; `at` is its place among those that the leaf shows.
export function readRecord(line, leaf, at) {
  const [slot, kind, title, also, facts, address, language = ""] = line.split("\t");
  return record({ kind, title, also, facts, address, language, reference: leaf * LEAF + Number(slot), at });
}

function record(values) {
  return { ...values, leaf: Math.floor(values.reference / LEAF), names: null, parts: null, letters: null, order: null };
}

// The words that a record is found by, read when they are first asked for.
function namesOf(entry) {
  entry.names ??= readNames(entry);
  return entry.names;
}

function readNames({ kind, title, also }) {
  const words = kind === "p" ? withoutTitle(title) : wordsOf(title);
  const [from, to] = kind === "p" ? familyOf(title, words) : [0, words.length];
  const place = (at) => (at >= from && at < to ? FAMILY : GIVEN);
  const names = words.map((word, at) => ({ ...word, place: place(at), bits: bitOf(at) }));
  const others = wordsOf(also).map((word, at) => ({ ...word, place: BIRTH, bits: bitOf(words.length + at) }));
  const all = [...names, ...togetherOf(names), ...others, ...togetherOf(others)];
  return all.filter(({ bits }) => bits > 0);
}

// The words of a very long title behind those that a set of bits holds are left out.
function bitOf(at) {
  return at < MOST_WORDS ? 1 << at : 0;
}

// The words of the family name and of the given names as bits: whoever asks for Katrin Müller
// means her before Katrin Hahn-Müller.
function namePartsOf(entry) {
  if (entry.kind !== "p") return [];
  entry.parts ??= [FAMILY, GIVEN].map((wanted) =>
    namesOf(entry)
      .filter(({ written, place, folded }) => written !== "" && place === wanted && !PARTICLES.has(folded))
      .reduce((bits, one) => bits | one.bits, 0),
  );
  return entry.parts;
}

// How many words of a name are left of which others were asked for.
function restOf(parts, used) {
  const left = parts.filter((bits) => (bits & used) !== 0).map((bits) => bits & ~used);
  return left.reduce((sum, bits) => sum + bits.toString(2).replaceAll("0", "").length, 0);
}

// Meyer-Schmidt may be looked for as Meyerschmidt; that is never how it is written or sounds.
function togetherOf(names) {
  return names.slice(1).map((second, at) => ({
    written: "",
    sound: "",
    // Where two parts meet, letters may fold that did not before.
    folded: fold(names[at].folded + second.folded),
    place: Math.min(names[at].place, second.place),
    bits: names[at].bits | second.bits,
  }));
}

// How one word fits one name.
function fitOf(word, name, question) {
  if (word.folded === name.folded) return word.written === name.written ? EXACT : FOLDED;
  if (question.isTiny) return NONE;
  if (name.folded.startsWith(word.folded)) return PREFIX;
  if (question.isStrict) return NONE;
  const limit = errorsAllowed(Math.max(word.folded.length, name.folded.length));
  const errors = limit > 0 ? distance(word.folded, name.folded, limit) : 1;
  if (errors <= limit) return PREFIX + errors;
  return question.bySound && soundsLike(word, name) ? SOUND : NONE;
}

// Short words sound like too many others.
function soundsLike(word, name) {
  if (word.folded.length < 3 || name.folded.length < 3) return false;
  word.sound ??= cologne(word.folded);
  name.sound ??= cologne(name.folded);
  return word.sound.length > 1 && word.sound === name.sound;
}

// Whether a word stands in the names of a record, without an error.
export function hasWord(entry, word) {
  return holds(lettersOf(entry), word.folded, true) && namesOf(entry).some(({ folded }) => folded.startsWith(word.folded));
}

// Whether a record can fit at all, from its letters alone: of hundreds that are at hand, most need
// no closer look.
function mayFit(entry, question) {
  if (question.bySound) return true;
  const letters = lettersOf(entry);
  return question.words.every((word) => word.isSpare || holds(letters, word.folded, question.isStrict));
}

// All letters of a record, as its words have them and as words written together would.
function lettersOf(entry) {
  entry.letters ??= readLetters(entry);
  return entry.letters;
}

function readLetters({ title, also }) {
  const letters = fold(also ? `${title} ${also}` : title).replaceAll(" ", "");
  const joined = fold(letters);
  return joined === letters ? letters : `${letters} ${joined}`;
}

// An error leaves one half of a word as it is; a name may be a letter longer than the word.
function holds(letters, word, isStrict) {
  if (letters.includes(word)) return true;
  const limit = isStrict ? 0 : errorsAllowed(word.length + 1);
  const half = (word.length - 1) >> 1;
  return limit > 1 || (limit > 0 && (letters.includes(word.slice(0, half)) || letters.includes(word.slice(-half))));
}

// How well a record fits a question; null if a word is missing.
export function rankOf(entry, question) {
  if (!mayFit(entry, question)) return null;
  const names = namesOf(entry);
  const parts = namePartsOf(entry);
  const found = assign(question.words, names, parts, question);
  if (found !== null && worstOf(found) <= PREFIX) return found;
  const joined = question.joined.map((words) => assign(words, names, parts, question)).filter((rank) => rank !== null);
  return [...(found === null ? [] : [found]), ...joined.map((rank) => rank + BY_ALL)].reduce(least, null);
}

function least(best, rank) {
  return best === null || rank < best ? rank : best;
}

// Whether a rank rests on nothing but the sound of a word.
export function isHeard(rank) {
  return worstOf(rank) >= SOUND;
}

// How the word that fits worst fits, read from a rank.
export function worstOf(rank) {
  return Math.floor(rank / BY_WORST);
}

// Whether a rank is that of a name of which nothing was left out.
export function isWholeName(rank) {
  return Math.floor((rank % BY_ALL) / BY_REST) === 0;
}

// The best way to give each word a name of its own.
function assign(words, names, parts, question) {
  const choices = [];
  for (const word of words) {
    const fits = names
      .map(({ bits, place }, at) => ({ bits, place, fit: fitOf(word, names[at], question) }))
      .filter(({ fit }) => fit < NONE);
    if (fits.length === 0 && !word.isSpare) return null;
    // A particle that the name has not costs a little.
    choices.push(word.isSpare ? [...fits, { bits: 0, place: GIVEN, fit: FOLDED }] : fits);
  }
  return pick(choices, parts, 0, 0, 0, 0, GIVEN);
}

function pick(choices, parts, at, used, worst, sum, place) {
  if (at === choices.length) {
    return worst * BY_WORST + Math.min(sum, MOST) * BY_ALL + Math.min(restOf(parts, used), MOST) * BY_REST + place;
  }
  let best = null;
  for (const choice of choices[at]) {
    if (choice.bits & used) continue;
    const next = [Math.max(worst, choice.fit), sum + choice.fit, Math.min(place, choice.place)];
    const rank = pick(choices, parts, at + 1, used | choice.bits, ...next);
    if (rank !== null) best = least(best, rank);
  }
  return best;
}

// The order of the directory: by leaves, and in a leaf as it shows them or, before it is loaded,
// by names.
export function compareRecords(left, right) {
  if (left.leaf !== right.leaf) return left.leaf - right.leaf;
  if (left.at !== undefined && right.at !== undefined) return left.at - right.at;
  const [a, b] = [orderOf(left), orderOf(right)];
  if (a === b) return left.reference - right.reference;
  return a < b ? -1 : 1;
}

function orderOf(entry) {
  entry.order ??= turned(entry);
  return entry.order;
}

function turned({ kind, title }) {
  if (kind !== "p") return "";
  const words = withoutTitle(title);
  const [from, to] = familyOf(title, words);
  return [...words.slice(from, to), ...words.slice(0, from), ...words.slice(to)].map(({ folded }) => folded).join(" ");
}
