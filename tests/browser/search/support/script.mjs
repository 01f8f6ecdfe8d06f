// The modules of the search in the browser, and the one script that the program makes of them.
//
// In comes nothing; out go texts. Never a bundler: lines are left out, and that is all.
import { readFileSync, readdirSync } from "node:fs";

const folder = new URL("../../../../src/search/client/", import.meta.url);

/** In this order, each behind what it needs when it is loaded. */
export const ORDER = [
  "stop_words", "fold", "cologne", "stem", "distance", "shards", "ask", "match", "tokens", "heads",
  "words", "facets", "leaves", "query", "state", "controls", "view", "start",
];

export function modules() {
  const there = readdirSync(folder).filter((name) => name.endsWith(".js")).sort();
  const listed = ORDER.map((name) => `${name}.js`);
  if (there.join() !== [...listed].sort().join()) throw new Error(`the order lists other modules than ${there}`);
  return listed.map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8") }));
}

export function script() {
  return modules()
    .flatMap(({ text }) => text.split("\n"))
    .filter((line) => !line.startsWith("import ") && !/^\s*\/\//.test(line) && line.trim() !== "")
    .map((line) => line.trim().replace(/^export /, ""))
    .join("\n");
}
