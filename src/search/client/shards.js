// The files of the index: fetched, unpacked, read and kept.
//
// In come the addresses of the contents and of the shards (docs/search.md); out go tables, lines
// and lists of references. Never asks for a file twice while the page is open, and never for one
// that no query waits for any longer.

const VERSION = "1";
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUES = new Map([...DIGITS].map((digit, value) => [digit.charCodeAt(0), value]));
export const LAST_POINT = "\u{10FFFF}";
const GZIP_MARK = 0x1f;
// Records that a leaf has room for.
export const LEAF = 256;

// The order of the index: by code points, where JavaScript compares halves of them.
export function compareKeys(left, right) {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    const [a, b] = [left.charCodeAt(at), right.charCodeAt(at)];
    if (a === b) continue;
    const surrogates = isSurrogate(a) - isSurrogate(b);
    return surrogates || a - b;
  }
  return left.length - right.length;
}

function isSurrogate(unit) {
  return unit >= 0xd800 && unit <= 0xdfff ? 1 : 0;
}

// The place of the shard in a table that holds a key.
export function placeOf(table, key) {
  let [low, high] = [0, table.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (compareKeys(table[middle].key, key) <= 0) low = middle;
    else high = middle - 1;
  }
  return low;
}

// The places of the shards that hold keys with a beginning.
export function placesOf(table, beginning) {
  return placesBetween(table, beginning, beginning + LAST_POINT);
}

// The places of the shards that hold keys from one to another.
export function placesBetween(table, first, last) {
  if (table.length === 0) return [];
  const from = placeOf(table, first);
  return Array.from({ length: placeOf(table, last) - from + 1 }, (_, at) => from + at);
}

// The references that a text of digits holds, one behind the other, as they are written.
export function readNumbers(text) {
  const numbers = [];
  let [number, unit] = [0, 1];
  for (let at = 0; at < text.length; at += 1) {
    const value = VALUES.get(text.charCodeAt(at)) ?? 0;
    number += (value % 32) * unit;
    unit *= 32;
    if (value >= 32) continue;
    numbers.push(number);
    [number, unit] = [0, 1];
  }
  return numbers;
}

// A list of references: each is written as its difference to the one before.
export function readReferences(text) {
  let before = 0;
  return readNumbers(text).map((step) => (before += step));
}

// The contents as an object: what is known of each table by its name.
export function readContents(lines) {
  const found = { records: [] };
  const tables = { heads: [], forward: [], backward: [], sounds: [], words: [], leaves: [] };
  let table = "";
  for (const line of lines) {
    const [name, ...values] = line.split("\t");
    if (name === "") tables[table]?.push(values);
    else if (name === "records") found.records = values.map(Number);
    else if (values.length > 0) [found[name]] = values;
    table = name || table;
  }
  if (found["matrikel-search"] !== VERSION) throw new Error("this index is of another version");
  const shards = (name) => tables[name].map(([key, shard]) => ({ key, name: shard }));
  return {
    ...found,
    heads: shards("heads"),
    forward: shards("forward"),
    backward: shards("backward"),
    sounds: shards("sounds"),
    words: tables.words[0]?.[0],
    leaves: tables.leaves[0]?.[0],
  };
}

// A table that fills a shard of its own: a line for each shard, with its least key and its name.
export function readTable(lines) {
  return lines.map((line) => {
    const [key, name] = line.split("\t");
    return { key, name };
  });
}

// All of it stays in the page: a Blob would be kept by another process, and asked for three times.
async function unpack(answer) {
  const packed = new Uint8Array(await answer.arrayBuffer());
  // A server may have said that the file is packed; then the browser has unpacked it already.
  if (packed[0] !== GZIP_MARK) return new TextDecoder().decode(packed);
  return new Response(new Response(packed).body.pipeThrough(new DecompressionStream("gzip"))).text();
}

// Lines end with LF; an empty file has none.
function linesOf(text) {
  return text.endsWith("\n") ? text.slice(0, -1).split("\n") : text.split("\n").filter(Boolean);
}

// Begins what is likely to be needed, while something else is waited for: the file is then at hand
// or on its way. Whoever needs it learns of a failure.
export function ahead(promise) {
  promise.catch(() => {});
}

// Whether a failure only says that a newer query has come.
export function isAbort(error) {
  return error?.name === "AbortError";
}

// Fetches files of the index and keeps what was read from them.
export function createStore({ index, shards, fetcher = (...all) => fetch(...all) }) {
  const kept = new Map();

  async function request(address, options, read) {
    const answer = await fetcher(address, options);
    if (!answer.ok) throw Object.assign(new Error(`${address}: ${answer.status}`), { isGone: answer.status === 404 });
    return read(linesOf(await unpack(answer)));
  }

  // Several queries may wait for one file; it is given up when none does any longer.
  function load(address, cache, read, signal) {
    signal?.throwIfAborted();
    if (!kept.has(address)) {
      const control = new AbortController();
      const entry = { control, waiting: 0, isRead: false };
      entry.promise = request(address, { cache, signal: control.signal }, read);
      entry.promise.then(() => (entry.isRead = true), () => forget(address, entry));
      kept.set(address, entry);
    }
    return waitFor(address, kept.get(address), signal);
  }

  function forget(address, entry) {
    if (kept.get(address) === entry) kept.delete(address);
  }

  function waitFor(address, entry, signal) {
    if (!signal || entry.isRead) {
      entry.waiting = Infinity;
      return entry.promise;
    }
    entry.waiting += 1;
    return new Promise((done, fail) => {
      const leave = () => {
        entry.waiting -= 1;
        if (entry.waiting === 0 && !entry.isRead) {
          forget(address, entry);
          entry.control.abort();
        }
        fail(signal.reason);
      };
      signal.addEventListener("abort", leave, { once: true });
      entry.promise.then(done, fail).finally(() => signal.removeEventListener("abort", leave));
    });
  }

  const addressOf = (name) => `${shards}${name}.bin`;
  return {
    contents: (signal) => load(index, "no-cache", readContents, signal),
    // What `read` makes of the lines of a shard; each shard is of one kind only.
    shard: (name, read, signal) => load(addressOf(name), "default", read, signal),
    holds: (name) => kept.get(addressOf(name))?.isRead ?? false,
    // After a new edition of the site its contents name other shards.
    renew: () => kept.clear(),
  };
}
