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
    const [token, count] = line.split("\t");
    return { token, count: Number(count) };
  });
}

const readTokensBackwards = (lines) => readTokens(lines).map(({ token, count }) => ({ token: backwards(token), count }));
const readSounds = (lines) => new Map(lines.map((line) => [line.slice(0, line.indexOf("\t")), line.split("\t").slice(1)]));

// A word from its end, by code points.
export function backwards(word) {
  return [...word].reverse().join("");
}

async function shardOf(store, table, key, read, signal) {
  return table.length === 0 ? [] : store.shard(table[placeOf(table, key)].name, read, signal);
}

// Tokens within the errors that are forgiven, or with the same sound.
export async function similarTokens(store, contents, word, signal) {
  const [front, back] = await Promise.all([
    shardOf(store, contents.forward, word, readTokens, signal),
    shardOf(store, contents.backward, backwards(word), readTokensBackwards, signal),
  ]);
  const found = new Map();
  for (const { token, count } of [...front, ...back]) {
    const errors = errorsOf(word, token);
    if (errors !== null && token !== word) found.set(token, { token, errors, count });
  }
  const likely = [...found.values()].sort((a, b) => a.errors - b.errors || b.count - a.count);
  return [...likely.map(({ token }) => token).slice(0, HANDFUL), ...partsOfWord(word, front)];
}

function errorsOf(word, token) {
  const limit = errorsAllowed(Math.max(word.length, token.length));
  const errors = distance(word, token, limit);
  if (limit > 0 && errors <= limit) return errors;
  return token.length >= LEAST_PART && cologne(token) === cologne(word) ? BY_SOUND : null;
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
