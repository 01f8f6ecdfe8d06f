// The ways in which people write names: without accents, with slips of the keyboard.
// In: a name, a source of numbers. Out: the name in another spelling.
// Never: a spelling that equals the name, if it was to have an error.

const SPELLED = { ß: "ss", ẞ: "ss", ł: "l", đ: "d", ø: "o", ı: "i", æ: "ae", œ: "oe", þ: "th", ð: "d" };
const UMLAUTS = { ä: "ae", ö: "oe", ü: "ue" };
const ROWS = ["qwertzuiopü", "asdfghjklöä", "yxcvbnm"];

/** Small letters without marks; umlauts as `ae`, or as `a`. */
export function folded(text, umlauts) {
  const small = text.toLowerCase().normalize("NFC");
  const spelled = umlauts === "ae" ? small.replace(/[äöü]/gu, (letter) => UMLAUTS[letter]) : small;
  return spelled
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\u0000-\u007f]/gu, (letter) => SPELLED[letter] ?? letter);
}

/** Whether a name has letters beyond a to z. */
export const special = (text) => /[^\u0000-\u007f]/u.test(text.normalize("NFC"));

/** A key beside that of a letter, on a German keyboard. */
function neighbour(numbers, letter) {
  const plain = folded(letter, "a");
  const row = ROWS.find((keys) => keys.includes(plain));
  if (!row) return "e";
  const at = row.indexOf(plain);
  return numbers.of([row[at - 1], row[at + 1]].filter(Boolean));
}

function slip(numbers, word) {
  const letters = [...word];
  const at = numbers.below(letters.length);
  switch (numbers.below(4)) {
    case 0:
      letters.splice(at, 0, neighbour(numbers, letters[at]));
      break;
    case 1:
      letters.splice(at, 1);
      break;
    case 2:
      letters[at] = neighbour(numbers, letters[at]);
      break;
    default: {
      const first = Math.min(at, letters.length - 2);
      [letters[first], letters[first + 1]] = [letters[first + 1], letters[first]];
    }
  }
  return letters.join("");
}

/** A name with errors in words of four letters and more, as many words as errors if there are; null if none is. */
export function mistyped(numbers, name, errors) {
  const parts = name.split(/([\s-]+)/u);
  const long = parts.flatMap((part, place) => ([...part].length >= 4 ? [place] : []));
  const enough = long.length >= errors || (long.length && [...parts[long[0]]].length >= 8);
  if (!enough) return null;
  const chosen = long.length >= errors ? numbers.several(long, errors) : Array(errors).fill(long[0]);
  for (const place of chosen) {
    const before = parts[place];
    do parts[place] = slip(numbers, before);
    while (folded(parts[place], "a") === folded(before, "a"));
  }
  return parts.join("");
}
