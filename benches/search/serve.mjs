// A static server that counts what it sends: node serve.mjs FOLDER PORT
// In: a folder. Out: its files on the loopback, text packed with gzip; a list of answers with the bytes of their bodies.
// Never: a file outside of the folder, a cache for longer than until the next question, a security policy.
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
};
const PACKED = new Set([".html", ".css", ".js", ".mjs", ".json", ".txt"]);

function found(folder, address) {
  const path = normalize(decodeURIComponent(new URL(address, "http://localhost").pathname));
  const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
  return file.startsWith(normalize(folder)) && existsSync(file) && statSync(file).isFile() ? file : null;
}

/**
 * Serves the folder. `sent` grows by one `{ path, status, bytes }` for each answer. Each answer waits for `delay`
 * milliseconds, as over a distance.
 */
export async function serve(folder, port = 0, delay = 0) {
  const sent = [];
  const packed = new Map();
  const whole = (file) => {
    if (!packed.has(file)) packed.set(file, gzipSync(readFileSync(file), { level: 6 }));
    return packed.get(file);
  };
  const answer = (request, response) => {
    const path = request.url;
    const file = found(folder, path);
    const kind = file && extname(file);
    const note = (status, bytes) => sent.push({ path, status, bytes });
    if (!file) {
      note(404, 0);
      return void response.writeHead(404).end();
    }
    const { size, mtimeMs } = statSync(file);
    const zipped = PACKED.has(kind) && /\bgzip\b/u.test(request.headers["accept-encoding"] ?? "");
    const tag = `"${size}-${mtimeMs}${zipped ? "-gzip" : ""}"`;
    const headers = { "Cache-Control": "no-cache", ETag: tag, Vary: "Accept-Encoding" };
    if (request.headers["if-none-match"] === tag) {
      note(304, 0);
      return void response.writeHead(304, headers).end();
    }
    headers["Content-Type"] = TYPES[kind] ?? "application/octet-stream";
    if (zipped) {
      const body = whole(file);
      note(200, body.length);
      return void response.writeHead(200, { ...headers, "Content-Encoding": "gzip", "Content-Length": body.length }).end(body);
    }
    note(200, size);
    createReadStream(file).pipe(response.writeHead(200, { ...headers, "Content-Length": size }));
  };
  const server = createServer((request, response) =>
    delay ? setTimeout(answer, delay, request, response) : answer(request, response));
  await new Promise((ready, failed) => server.once("error", failed).listen(port, "127.0.0.1", ready));
  const close = () => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  };
  return { origin: `http://127.0.0.1:${server.address().port}`, sent, close };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [folder, port] = process.argv.slice(2);
  if (!folder || !(Number(port) >= 0)) {
    console.error("usage: node serve.mjs FOLDER PORT");
    process.exit(2);
  }
  const { origin, sent } = await serve(folder, Number(port));
  console.log(origin);
  process.on("SIGINT", () => {
    console.log(JSON.stringify({ answers: sent.length, bytes: sent.reduce((sum, { bytes }) => sum + bytes, 0) }));
    process.exit(0);
  });
}
