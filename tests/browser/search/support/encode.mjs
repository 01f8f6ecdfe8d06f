// An index as docs/search.md describes it, written from a list of records.
//
// In come records; out go files by their addresses, packed. Written from the description and not
// from the reader: what both take for the format is the format. Never fast where it can be plain.
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { cologne } from "../../../../src/search/client/cologne.js";
import { fold } from "../../../../src/search/client/fold.js";
import { isStopWord, termsOf } from "../../../../src/search/client/stem.js";

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const BYTES = { heads: 28_000, tokens: 14_000, words: 10_000 };

/** A reference as digits to the base 32, the lowest first. */
export function digitsOf(number) {
  let [text, rest] = ["", number];
  while (rest >= 32) {
    text += DIGITS[(rest % 32) + 32];
    rest = Math.floor(rest / 32);
  }
  return text + DIGITS[rest];
}

export const postingsOf = (references) =>
  references.map((reference, at) => digitsOf(reference - (references[at - 1] ?? 0))).join("");

/** The order of UTF-8 is that of code points. */
export const byPoints = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));

class Files extends Map {
  pack(text) {
    return gzipSync(text, { level: 9 });
  }
  shard(lines) {
    const bytes = this.pack(lines.map((line) => `${line}\n`).join(""));
    const hash = createHash("sha256").update(bytes).digest();
    const name = Array.from(hash.subarray(0, 20), (byte) => "abcdefghijklmnopqrstuvwxyz234567"[byte % 32]).join("");
    this.set(`/shards/${name}.bin`, bytes);
    return name;
  }
}

/** The shortest key that is above one and not above the next. */
function leastKey(before, next) {
  const letters = [...next];
  for (let length = 1; length < letters.length; length += 1) {
    const key = letters.slice(0, length).join("");
    if (byPoints(key, before) > 0) return key;
  }
  return next;
}

/** Cuts sorted lines with keys into shards of some bytes; one key is never in two. */
function cut(files, lines, bytes, write) {
  const shards = [];
  let current = [];
  let size = 0;
  const end = () => {
    shards.push({ lines: current });
    [current, size] = [[], 0];
  };
  for (const line of lines) {
    if (size > bytes && current.at(-1).key !== line.key) end();
    current.push(line);
    size += write(line).length + 1;
  }
  if (current.length > 0) end();
  return shards.map(({ lines: own }, at) => ({
    key: at === 0 ? "" : leastKey(shards[at - 1].lines.at(-1).key, own[0].key),
    name: files.shard(own.map(write)),
  }));
}

const split = (text) => fold(text).split(" ").filter(Boolean);

/** The keys of a name: each word in front of the others; particles never, joined ones as well. */
function keysOfPerson({ given, particle = "", family, birth = "" }) {
  const [givens, particles, families] = [split(given), split(particle), split(family)];
  const keys = turned([...givens, ...particles, ...families], (at) => at < givens.length || at >= givens.length + particles.length);
  const all = [...givens, ...particles, ...families];
  for (const part of `${given} ${family}`.split(/\s+/).filter((one) => one.includes("-"))) {
    const words = split(part);
    if (words.length < 2) continue;
    const first = all.findIndex((_, at) => words.every((word, step) => all[at + step] === word));
    const rest = all.filter((_, at) => at < first || at >= first + words.length);
    keys.push([words.join(""), ...rest].join(" "));
  }
  for (const [at, word] of split(birth).entries()) keys.push([word, ...split(birth).filter((_, other) => other !== at), ...givens].join(" "));
  return keys;
}

function turned(words, mayLead) {
  return words.flatMap((word, at) => (mayLead(at) ? [[word, ...words.filter((_, other) => other !== at)].join(" ")] : []));
}

function keysOf(record, language) {
  if (record.kind === "p") return keysOfPerson(record);
  const words = split(`${record.title} ${record.kind === "s" ? record.also : ""}`);
  return turned(words, (at) => !isStopWord(words[at], language));
}

/** Titles of people as they are shown. */
export const titleOf = ({ academic, given, particle, family }) => [academic, given, particle, family].filter(Boolean).join(" ");

/** Gives each record a leaf in order and in it a slot that has nothing to do with the order. */
function place(records, perLeaf) {
  return records.map((record, at) => {
    const leaf = Math.floor(at / perLeaf);
    const slot = ((at % perLeaf) * 97 + leaf * 31 + 5) % 256;
    return { ...record, leaf, slot, reference: leaf * 256 + slot };
  });
}

/**
 * The files of an index. Records: kind, given and family (people) or title, also, facts, address,
 * language, text, facets: { faculty: ["bau"], year: [1991] }.
 */
export function encode(given, { language = "de", perLeaf = 200, bytes = BYTES, labels = {} } = {}) {
  const files = new Files();
  const titled = given.map((record) => ({ also: "", facts: "", language: "", text: "", facets: {}, ...record, title: record.title ?? titleOf(record) }));
  const records = place(titled, perLeaf);
  const contents = [
    "matrikel-search\t1",
    `language\t${language}`,
    `records\t${["p", "s", "e", "g"].map((kind) => records.filter((one) => one.kind === kind).length).join("\t")}`,
    "unknown\tsomething",
    "\tto be\tskipped",
    ...facetLines(files, records, labels),
    ...nameTables(files, records, language, bytes),
    ...wordTable(files, records, language, bytes),
    ...leafTable(files, records),
  ];
  files.set("/index.bin", files.pack(contents.map((line) => `${line}\n`).join("")));
  return { files, records };
}

function nameTables(files, records, language, bytes) {
  const heads = records.flatMap((record) => [...new Set(keysOf(record, language))].map((key) => ({ key, record })));
  heads.sort((a, b) => byPoints(a.key, b.key) || a.record.reference - b.record.reference);
  const tokens = new Map();
  const sounds = new Map();
  for (const { key, record } of heads) {
    const [token] = key.split(" ");
    tokens.set(token, (tokens.get(token) ?? 0) + 1);
    const code = cologne(token);
    if (record.kind === "p" && code) sounds.set(code, (sounds.get(code) ?? new Set()).add(token));
  }
  const forward = [...tokens].map(([key, count]) => ({ key, count })).sort((a, b) => byPoints(a.key, b.key));
  const backward = forward.map(({ key, count }) => ({ key: [...key].reverse().join(""), count })).sort((a, b) => byPoints(a.key, b.key));
  const codes = [...sounds].map(([key, set]) => ({ key, tokens: [...set].sort(byPoints) })).sort((a, b) => byPoints(a.key, b.key));
  const head = ({ record: one }) =>
    [one.kind, one.title, one.kind === "p" ? (one.birth ?? "") : one.also, one.facts, one.address, digitsOf(one.reference), one.language].join("\t");
  const counted = ({ key, count }) => `${key}\t${count}`;
  const lines = (name, shards) => [name, ...shards.map(({ key, name: shard }) => ["", key, shard].join("\t"))];
  return [
    ...lines("heads", cut(files, heads, bytes.heads, head)),
    ...lines("forward", cut(files, forward, bytes.tokens, counted)),
    ...lines("backward", cut(files, backward, bytes.tokens, counted)),
    ...lines("sounds", cut(files, codes, bytes.tokens, ({ key, tokens: all }) => [key, ...all].join("\t"))),
  ];
}

function wordTable(files, records, language, bytes) {
  const terms = new Map();
  const add = (term, { reference }) => terms.set(term, (terms.get(term) ?? new Set()).add(reference));
  for (const record of records) {
    const own = record.kind === "p" ? record.text : `${record.title} ${record.text}`;
    for (const term of termsOf(own, language)) add(term, record);
    for (const [facet, values] of Object.entries(record.facets)) for (const value of values) add(`:${facet}:${value}`, record);
  }
  const lines = [...terms].map(([key, set]) => ({ key, references: [...set].sort((a, b) => a - b) })).sort((a, b) => byPoints(a.key, b.key));
  const shards = cut(files, lines, bytes.words, ({ key, references }) => `${key}\t${postingsOf(references)}`);
  return ["words", `\t${files.shard(shards.map(({ key, name }) => `${key}\t${name}`))}`];
}

function facetLines(files, records, labels) {
  const counts = new Map();
  for (const { facets } of records)
    for (const [facet, values] of Object.entries(facets))
      for (const value of values) {
        if (!counts.has(facet)) counts.set(facet, new Map());
        counts.get(facet).set(`${value}`, (counts.get(facet).get(`${value}`) ?? 0) + 1);
      }
  const lines = [...counts].flatMap(([facet, values]) => [
    `facet\t${facet}\t${labels[facet] ?? facet}`,
    ...[...values].sort(([a], [b]) => byPoints(a, b)).map(([value, count]) => `\t${value}\t${labels[`${facet} ${value}`] ?? value}\t${count}`),
  ]);
  return [`facets\t${files.shard(lines)}`];
}

function leafTable(files, records) {
  const leaves = [];
  for (const record of records) (leaves[record.leaf] ??= []).push(record);
  const line = (one) => [one.slot, one.kind, one.title, one.kind === "p" ? (one.birth ?? "") : one.also, one.facts, one.address, one.language].join("\t");
  const names = leaves.map((own) => files.shard(own.map(line)));
  return ["leaves", `\t${files.shard(names)}`];
}

/** Answers for these files, in place of fetch; what was asked is in `asked`. */
export function serverOf(files) {
  const asked = [];
  const fetcher = async (address, { signal } = {}) => {
    signal?.throwIfAborted();
    await null;
    signal?.throwIfAborted();
    const bytes = files.get(address);
    asked.push({ address, bytes: bytes?.length ?? 0 });
    return bytes ? new Response(bytes) : new Response("", { status: 404 });
  };
  return { asked, fetcher, options: { index: "/index.bin", shards: "/shards/", fetcher } };
}
