// How much of the site a test looks at: a few pages that show everything, or every page.
//
// In come pages with their source, out go those to be looked at. Never a kind left out: whatever
// stands on any page, in whatever it stands, stands on one that is chosen.

/** Every page, where one of each kind is the rule. */
export const long = process.env.MATRIKEL_TESTS === "long";

const VOID = new Set("area base br col embed hr img input link meta source track wbr".split(" "));
const TAG = /<(\/?)([a-z][a-z0-9-]*)((?:"[^"]*"|[^">])*)>/g;
const ATTRIBUTE = /([a-z][a-z0-9-]*)(?:="([^"]*)")?/g;
/** Attributes whose value makes another kind of element, and not another entry. */
const TELLING = new Set(["class", "type", "role", "rel", "lang", "dir"]);

/** The kinds of elements of a page: each with its classes and attributes, in what it stands. */
export function kinds(html) {
  const found = new Set();
  const open = [];
  for (const [, closes, name, rest] of html.matchAll(TAG)) {
    if (closes) {
      const at = open.findLastIndex((one) => one.name === name);
      if (at >= 0) open.length = at;
      continue;
    }
    const attributes = [...rest.matchAll(ATTRIBUTE)].map(([, key, value = ""]) => (TELLING.has(key) ? `${key}=${value}` : key));
    const kind = [name, ...attributes.sort()].join(" ");
    found.add(`${open.at(-1)?.kind ?? ""} > ${kind}`);
    if (!VOID.has(name) && !rest.endsWith("/")) open.push({ name, kind });
  }
  return found;
}

/** Pages on which every kind of element stands that stands on any page; always those in `first`. */
export function covering(pages, source, first = []) {
  const left = new Map(pages.map((page) => [page, kinds(source(page))]));
  const seen = new Set();
  const chosen = [];
  const take = (page) => {
    chosen.push(page);
    for (const kind of left.get(page)) seen.add(kind);
    left.delete(page);
  };
  for (const page of first) if (left.has(page)) take(page);
  const news = (page) => [...left.get(page)].filter((kind) => !seen.has(kind)).length;
  for (;;) {
    const [best] = [...left.keys()].map((page) => [page, news(page)]).sort((a, b) => b[1] - a[1]).map(([page, count]) => count > 0 && page);
    if (!best) return chosen.sort();
    take(best);
  }
}

/**
 * Whether what is around the content of a page has a kind of element that no page before it had;
 * in the long form, every page is a new one.
 */
export function frames() {
  const seen = new Set();
  return (html) => {
    const around = [...kinds(html.replace(/<main\b[^]*<\/main>/, "<main></main>"))];
    const isNew = around.some((kind) => !seen.has(kind));
    for (const kind of around) seen.add(kind);
    return long || isNew;
  };
}

/** The pages with the longest words, which are the hardest on a narrow window. */
export function wordy(pages, source, count = 12) {
  const longest = (page) => {
    const text = source(page).replaceAll(/<(script|style)\b[^]*?<\/\1>/g, "").replaceAll(/<[^>]*>/g, " ");
    return Math.max(...text.split(/\s+/).map((word) => word.length));
  };
  const all = pages.map((page) => [page, longest(page)]);
  return all.sort((a, b) => b[1] - a[1]).slice(0, count).map(([page]) => page);
}
