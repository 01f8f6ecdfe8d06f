// The whole site without a mouse: a walk with Tab through a page of every kind.
//
// In comes the built site; out goes what the keyboard does not reach, does not show or hides.
// Never the mouse: what is opened here, a key opens.
import { frames } from "../extent.mjs";
import { KINDS } from "./site.mjs";
import { house, resize, sharing, walk } from "./visit.mjs";

const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 360, height: 740 } };
const pages = Object.values(KINDS);
const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex='-1'])";

/** Known in every page: how an element looks that may have the focus. */
function appearance(element) {
  const draws = ({ outlineStyle, outlineWidth, outlineColor, boxShadow }) =>
    [outlineStyle === "none" ? "none" : `${outlineStyle} ${outlineWidth} ${outlineColor}`, boxShadow].join();
  return ["", "::before", "::after"].map((part) => draws(getComputedStyle(element, part || null))).join(" | ");
}

/** Known in every page: where the focus is, and what is wrong with how it shows. */
function focused() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const name = `${element.localName}.${element.className} “${element.textContent.trim().slice(0, 30)}”`;
  const wrong = [];
  if (window.look(element) === window.before.get(element)) wrong.push(`${name} does not show the focus`);
  const box = element.getClientRects()[0];
  const [x, y] = [box.left + Math.min(box.width / 2, 40), box.top + box.height / 2];
  const top = document.elementFromPoint(x, y);
  const stretched = getComputedStyle(element, "::after").position === "absolute";
  if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) wrong.push(`${name} is outside the window`);
  else if (!element.contains(top) && !top?.contains(element) && !stretched) wrong.push(`${name} is hidden behind ${top?.localName}.${top?.className}`);
  return { at: window.all.indexOf(element), name, wrong };
}

/**
 * Runs in the page: what takes the focus, how it looks without it, and that the next Tab goes to
 * the first stop of a part. Each further key notes where the one before it has led.
 */
function begin([selector, part]) {
  const start = document.createElement("span");
  start.tabIndex = -1;
  const within = document.querySelector(part);
  within.prepend(start);
  start.focus({ preventScroll: true });
  start.remove();
  window.all = [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility({ visibilityProperty: true }));
  window.before = new Map(window.all.map((one) => [one, window.look(one)]));
  window.stops = [];
  window.note ??= addEventListener("keydown", () => window.stops?.push(window.focused()), true) ?? true;
  const first = window.all.findIndex((one) => within.contains(one) || within.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
  return { first, inside: window.all.filter((one) => within.contains(one)).length, count: window.all.length };
}

/** Runs in the page: where each Tab has led, the last one as well. */
function end() {
  const stops = [...window.stops.slice(1), window.focused()];
  window.stops = null;
  return stops;
}

/** What is wrong with the stops of a walk that begins at one of them. */
function judge(stops, first, count) {
  const wrong = [];
  for (const [at, now] of stops.entries()) {
    const expected = first + at;
    // After the last stop comes the browser's own frame, which a test does not have.
    if (!now || (now.at === 0 && expected === count)) {
      if (expected !== count) wrong.push(`the focus leaves after ${expected} of ${count}`);
      break;
    }
    if (now.at !== expected) wrong.push(`${now.name} comes as ${expected}, is number ${now.at} in the page`);
    wrong.push(...now.wrong);
    if (now.at !== expected) break;
    if (expected === count) wrong.push("the focus does not leave the page");
  }
  return wrong;
}

/** A walk with Tab through a part of the page and one stop further, all keys at once. */
async function tabs(page, part) {
  const { first, inside, count } = await page.evaluate(begin, [FOCUSABLE, part]);
  await Promise.all(Array.from({ length: inside + 1 }, () => page.keyboard.press("Tab")));
  return judge(await page.evaluate(end), first, count);
}

/** What the first keys on a page do. */
async function skips(page) {
  await page.keyboard.press("Tab");
  const box = await page.locator(":focus").boundingBox();
  const wrong = [];
  if (!(box.x >= 0 && box.y >= 0 && box.height >= 24)) wrong.push(`it is not to be seen: ${JSON.stringify(box)}`);
  if (!(await page.locator(":focus").getAttribute("href"))?.startsWith("#")) return [...wrong, "it is no link to a place in the page"];
  await page.keyboard.press("Enter");
  const place = await page.evaluate(() => document.activeElement.localName);
  if (place !== "main") wrong.push(`it leads to ${place}`);
  await page.keyboard.press("Tab");
  const inside = await page.evaluate(() => Boolean(document.activeElement.closest("main, footer")));
  if (!inside) wrong.push("the next Tab is before the content");
  return wrong;
}

/** What the menu of a phone does wrong. */
async function opens(page) {
  const [button, menu] = [page.locator("button.menu"), page.locator("#menu")];
  const within = () => page.evaluate(() => document.activeElement.closest("#menu") !== null);
  const wrong = [];
  await button.focus();
  for (const key of ["Enter", "Space"]) {
    await page.keyboard.press(key);
    await menu.waitFor();
    await page.keyboard.press("Tab");
    if (!(await within())) wrong.push(`${key}: the first link is not the next stop`);
    await page.keyboard.press("Escape");
    await menu.waitFor({ state: "hidden" });
    if (!(await button.evaluate((one) => one === document.activeElement))) wrong.push(`${key}: the focus is not back`);
  }
  await page.keyboard.press("Enter");
  const last = (await menu.locator("a").count()) + 1;
  for (let at = 0; at < last; at += 1) await page.keyboard.press("Tab");
  if (await within()) wrong.push("the menu is a trap");
  return wrong;
}

/**
 * Runs in the page: what is too small for a finger. Of 24 pixels (WCAG 2.5.8), links in lines of
 * text are exempt, and whatever has a circle of that size for itself.
 */
function small(large) {
  const selector = "a[href], button, input, select, summary";
  const shown = [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility() && !one.closest(".hidden, .skip"));
  // A link whose surface is a whole card draws it with a box of its own.
  const stretched = (element) => getComputedStyle(element, "::after").position === "absolute";
  const box = (element) => (stretched(element) ? (element.offsetParent ?? element) : element).getBoundingClientRect();
  const middle = ({ left, top, width, height }) => [left + width / 2, top + height / 2];
  const alone = (element) => {
    const [x, y] = middle(element.getBoundingClientRect());
    return shown.every((other) => {
      if (other === element || stretched(other)) return true;
      const rect = other.getBoundingClientRect();
      const aside = Math.max(rect.left - x, 0, x - rect.right);
      const above = Math.max(rect.top - y, 0, y - rect.bottom);
      return Math.hypot(aside, above) >= 12;
    });
  };
  return shown.flatMap((element) => {
    const { width, height } = box(element);
    const least = element.matches(large) ? 44 : 24;
    if (width >= least - 0.5 && height >= least - 0.5) return [];
    const block = element.closest("p, li, dd, td, th, address, figcaption, caption");
    const inText = getComputedStyle(element).display === "inline" && block?.textContent.trim() !== element.textContent.trim();
    if (least === 24 && (inText || alone(element))) return [];
    const name = `${element.localName}.${element.className} “${element.textContent.trim().slice(0, 30)}”`;
    return [`${name} in ${element.parentElement.localName} is ${Math.round(width)} × ${Math.round(height)}, at least ${least}`];
  });
}

// The path to a page is a line of text, not the navigation; 24 pixels do for it.
const LARGE = "button, .button, .top a, .letters a, .pager a, .turn a, nav:not(.crumbs) a, .foot li a";

const { note, tell } = sharing({
  wide: "Tab reaches everything in its order, visibly, and gets out again: wide",
  narrow: "Tab reaches everything in its order, visibly, and gets out again: narrow",
  skips: "the first Tab shows a link that skips to the content",
  opens: "the menu of a phone opens with Enter, closes with Escape and gives the focus back",
  "large, wide": "what is pressed is large enough for a finger: wide",
  "large, narrow": "what is pressed is large enough for a finger: narrow",
});
/** Header, footer and menu are walked through where they are new, and not on every page again. */
const isNew = frames();

// A page is loaded once, and all keys are pressed on it.
async function look(page, at, site) {
  const isFrameNew = isNew(site.text(site.file(at)));
  await resize(page, SIZES.wide);
  await note("skips", at, () => skips(page));
  for (const [name, size] of Object.entries(SIZES)) {
    await resize(page, size);
    await note(`large, ${name}`, at, () => page.evaluate(small, LARGE));
    await note(name, at, () => tabs(page, isFrameNew ? "body" : "main"));
  }
  if (isFrameNew) await note("opens", at, () => opens(page));
}

// What scrolls smoothly to its place is not there yet at the next key, hence the reduced motion.
const options = {
  pages,
  reducedMotion: "reduce",
  prepare: (context) => context.addInitScript(`Object.assign(window, { look: ${appearance}, focused: ${focused} })`),
};
house((shared) => walk(shared, (page, at) => look(page, at, shared.site), options));
tell("the keyboard is not enough", (name) => (name === "opens" ? 1 : pages.length));
