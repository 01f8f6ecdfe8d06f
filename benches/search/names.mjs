// Names that are spread like real ones: some very frequent, most of them rare.
// In: a source of numbers. Out: a name in its parts.
// Never: a name that was taken from a person.
import { CODAS, COMMON, ENDINGS, FOREIGN_ENDINGS, ONSETS, PARTICLES, ROOTS, VOWELS } from "./family-names.mjs";
import { GIVEN } from "./given-names.mjs";
import { zipf } from "./random.mjs";

const ORIGINS = { german: 80, polish: 5, turkish: 4, russian: 4, vietnamese: 3, arabic: 2, sorbian: 2 };
const WEIGHED = Object.entries(ORIGINS).flatMap(([origin, weight]) => Array(weight).fill(origin));

const each = (lists, exponent, shift) =>
  Object.fromEntries(Object.entries(lists).map(([key, list]) => [key, zipf(list, exponent, shift)]));
const common = each(COMMON, 0.65, 3);
const given = Object.fromEntries(Object.entries(GIVEN).map(([origin, lists]) => [origin, each(lists, 0.6, 2)]));
const root = zipf(ROOTS, 0.4, 4);
const ending = zipf(ENDINGS, 0.7, 1);
const onset = zipf(ONSETS, 0.4, 4);
const vowel = zipf(VOWELS, 0.7, 1);
const coda = zipf(CODAS, 0.5, 3);
const foreign = each(FOREIGN_ENDINGS, 0.6, 1);
const spaced = (text) => text.replaceAll("_", " ");

/** A name that few have. */
function rare(numbers, origin) {
  if (origin === "german" && numbers.chance(0.4)) {
    const first = root(numbers);
    // “Berg” and “er” make “Berger”; a doubled part would make “Bergberg”.
    const last = ending(numbers);
    return first.toLowerCase() === last ? `${first}er` : first + last;
  }
  const start = onset(numbers) + vowel(numbers);
  if (origin === "vietnamese") return start + foreign.vietnamese(numbers);
  return start + coda(numbers) + foreign[origin](numbers);
}

const single = (numbers, origin) => {
  const share = origin === "german" ? 0.56 : origin === "vietnamese" ? 0.95 : 0.5;
  return numbers.chance(share) ? common[origin](numbers) : rare(numbers, origin);
};

function family(numbers, origin) {
  const first = single(numbers, origin);
  if (!numbers.chance(0.08)) return first;
  const second = single(numbers, numbers.chance(0.9) ? "german" : origin);
  return first === second ? first : `${first}-${second}`;
}

function title(numbers) {
  if (!numbers.chance(0.06)) return null;
  return numbers.of(["Dr.", "Dr.", "Dr.-Ing.", "Prof. Dr.-Ing."]);
}

/** The parts of a name; those that are not there are null. `forms` is f or m. */
export function name(numbers) {
  const origin = numbers.of(WEIGHED);
  // Some families came long ago and give German names.
  const called = origin !== "german" && numbers.chance(0.25) ? "german" : origin;
  const forms = numbers.chance(0.5) ? "f" : "m";
  const first = spaced(given[called][forms](numbers));
  const second = numbers.chance(0.2) ? spaced(given[called][forms](numbers)) : first;
  return {
    forms,
    title: title(numbers),
    given: second === first ? first : `${first} ${second}`,
    particle: numbers.chance(0.04) ? spaced(numbers.of(PARTICLES)) : null,
    family: family(numbers, origin),
    birth: numbers.chance(0.15) ? single(numbers, numbers.chance(0.8) ? "german" : origin) : null,
  };
}

/** The name as it is shown, but for the title: two people may share it. */
export const shown = ({ given: givenNames, particle, family: familyName }) =>
  [givenNames, particle, familyName].filter(Boolean).join(" ");
