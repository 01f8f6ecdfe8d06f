// The built sample site as a web server gives it: every page, the strict headers, a base path.
//
// In come the program and the content of this project; out go the files of the site, the list
// of its pages and a server for them. Never a changed file: a test sees what a visitor gets.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { covering, long } from "../extent.mjs";

const project = fileURLToPath(new URL("../../../", import.meta.url));
const built = (kind) => join(project, "target", kind, "matrikel");
const program = [process.env.MATRIKEL, built("release"), built("debug")].find((path) => path && existsSync(path));

/** The site lies below a path of its host, as the harder of the two cases. */
export const BASE = "/ehemalige/";
/** What the pages give as their own host; nothing may be fetched from there. */
export const ORIGIN = "https://alumni.example.org";
/** A day on which the sample site has events before and after it. */
export const DAY = "2026-11-24";

/** The policy that the documentation recommends, and nothing softer. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "media-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".xml": "application/xml; charset=utf-8",
  ".ics": "text/calendar; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".jpg": "image/jpeg",
  ".png": "image/png",
  ".webp": "image/webp",
  ".avif": "image/avif",
  ".woff2": "font/woff2",
  ".pdf": "application/pdf",
};
const COMPRESSED = new Set([".html", ".css", ".js", ".json", ".xml", ".ics", ".txt", ".svg"]);

/** A page of each kind, below the base path. What looks different is a kind of its own. */
export const KINDS = {
  home: "",
  "home in English": "en/",
  stories: "portraets/",
  story: "portraets/das-wehr/",
  "story with pictures": "portraets/brueckenpruefung/",
  events: "veranstaltungen/",
  "past events": "veranstaltungen/archiv/",
  event: "veranstaltungen/alumni-tag-2027/",
  "cancelled event": "veranstaltungen/exkursion-wroclaw-2026/",
  directory: "verzeichnis/",
  person: "verzeichnis/enno-haecker/",
  contacts: "kontakt/",
  faculties: "fakultaeten/",
  faculty: "fakultaeten/fb/",
  institutions: "einrichtungen/",
  institution: "einrichtungen/thl/",
  years: "jahrgaenge/",
  year: "jahrgaenge/2015/",
  topics: "themen/",
  topic: "themen/wasserbau/",
  places: "orte/",
  place: "orte/leipzig/",
  search: "suche/",
  "search in English": "en/search/",
  offers: "angebote/",
  "offers in English": "en/offers/",
  "offers of one kind": "angebote/mentoring/",
  strategy: "strategie/",
  "page of text": "wer-gehoert-dazu/",
  "easy language": "leichte-sprache/",
  "not found": "404.html",
};

/** Lists of one kind, which many pages are. */
const LISTS = /^((?:en\/)?(?:themen|topics|jahrgaenge|years|fakultaeten|faculties|einrichtungen|institutions|orte|places|angebote|offers|verzeichnis\/a-z|directory\/a-z)\/).+/;

/** Builds the sample site into a folder, a new one if none is given. */
export function build(folder = mkdtempSync(join(tmpdir(), "matrikel-pages-"))) {
  assert.ok(program, "build the program or name it in MATRIKEL");
  const address = new URL(BASE, ORIGIN).href;
  const options = ["build", "--root", project, "--output", folder, "--at", DAY, "--base-url", address];
  try {
    execFileSync(program, options, { stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return folder;
}

/** The built site: its files by path, its pages, and where they are served. */
export class Site {
  constructor() {
    /** Made by whoever runs all tests, for all of them; otherwise for this one. */
    this.lent = process.env.MATRIKEL_SITE;
    this.folder = this.lent ?? build();
    const { folder } = this;
    const below = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    this.files = below.map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)));
    this.files = this.files.map((path) => path.split(sep).join("/")).sort();
    const pages = this.files.filter((path) => path.endsWith(".html"));
    /** Pages that only say where a page has moved: the browser leaves them before anybody reads. */
    this.moved = pages.filter((path) => /http-equiv="refresh"/.test(this.text(path))).map(address);
    this.pages = pages.map(address).filter((page) => !this.moved.includes(page));
  }

  /** What a walk looks at: in the short form, pages that together show every kind of element. */
  get varied() {
    const source = (page) => this.text(this.file(page));
    this.chosen ??= long ? this.withoutSame() : covering(this.pages, source, Object.values(KINDS));
    return this.chosen;
  }

  /**
   * The pages without those that only differ in which entries they list: of the lists of topics,
   * years, faculties, institutions, places, kinds of offers and letters the two longest of each remain.
   */
  withoutSame() {
    const lists = new Map();
    const alone = this.pages.filter((page) => {
      const [, kind] = LISTS.exec(page) ?? [];
      if (kind) lists.set(kind, [...(lists.get(kind) ?? []), page]);
      return !kind;
    });
    const size = (page) => this.text(this.file(page)).length;
    const longest = (pages) => pages.sort((a, b) => size(b) - size(a)).slice(0, 2);
    return [...alone, ...[...lists.values()].flatMap(longest)].sort();
  }

  text(path) {
    return readFileSync(join(this.folder, path), "utf8");
  }

  /** The file of an address below the base path, whether or not it exists. */
  file(page) {
    return page === "" || page.endsWith("/") ? `${page}index.html` : page;
  }

  async serve() {
    const answers = new Map();
    this.server = createServer((request, response) => {
      const coding = /\bbr\b/.test(request.headers["accept-encoding"] ?? "") ? "br" : "gzip";
      const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
      const key = `${coding} ${path}`;
      if (!answers.has(key)) answers.set(key, this.answer(path, coding));
      const { status, headers, body } = answers.get(key);
      response.writeHead(status, headers).end(request.method === "HEAD" ? undefined : body);
    });
    await new Promise((done) => this.server.listen(0, "127.0.0.1", done));
    this.origin = `http://127.0.0.1:${this.server.address().port}`;
    this.url = this.origin + BASE;
    return this;
  }

  answer(path, coding) {
    const page = path.startsWith(BASE) ? path.slice(BASE.length) : "404.html";
    const found = this.files.includes(this.file(page));
    const file = found ? this.file(page) : "404.html";
    const type = extname(file);
    const headers = {
      "content-type": TYPES[type] ?? "application/octet-stream",
      "cache-control": file.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache",
      "content-security-policy": POLICY,
      "x-content-type-options": "nosniff",
      "referrer-policy": "strict-origin-when-cross-origin",
      "permissions-policy": "camera=(), geolocation=(), microphone=()",
    };
    let body = readFileSync(join(this.folder, file));
    if (COMPRESSED.has(type)) {
      body = compress(body, coding, 4);
      Object.assign(headers, { "content-encoding": coding, vary: "accept-encoding" });
    }
    headers["content-length"] = body.length;
    return { status: found && page !== "404.html" ? 200 : 404, headers, body };
  }

  async end() {
    if (this.server) {
      this.server.closeAllConnections();
      await new Promise((done) => this.server.close(done));
    }
    if (!this.lent) rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The bytes as a careful web server sends them; with less effort, as one that is in a hurry. */
export function compress(body, coding, effort = 11) {
  if (coding === "gzip") return gzipSync(body, { level: Math.min(effort, 9) });
  return brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: effort } });
}

function address(path) {
  return path.replace(/(^|\/)index\.html$/, "$1");
}

// Called by name, it only builds.
if (process.argv[1] === fileURLToPath(import.meta.url)) build(process.argv[2]);
