// What a visitor types, as a question: which words count, which may lead, which may be missing.
//
// In come the text of a query or of a name; out go its words. Titles and particles are known here
// only. Never looks into the index.
import { fold, wordsOf } from "./fold.js";
import { isStopWord } from "./stem.js";

// Small words before a family name; in a query they may be left out or be too many. The list is
// the program's (src/base/particles.json).
export const PARTICLES = new Set(
  "a af al am av bin d da dal das de del della delle den der di do dos du e el i ibn"
    .concat(" la le les op t te ten ter und van vom von y zu zum zur zwischen")
    .split(" "),
);
// Words of titles, which nobody is found by.
const TITLES = new Set("dr drs prof professor professorin dipl diplom ing mag phd msc bsc mba mr mrs ms pd frau herr".split(" "));
// What belongs to a title in front of it: Dr. rer. nat.
const TITLE_ENDS = new Set("rer nat phil med oec pol jur habil theol dent vet techn hc mult ing soc paed agr fh univ".split(" "));
// What stands behind a family name.
const SUFFIXES = new Set("jr sr jun sen ii iii iv".split(" "));

// Honoris causa and ehrenhalber, which would be initials anywhere else.
const HONOURS = new Set(["h c", "e h"]);

// A query as its words.
export function ask(text, language) {
  const words = namesIn(wordsOf(text));
  const isWeak = ({ folded }) => PARTICLES.has(folded) || isStopWord(folded, language);
  const onlyWeak = words.every(isWeak);
  const asked = words.map((word, at) => ({
    ...word,
    isLead: onlyWeak || !isWeak(word),
    // The last word may be the beginning of another: whoever types “Jana de” may mean Decker. The
    // first one may be a given name: Ben, Abu.
    isSpare: !onlyWeak && at > 0 && at < words.length - 1 && PARTICLES.has(word.folded),
  }));
  const isTiny = asked.length === 1 && asked[0].folded.length === 1;
  return { words: asked, joined: joinedForms(asked), isTiny, language };
}

// The words of a query without its titles, if there are others.
function namesIn(words) {
  const rest = [];
  let inTitle = true;
  for (let at = 0; at < words.length; at += 1) {
    const { folded } = words[at];
    const behind = words.slice(at, at + 2).map((word) => word.folded).join(" ");
    if (inTitle && at > 0 && HONOURS.has(behind)) at += 1;
    else if (folded === "dr" || folded === "prof" || (inTitle && isTitle(folded, at > 0))) continue;
    else {
      inTitle = false;
      rest.push(words[at]);
    }
  }
  return rest.length > 0 ? rest : words;
}

function isTitle(folded, hasBegun) {
  return TITLES.has(folded) || (hasBegun && TITLE_ENDS.has(folded));
}

// Hans Jürgen may be written Hansjürgen: the query with each two neighbours as one word.
function joinedForms(words) {
  return words.slice(1).map((second, at) => {
    const first = words[at];
    const [written, folded] = [first.written + second.written, fold(first.folded + second.folded)];
    const whole = { written, folded, isLead: true, isSpare: false };
    return [...words.slice(0, at), whole, ...words.slice(at + 2)];
  });
}

// The words of a person's name behind the title. What only may be part of a title is one if it
// is shortened: Dr. phil. Anna Collins, but Dr. Phil Collins.
export function withoutTitle(name) {
  const parts = partsOf(name);
  let start = 0;
  while (start < parts.length - 1) {
    const length = titlePartAt(parts, start);
    if (length === 0) break;
    start += length;
  }
  return wordsOf(parts.slice(start).join(" "));
}

// Of how many parts the piece of a title is that begins here.
function titlePartAt(parts, at) {
  const folded = firstOf(parts[at]);
  if (TITLES.has(folded)) return 1;
  if (at === 0 || !parts[at].endsWith(".")) return 0;
  if (HONOURS.has(`${folded} ${firstOf(parts[at + 1] ?? "")}`)) return 2;
  return TITLE_ENDS.has(folded) ? 1 : 0;
}

// From where to where the family name stands among the words of a name: in front of a comma, from
// a particle on, or the last part, both halves of a double name.
export function familyOf(name, words) {
  if (name.includes(",")) return [0, withoutTitle(name.slice(0, name.indexOf(","))).length];
  let end = words.length;
  while (end > 1 && SUFFIXES.has(words[end - 1].folded)) end -= 1;
  const particle = words.findIndex(({ folded }, at) => at > 0 && at < end - 1 && PARTICLES.has(folded));
  if (particle > 0) return [particle, end];
  const parts = partsOf(name).map((part) => foldedWords(part).length).filter(Boolean);
  const behind = words.length - end;
  const last = parts.at(-1 - behind) ?? 1;
  return [Math.max(0, end - last), end];
}

function partsOf(name) {
  return name.split(/\s+/).filter(Boolean);
}

// The words of a part only as they are looked for: hundreds of names are taken apart for one query.
function foldedWords(part) {
  return fold(part).split(" ").filter(Boolean);
}

function firstOf(part) {
  return foldedWords(part)[0] ?? "";
}
