// The preview of the real program on a copy of the sample site: an editor writes, the browser
// shows. The program's path comes from MATRIKEL; without it, target/release and target/debug.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, tab } from "./browser.mjs";

const project = fileURLToPath(new URL("../../", import.meta.url));
const program = [process.env.MATRIKEL, `${project}target/release/matrikel`, `${project}target/debug/matrikel`].find(
  (path) => path && existsSync(path),
);
const STORY = "content/portraits/das-wehr.md";
/** Milliseconds after which something hangs. */
const HANGS = 60_000;
let browser;

before(async () => {
  assert.ok(program, "build the program or name it in MATRIKEL");
  browser = await launch();
});
after(() => browser?.close());

/** The preview of a copy of the sample site, and a tab with the page of a story. */
async function preview(t, address = "portraets/das-wehr/") {
  const root = mkdtempSync(join(tmpdir(), "matrikel-preview-"));
  for (const part of ["content", "themes", "config.toml"])
    cpSync(join(project, part), join(root, part), { recursive: true });
  const server = spawn(program, ["serve", "--root", root, "--port", "0", "--lang", "de"], { stdio: ["ignore", "pipe", "pipe"] });
  const context = await browser.newContext();
  t.after(async () => {
    await context.close();
    const ended = new Promise((done) => server.once("exit", done));
    if (server.exitCode === null && server.kill()) await ended;
    rmSync(root, { recursive: true, force: true });
  });
  const url = await printedAddress(server);
  const shown = await tab(context, url + address);
  shown.setDefaultTimeout(HANGS);
  await shown.evaluate(() => {
    window.marker = "still the same page";
  });
  const file = (path = STORY) => readFileSync(join(root, path), "utf8");
  const write = (text, path = STORY) => writeFileSync(join(root, path), text);
  return { root, url, context, shown, file, write };
}

function printedAddress(server) {
  return new Promise((done, fail) => {
    let said = "";
    const read = (chunk) => {
      said += chunk;
      const [address] = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(said) ?? [];
      if (address) done(address.endsWith("/") ? address : `${address}/`);
    };
    server.stdout.on("data", read);
    server.stderr.on("data", read);
    server.once("error", fail);
    server.once("exit", (code) => fail(new Error(`the program ended with ${code}: ${said}`)));
    setTimeout(() => fail(new Error(`no address: ${said}`)), HANGS).unref();
  });
}

const until = (shown, text) => shown.waitForFunction((text) => document.body.innerText.includes(text), text);
const overlay = (shown) => shown.locator("matrikel-preview .overlay");
const bar = (shown) => shown.locator("matrikel-preview .bar");
const kept = async (shown) => assert.equal(await shown.evaluate(() => window.marker), "still the same page");
/** A file whose last paragraph is another one. */
const ending = (text, paragraph) => `${text.trimEnd()}\n\n${paragraph}\n`;

test("a saved sentence appears in the open page; scroll and a half-filled field stay", async (t) => {
  const { shown, file, write } = await preview(t);
  await bar(shown).waitFor();
  // The built-in theme has no form; one that somebody's script has added serves as well.
  await shown.evaluate(() => {
    const field = document.createElement("input");
    field.id = "typed";
    document.querySelector("main").prepend(field);
    scrollTo(0, 300);
  });
  await shown.locator("#typed").evaluate((field) => field.focus({ preventScroll: true }));
  await shown.keyboard.type("halb fert");
  const scroll = await shown.evaluate(() => scrollY);
  write(ending(file(), "Ein Satz, der eben gespeichert wurde."));
  await until(shown, "Ein Satz, der eben gespeichert wurde.");
  await kept(shown);
  assert.equal(await shown.evaluate(() => scrollY), scroll);
  assert.equal(await shown.locator("#typed").inputValue(), "halb fert");
  assert.equal(await shown.evaluate(() => document.activeElement.id), "typed");
});

test("a mistake is shown over the last good page and goes when it is mended", async (t) => {
  const { shown, file, write } = await preview(t);
  await bar(shown).waitFor();
  const good = file();
  const title = await shown.title();
  write(good.replace(/^title:.*$/m, 'title: "<img src=x onerror=alert(1)>'));
  await overlay(shown).locator(".problem").first().waitFor();
  assert.match(await overlay(shown).innerText(), /das-wehr\.md:\d+/);
  assert.equal(await overlay(shown).locator("img").count(), 0);
  assert.equal(await shown.title(), title);
  write(ending(good, "Der Fehler ist behoben."));
  await until(shown, "Der Fehler ist behoben.");
  await overlay(shown).waitFor({ state: "hidden" });
  await kept(shown);
});

test("a deleted page stays on the screen with a note and comes back", async (t) => {
  const { root, shown, file, write } = await preview(t);
  await bar(shown).waitFor();
  const [good, heading] = [file(), await shown.locator("h1").innerText()];
  rmSync(join(root, STORY));
  await overlay(shown).waitFor();
  assert.equal(await shown.locator("h1").innerText(), heading);
  write(ending(good, "Wieder da."));
  await until(shown, "Wieder da.");
  await overlay(shown).waitFor({ state: "hidden" });
  await kept(shown);
});

test("of a hundred quick saves the last one wins, and the page is what the server has", async (t) => {
  const { shown, file, write } = await preview(t);
  await bar(shown).waitFor();
  const good = file();
  for (let at = 1; at <= 100; at += 1) {
    write(ending(good, `Fassung ${at} von hundert.`));
    if (at % 7 === 0) await new Promise(setImmediate);
  }
  await until(shown, "Fassung 100 von hundert.");
  // The build number in the page may still be a later one's; wait until both agree.
  const same = await shown.waitForFunction(async () => {
    const text = await (await fetch(location.href, { cache: "no-cache" })).text();
    const served = new DOMParser().parseFromString(text, "text/html").documentElement;
    const live = document.documentElement.cloneNode(true);
    live.querySelector("matrikel-preview")?.remove();
    return live.outerHTML === served.outerHTML;
  });
  assert.ok(await same.jsonValue());
  await kept(shown);
});

test("a change of the stylesheet is on the screen without a reload", async (t) => {
  const { shown, file, write } = await preview(t);
  await bar(shown).waitFor();
  const path = "themes/campus/assets/campus.css";
  write(`${file(path)}\nh1 { letter-spacing: 7px !important }\n`, path);
  await shown.waitForFunction(() => getComputedStyle(document.querySelector("h1")).letterSpacing === "7px");
  await kept(shown);
});

test("a draft is seen in the view with drafts only", async (t) => {
  const { url, shown, file, write } = await preview(t, "portraets/das-wehr/?view=drafts");
  await bar(shown).waitFor();
  const draft = file().replace(/^---\n/, "---\ndraft: true\n");
  write(ending(draft, "Noch ein Entwurf."));
  await until(shown, "Noch ein Entwurf.");
  assert.match(await bar(shown).innerText(), /Entwurf/);
  const answer = await fetch(`${url}portraets/das-wehr/`);
  assert.equal(answer.status, 404);
});
