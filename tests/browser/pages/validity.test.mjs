// Every file of the site is what its standard says: HTML by two checkers, CSS and SVG by one.
//
// In come the files of the built site; out goes what breaks HTML, CSS or SVG. Never a page left
// out of the Nu checker's one run; html-validate reads all of them in the long form. Of its rules,
// what is turned off has a reason.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { promisify } from "node:util";
import { HtmlValidate } from "html-validate";
import { test } from "../browser.mjs";
import { long } from "../extent.mjs";
import { none, WALK_HANGS } from "./visit.mjs";
import { Site } from "./site.mjs";

const site = new Site();
after(() => site.end());

const checker = new HtmlValidate({
  root: true,
  extends: ["html-validate:recommended", "html-validate:a11y", "html-validate:document"],
  rules: {
    // Style, not validity: how the source is written matters to nobody who reads the page.
    "void-style": "off",
    "no-trailing-whitespace": "off",
    "attribute-boolean-style": "off",
    "attribute-empty-style": "off",
    "doctype-style": "off",
    // The titles of pages are written by editors; search engines cut them, readers do not mind.
    "long-title": "off",
    // Telephone numbers wrap where the line ends; they are given as people write them.
    "tel-non-breaking": "off",
    // ARIA allows a name for a list, and screen readers say it; the rule knows landmarks only.
    "aria-label-misuse": ["error", { allowAnyNamable: true }],
    // A policy forbids foreign files altogether, hence there is nothing to hold to a checksum.
    "require-sri": "off",
  },
});

test("html-validate finds nothing in any kind of page", async () => {
  const found = [];
  for (const at of [...(long ? site.pages : site.varied), ...site.moved]) {
    const report = await checker.validateString(site.text(site.file(at)), site.file(at));
    const messages = report.results.flatMap(({ messages }) => messages);
    found.push([at, messages.map(({ ruleId, message, line, selector }) => `${ruleId} – ${message} – line ${line} ${selector ?? ""}`)]);
  }
  none(found, "not valid");
}, WALK_HANGS);

/** HTML, and the other kinds of files that it knows. */
const KINDS = ["--skip-non-html", "--also-check-css", "--also-check-svg"];

/** What the Nu checker says about whole folders, in one run, file by file of each. */
async function nu(...folders) {
  const jar = String(createRequire(import.meta.url)("vnu-jar"));
  // The run is short: what a second compiler and a second collector of memory save comes too late.
  const brief = ["-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"];
  const all = [...brief, "-jar", jar, "--format", "json", "--exit-zero-always", ...KINDS, ...folders];
  const { stdout, stderr } = await promisify(execFile)(process.env.JAVA ?? "java", all, { maxBuffer: 1 << 28 });
  const { messages } = JSON.parse(stdout.trim() || stderr);
  const said = messages.map(({ url, type, subType, lastLine, message, extract }) => [
    url,
    [`${subType ?? type} – ${message} – line ${lastLine} ${extract?.trim().slice(0, 100) ?? ""}`],
  ]);
  const below = (folder) => said.filter(([url]) => url.includes(`${folder}/`));
  return folders.map((folder) => below(folder).map(([url, list]) => [url.slice(url.indexOf(folder) + folder.length + 1), list]));
}

/** What the checker's parser of CSS does not know yet: container units (CSS Containment 3). */
const UNKNOWN = /“container-type”|Unknown dimension.*cqi/s;

/** Files of every kind that the checker knows, each with a mistake. */
function mistakes() {
  const folder = mkdtempSync(join(tmpdir(), "matrikel-wrong-"));
  writeFileSync(join(folder, "wrong.html"), "<!DOCTYPE html><html lang=en><title>a</title><p></div>");
  writeFileSync(join(folder, "wrong.css"), "p { colour: red }");
  writeFileSync(join(folder, "wrong.svg"), '<svg xmlns="http://www.w3.org/2000/svg"><rect colour="red"/></svg>');
  return folder;
}

test("the Nu checker reads what it is given, of every kind, and finds nothing in any file of the site", async (t) => {
  const wrong = mistakes();
  t.after(() => rmSync(wrong, { recursive: true, force: true }));
  const [found, known] = await nu(site.folder, wrong);
  assert.deepEqual([...new Set(known.map(([path]) => path))].sort(), ["wrong.css", "wrong.html", "wrong.svg"]);
  none(found.filter(([path, [message]]) => !(path.endsWith(".css") && UNKNOWN.test(message))), "not valid");
}, WALK_HANGS);
