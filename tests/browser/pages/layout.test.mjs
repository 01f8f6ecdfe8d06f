// Every page fits its window, whatever the window, the text size and the reader's spacing.
//
// In comes the built site; out goes what is wider than the window, cut off, or lies on other
// text. Never a picture of a page to compare with: how it looks may change, that it fits may not.
import { test } from "../browser.mjs";
import { wordy } from "../extent.mjs";
import { KINDS } from "./site.mjs";
import { house, none, resize, setLetters, sharing, visited, walk } from "./visit.mjs";

const WIDTHS = [320, 360, 768, 1280];
/** WCAG 1.4.12, Text Spacing. */
const SPACING = `
  * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
  p { margin-block-end: 2em !important }`;

/** Runs in the page: what is wider than the window. */
function wide() {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const over = [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1);
  const names = over.slice(-3).map((one) => `${one.localName}.${one.className} “${one.textContent.trim().slice(0, 30)}”`);
  return [`${root.scrollWidth} pixels in a window of ${root.clientWidth}: ${names.join(", ")}`];
}

/** Runs in the page: sets the reader's spacing. The policy allows sheets made by tools. */
function space(rules) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [sheet];
}

/** Runs in the page: text that is cut off, and text that lies on other text. */
function crowded() {
  // What is there for screen readers only is clipped to nothing, itself or around it.
  const clipped = (element) => element && (getComputedStyle(element).clipPath === "inset(50%)" || clipped(element.parentElement));
  const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest(".skip") && !clipped(element);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const lines = [];
  const cut = new Set();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !seen(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    let rects = [...range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1);
    for (let around = element; around !== document.body; around = around.parentElement) {
      const { overflowX, overflowY, webkitLineClamp } = getComputedStyle(around);
      if (!/hidden|clip/.test(overflowX + overflowY) || around.clientWidth < 2) continue;
      const box = around.getBoundingClientRect();
      // A summary that ends with an ellipsis goes on behind its link.
      if (webkitLineClamp === "none" && rects.some((one) => one.bottom > box.bottom + 2 || one.right > box.right + 2))
        cut.add(`${around.localName}.${around.className} cuts off “${node.data.trim().slice(0, 40)}”`);
      rects = rects.filter((one) => one.top < box.bottom - 2);
    }
    // Ink is about the middle of a line; ascenders may touch.
    for (const { left, right, top, bottom } of rects)
      lines.push({ node, left, right, top: top + (bottom - top) * 0.25, bottom: bottom - (bottom - top) * 0.25 });
  }
  const upon = lines.flatMap((one, at) =>
    lines
      .slice(at + 1)
      .filter((other) => other.node !== one.node)
      .filter((other) => one.left + 2 < other.right && other.left + 2 < one.right && one.top < other.bottom && other.top < one.bottom)
      .map((other) => `“${one.node.data.trim().slice(0, 30)}” lies on “${other.node.data.trim().slice(0, 30)}”`),
  );
  return [...cut, ...upon];
}

/** Runs in the page: words of the text that stand on two lines without a hyphen. */
function broken() {
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement.checkVisibility({ visibilityProperty: true })) continue;
    // A line may end behind a hyphen, a dash or a slash, and an address anywhere.
    for (const { 0: word, index } of node.data.matchAll(/\p{L}{4,}(?![\p{L}@./–-])/gu)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const tops = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
      if (tops.size > 1) found.push(`${node.parentElement.localName} breaks “${word}”`);
    }
  }
  return found;
}

const { note, tell } = sharing({
  fits: "no page is wider than its window, and no text is cut off or lies on other text",
  spaced: "no page is wider and no text is cut off or lies on other text with the reader's spacing",
  zoomed: "a window of 1280 pixels at 400 % zoom scrolls in one direction",
  broken: "no word is broken where there is room for it",
  large: "letters of twice the size, which a reader may set in the browser, fit",
});
const kinds = new Set(Object.values(KINDS));

/** What is wrong with a page in windows of some widths. */
async function inWindows(page, widths, looks) {
  const wrong = [];
  for (const width of widths) {
    await resize(page, { width, height: 700 });
    for (const look of looks) for (const one of await page.evaluate(look)) wrong.push(`${width}: ${one}`);
  }
  return wrong;
}

/** A page in a window whose pixels are four times as large. */
async function zoomed(page) {
  await resize(page, { width: 320, height: 180, deviceScaleFactor: 4 });
  return page.evaluate(wide);
}

/** A page in letters of twice the size. */
async function large(page) {
  await setLetters(page, 32);
  const size = await page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
  const wrong = await inWindows(page, [640, 1280], [wide, crowded]);
  await setLetters(page, 16);
  return size === "32px" ? wrong : [...wrong, "the size is not taken over"];
}

/** Some browsers have dictionaries for hyphenation; here every break would be a wrong one. */
async function unhyphenated(page) {
  await page.evaluate(space, "* { hyphens: manual !important }");
  return page.evaluate(broken);
}

// A page is loaded once; what changes then is its window, its spacing and the size of its letters.
async function look(page, at) {
  const isKind = kinds.has(at);
  const looks = isKind ? [wide, crowded] : [wide];
  await note("fits", at, () => inWindows(page, WIDTHS, looks));
  if (isKind) await note("broken", at, () => unhyphenated(page));
  await page.evaluate(space, SPACING);
  await note("spaced", at, () => inWindows(page, isKind ? [320, 768, 1280] : [320, 1280], looks));
  await page.evaluate(space, "");
  if (!isKind) return;
  await note("large", at, () => large(page));
  await note("zoomed", at, () => zoomed(page));
}

const shared = house((shared) => {
  const { site } = shared;
  const longWords = wordy(site.pages, (page) => site.text(site.file(page)));
  return walk(shared, look, { pages: [...new Set([...site.varied, ...longWords])] });
});
tell("a page does not fit", () => kinds.size);

test("nothing moves while a page loads slowly on a phone", async () => {
  const found = await visited(shared.browser, { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 }, async (page, context) => {
    const client = await context.newCDPSession(page);
    await client.send("Network.enable");
    await client.send("Network.emulateNetworkConditions", { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 90_000 });
    const shifts = [];
    for (const at of ["", "portraets/das-wehr/", "veranstaltungen/alumni-tag-2027/", "verzeichnis/", "portraets/", "verzeichnis/enno-haecker/"]) {
      await page.goto(shared.site.url + at, { waitUntil: "load", timeout: 60_000 });
      shifts.push([at, await page.evaluate(moved)]);
    }
    return shifts;
  });
  none(found, "something moves");
});

/** Runs in the page: what has moved since it was opened, and while it is scrolled to its end. */
async function moved() {
  const shifts = [];
  const note = (list) => shifts.push(...list.getEntries());
  new PerformanceObserver(note).observe({ type: "layout-shift", buffered: true });
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 30)));
  for (let top = 0; top < document.documentElement.scrollHeight; top += 600) {
    scrollTo(0, top);
    await frame();
  }
  await Promise.allSettled([...document.images].map((image) => image.decode()));
  await frame();
  return shifts.map(({ value, sources }) => `${value.toFixed(4)} by ${sources.map(({ node }) => `${node?.localName}.${node?.className}`)}`);
}
