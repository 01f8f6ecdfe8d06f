// The whole site without a mouse: a walk with Tab through a page of every kind.
//
// In comes the built site; out goes what the keyboard does not reach, does not show or hides.
// Never the mouse: what is opened here, a key opens.
import assert from "node:assert/strict";
import { test } from "../browser.mjs";
import { KINDS } from "./site.mjs";
import { house, none, walk } from "./visit.mjs";

const shared = house();
const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 360, height: 740 } };
const pages = Object.values(KINDS);
const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex='-1'])";

/** Runs in the page: remembers how everything that takes the focus looks without it. */
function remember(selector) {
  const draws = ({ outlineStyle, outlineWidth, outlineColor, boxShadow }) =>
    [outlineStyle === "none" ? "none" : `${outlineStyle} ${outlineWidth} ${outlineColor}`, boxShadow].join();
  window.look = (element) => ["", "::before", "::after"].map((part) => draws(getComputedStyle(element, part || null))).join(" | ");
  window.all = [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility({ visibilityProperty: true }));
  window.before = new Map(window.all.map((one) => [one, window.look(one)]));
  return window.all.length;
}

/** Runs in the page after a Tab: where the focus is, and what is wrong with how it shows. */
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

for (const [name, viewport] of Object.entries(SIZES)) {
  test(`Tab reaches everything in its order, visibly, and gets out again: ${name}`, async () => {
    const look = async (page) => {
      const count = await page.evaluate(remember, FOCUSABLE);
      const wrong = [];
      for (let expected = 0; expected <= count; expected += 1) {
        await page.keyboard.press("Tab");
        const now = await page.evaluate(focused);
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
    };
    none(await walk(shared, look, { pages, viewport }), "the keyboard is not enough");
  });
}

test("the first Tab shows a link that skips to the content", async () => {
  const look = async (page) => {
    await page.keyboard.press("Tab");
    const box = await page.locator(":focus").boundingBox();
    const wrong = [];
    if (!(box.x >= 0 && box.y >= 0 && box.height >= 24)) wrong.push(`it is not to be seen: ${JSON.stringify(box)}`);
    await page.keyboard.press("Enter");
    const place = await page.evaluate(() => document.activeElement.localName);
    if (place !== "main") wrong.push(`it leads to ${place}`);
    await page.keyboard.press("Tab");
    const inside = await page.evaluate(() => Boolean(document.activeElement.closest("main, footer")));
    if (!inside) wrong.push("the next Tab is before the content");
    return wrong;
  };
  none(await walk(shared, look, { pages }), "the link to the content fails");
});

test("the menu of a phone opens with Enter, closes with Escape and gives the focus back", async () => {
  const look = async (page) => {
    const [button, menu] = [page.locator("button.menu"), page.locator("#menu")];
    const within = () => page.evaluate(() => document.activeElement.closest("#menu") !== null);
    await button.focus();
    for (const key of ["Enter", "Space"]) {
      await page.keyboard.press(key);
      await menu.waitFor();
      await page.keyboard.press("Tab");
      assert.ok(await within(), "the first link is the next stop");
      await page.keyboard.press("Escape");
      await menu.waitFor({ state: "hidden" });
      assert.ok(await button.evaluate((one) => one === document.activeElement), "the focus is back");
    }
    await page.keyboard.press("Enter");
    const last = (await menu.locator("a").count()) + 1;
    for (let at = 0; at < last; at += 1) await page.keyboard.press("Tab");
    assert.ok(!(await within()), "the menu is no trap");
    return [];
  };
  none(await walk(shared, look, { pages, viewport: SIZES.narrow }), "the menu fails");
});

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

for (const [name, viewport] of Object.entries(SIZES)) {
  test(`what is pressed is large enough for a finger: ${name}`, async () => {
    none(await walk(shared, (page) => page.evaluate(small, LARGE), { pages, viewport }), "a target is too small");
  });
}
