// The browser side of the preview against a mock server: live reload, overlay, bar.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { createRequire } from "node:module";
import { launch, tab, test } from "./browser.mjs";
import { Mock, script, words } from "./mock.mjs";
import { known, page, problem, stylesheet, warning } from "./sample.mjs";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const ADDRESS = "/portraets/jana/";
let browser;

before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** A mock site with one page and a tab that shows it; both end with the test. */
async function site(t, change = () => {}, { base = "/", address = ADDRESS, ...options } = {}) {
  const mock = new Mock(base);
  mock.pages.set(ADDRESS, page());
  mock.files.set("/campus.1.css", stylesheet);
  change(mock);
  await mock.start();
  const context = await browser.newContext(options);
  t.after(async () => {
    await context.close();
    await mock.stop();
  });
  const shown = await tab(context, mock.url + address.slice(1));
  await shown.evaluate(() => {
    window.marker = "still the same page";
  });
  return { mock, context, shown };
}

const marker = (shown) => shown.evaluate(() => window.marker);
const kept = async (shown) => assert.equal(await marker(shown), "still the same page");
const until = (shown, text) => shown.waitForFunction((text) => document.body.innerText.includes(text), text);
const bar = (shown) => shown.locator("matrikel-preview aside");

/** Waits until something holds, for at most twenty seconds. */
async function holds(condition) {
  for (let at = 0; at < 2000 && !condition(); at += 1) await new Promise((done) => setTimeout(done, 10));
  assert.ok(condition(), `${condition}`);
}
const listening = (mock) => holds(() => mock.listeners > 0);

async function change(mock, shown, parts, marked = parts.lead) {
  await listening(mock);
  const loaded = await shown.evaluate(() => performance.timeOrigin);
  mock.pages.set(ADDRESS, page(parts));
  mock.publish();
  await until(shown, marked);
  assert.equal(await shown.evaluate(() => performance.timeOrigin), loaded, "patched, not loaded anew");
}

test("every word the script names exists in both languages", () => {
  const named = [...script.matchAll(/\bword\(\s*"([\w-]+)"/g)].map(([, name]) => name);
  for (const [, name] of script.matchAll(/\bcount\("([\w-]+)"/g)) named.push(`${name}-one`, `${name}-many`);
  for (const [, yes, no] of script.matchAll(/word\(\w+ \? "([\w-]+)" : "([\w-]+)"\)/g)) named.push(yes, no);
  for (const [, name] of script.matchAll(/choice\("([\w-]+)"/g)) named.push(name);
  named.push("error", "warning", "note");
  assert.ok(named.length > 40, "the words are found");
  for (const language of ["de", "en"]) {
    const known = words(language);
    assert.deepEqual(named.filter((name) => !known[name]), [], language);
  }
});

test("a changed text appears without a reload, and nothing else moves", async (t) => {
  const { mock, shown } = await site(t);
  const field = shown.locator("input[name=q]");
  await shown.locator("summary").click();
  await field.fill("Brückenbau");
  await field.evaluate((input) => input.setSelectionRange(2, 5));
  await shown.evaluate(() => scrollTo(0, 400));
  await change(mock, shown, { lead: "Sie prüft Tunnel.", title: "Jana Müller" });
  await kept(shown);
  const state = await shown.evaluate(() => {
    const input = document.querySelector("input[name=q]");
    return {
      title: document.title,
      scroll: scrollY,
      value: input.value,
      focus: document.activeElement === input,
      selection: [input.selectionStart, input.selectionEnd],
      open: document.querySelector("details").open,
    };
  });
  assert.deepEqual(state, {
    title: "Jana Müller",
    scroll: 400,
    value: "Brückenbau",
    focus: true,
    selection: [2, 5],
    open: true,
  });
  assert.deepEqual(shown.said, []);
});

test("new paragraphs before an open element do not cost it", async (t) => {
  const { mock, shown } = await site(t);
  await shown.locator("summary").click();
  await shown.locator("input[name=q]").fill("halb fert");
  const before = "<p>Ein neuer Absatz.</p><form></form><details><summary>Neu</summary></details><p>Noch einer.</p>";
  await change(mock, shown, { before, after: "<p>Zum Schluss.</p><ul></ul>" }, "Noch einer.");
  const open = await shown.evaluate(() =>
    [...document.querySelectorAll("details")].map((one) => [one.textContent.slice(0, 3), one.open]),
  );
  assert.deepEqual(open, [["Neu", false], ["Wer", true]]);
  assert.equal(await shown.locator("input[name=q]").inputValue(), "halb fert");
});

test("what the page's own script has added stays", async (t) => {
  const hits = '<ul id="hits"></ul>';
  const { mock, shown } = await site(t, (mock) => mock.pages.set(ADDRESS, page({ before: hits })));
  await shown.evaluate(() => {
    hits.innerHTML = "<li>Treffer 1</li>";
    document.documentElement.classList.add("js");
  });
  await change(mock, shown, { before: hits, lead: "Sie prüft Tunnel." });
  assert.equal(await shown.locator("#hits li").count(), 1);
  assert.equal(await shown.evaluate(() => document.documentElement.className), "js");
});

test("after any changes the page is what the server has", async (t) => {
  const { mock, shown } = await site(t);
  const parts = [
    { title: "A", before: "<ul><li>1</li><li>2</li><li>3</li></ul><!-- x --><noscript><p>n</p></noscript>" },
    { title: "B", before: "<ul><li>3</li><li>1</li></ul><template><b>t</b></template>", head: '<meta name="robots" content="noindex">' },
    { title: "C", before: "<table><tr><td>1</td></tr></table>", after: "<svg viewBox='0 0 1 1'><path d='M0 0'/></svg>" },
    { title: "D", before: "<template><i>u</i></template><noscript><p>m</p></noscript>" },
    { title: "E", lead: "&lt;b&gt; &amp; <b lang=en data-x='1'>fett</b>" },
  ];
  for (const part of parts) {
    await change(mock, shown, { ...part, lead: `Stand ${part.title}: ${part.lead ?? ""}` }, `Stand ${part.title}:`);
    const number = `${mock.build}`;
    await shown.waitForFunction((number) => document.querySelector("script[data-build]").dataset.build === number, number);
    const [live, served] = await shown.evaluate(async () => {
      const text = await (await fetch(location.href)).text();
      const parsed = new DOMParser().parseFromString(text, "text/html");
      const live = document.documentElement.cloneNode(true);
      live.querySelector("matrikel-preview").remove();
      for (const hidden of live.querySelectorAll("noscript")) hidden.innerHTML = hidden.textContent;
      return [live.outerHTML, parsed.documentElement.outerHTML];
    });
    assert.equal(live, served);
  }
  await kept(shown);
});

test("a new stylesheet replaces the old one without a flash", async (t) => {
  const { mock, shown } = await site(t, (mock) => {
    mock.files.set("/campus.2.css", ["text/css", `${stylesheet[1]} h1 { letter-spacing: 7px }`]);
    mock.late.set("/campus.2.css", 300);
  });
  await shown.evaluate(() => {
    window.seen = new Set();
    const look = () => {
      const body = getComputedStyle(document.body);
      window.seen.add(`${body.display} ${body.margin}`);
      requestAnimationFrame(look);
    };
    look();
  });
  await change(mock, shown, { style: "/campus.2.css", lead: "In neuem Kleid." });
  const state = await shown.evaluate(() => ({
    sheets: [...document.querySelectorAll("link[rel=stylesheet]")].map((link) => link.getAttribute("href")),
    spacing: getComputedStyle(document.querySelector("h1")).letterSpacing,
    seen: [...window.seen],
  }));
  assert.deepEqual(state, { sheets: ["/campus.2.css"], spacing: "7px", seen: ["flex 0px"] });
  await kept(shown);
});

test("a stylesheet that cannot be had leaves the old one", async (t) => {
  const { mock, shown } = await site(t);
  await change(mock, shown, { style: "/campus.9.css", lead: "Ohne Kleid?" });
  assert.equal(await shown.evaluate(() => getComputedStyle(document.body).display), "flex");
  await change(mock, shown, { lead: "Wieder da." });
  const sheets = await shown.evaluate(() =>
    [...document.querySelectorAll("link[rel=stylesheet]")].map((link) => link.getAttribute("href")),
  );
  assert.deepEqual(sheets, ["/campus.1.css"]);
});

test("a script runs once, a new one when it comes", async (t) => {
  const { mock, shown } = await site(t, (mock) => {
    const counts = "window.runs = (window.runs ?? 0) + 1;";
    mock.files.set("/a.js", ["text/javascript", counts]);
    mock.files.set("/b.js", ["text/javascript", `${counts} document.body.append("b lief");`]);
    mock.pages.set(ADDRESS, page({ before: '<script src="/a.js"></script>' }));
  });
  const lead = "Sie prüft Tunnel.";
  await change(mock, shown, { before: '<p>neu</p><script src="/a.js"></script>', lead });
  assert.equal(await shown.evaluate(() => window.runs), 1);
  const both = '<script src="/b.js"></script><p>x</p><div><script src="/a.js"></script></div>';
  await change(mock, shown, { before: both, lead }, "b lief");
  assert.equal(await shown.evaluate(() => window.runs), 2);
});

test("a mistake is shown as text over the last good page and goes when it is mended", async (t) => {
  const { mock, shown } = await site(t);
  await listening(mock);
  mock.publish({ state: "broken", info: { problems: [problem, warning], stale: [problem.path] } });
  const overlay = bar(shown).locator(".overlay");
  await overlay.locator(".problem").waitFor();
  assert.equal(await overlay.locator(".problem").count(), 1, "the warning is no reason for an overlay");
  assert.ok((await overlay.innerText()).includes("<img src=x onerror="));
  assert.equal(await overlay.locator("img").count(), 0);
  assert.equal(await shown.title(), "Jana von Müller");
  assert.equal(await overlay.locator("mark").innerText(), "2027-06-05T17:00");
  assert.equal(await overlay.locator("a").getAttribute("href"), problem.open);
  assert.match(await overlay.innerText(), /sommerfest\.md:4[^]*eine Stunde vor dem Beginn[^]*der Tag danach/);
  assert.equal(await bar(shown).locator("[role=status]").innerText(), "1 Fehler");
  await until(shown, "Sie prüft Brücken.");
  mock.publish({ state: "good", info: {} });
  await overlay.waitFor({ state: "hidden" });
  await kept(shown);
  assert.deepEqual(shown.said, []);
});

test("an address that runs a script is no link", async (t) => {
  const bad = { ...problem, open: " javascript:document.title='böse'" };
  const { shown } = await site(t, (mock) => (mock.info = { problems: [bad] }));
  await bar(shown).locator(".overlay .problem").waitFor();
  assert.equal(await bar(shown).locator(".overlay a").count(), 0);
});

test("the overlay can be folded away and stays so until another mistake comes", async (t) => {
  const { mock, shown } = await site(t, (mock) => (mock.info = { problems: [problem] }));
  const overlay = bar(shown).locator(".overlay");
  await overlay.locator("button").click();
  await overlay.waitFor({ state: "hidden" });
  await change(mock, shown, { lead: "Sie prüft Tunnel." });
  assert.ok(await overlay.isHidden());
  mock.publish({ info: { problems: [problem, { ...problem, line: 9 }] } });
  await overlay.waitFor();
});

test("a deleted page stays on the screen with a note, and comes back", async (t) => {
  const { mock, shown } = await site(t);
  await listening(mock);
  mock.pages.delete(ADDRESS);
  mock.publish({ info: { status: [{ kind: "withheld", label: "nicht veröffentlicht", text: "Zurückgehalten: keine Einwilligung" }] } });
  const overlay = bar(shown).locator(".overlay");
  await overlay.waitFor();
  assert.match(await overlay.innerText(), /gibt es nicht: [^]*keine Einwilligung/);
  await until(shown, "Sie prüft Brücken.");
  mock.info = {};
  await change(mock, shown, { lead: "Sie ist zurück." });
  await overlay.waitFor({ state: "hidden" });
  await kept(shown);
});

test("of a hundred quick builds the last one is shown, and there is never an empty page", async (t) => {
  const { mock, shown } = await site(t);
  mock.late.set(ADDRESS, 15);
  await listening(mock);
  await shown.evaluate(() => {
    window.blank = 0;
    new MutationObserver(() => {
      if (!document.querySelector("main h1")) window.blank += 1;
    }).observe(document.documentElement, { childList: true, subtree: true });
  });
  for (let at = 1; at <= 100; at += 1) {
    mock.pages.set(ADDRESS, page({ lead: `Stand ${at}.` }));
    mock.publish();
    if (at % 10 === 0) await new Promise((done) => setTimeout(done, 5));
  }
  await until(shown, "Stand 100.");
  assert.equal(await shown.evaluate(() => window.blank), 0);
  await kept(shown);
});

test("an answer that is late never undoes a newer one", async (t) => {
  const { mock, shown } = await site(t);
  mock.late.set(ADDRESS, 200);
  await listening(mock);
  mock.pages.set(ADDRESS, page({ lead: "Stand 1." }));
  mock.publish();
  await holds(() => mock.asked.filter((path) => path === ADDRESS).length > 1);
  mock.late.clear();
  await change(mock, shown, { lead: "Stand 2." });
  assert.equal(await shown.locator(".lead").innerText(), "Stand 2.");
});

test("when the server ends the page stays, says so, and finds another server", async (t) => {
  const { mock, shown } = await site(t);
  await bar(shown).waitFor();
  await listening(mock);
  await mock.stop();
  await bar(shown).getByText(/beendet|keine Verbindung/).waitFor();
  await until(shown, "Sie prüft Brücken.");
  mock.pages.set(ADDRESS, page({ lead: "Nach dem Neustart." }));
  await mock.start(mock.port);
  await until(shown, "Nach dem Neustart.");
  await bar(shown).getByText(/beendet|keine Verbindung/).waitFor({ state: "detached" }).catch(() => {});
  assert.equal(await bar(shown).locator(".note").innerText(), "");
  await kept(shown);
});

test("the view goes along with a followed link and leaves no trace on the page", async (t) => {
  const address = `${ADDRESS}?view=drafts,2029-05-01`;
  const { mock, context, shown } = await site(t, (mock) => mock.pages.set("/andere/", page({ title: "Andere" })), { address });
  await bar(shown).waitFor();
  const wanted = `${mock.url}andere/?a=1&view=drafts,2029-05-01#teil`;
  const opened = context.waitForEvent("page");
  await shown.locator("#other").click({ button: "middle" });
  const other = await opened;
  await other.waitForURL(wanted);
  assert.equal(await shown.locator("#other").getAttribute("href"), "/andere/?a=1#teil");
  await shown.locator("#other").focus();
  await shown.keyboard.press("Enter");
  await shown.waitForURL(wanted);
  assert.ok(mock.asked.some((path) => path.includes("view=drafts%2C2029-05-01")), "the server is asked for the view");
});

test("links to elsewhere and the public view stay as they are", async (t) => {
  const { mock, shown } = await site(t, (mock) => mock.pages.set("/andere/", page({ title: "Andere" })), {
    address: `${ADDRESS}?view=drafts`,
  });
  await bar(shown).waitFor();
  const followed = await shown.evaluate(() => {
    const link = document.createElement("a");
    link.href = "https://example.org/";
    let followed;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      followed = link.href;
    });
    document.body.append(link);
    link.click();
    return followed;
  });
  assert.equal(followed, "https://example.org/");
  await shown.goto(mock.url + ADDRESS.slice(1));
  await bar(shown).waitFor();
  await shown.locator("#other").click();
  await shown.waitForURL(`${mock.url}andere/?a=1#teil`);
});

test("the bar switches to drafts, to a day and back", async (t) => {
  const { mock, shown } = await site(t);
  const open = () => bar(shown).locator("button.view").click();
  await open();
  await bar(shown).getByText("Mit Entwürfen").click();
  await shown.waitForURL(`${mock.url}portraets/jana/?view=drafts`);
  await open();
  await bar(shown).locator("input[type=date]").fill("2029-05-01");
  await bar(shown).getByText("Zeigen", { exact: true }).click();
  await shown.waitForURL(`${mock.url}portraets/jana/?view=drafts,2029-05-01`);
  await open();
  await bar(shown).getByText("Wie die Öffentlichkeit").click();
  await shown.waitForURL(`${mock.url}portraets/jana/`);
});

test("the bar names the file, the state, the fields and what is wrong elsewhere", async (t) => {
  const { mock, shown } = await site(t, (mock) => {
    mock.info = { ...known, problems: [warning], others: { errors: 1, warnings: 0 } };
    mock.problems = [problem, warning];
  });
  const facts = await bar(shown).locator(".facts").innerText();
  assert.match(facts, /jana\.md[^]*Entwurf[^]*fehlt: English/);
  await bar(shown).locator("button.fields").click();
  const panel = bar(shown).locator(".panel");
  assert.match(await panel.innerText(), /E-Mail[^]*zurückgehalten – nicht in consent\.fields/);
  await bar(shown).locator("button.problems").click();
  assert.equal(await panel.locator(".problem").count(), 1);
  await panel.getByText("Alle zeigen").click();
  await panel.locator(".problem").nth(1).waitFor();
  assert.ok(mock.asked.includes("/.matrikel/problems"));
});

test("the page as a search engine and a feed reader see it", async (t) => {
  const canonical = "https://alumni.example.org/portraets/jana/";
  const head = `<link rel="canonical" href="${canonical}"><meta name="robots" content="noindex">
<meta name="description" content="Sie prüft Brücken."><meta property="og:title" content="Jana im Netz">
<link rel="alternate" type="application/feed+json" title="Portraits" href="https://alumni.example.org/feed.json">
<script type="application/ld+json">{"@type":"Person"}</script>`;
  const other = { url: `${canonical}2/`, title: "Jemand anderes" };
  const items = [other, { url: canonical, title: "Jana im Feed" }];
  const { mock, shown } = await site(t, (mock) => {
    mock.pages.set(ADDRESS, page({ head }));
    mock.files.set("/feed.json", ["application/feed+json", JSON.stringify({ items })]);
  });
  await bar(shown).locator("button.view").click();
  const search = bar(shown).getByText("Wie Suchmaschinen");
  await search.click();
  const seen = bar(shown).locator(".seen");
  await seen.getByText("Jana im Feed").waitFor();
  assert.match(await seen.innerText(), /noindex[^]*Jana im Netz[^]*"@type": "Person"[^]*Portraits/);
  assert.doesNotMatch(await seen.innerText(), /Jemand anderes/);
  await search.click();
  mock.files.set("/feed.json", ["application/feed+json", JSON.stringify({ items: [other] })]);
  await search.click();
  await seen.getByText("in keinem Feed").waitFor();
});

test("with drafts in view, search engines and feed readers still see the public page", async (t) => {
  const canonical = "https://alumni.example.org/portraets/jana/";
  const feed = '<link rel="alternate" type="application/feed+json" title="Portraits" href="/feed.json">';
  const open = `<link rel="canonical" href="${canonical}"><script type="application/ld+json">{"@type":"Person"}</script>${feed}`;
  const draft = `<link rel="canonical" href="${canonical}"><meta name="robots" content="noindex">`;
  const inDrafts = (url) => url.search.includes("drafts");
  for (const [view, asked] of [["drafts", "public"], ["drafts,2029-05-01", "2029-05-01"]]) {
    const { mock, shown } = await site(
      t,
      (mock) => {
        mock.pages.set(ADDRESS, (url) => page({ head: inDrafts(url) ? draft : open }));
        const items = [{ url: canonical, title: "Jana im Feed" }];
        mock.files.set("/feed.json", ["application/feed+json", JSON.stringify({ items })]);
      },
      { address: `${ADDRESS}?view=${view}` },
    );
    assert.equal(await shown.locator("meta[name=robots]").getAttribute("content"), "noindex", "the draft on the screen");
    await bar(shown).locator("button.view").click();
    await bar(shown).getByText("Wie Suchmaschinen").click();
    await bar(shown).locator(".seen").getByText("Jana im Feed").waitFor();
    const seen = await bar(shown).locator(".seen").innerText();
    assert.match(seen, /dürfen die Seite aufnehmen[^]*"@type": "Person"/);
    assert.doesNotMatch(seen, /noindex/);
    for (const path of [ADDRESS, "/feed.json"]) assert.ok(mock.asked.includes(`${path}?view=${asked}`), path);
  }
});

test("with the option on, the tab goes to the page of the saved file", async (t) => {
  const { mock, shown } = await site(t, (mock) => mock.pages.set("/andere/", page({ title: "Andere" })));
  await bar(shown).locator("button.view").click();
  await bar(shown).locator("input[type=checkbox]").check();
  await listening(mock);
  mock.publish({ saved: ["/andere/"] });
  await shown.waitForURL(`${mock.url}andere/`);
  await bar(shown).waitFor();
  await listening(mock);
  mock.publish({ saved: [ADDRESS] });
  await shown.waitForURL(mock.url + ADDRESS.slice(1));
});

test("the keyboard opens a panel, Escape closes it and the focus returns", async (t) => {
  const { shown } = await site(t, (mock) => (mock.info = { ...known, problems: [problem] }));
  const button = bar(shown).locator("button.view");
  await button.focus();
  await shown.keyboard.press("Enter");
  assert.equal(await button.getAttribute("aria-expanded"), "true");
  await bar(shown).locator("input[type=date]").focus();
  await shown.keyboard.press("Escape");
  assert.ok(await bar(shown).locator(".panel").isHidden());
  assert.ok(await button.evaluate((one) => one.getRootNode().activeElement === one));
  await shown.keyboard.press("Escape");
  assert.ok(await bar(shown).locator(".overlay").isHidden());
});

test("a date that is half typed outlives a build", async (t) => {
  const { mock, shown } = await site(t);
  await bar(shown).locator("button.view").click();
  await bar(shown).locator("input[type=date]").fill("2029-05-01");
  await change(mock, shown, { lead: "Sie prüft Tunnel." });
  assert.equal(await bar(shown).locator("input[type=date]").inputValue(), "2029-05-01");
});

test("a guest of a shared preview sees a sentence and no source", async (t) => {
  const { mock, shown } = await site(t, (mock) => (mock.info = { ...known, share: true }));
  await shown.locator("matrikel-preview").waitFor({ state: "attached" });
  assert.ok(await bar(shown).locator(".bar").isHidden());
  await listening(mock);
  mock.publish({ state: "broken", info: { ...known, share: true, problems: [problem] } });
  const sentence = bar(shown).locator(".share");
  await sentence.waitFor();
  assert.match(await sentence.innerText(), /gerade gearbeitet/);
  assert.doesNotMatch(await bar(shown).innerText(), /sommerfest|jana\.md/);
  await change(mock, shown, { lead: "Sie prüft Tunnel." });
});

test("whoever comes before the first build sees it go on and then the page", async (t) => {
  const { mock, shown } = await site(t, (mock) => (mock.build = 0));
  await until(shown, "Die Website wird gebaut");
  await listening(mock);
  mock.send("progress", { phrase: "12 000 Dateien gelesen …" });
  await until(shown, "12 000 Dateien gelesen …");
  mock.publish();
  await until(shown, "Sie prüft Brücken.");
  await bar(shown).waitFor();
  assert.equal(await shown.title(), "Jana von Müller");
  assert.equal(await shown.evaluate(() => getComputedStyle(document.body).display), "flex");
  await kept(shown);
});

test("a page that has moved is followed", async (t) => {
  const { mock, shown } = await site(t, (mock) => mock.pages.set("/andere/", page({ title: "Andere" })), {
    address: `${ADDRESS}?view=drafts`,
  });
  await listening(mock);
  mock.pages.set(ADDRESS, '<!DOCTYPE html><html><head><meta http-equiv="refresh" content="0; url=/andere/"></head><body></body></html>');
  mock.publish();
  await shown.waitForURL(`${mock.url}andere/?view=drafts`);
});

test("many tabs share one connection, and when the first is closed another takes over", async (t) => {
  const { mock, context, shown } = await site(t);
  await listening(mock);
  const tabs = [];
  for (let at = 0; at < 8; at += 1) tabs.push(await tab(context, mock.url + ADDRESS.slice(1)));
  await change(mock, tabs[7], { lead: "Für alle." });
  for (const one of tabs) await until(one, "Für alle.");
  assert.equal(mock.listeners, 1);
  await shown.close();
  await holds(() => mock.listeners === 1);
  await change(mock, tabs[7], { lead: "Auch ohne den ersten." });
});

test("the preview works below a base path", async (t) => {
  const { mock, shown } = await site(t, (mock) => mock.pages.set("/andere/", page({ title: "Andere" })), { base: "/alumni/" });
  await change(mock, shown, { lead: "Unter einem Pfad." });
  await shown.evaluate(() => sessionStorage.setItem("matrikel-jump", "yes"));
  mock.publish({ saved: ["/andere/"] });
  await shown.waitForURL(`${mock.url}andere/`);
});

test("pages without body or stylesheet, and foreign ones, do no harm", async (t) => {
  const pages = ["", "<p>nur ein Absatz", "<body></body>", "<style>* { display: grid !important; position: static !important; color: red } html { overflow: hidden }</style><p id=id><form id=f><input name=attributes><input name=childNodes></form>"];
  for (const html of pages) {
    const { mock, shown } = await site(t, (mock) => mock.pages.set(ADDRESS, html || "<html>"), { bypassCSP: true });
    await listening(mock);
    mock.pages.set(ADDRESS, "<!DOCTYPE html><p>Endlich Text.</p><form id=f><input name=attributes><input name=childNodes value=2></form>");
    mock.publish();
    await until(shown, "Endlich Text.");
    await kept(shown);
    assert.deepEqual(shown.said, [], html);
  }
});

test("a strict content security policy is never violated", async (t) => {
  const { mock, shown } = await site(t, (mock) => (mock.info = { ...known, problems: [problem] }));
  await shown.evaluate(() => {
    window.violations = [];
    addEventListener("securitypolicyviolation", ({ violatedDirective }) => window.violations.push(violatedDirective));
  });
  for (const name of ["about", "fields", "problems", "view"]) await bar(shown).locator(`button.${name}`).click();
  await bar(shown).getByText("Wie Suchmaschinen").click();
  await change(mock, shown, { lead: "Sie prüft Tunnel." });
  assert.deepEqual(await shown.evaluate(() => window.violations), []);
  assert.equal(await bar(shown).locator(".bar").evaluate((one) => getComputedStyle(one).display), "flex");
  assert.deepEqual(shown.said, []);
});

test("the bar covers nothing at the page's end, fits a phone and is not printed", async (t) => {
  const { shown } = await site(t, (mock) => (mock.info = { ...known, problems: [problem] }), {
    viewport: { width: 320, height: 568 },
  });
  await bar(shown).locator(".overlay button").click();
  await shown.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  const measured = await shown.evaluate(() => {
    const { shadowRoot } = document.querySelector("matrikel-preview");
    const bar = shadowRoot.querySelector(".bar").getBoundingClientRect();
    const targets = [...shadowRoot.querySelectorAll("button")].filter((one) => one.offsetWidth);
    return {
      free: document.body.getBoundingClientRect().bottom <= bar.top,
      height: bar.height <= 45,
      wide: document.documentElement.scrollWidth,
      small: targets.filter((one) => one.offsetWidth < 44 || one.offsetHeight < 44).length,
      outside: targets.filter((one) => one.getBoundingClientRect().right > 320).length,
    };
  });
  assert.deepEqual(measured, { free: true, height: true, wide: 320, small: 0, outside: 0 });
  await shown.emulateMedia({ media: "print" });
  assert.ok(await bar(shown).isHidden());
});

test("on a phone the file's own name is cut with dots, and the whole one stands in the panel", async (t) => {
  const path = "content/portraits/ein-ganz-besonders-langer-name-einer-datei.en.md";
  const files = [{ path, language: "en", open: "vscode://file/a" }, { path: "content/portraits/jana/index.md", language: "de", open: null }];
  const { mock, shown } = await site(t, (mock) => (mock.info = { ...known, files }), { viewport: { width: 390, height: 844 } });
  const link = bar(shown).locator(".facts > [title]");
  await link.waitFor();
  const measured = await link.evaluate((one) => {
    const { overflow, textOverflow, whiteSpace } = getComputedStyle(one);
    return {
      style: [overflow, textOverflow, whiteSpace],
      cut: one.scrollWidth > one.clientWidth,
      title: one.title,
      // A link that its own box cuts shows the dots; one that a box around it cuts does not.
      beside: one.getBoundingClientRect().right <= one.parentElement.getBoundingClientRect().right,
      room: one.clientWidth >= 44,
    };
  });
  assert.deepEqual(measured, { style: ["hidden", "ellipsis", "nowrap"], cut: true, title: path, beside: true, room: true });
  assert.match(await link.innerText(), /^ein-ganz-/, "the folders are the same for all and would leave no room");
  assert.equal(await link.evaluate((one) => one.textContent), path);
  await bar(shown).locator("button.about").click();
  const whole = bar(shown).locator(`.panel [title="${path}"]`);
  assert.equal(await whole.innerText(), path);
  const fits = (one) => one.scrollWidth <= one.clientWidth && one.getBoundingClientRect().right <= innerWidth;
  assert.ok(await whole.evaluate(fits), "nothing of it is cut there");
  await listening(mock);
  mock.publish({ info: { ...known, files: files.slice(1) } });
  await bar(shown).locator(".facts", { hasText: "index.md" }).waitFor();
  assert.equal(await link.innerText(), "jana/index.md", "of files that are all named alike, the folder tells which");
  await shown.setViewportSize({ width: 1200, height: 800 });
  assert.equal(await link.innerText(), "content/portraits/jana/index.md");
});

for (const colorScheme of ["light", "dark"])
  test(`the dot is green only where all is well (${colorScheme})`, async (t) => {
    const { mock, shown } = await site(t, () => {}, { colorScheme });
    await listening(mock);
    const dot = () =>
      bar(shown).locator(".dot").evaluate((one) => {
        const rgb = (colour) => colour.match(/\d+/g).slice(0, 3).map(Number);
        const [r, g, b] = rgb(getComputedStyle(one).backgroundColor);
        const light = (parts) =>
          parts
            .map((part) => part / 255)
            .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
            .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
        const [low, high] = [light([r, g, b]), light(rgb(getComputedStyle(one.parentElement).backgroundColor))].sort((a, b) => a - b);
        const grey = Math.max(r, g, b) - Math.min(r, g, b) < 10;
        return [(high + 0.05) / (low + 0.05) >= 3 || "pale", grey ? "grey" : g > r && g > b ? "green" : r > g && r > b ? "red" : "other"];
      });
    await bar(shown).locator(".bar").waitFor();
    assert.deepEqual(await dot(), [true, "green"]);
    mock.pages.delete(ADDRESS);
    mock.publish();
    await bar(shown).locator(".overlay").waitFor();
    assert.deepEqual(await dot(), [true, "grey"], "a page that was deleted");
    mock.publish({ state: "broken", info: { problems: [problem] } });
    await bar(shown).locator(".overlay .problem").waitFor();
    assert.deepEqual(await dot(), [true, "red"], "a mistake tells more than that there is no page");
    mock.pages.set(ADDRESS, page({ lead: "Wieder da." }));
    mock.publish({ state: "good", info: {} });
    await bar(shown).locator(".overlay").waitFor({ state: "hidden" });
    assert.deepEqual(await dot(), [true, "green"]);
    await shown.goto(`${mock.url}nirgends/`);
    await bar(shown).locator(".overlay").waitFor();
    assert.deepEqual(await dot(), [true, "grey"], "an address that never was one");
    await mock.stop();
    await bar(shown).getByText(/beendet|keine Verbindung/).waitFor();
    assert.deepEqual(await dot(), [true, "grey"], "nobody answers");
    await mock.start(mock.port);
  });

test("whoever waits for the first build sees no dot that says all is well", async (t) => {
  const { mock, shown } = await site(t, (mock) => (mock.build = 0));
  await until(shown, "Die Website wird gebaut");
  await listening(mock);
  mock.send("build", { build: 0, state: "building", saved: [] });
  mock.send("progress", { phrase: "12 000 Dateien gelesen …" });
  await until(shown, "12 000 Dateien gelesen …");
  assert.ok(await bar(shown).isHidden());
});

test("a long note leaves the button beside it as wide as its word", async (t) => {
  const { mock, shown } = await site(t, () => {}, { viewport: { width: 640, height: 700 } });
  await listening(mock);
  const text = "„Carolin Betzig“ erscheint nicht: die Einwilligung wurde am 1. November 2026 widerrufen";
  mock.pages.delete(ADDRESS);
  mock.publish({ info: { status: [{ kind: "withheld", label: "nicht veröffentlicht", text }] } });
  const button = bar(shown).locator(".overlay button").first();
  await button.waitFor();
  assert.ok(await button.evaluate((one) => one.scrollWidth <= one.clientWidth));
});

/**
 * Texts of the preview with a contrast below 4.5, which the accessibility check cannot determine
 * here: each element's colour on the nearest ground that is not transparent.
 */
const pale = (shown) =>
  shown.evaluate(() => {
    const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
    const light = (colour) =>
      numbers(colour)
        .slice(0, 3)
        .map((part) => part / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
        .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
    const ground = (element) => {
      const colour = getComputedStyle(element).backgroundColor;
      return numbers(colour)[3] === 0 ? ground(element.parentElement) : colour;
    };
    const { shadowRoot } = document.querySelector("matrikel-preview");
    const written = [...shadowRoot.querySelectorAll("aside *:not(.said)")].filter(
      (one) => one.checkVisibility() && [...one.childNodes].some((node) => node.nodeType === 3),
    );
    if (written.length < 10) return ["no texts found"];
    return written.flatMap((one) => {
      const [low, high] = [light(getComputedStyle(one).color), light(ground(one))].sort((a, b) => a - b);
      const contrast = (high + 0.05) / (low + 0.05);
      return contrast < 4.5 ? [`${contrast.toFixed(1)}: ${one.textContent}`] : [];
    });
  });

for (const colorScheme of ["light", "dark"])
  test(`an accessibility check finds nothing in bar and overlay (${colorScheme})`, async (t) => {
    const info = { ...known, problems: [problem, warning], stale: [problem.path], others: { errors: 1, warnings: 2 } };
    const { shown } = await site(t, (mock) => (mock.info = info), { colorScheme, bypassCSP: true });
    await bar(shown).locator(".overlay .problem").waitFor();
    await shown.addScriptTag({ path: axe });
    const check = () =>
      shown.evaluate(async () => {
        const { violations } = await axe.run({ fromShadowDom: ["matrikel-preview", "aside"] });
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
      });
    assert.deepEqual(await check(), [], "overlay");
    assert.deepEqual(await pale(shown), [], "overlay");
    for (const name of ["about", "fields", "problems", "view"]) {
      await bar(shown).locator(`button.${name}`).click();
      if (name === "view") await bar(shown).getByText("Wie Suchmaschinen").click();
      assert.deepEqual(await check(), [], name);
      assert.deepEqual(await pale(shown), [], name);
    }
  });
