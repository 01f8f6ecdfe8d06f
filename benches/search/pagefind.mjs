// Pagefind's index of a built site: PAGEFIND=…/pagefind node pagefind.mjs PUBLIC COPY
// In: a built site, an empty folder, the program in the environment. Out: a copy of the pages of people, stories and events
// with Pagefind's marks and its index in it; what that took, as JSON.
// Never: a change to the built site.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";

/** Milliseconds after which the index counts as not to be had. */
const LIMIT = 15 * 60_000;
const SECTIONS = ["verzeichnis", "portraets", "veranstaltungen"];
/** The folders of a section that are lists. */
const LISTS = new Set(["a-z", "archiv", "seite"]);

/** A page with the marks that Pagefind's manual asks for; what says nothing about the person is left out. */
function marked(html) {
  return html
    .replace("<main ", "<main data-pagefind-body ")
    .replace('<nav class="crumbs"', '<nav data-pagefind-ignore class="crumbs"')
    .replace('<span class="initials', '<span data-pagefind-ignore class="initials')
    .replace(/<section class="band">(?=\s*<h2>Kontakt<)/u, '<section data-pagefind-ignore class="band">')
    .replace(/<a (?=href="\/fakultaeten\/)/gu, '<a data-pagefind-filter="faculty" ')
    .replace(/<a (?=href="\/jahrgaenge\/)/gu, '<a data-pagefind-filter="year" ')
    .replace(/(?<=<dt>Ort<\/dt>)<dd>/u, '<dd data-pagefind-filter="place">');
}

function copied(site, copy) {
  let pages = 0;
  for (const section of SECTIONS) {
    for (const name of readdirSync(join(site, section))) {
      const from = join(site, section, name, "index.html");
      if (LISTS.has(name) || !existsSync(from)) continue;
      mkdirSync(join(copy, section, name), { recursive: true });
      writeFileSync(join(copy, section, name, "index.html"), marked(readFileSync(from, "utf8")), { flag: "wx" });
      pages += 1;
    }
  }
  return pages;
}

/** Runs a program; gives its exit, seconds, and the most memory it held, in KiB. */
function run(program, parts) {
  const begun = performance.now();
  const child = spawn(program, parts, { stdio: ["ignore", "inherit", "inherit"] });
  let peak = 0;
  const look = setInterval(() => {
    try {
      const line = /VmHWM:\s+(\d+)/u.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"));
      peak = Math.max(peak, Number(line?.[1] ?? 0));
    } catch {
      // It ended between two looks.
    }
  }, 50);
  const late = setTimeout(() => child.kill("SIGKILL"), LIMIT);
  return new Promise((done, failed) => {
    child.on("error", failed);
    child.on("exit", (code, signal) => {
      clearInterval(look);
      clearTimeout(late);
      done({ code, signal, seconds: (performance.now() - begun) / 1000, peak });
    });
  });
}

function sizes(folder) {
  const kinds = {};
  for (const name of readdirSync(folder, { recursive: true })) {
    const found = statSync(join(folder, name));
    if (!found.isFile()) continue;
    const kind = (kinds[extname(name)] ??= { files: 0, bytes: 0, largest: 0 });
    kind.files += 1;
    kind.bytes += found.size;
    kind.largest = Math.max(kind.largest, found.size);
  }
  return kinds;
}

const total = (kinds, key) => Object.values(kinds).reduce((sum, kind) => sum + kind[key], 0);

const [site, copy] = process.argv.slice(2);
if (!site || !copy || !process.env.PAGEFIND) {
  console.error("usage: PAGEFIND=PROGRAM node pagefind.mjs PUBLIC COPY");
  process.exit(2);
}
const pages = copied(site, copy);
const { code, signal, seconds, peak } = await run(process.env.PAGEFIND, ["--site", copy, "--silent"]);
const kinds = code === 0 ? sizes(join(copy, "pagefind")) : {};
console.log(JSON.stringify(
  { pages, code, signal, seconds, peakKiB: peak, files: total(kinds, "files"), bytes: total(kinds, "bytes"), kinds }, null, 2));
process.exitCode = code === 0 ? 0 : 1;
