// The site on paper, in forced colours and without motion.
//
// In comes a page of every kind; out goes what paper would show light on light, what the system's
// colours make invisible, and what moves although the reader asked for rest.
import { KINDS } from "./site.mjs";
import { house, resize, sharing, visited, walk } from "./visit.mjs";

const pages = Object.values(KINDS);
/** A4 without its margins, at 96 pixels an inch. */
const PAPER = { width: 718, height: 1000 };

/** Runs in the page: text that paper would not show, navigation that it would. */
function onPaper() {
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const light = ([red, green, blue]) => (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
  // Browsers leave backgrounds out, except where a page insists on them.
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const { backgroundColor, printColorAdjust } = getComputedStyle(one);
      const colour = numbers(backgroundColor);
      if (colour[3] !== 0 && printColorAdjust === "exact") return light(colour);
    }
    return 1;
  };
  const wrong = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility()) continue;
    const ink = light(numbers(getComputedStyle(element).color));
    if (ink > 0.5 || ground(element) - ink < 0.35) wrong.add(`“${node.data.trim().slice(0, 30)}” in ${element.localName}.${element.className} is ${ink.toFixed(2)} on ${ground(element).toFixed(2)}`);
  }
  for (const one of document.querySelectorAll(".top, .skip, .crumbs, .pager, .letters, .foot nav, button"))
    if (one.checkVisibility()) wrong.add(`${one.localName}.${one.className} is printed`);
  for (const link of document.querySelectorAll('.prose a[href^="http"]'))
    if (!getComputedStyle(link, "::after").content.includes(link.getAttribute("href"))) wrong.add(`${link.href} is not written out`);
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) wrong.add(`${root.scrollWidth} pixels on ${root.clientWidth}`);
  return [...wrong];
}

/** Runs in an empty page: how much of a picture is light, and how much is ink. */
async function shares(base64) {
  const bitmap = await createImageBitmap(await (await fetch(`data:image/jpeg;base64,${base64}`)).blob());
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  let [white, ink] = [0, 0];
  for (let at = 0; at < data.length; at += 4) {
    const light = 0.2126 * data[at] + 0.7152 * data[at + 1] + 0.0722 * data[at + 2];
    if (light > 240) white += 4;
    if (light < 110) ink += 4;
  }
  return { white: white / data.length, ink: ink / data.length };
}

/** Runs in the page: what only a background sets apart, and would be lost without a border. */
function bare() {
  const pieces = ".button, .menu, .mark, .tags a, .turn a, .letters [aria-current], .pager :is(a, [aria-current]), .initials";
  return [...document.querySelectorAll(pieces)]
    .filter((one) => one.checkVisibility())
    .filter((one) => parseFloat(getComputedStyle(one).borderBottomWidth) < 1 || getComputedStyle(one).borderBottomStyle === "none")
    .map((one) => `${one.localName}.${one.className} “${one.textContent.trim().slice(0, 30)}” has no border`);
}

/** Runs in the page: what moves. */
function moving() {
  const lasting = (style) => [style.transitionDuration, style.animationDuration].join().split(",").some((one) => parseFloat(one) > 0.001);
  const still = [...document.querySelectorAll("*")].filter((one) => ["", "::before", "::after"].some((part) => lasting(getComputedStyle(one, part || null))));
  const smooth = getComputedStyle(document.documentElement).scrollBehavior === "smooth" ? ["scrolls smoothly"] : [];
  return [...still.map((one) => `${one.localName}.${one.className} moves`), ...smooth, ...document.getAnimations().map(() => "an animation runs")];
}

/** What is wrong with a page on paper; `blank` is an empty page that looks at the sheet. */
async function paper(page, blank, colorScheme) {
  await page.emulateMedia({ media: "print", colorScheme });
  const wrong = await page.evaluate(onPaper);
  await page.evaluate(() => document.querySelectorAll("img").forEach((image) => image.remove()));
  const { white, ink } = await blank.evaluate(shares, (await page.screenshot({ type: "jpeg" })).toString("base64"));
  if (white < 0.7) wrong.push(`only ${(white * 100).toFixed()} % of the sheet is white`);
  if (ink < 0.001) wrong.push("nothing dark is on the sheet");
  return wrong;
}

async function printed(page) {
  const sheets = (await page.pdf({ format: "A4" })).toString("latin1").match(/\/Type \/Page\b/g).length;
  return sheets >= 1 && sheets <= 12 ? [] : [`${sheets} sheets`];
}

const { note, tell } = sharing({
  light: "on paper, text is dark on white and the navigation is gone: light scheme",
  dark: "on paper, text is dark on white and the navigation is gone: dark scheme",
  printed: "a page can be printed",
  forced: "in forced colours, buttons keep their borders",
  resting: "who asks for rest gets it",
});

/** In windows of both kinds, what has lost its edge. */
async function bareEverywhere(page) {
  const wrong = [];
  for (const width of [1280, 360]) {
    await resize(page, { width, height: 740 });
    wrong.push(...(await page.evaluate(bare)));
  }
  return wrong;
}

// A page is loaded once, and read on the screen and on paper. A colour on its way to another one
// is neither, hence the rest before everything else.
async function look(page, at, blank) {
  // No medium is named: a page that is told to be on a screen would be printed as it looks there.
  const screen = { media: null, colorScheme: "light", forcedColors: "none", reducedMotion: "reduce" };
  await page.emulateMedia(screen);
  await note("resting", at, () => page.evaluate(moving));
  await page.emulateMedia({ forcedColors: "active" });
  await note("forced", at, () => bareEverywhere(page));
  await resize(page, PAPER);
  await page.emulateMedia({ ...screen, colorScheme: "dark" });
  await note("printed", at, () => printed(page));
  for (const scheme of ["light", "dark"]) await note(scheme, at, () => paper(page, blank, scheme));
}
house((shared) => visited(shared.browser, {}, (blank) => walk(shared, (page, at) => look(page, at, blank), { pages, viewport: PAPER })));
tell("paper, system or rest is badly served", () => pages.length);
