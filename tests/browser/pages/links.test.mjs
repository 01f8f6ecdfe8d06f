// Every address that the site gives leads somewhere, and says the same about itself everywhere.
//
// In come the files of the built site; out go addresses without a file, fragments without an
// element, pages that nothing leads to. Never a request: files are read, not fetched.
import assert from "node:assert/strict";
import { test } from "../browser.mjs";
import { BASE, ORIGIN } from "./site.mjs";
import { house, none, visited } from "./visit.mjs";

const HOME = ORIGIN + BASE;
let documents;
const shared = house(async ({ site, browser }) => {
  documents = await visited(browser, {}, async (page) => {
    const found = new Map();
    for (const at of [...site.pages, ...site.moved]) {
      found.set(at, await page.evaluate(read, [site.text(site.file(at)), "text/html"]));
    }
    return found;
  });
});

/** Runs in an empty page: what of a file's text points elsewhere, and what can be pointed at. */
function read([text, type]) {
  const parsed = new DOMParser().parseFromString(text, type);
  const all = (selector, name) => [...parsed.querySelectorAll(selector)].map((element) => element.getAttribute(name));
  const sets = all("[srcset]", "srcset").flatMap((set) => set.split(",").map((one) => one.trim().split(/\s+/)[0]));
  const alternates = [...parsed.querySelectorAll("link[rel=alternate][hreflang]")];
  return {
    targets: [...all("[href]:not(link[rel=canonical])", "href"), ...all("[src]", "src"), ...all("[action]", "action"), ...all("[poster]", "poster"), ...sets, ...all('meta[property="og:url"], meta[property="og:image"]', "content")],
    links: all("a[href]", "href"),
    ids: all("[id]", "id"),
    references: ["for", "aria-labelledby", "aria-describedby", "aria-controls", "popovertarget"].flatMap((name) => all(`[${name}]`, name)).flatMap((value) => value.split(/\s+/)),
    canonical: all("link[rel=canonical]", "href"),
    alternates: alternates.map((link) => [link.getAttribute("hreflang"), link.getAttribute("href")]),
    // Leichte Sprache is a way to write a language, and hreflang names the language.
    language: parsed.documentElement.getAttribute("lang").replace("-simple", ""),
    switched: all("a.switch", "href"),
    hidden: /noindex/.test(all("meta[name=robots]", "content").join()),
  };
}

/** An address of the site as a path below the base path and a fragment; nothing elsewhere. */
function inside(target, at) {
  const url = new URL(target, HOME + at);
  if (url.origin !== ORIGIN) return null;
  if (!url.pathname.startsWith(BASE)) return { path: null, fragment: "" };
  return { path: decodeURIComponent(url.pathname.slice(BASE.length)), fragment: decodeURIComponent(url.hash.slice(1)) };
}

function broken(target, at) {
  const place = inside(target, at);
  if (!place) return null;
  const { path, fragment } = place;
  if (path === null) return `${target} lies outside the site`;
  if (!shared.site.files.includes(shared.site.file(path))) return `${target} leads nowhere`;
  if (!fragment || documents.get(path)?.ids.includes(fragment)) return null;
  return `${target} names a part that is not there`;
}

const each = (look) => [...documents].map(([at, document]) => [at, look(document, at).filter(Boolean)]);

test("every address and every fragment in a page leads somewhere", () => {
  none(each(({ targets }, at) => targets.map((target) => broken(target, at))), "an address leads nowhere");
});

test("an element is named once, and what names another one finds it", () => {
  none(each(({ ids }) => ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `id ${id} twice`)), "two elements have a name");
  none(each(({ ids, references }) => references.filter((id) => !ids.includes(id)).map((id) => `nothing is called ${id}`)), "an element is not there");
});

test("a page gives its own address", () => {
  const wrong = ({ canonical }, at) => (canonical.length === 1 && canonical[0] === HOME + at ? [] : [`canonical ${canonical}`]);
  none(each(wrong).filter(([at]) => !shared.site.moved.includes(at)), "a page names another address as its own");
});

test("pages in two languages name each other and themselves", () => {
  const wrong = ({ alternates, language, switched }, at) => {
    if (alternates.length === 0) {
      const other = switched.map((target) => inside(target, at).path).filter((path) => !["", "en/"].includes(path));
      return other.map((path) => `leads to /${path} in another language and does not name it as hreflang`);
    }
    const said = JSON.stringify(alternates);
    const languages = alternates.map(([name]) => name);
    return [
      alternates.some(([name, address]) => name === language && address === HOME + at) ? null : `does not name itself in ${said}`,
      new Set(languages).size === languages.length ? null : `names a language twice in ${said}`,
      ...alternates.map(([name, address]) => {
        const other = documents.get(inside(address, at).path);
        if (name !== "x-default" && other?.language !== name) return `${address} is not in ${name}`;
        return JSON.stringify(other?.alternates) === said ? null : `${address} names others than ${said}`;
      }),
    ];
  };
  none(each(wrong), "languages do not match");
  const letters = [...documents].filter(([at]) => /^(verzeichnis|en\/directory)\/a-z\//.test(at));
  assert.ok(letters.length > 20);
  none(letters.map(([at, { alternates }]) => [at, alternates.length < 2 ? ["no hreflang"] : []]), "a list is in one language only");
});

test("the addresses in sitemap, feeds and calendars lead somewhere", async () => {
  const others = shared.site.files.filter((path) => /\.(xml|json|ics|txt|css|svg)$/.test(path));
  assert.ok(others.includes("sitemap.xml"));
  const named = (path) => {
    const text = path.endsWith(".ics") ? shared.site.text(path).replaceAll(/\r?\n[ \t]/g, "") : shared.site.text(path);
    return [...text.matchAll(/https:\/\/alumni\.example\.org[^\s"'<>\\,;)]*/g)].map(([address]) => address.replaceAll("&amp;", "&"));
  };
  assert.ok(others.flatMap(named).length > 300);
  none(others.map((path) => [path, named(path).map((address) => broken(address, path)).filter(Boolean)]), "an address leads nowhere");
});

test("the sitemap has what search engines may show, and nothing else", () => {
  const locations = [...shared.site.text("sitemap.xml").matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address]) => address);
  const wanted = [...documents].filter(([at, { hidden }]) => !hidden && !shared.site.moved.includes(at)).map(([at]) => HOME + at);
  assert.deepEqual([...locations].sort(), wanted.sort());
});

test("from the front page, links lead to every page", () => {
  const seen = new Set([""]);
  for (const at of seen) {
    for (const target of documents.get(at)?.links ?? []) {
      const path = inside(target, at)?.path;
      if (documents.has(path)) seen.add(path);
    }
  }
  const alone = [...documents.keys()].filter((at) => !seen.has(at) && !at.endsWith("404.html") && !shared.site.moved.includes(at));
  none([["", alone]], "nothing leads to a page");
});
