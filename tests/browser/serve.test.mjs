// The preview of the real program on a copy of the sample site: an editor writes, the browser
// shows. The program's path comes from MATRIKEL; without it, target/release and target/debug.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { HANGS, launch, tab, test, within } from "./browser.mjs";
import { Mock } from "./mock.mjs";
import { known as sample, problem } from "./sample.mjs";

const project = fileURLToPath(new URL("../../", import.meta.url));
const program = [process.env.MATRIKEL, `${project}target/release/matrikel`, `${project}target/debug/matrikel`].find(
  (path) => path && existsSync(path),
);
const STORY = "content/portraits/das-wehr.md";
let browser;

before(async () => {
  assert.ok(program, "build the program or name it in MATRIKEL");
  browser = await launch();
});
after(() => browser?.close());

/** Starts the program in a site folder; gives the process and its address. */
async function serve(root, { port = "0", options = [] } = {}) {
  const all = ["serve", "--root", root, "--port", port, "--lang", "de", ...options];
  const server = spawn(program, all, { stdio: ["ignore", "pipe", "pipe"] });
  return { server, url: await printedAddress(server) };
}

async function end(server) {
  const ended = new Promise((done) => server.once("exit", done));
  if (server.exitCode === null && server.signalCode === null && server.kill()) await within(ended, "the program");
}

/** The preview of a copy of the sample site, and a tab with a page of it. */
async function preview(t, address = "portraets/das-wehr/", { change = () => {}, options = [] } = {}) {
  const root = mkdtempSync(join(tmpdir(), "matrikel-preview-"));
  for (const part of ["content", "themes", "config.toml"])
    cpSync(join(project, part), join(root, part), { recursive: true });
  const file = (path = STORY) => readFileSync(join(root, path), "utf8");
  const write = (text, path = STORY) => writeFileSync(join(root, path), text);
  change({ file, write });
  const running = await serve(root, { options });
  const context = await browser.newContext();
  t.after(async () => {
    try {
      await context.close();
    } finally {
      await end(running.server);
      rmSync(root, { recursive: true, force: true });
    }
  });
  const { url } = running;
  await answered(url);
  const shown = await tab(context, url + address);
  shown.setDefaultTimeout(HANGS);
  await shown.evaluate(() => {
    window.marker = "still the same page";
  });
  return { root, url, context, shown, file, write, running };
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

/**
 * Ends when the program has built the site, or knows why it cannot. Before, it gives a page for
 * whoever waits, which reloads itself: what a test does to a page would be gone.
 */
async function answered(url) {
  const given = async () => {
    for (;;) {
      const { build, problems } = await known(url, "/");
      if (build > 0 || problems.length > 0) return;
      await new Promise((done) => setTimeout(done, 50));
    }
  };
  await within(given(), "the first build");
}

const until = (shown, text) => shown.waitForFunction((text) => document.body.innerText.includes(text), text);
const overlay = (shown) => shown.locator("matrikel-preview .overlay");
const bar = (shown) => shown.locator("matrikel-preview .bar");
const panel = (shown) => shown.locator("matrikel-preview .panel");
/** What the program knows about a page. */
const known = async (url, path, view = "") =>
  (await fetch(`${url}.matrikel/page?path=${encodeURIComponent(path)}&view=${view}`)).json();
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
  await bar(shown).getByText("Entwurf", { exact: true }).waitFor();
  await bar(shown).locator("button.about").click();
  assert.match(await panel(shown).innerText(), /Das Sofa am Rechen/);
  const answer = await fetch(`${url}portraets/das-wehr/`);
  assert.equal(answer.status, 404);
});

test("the program tells everything that the mock tells, and nothing else", async (t) => {
  const { url } = await preview(t);
  const mock = await new Mock().start();
  t.after(() => mock.stop());
  mock.info = { ...sample, problems: [problem] };
  const kinds = (value) =>
    Object.fromEntries(Object.entries(value).map(([name, one]) => [name, Array.isArray(one) ? "list" : typeof one]));
  const [told, mocked] = [await known(url, "/portraets/das-wehr/"), await known(mock.url, "/portraets/das-wehr/")];
  assert.deepEqual(kinds(told), kinds(mocked));
  assert.deepEqual(told.words, mocked.words);
  const draft = (await known(url, "/portraets/fahrplan/", "drafts")).status;
  const [{ kind, label }] = draft;
  assert.deepEqual([draft.length, kind, label], [1, "draft", "Entwurf"]);
  const parts = (list) => list.map((one) => Object.keys(one).sort());
  assert.deepEqual(parts(draft), parts(mocked.status));
  const person = await known(url, "/verzeichnis/carolin-betzig/");
  assert.deepEqual(parts(person.files.slice(0, 1)), parts(mocked.files));
  assert.deepEqual(parts(person.fields.slice(0, 1)), parts(mocked.fields.slice(0, 1)));
  assert.deepEqual(parts(person.problems.slice(0, 1)), parts(mocked.problems));
});

test("the bar tells which fields of a person are withheld, and why", async (t) => {
  const path = "content/directory/jana-von-mueller.md";
  const { shown, file, write } = await preview(t, "verzeichnis/jana-von-mueller/");
  await until(shown, "jana@example.org");
  await bar(shown).locator("button.fields").click();
  assert.doesNotMatch(await panel(shown).innerText(), /zurückgehalten/);
  write(file(path).replace(/(fields: \[.*?)\bemail, /, "$1"), path);
  await panel(shown).getByText("zurückgehalten").waitFor();
  assert.match(await panel(shown).innerText(), /email\s+zurückgehalten – nicht in consent\.fields/);
  assert.match(await panel(shown).innerText(), /photo\s+sichtbar/);
  await shown.waitForFunction(() => !document.body.innerText.includes("jana@example.org"));
});

test("the page of a person without consent says why it is not there", async (t) => {
  const path = "content/directory/jana-von-mueller.md";
  const { shown, file, write } = await preview(t, "verzeichnis/carolin-betzig/");
  await overlay(shown).waitFor();
  assert.match(await overlay(shown).innerText(), /Carolin Betzig[^]*Einwilligung[^]*widerrufen/);
  await bar(shown).locator("button.fields").click();
  assert.match(await panel(shown).innerText(), /zurückgehalten – die Person ist heute nicht veröffentlicht/);
  await shown.goto(shown.url().replace("carolin-betzig", "jana-von-mueller"));
  await shown.locator("h1", { hasText: "Jana" }).waitFor();
  assert.ok(await overlay(shown).isHidden());
  write(file(path).replace(/^consent:$/m, "consent:\n  withdrawn: 2026-11-02"), path);
  await overlay(shown).getByText(/Einwilligung wurde am 2\. November 2026/).waitFor();
});

test("a template that cannot be read is a mistake over the last good page", async (t) => {
  const path = "themes/campus/templates/portrait.html";
  const { shown, file, write } = await preview(t);
  await bar(shown).waitFor();
  const good = file(path);
  write(`${good}{% if %}`, path);
  await overlay(shown).getByText("portrait.html").waitFor();
  await shown.locator("h1", { hasText: "Das Sofa am Rechen" }).waitFor();
  write(good.replace(/<article[^>]*>/, "$&<p>Neu im Theme.</p>"), path);
  await until(shown, "Neu im Theme.");
  await overlay(shown).waitFor({ state: "hidden" });
  await kept(shown);
});

test("a template that fails on a page shows how it was before, and says so", async (t) => {
  const path = "themes/campus/templates/portrait.html";
  const { url, shown, file, write, running } = await preview(t);
  await bar(shown).waitFor();
  const good = file(path);
  // All is well only when every page was made; then there is a former version of it.
  const story = file();
  write(story.replace(/^title:.*$/m, 'title: "offen'));
  await overlay(shown).locator(".problem").first().waitFor();
  const well = new Promise((done) => {
    let said = "";
    running.server.stderr.on("data", (chunk) => (said += chunk).includes("keine Fehler mehr") && done());
  });
  write(ending(story, "Die gute Fassung."));
  await until(shown, "Die gute Fassung.");
  await well;
  write(good.replace(/<article[^>]*>/, "$&{{ page.nowhere.at_all }}"), path);
  await overlay(shown).getByText("portrait.html").first().waitFor();
  assert.match(await overlay(shown).innerText(), /Zu sehen ist die letzte fehlerfreie Fassung/);
  await until(shown, "Die gute Fassung.");
  const told = await known(url, "/portraets/das-wehr/");
  assert.deepEqual([told.state, told.stale], ["broken", [path]]);
  assert.equal((await known(url, "/veranstaltungen/")).exists, true);
  write(good, path);
  await overlay(shown).waitFor({ state: "hidden" });
  await kept(shown);
});

test("settings that are wrong at the start: the page says so and mends itself", async (t) => {
  let good;
  const change = ({ file, write }) => {
    good = file("config.toml").replace("alumni.example.org/", "alumni.example.org/alumni/");
    write("title = \n", "config.toml");
  };
  const { shown, write, url } = await preview(t, "alumni/portraets/das-wehr/", { change });
  await overlay(shown).getByText("config.toml:1").waitFor();
  await until(shown, "Hier gibt es noch nichts zu sehen");
  assert.doesNotMatch(await overlay(shown).innerText(), /gibt es nicht/);
  await kept(shown);
  write(good, "config.toml");
  await shown.locator("h1", { hasText: "Das Sofa am Rechen" }).waitFor();
  assert.equal(shown.url(), `${url}alumni/portraets/das-wehr/`);
  await bar(shown).getByText("das-wehr.md").waitFor();
  assert.ok(await overlay(shown).isHidden());
});

test("a preview that is started anew finds its tabs", async (t) => {
  const { root, url, shown, file, write, running } = await preview(t);
  await bar(shown).waitFor();
  await end(running.server);
  await bar(shown).getByText(/beendet|keine Verbindung/).waitFor();
  write(ending(file(), "Nach dem Neustart."));
  Object.assign(running, await serve(root, { port: new URL(url).port }));
  await until(shown, "Nach dem Neustart.");
  await shown.waitForFunction(
    () => document.querySelector("matrikel-preview").shadowRoot.querySelector(".note").textContent === "",
  );
  await kept(shown);
});

test("after saving, a tab goes to the page of that file if it is asked to", async (t) => {
  const change = ({ file, write }) =>
    write(file("config.toml").replace("alumni.example.org/", "alumni.example.org/alumni/"), "config.toml");
  const { url, shown, file, write } = await preview(t, "", { change });
  await shown.waitForURL(`${url}alumni/`);
  await bar(shown).locator("button.view").click();
  await panel(shown).getByText("Nach dem Speichern").click();
  write(ending(file(), "Hier bin ich."));
  await shown.waitForURL(`${url}alumni/portraets/das-wehr/`);
  await until(shown, "Hier bin ich.");
});

test("a site that gets another address is followed there and back", async (t) => {
  const { url, shown, file, write } = await preview(t);
  await bar(shown).waitFor();
  const good = file("config.toml");
  write(good.replace("alumni.example.org/", "alumni.example.org/portraets/"), "config.toml");
  await shown.waitForURL(`${url}portraets/portraets/das-wehr/`);
  await bar(shown).getByText("das-wehr.md").waitFor();
  assert.ok(await overlay(shown).isHidden());
  assert.equal(await shown.evaluate(() => getComputedStyle(document.body).display), "flex");
  write(good, "config.toml");
  await shown.waitForURL(`${url}portraets/das-wehr/`);
  await bar(shown).getByText("das-wehr.md").waitFor();
});

test("a guest of a shared preview learns no file, no excerpt and no message", async (t) => {
  const { url, shown, file, write } = await preview(t, undefined, { options: ["--share"] });
  await shown.locator("h1", { hasText: "Das Sofa am Rechen" }).waitFor();
  write(file().replace(/^title:.*$/m, 'title: "offen'));
  const sentence = shown.locator("matrikel-preview .share");
  await sentence.getByText("An dieser Seite wird gerade gearbeitet").waitFor();
  assert.ok(await bar(shown).isHidden());
  const told = [await known(url, "/portraets/das-wehr/"), await known(url, "/verzeichnis/carolin-betzig/")];
  told.push(await (await fetch(`${url}.matrikel/problems`)).json());
  for (const one of told) {
    delete one.words;
    assert.doesNotMatch(JSON.stringify(one), /\.md|content\/|offen|Betzig|vscode|Einwilligung/);
  }
  assert.equal((await known(url, "/veranstaltungen/")).state, "good", "elsewhere all is well");
});

test("where drafts are the usual view, the public one can be had", async (t) => {
  const { url, shown } = await preview(t, "portraets/fahrplan/", { options: ["--drafts"] });
  await bar(shown).getByText("Mit Entwürfen").waitFor();
  await bar(shown).locator("button.view").click();
  await panel(shown).getByText("Wie die Öffentlichkeit").click();
  await shown.waitForURL(`${url}portraets/fahrplan/?view=public`);
  await overlay(shown).waitFor();
  assert.equal((await fetch(shown.url())).status, 404);
});

/** What the panel tells of the page as search engines and feed readers see it. */
async function seenByMachines(shown) {
  await bar(shown).locator("button.view").click();
  await panel(shown).getByText("Wie Suchmaschinen").click();
  const seen = panel(shown).locator(".seen");
  await seen.locator("p, pre").last().waitFor();
  return seen;
}

test("in a preview with drafts, search engines see what the public site will be", async (t) => {
  const address = "verzeichnis/jana-von-mueller/";
  const { url, shown } = await preview(t, address, { options: ["--drafts"] });
  await bar(shown).getByText("Mit Entwürfen").waitFor();
  const data = (page) => [...page.querySelectorAll('script[type="application/ld+json"]')].map((one) => one.textContent);
  assert.equal(await shown.locator("meta[name=robots][content*=noindex]").count(), 1, "the draft view is kept from them");
  assert.deepEqual(await shown.evaluate(`(${data})(document)`), []);
  const html = await (await fetch(`${url}${address}?view=public`)).text();
  const pub = await shown.evaluate(
    `(${data})(new DOMParser().parseFromString(${JSON.stringify(html)}, "text/html"))`,
  );
  assert.ok(pub.length > 0, "the public page has structured data");
  const seen = await seenByMachines(shown);
  const told = await seen.innerText();
  assert.match(told, /dürfen die Seite aufnehmen/);
  assert.doesNotMatch(told, /noindex|Entwürfe/);
  const blocks = await seen.locator("pre").allInnerTexts();
  assert.deepEqual(blocks.slice(0, pub.length).map((one) => JSON.parse(one)), pub.map((one) => JSON.parse(one)));
  assert.match(blocks[0], /"@type": "Person"[^]*"familyName": "von Müller"/);
  // A story is in a feed, and what is a draft is on no public page.
  await shown.goto(`${url}portraets/brueckenpruefung/`);
  assert.match(await (await seenByMachines(shown)).locator("pre").last().innerText(), /"url": "[^"]*brueckenpruefung/);
  await shown.goto(`${url}portraets/fahrplan/`);
  assert.match(await (await seenByMachines(shown)).innerText(), /Die öffentliche Website hat diese Seite nicht/);
});

test("the dot is grey where the site has no page, and green on a good one", async (t) => {
  const { url, shown, file, write } = await preview(t, "gibt-es-nicht/");
  const dot = () =>
    bar(shown)
      .locator(".dot")
      .evaluate((one) => {
        const [r, g, b] = getComputedStyle(one).backgroundColor.match(/\d+/g).map(Number);
        return Math.max(r, g, b) - Math.min(r, g, b) < 10 ? "grey" : g > r ? "green" : "red";
      });
  const at = async (address) => {
    await shown.goto(url + address);
    await bar(shown).waitFor();
    return dot();
  };
  await overlay(shown).waitFor();
  assert.equal(await dot(), "grey", "an address that never was one");
  assert.equal(await at("verzeichnis/carolin-betzig/"), "grey", "a person who has withdrawn");
  assert.equal(await at("portraets/fahrplan/"), "grey", "a draft, seen as the public");
  assert.equal(await at("portraets/fahrplan/?view=drafts"), "green", "the draft with drafts");
  assert.equal(await at("portraets/das-wehr/"), "green");
  const good = file();
  write(good.replace(/^---\n/, "---\ndraft: true\n"));
  await overlay(shown).waitFor();
  assert.equal(await dot(), "grey", "a page that has just become a draft");
  write(good);
  await overlay(shown).waitFor({ state: "hidden" });
  assert.equal(await dot(), "green");
});

test("a site that cannot be made at all has no green dot", async (t) => {
  const { shown } = await preview(t, "", { change: ({ write }) => write("title = \n", "config.toml") });
  await overlay(shown).getByText("config.toml:1").waitFor();
  const [r, g] = await bar(shown).locator(".dot").evaluate((one) => getComputedStyle(one).backgroundColor.match(/\d+/g).map(Number));
  assert.ok(r > g, "red, since it is a mistake");
});

for (const width of [1200, 390])
  test(`the mark of drafts moves nothing on the page (${width} px wide)`, async (t) => {
    const { shown } = await preview(t, "verzeichnis/jana-von-mueller/");
    await shown.setViewportSize({ width, height: 844 });
    await bar(shown).waitFor();
    const places = () =>
      shown.evaluate(async () => {
        await document.fonts.ready;
        const all = document.querySelectorAll("header.top, main, main *, footer, footer *");
        const place = (one) => {
          const { left, top, width, height } = one.getBoundingClientRect();
          return `${one.tagName} ${[left, top + scrollY, width, height].map((part) => part.toFixed(1))}`;
        };
        return { all: [...all].map(place), page: [document.documentElement.scrollWidth, document.documentElement.scrollHeight] };
      });
    const change = async (address) => {
      await bar(shown).locator("button.view").click();
      await panel(shown).getByText("Mit Entwürfen").click();
      await shown.waitForURL(address);
      await bar(shown).waitFor();
    };
    const mark = shown.locator(".drafts");
    const without = await places();
    assert.equal(await mark.count(), 0);
    assert.ok(without.all.length > 50 && without.all[1].startsWith("MAIN "), "there is something to move");
    await change(/view=drafts/);
    await mark.waitFor();
    assert.match(await mark.innerText(), /Vorschau mit Entwürfen/);
    assert.deepEqual(await places(), without);
    const seen = await mark.evaluate((one) => {
      const { left, right, bottom } = one.getBoundingClientRect();
      return [left >= 0, right <= innerWidth, innerHeight - bottom];
    });
    const { height } = await bar(shown).boundingBox();
    assert.ok(seen[0] && seen[1] && seen[2] >= height, `the mark and the bar do not cover each other: ${seen}`);
    await change(/jana-von-mueller\/$/);
    assert.equal(await mark.count(), 0);
    assert.deepEqual(await places(), without);
  });

test("a mistake in a template that hits many pages is listed once", async (t) => {
  const path = "themes/campus/templates/person.html";
  const { url, shown, file, write } = await preview(t, "verzeichnis/jana-von-mueller/");
  await bar(shown).waitFor();
  const good = file(path);
  write(good.replace(/block main -?%\}/, "$&{{ page.nowhere.at_all }}"), path);
  await overlay(shown).getByText("person.html").first().waitFor();
  // Every page is asked for in the background; each of them fails.
  const all = async () => (await (await fetch(`${url}.matrikel/problems`)).json()).problems;
  const told = async () => {
    while (!(await all()).some(({ severity }) => severity === "error")) await new Promise((done) => setTimeout(done, 50));
  };
  await within(told(), "the look at all pages");
  assert.match((await all()).find(({ severity }) => severity === "error").message, /nowhere/);
  for (const address of ["verzeichnis/jana-von-mueller/", "en/directory/enno-haecker/"]) {
    await shown.goto(url + address);
    await overlay(shown).locator(".problem").first().waitFor();
    assert.equal(await overlay(shown).locator(".problem").count(), 1, "in the overlay");
    await bar(shown).locator("button.problems").click();
    assert.equal(await bar(shown).locator("button.problems").innerText(), "1 Fehler");
    const listed = panel(shown).locator(".problem.error", { hasText: "person.html" });
    assert.equal(await listed.count(), 1, "in the panel");
    const more = panel(shown).getByText("Alle zeigen");
    if (await more.isVisible()) {
      await more.click();
      await more.waitFor({ state: "hidden" });
    }
    assert.equal(await listed.count(), 1, "among all of the site");
  }
});

test("what is hostile in a file stays text", async (t) => {
  const name = "content/<img src=x onerror=alert(1)>.md";
  const { shown, write } = await preview(t, "%3Cimg%20src=x%20onerror=alert(1)%3E/");
  await overlay(shown).waitFor();
  write("---\ntitle: <img src=x onerror=alert(2)>\n<script>alert(3)</script>: '\n---\n<script>alert(4)</script>\n", name);
  await overlay(shown).locator(".problem").first().waitFor();
  assert.match(await overlay(shown).innerText(), /<img src=x onerror=alert\(1\)>\.md/);
  const elements = await shown.evaluate(() => {
    const { shadowRoot } = document.querySelector("matrikel-preview");
    return shadowRoot.querySelectorAll("img, script").length + document.querySelectorAll("[onerror], script:not([src]):not([type])").length;
  });
  assert.equal(elements, 0);
  assert.deepEqual(shown.said.filter((line) => !line.includes("404")), []);
});
