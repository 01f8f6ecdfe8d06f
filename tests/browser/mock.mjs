// A preview server for the tests of its browser side: as much of the contract as they need.
//
// In come pages, and what is known about them, from a test; out go HTML, events and JSON as
// `matrikel serve` gives them. Never reads a site: what a page says is up to the test.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";

const folder = new URL("../../src/cmd/serve/browser/", import.meta.url);

/** The parts of the script in the order in which the server puts them together. */
export const PARTS = [
  "place.js",
  "patch.js",
  "stream.js",
  "style.js",
  "problem.js",
  "seen.js",
  "panels.js",
  "bar.js",
  "start.js",
];
export const script = PARTS.map((name) => readFileSync(new URL(name, folder), "utf8")).join("");

const ICON = '<svg xmlns="http://www.w3.org/2000/svg"/>';
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'";

/** The words of the preview in a language, as the program reads them from its catalogue. */
export function words(language) {
  const text = readFileSync(new URL(`../../../base/program_words/${language}.toml`, folder), "utf8");
  const table = text.split("\n[preview]\n")[1].split("\n[")[0];
  const entries = [...table.matchAll(/^([\w-]+) = (".*")$/gm)];
  return Object.fromEntries(entries.map(([, name, value]) => [name, JSON.parse(value)]));
}

/** The page for whoever waits for the first build. */
function waiting(base) {
  const { waiting: title, "waiting-text": text } = words("de");
  const values = { language: "de", base, title, text };
  const progress = '<p data-matrikel-progress role="status"></p>';
  const html = readFileSync(new URL("waiting.html", folder), "utf8").replace("{progress}", progress);
  return html.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export class Mock {
  /** Pages by address; what is not there is a 404. */
  pages = new Map();
  /** Other files by path: type and text. */
  files = new Map([
    ["/favicon.ico", ["image/svg+xml", ICON]],
    ["/icon.svg", ["image/svg+xml", ICON]],
  ]);
  /** What is known about a page, besides what every page has. */
  info = {};
  /** Every problem of the site. */
  problems = [];
  build = 1;
  state = "good";
  saved = [];
  /** Milliseconds by which an answer is late, by path. */
  late = new Map();
  /** Paths that were asked for, with their queries. */
  asked = [];
  #streams = new Set();

  constructor(base = "/") {
    this.base = base;
  }

  async start(port = 0) {
    this.server = createServer((request, response) => this.#answer(request, response));
    await new Promise((done) => this.server.listen(port, "127.0.0.1", done));
    this.port = this.server.address().port;
    this.url = `http://127.0.0.1:${this.port}${this.base}`;
    return this;
  }

  async stop() {
    this.send("bye", {});
    for (const stream of this.#streams) stream.end();
    this.#streams.clear();
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  get listeners() {
    return this.#streams.size;
  }

  send(name, data) {
    for (const stream of this.#streams) stream.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** A build is done: every tab hears of it. */
  publish(change = {}) {
    Object.assign(this, { saved: [] }, change);
    this.build += 1;
    this.send("build", this.#last());
  }

  #last() {
    const { build, state, saved } = this;
    return { build, state, saved, seconds: 0.03, errors: 0, warnings: 0, phrase: null };
  }

  async #answer(request, response) {
    const url = new URL(request.url, this.url);
    this.asked.push(url.pathname + url.search);
    const path = `/${url.pathname.slice(this.base.length)}`;
    // What is late on its way is what stood there when it was asked for.
    const wait = this.late.get(path);
    const give = async (status, type, text) => {
      if (wait) await new Promise((done) => setTimeout(done, wait));
      response.writeHead(status, {
        "content-type": type,
        "cache-control": "no-cache",
        "content-security-policy": POLICY,
      });
      response.end(text);
    };
    const json = (value) => give(200, "application/json", JSON.stringify(value));
    if (path === "/.matrikel/events") return this.#listen(response);
    if (path === "/.matrikel/page") return json(this.#known(url));
    if (path === "/.matrikel/problems") return json({ problems: this.problems });
    if (path === "/.matrikel/preview.js") return give(200, "text/javascript", script);
    if (path === "/.matrikel/waiting.css")
      return give(200, "text/css", readFileSync(new URL("waiting.css", folder)));
    const file = this.files.get(path);
    if (file) return give(200, ...file);
    if (this.build === 0) return give(503, "text/html", this.#ended(waiting(this.base), path));
    const page = this.pages.get(path);
    const html = typeof page === "function" ? page(url) : page;
    give(page ? 200 : 404, "text/html; charset=utf-8", this.#ended(html ?? "<p>404", path));
  }

  #ended(html, path) {
    const tag = `<script src="${this.base}.matrikel/preview.js" data-build="${this.build}" data-page="${path}" defer></script>`;
    return html.includes("</body>") ? html.replace("</body>", `${tag}</body>`) : html + tag;
  }

  #known(url) {
    const address = url.searchParams.get("path");
    return {
      build: this.build,
      state: this.state,
      language: "de",
      words: words("de"),
      address,
      base: this.build === 0 ? null : this.base,
      exists: this.build === 0 || this.pages.has(address),
      files: [],
      status: [],
      proof: null,
      fields: [],
      missing_translations: [],
      problems: [],
      stale: [],
      others: { errors: 0, warnings: 0 },
      view: { drafts: false, date: null, usual_drafts: false, ...this.#view(url) },
      share: false,
      ...this.info,
    };
  }

  /** The view that a tab asks for. */
  #view(url) {
    const asked = url.searchParams.get("view") ?? "";
    const [date = null] = /\d{4}-\d{2}-\d{2}/.exec(asked) ?? [];
    return { drafts: asked.includes("drafts"), date };
  }

  #listen(response) {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
    response.write(`retry: 200\nevent: build\ndata: ${JSON.stringify(this.#last())}\n\n`);
    this.#streams.add(response);
    response.on("close", () => this.#streams.delete(response));
  }
}
