// axe-core in a page: which rules, in which views, on what of it.
//
// In comes a tab; out goes what axe finds, in words. Never a rule left out: in the dark, where only
// colours are others, those about colours are asked for, and in the long form all.
import { readFileSync } from "node:fs";
import { long } from "../extent.mjs";
import { resize } from "./visit.mjs";

const source = readFileSync(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const COLOURS = { type: "rule", values: ["color-contrast", "link-in-text-block"] };
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 320, height: 640 };

/** The views of a page. What changes from one to the next is only a media feature. */
export const VIEWS = {
  "light, 1280 pixels": { scheme: "light", size: WIDE },
  "dark, 1280 pixels": { scheme: "dark", size: WIDE },
  "light, 320 pixels": { scheme: "light", size: NARROW },
};
/** The fourth one, where a search shows what is nowhere else. */
export const DARK_AND_NARROW = { scheme: "dark", size: NARROW };

/** What a tab needs before it opens a page. A colour on its way to another one is neither. */
export const options = { reducedMotion: "reduce", viewport: WIDE };
export const prepare = (context) => context.addInitScript(source);

/** Runs in the page: what axe finds, in words. */
async function check([rules, part]) {
  const options = { runOnly: rules, resultTypes: ["violations", "incomplete"], preload: false };
  const { violations, incomplete } = await window.axe.run(part ?? document, options);
  const words = ({ id, nodes }) => nodes.map(({ target, any, all, none }) => {
    const why = [...any, ...all, ...none].map(({ message }) => message).join("; ");
    return `${id} – ${target.join(" ")} – ${why}`;
  });
  return { violations: violations.flatMap(words), incomplete: incomplete.flatMap(words) };
}

/** What axe finds in a view, in the whole page or in a part of it. */
export async function look(page, { scheme, size }, part) {
  await page.emulateMedia({ colorScheme: scheme });
  await resize(page, size);
  return page.evaluate(check, [scheme === "dark" && !long ? COLOURS : RULES, part]);
}
