// A search in the browser, as somebody uses it who waits for each answer.
//
// In come a tab and what is typed or chosen; out go the titles, the count and the address that
// follow. Never a look into the script: what a visitor does not see is not asked for.
import assert from "node:assert/strict";
import { lent, none } from "./visit.mjs";

/** The search in both languages, and queries that have an answer in each. */
export const LANGUAGES = {
  German: { search: "suche/", directory: "verzeichnis/", person: "1 Person gefunden", nothing: "Nichts gefunden", nobody: "Niemand gefunden" },
  English: { search: "en/search/", directory: "en/directory/", person: "1 person found", nothing: "Nothing found", nobody: "Nobody found" },
};

/** Opens a page with a search for the length of `use`; nothing may be said or asked elsewhere. */
export function searching(shared, at, use, { isLoud = false, ...options } = {}, prepare) {
  return lent(shared.browser, { reducedMotion: "reduce", ...options }, async (page, context) => {
    const heard = [];
    page.asked = [];
    page.on("console", (message) => heard.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => heard.push(`error: ${error.message}`));
    page.on("request", (request) => {
      if (request.url().endsWith(".bin")) page.asked.push(request.url());
      if (!request.url().startsWith(shared.site.url)) heard.push(`asks another host: ${request.url()}`);
    });
    await page.goto(shared.site.url + at);
    const found = await use(page, context);
    // The policy is broken with a message in the console, so that this is asked here as well.
    if (!isLoud) none([[at, heard]], "the search is not quiet");
    return found;
  }, prepare);
}

/** Ends when the search has answered what stands in its field, and the address holds that, which comes behind. */
export async function answered(page) {
  await page.waitForFunction(() => {
    const root = document.querySelector("[data-search]");
    const asked = document.querySelector("[data-search-field]").value.trim();
    const kept = (new URLSearchParams(location.search).get("q") ?? "").trim();
    return root.dataset.searchState === "done" && root.dataset.searchQuery === asked && !root.hasAttribute("aria-busy") && kept === asked;
  });
}

/** Types a query in place of what is there; gives the titles that come of it. */
export async function ask(page, query) {
  await page.locator("[data-search-field]").fill(query);
  await answered(page);
  return titles(page);
}

export const titles = (page) => page.locator("[data-search-results] a").allInnerTexts();
export const status = (page) => page.locator("[data-search] [role=status]").innerText();
export const addressOf = (page) => decodeURIComponent(new URL(page.url()).search);

/** Opens the filters and waits until they can be used. */
export async function openFilters(page) {
  await page.locator("[data-search-filters] > summary").click();
  await page.locator("[name=faculty]").waitFor();
}

/** Chooses a value of a facet, in a list or by typing it. */
export async function choose(page, name, value) {
  const control = page.locator(`[data-search-controls] [name=${name}]`);
  if ((await control.evaluate((one) => one.localName)) === "select") await control.selectOption(value);
  else {
    await control.fill(value);
    await control.press("Tab");
  }
  await answered(page);
  return titles(page);
}

/** That a query finds a title, and not among others only. */
export async function finds(page, query, title) {
  const all = await ask(page, query);
  assert.ok(all.includes(title), `“${query}” finds ${JSON.stringify(all)}, not “${title}”`);
  return all;
}
