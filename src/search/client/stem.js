// The terms under which the words of a text are found.
//
// In come a text and its language; out go its words, folded and without their endings, in order.
// German endings as in the minimal stemmer of J. Savoy, English ones as in the S-stemmer of
// D. Harman, both after folding. The program has the same rules (tests/search/stems.json holds
// both to them). Never for names: those have no endings.
import { fold } from "./fold.js";
import { STOP_WORDS } from "./stop_words.js";

const STOPPED = new Map(Object.entries(STOP_WORDS).map(([language, words]) => [language, new Set(words)]));

// Whether a folded word says nothing in a language.
export function isStopWord(word, language) {
  return STOPPED.get(language)?.has(word) ?? false;
}

// What goes into the index for a text: all but stop words.
export function termsOf(text, language) {
  return fold(text)
    .split(" ")
    .filter((word) => word && !isStopWord(word, language))
    .map((word) => stem(word, language));
}

// A folded word without its ending; as it is in a language without rules.
export function stem(word, language) {
  if (language === "de") return stemGerman(word);
  return language === "en" ? stemEnglish(word) : word;
}

// Letters are counted as code points, as the program does.
function lengthOf(word) {
  return [...word].length;
}

function stemGerman(word) {
  const length = lengthOf(word);
  if (length < 5) return word;
  if (length > 6 && word.endsWith("nen")) return word.slice(0, -3);
  if (length > 5 && /(?:e[nrs]|se)$/.test(word)) return word.slice(0, -2);
  return /[enrs]$/.test(word) ? word.slice(0, -1) : word;
}

function stemEnglish(word) {
  if (lengthOf(word) < 3 || !word.endsWith("s") || /[us]s$/.test(word)) return word;
  if (!word.endsWith("es")) return word.slice(0, -1);
  if (lengthOf(word) > 3 && /[^ae]ies$/u.test(word)) return `${word.slice(0, -3)}y`;
  return /[iaoe]es$/.test(word) ? word : word.slice(0, -1);
}
