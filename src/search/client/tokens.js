// Words of names that may be meant by a word that nobody is called.
//
// In come a word and the tables of tokens; out go tokens, the likeliest first. Loads one shard of
// tokens from the front and one from the back, since a single error leaves one half of a word as
// it is, or one shard of sounds. Never more than a handful of tokens.
import { cologne } from "./cologne.js";
import { distance, errorsAllowed } from "./distance.js";
import { placeOf } from "./shards.js";

const HANDFUL = 4;
// A token that only sounds alike counts as one with more errors than are forgiven.
const BY_SOUND = 3;
// The least length of the parts of a word that may have been two.
const LEAST_PART = 3;

function readTokens(lines) {
  return lines.map((line) => {
    const at = line.indexOf("\t");
    return { token: line.slice(0, at), count: Number(line.slice(at + 1)), sound: null };
  });
}

const readTokensBackwards = (lines) => readTokens(lines).map((one) => ({ ...one, token: backwards(one.token) }));
const readSounds = (lines) => new Map(lines.map((line) => [line.slice(0, line.indexOf("\t")), line.split("\t").slice(1)]));

// A word from its end, by code points.
export function backwards(word) {
  return [...word].reverse().join("");
}

async function shardOf(store, table, key, read, signal) {
  return table.length === 0 ? [] : store.shard(table[placeOf(table, key)].name, read, signal);
}

// The tokens that begin like a word and those that end like it.
export function askForTokens(store, contents, word, signal) {
  return Promise.all([
    shardOf(store, contents.forward, word, readTokens, signal),
    shardOf(store, contents.backward, backwards(word), readTokensBackwards, signal),
  ]);
}

// Tokens within the errors that are forgiven, or with the same sound; in front the word itself if
// somebody is called so: then another word of the query holds the error.
export async function similarTokens(store, contents, word, signal) {
  const [front, back] = await askForTokens(store, contents, word, signal);
  const found = new Map();
  const sound = cologne(word);
  for (const known of [...front, ...back]) {
    const { token, count } = known;
    const errors = errorsOf(word, sound, known);
    if (errors !== null) found.set(token, { token, errors, count });
  }
  const likely = [...found.values()].sort((a, b) => a.errors - b.errors || b.count - a.count);
  return [...likely.map(({ token }) => token).slice(0, HANDFUL), ...partsOfWord(word, front)];
}

// Thousands of tokens are at hand: the sound of one is made once, for all queries.
function errorsOf(word, sound, known) {
  const { token } = known;
  const limit = errorsAllowed(Math.max(word.length, token.length));
  const errors = distance(word, token, limit);
  if (limit > 0 && errors <= limit) return errors;
  if (token.length < LEAST_PART) return null;
  known.sound ??= cologne(token);
  return known.sound === sound ? BY_SOUND : null;
}

// Hansjürgen may be Hans Jürgen: the word as two, if somebody is called like the first.
function partsOfWord(word, tokens) {
  const isFirst = ({ token }) => token.length >= LEAST_PART && word.length >= token.length + LEAST_PART && word.startsWith(token);
  return tokens
    .filter(isFirst)
    .sort((a, b) => b.token.length - a.token.length)
    .slice(0, 1)
    .map(({ token }) => `${token} ${word.slice(token.length)}`);
}

// Tokens of people with the same sound, the most alike first.
export async function soundingTokens(store, contents, word, signal) {
  const code = cologne(word);
  if (code.length < 2 || contents.sounds.length === 0) return [];
  const sounds = await shardOf(store, contents.sounds, code, readSounds, signal);
  const tokens = sounds.get(code) ?? [];
  const far = word.length;
  return tokens
    .map((token) => ({ token, errors: distance(word, token, far) }))
    .sort((a, b) => a.errors - b.errors)
    .slice(0, HANDFUL)
    .map(({ token }) => token);
}
