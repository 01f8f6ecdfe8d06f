// axe-core on the site: light and dark in a wide window, and 320 pixels wide.
//
// In comes the built site; out go the rules that are broken, with page and element. Never a rule
// left out, and never a kind of element: whatever stands on some page is looked at, and in the
// long form all pages are.
import { readFileSync } from "node:fs";
import { test } from "../browser.mjs";
import { house, none, walk, WALK_HANGS } from "./visit.mjs";

const source = readFileSync(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDE = { width: 1280, height: 800 };
const VIEWS = {
  "light, 1280 pixels": { scheme: "light", size: WIDE },
  "dark, 1280 pixels": { scheme: "dark", size: WIDE },
  "light, 320 pixels": { scheme: "light", size: { width: 320, height: 640 } },
};

const found = Object.fromEntries(Object.keys(VIEWS).map((name) => [name, []]));

// A page is loaded once and looked at three times: what changes is only a media feature.
const look = async (page, at) => {
  for (const [name, { scheme, size }] of Object.entries(VIEWS)) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize(size);
    found[name].push([at, await page.evaluate(check, RULES)]);
  }
  await page.setViewportSize(WIDE);
};
// A colour on its way to another one is neither, hence the reduced motion.
const options = { reducedMotion: "reduce", viewport: WIDE, prepare: (context) => context.addInitScript(source) };
house((shared) => walk(shared, look, options));

/** Runs in the page: what axe finds, in words. */
async function check(rules) {
  const options = { runOnly: rules, resultTypes: ["violations", "incomplete"], preload: false };
  const { violations, incomplete } = await window.axe.run(document, options);
  const words = ({ id, nodes }) => nodes.map(({ target, any, all, none }) => {
    const why = [...any, ...all, ...none].map(({ message }) => message).join("; ");
    return `${id} – ${target.join(" ")} – ${why}`;
  });
  return { violations: violations.flatMap(words), incomplete: incomplete.flatMap(words) };
}

for (const name of Object.keys(VIEWS)) {
  test(`axe finds nothing on any kind of page: ${name}`, (t) => {
    const unsure = found[name].flatMap(([at, { incomplete }]) => incomplete.map((one) => `/${at}: ${one}`));
    t.diagnostic(`${found[name].length} pages; ${unsure.length} × axe cannot tell`);
    for (const one of unsure.slice(0, 10)) t.diagnostic(one);
    none(found[name].map(([at, { violations }]) => [at, violations]), "a rule is broken");
  });
}
