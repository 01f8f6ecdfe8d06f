// The one form of a word under which it is looked for, however it is written.
//
// In comes a text; out go its words in small letters without marks, with ß as ss and with ae, oe,
// ue as a, o, u. The program does the same with names (tests/search/folding.json holds both to
// it). Never shown to anybody: what is shown keeps its letters.

// Letters that Unicode does not take apart into a letter and a mark.
const WHOLE_LETTERS = new Map(Object.entries({
  ß: "ss", æ: "a", œ: "o", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ħ: "h", ŋ: "n", ŧ: "t",
  ĸ: "k", ĳ: "ij", ŀ: "l", ŉ: "n", ſ: "s", ǝ: "e", ə: "e", ɔ: "o", ɛ: "e", ƙ: "k", ς: "σ",
  // Ligatures, as a text has them that was copied out of a PDF.
  ﬀ: "ff", ﬁ: "fi", ﬂ: "fl", ﬃ: "ffi", ﬄ: "ffl", ﬅ: "st", ﬆ: "st",
}));

// Marks, apostrophes as people type them, and signs that nobody sees: O’Brien is one word.
const UNSEEN = "\\p{M}'’‘‛´`′ʼʻʹ\\u00AD\\u061C\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u206F\\uFEFF";
const NOTHING = new RegExp(`[${UNSEEN}]`, "u");
const LETTER_OR_DIGIT = /[\p{Alphabetic}\p{N}]/u;
// The same among the letters that most names have, found several times as fast.
const ASCII_PIECE = /[a-z0-9'`]+/g;
const PIECE = new RegExp(`[\\p{Alphabetic}\\p{N}${UNSEEN}]+`, "gu");

// What each letter becomes; a letter that has been seen is not looked up again.
const KNOWN_LETTERS = new Map();

const ASCII = /^[\0-\x7f]*$/;

// The words of a text, with a space between two.
export function fold(text) {
  // Most words need no table; a query folds hundreds of names.
  if (ASCII.test(text)) return foldAscii(text);
  let folded = "";
  for (const letter of text.toLowerCase().normalize("NFD")) {
    const letters = lettersFor(letter);
    // The e of ae, oe and ue: the umlauts of those who have none on their keyboard.
    if (letters === "e" && /[aou]$/.test(folded)) continue;
    if (letters !== " ") folded += letters;
    else if (folded && !folded.endsWith(" ")) folded += " ";
  }
  return folded.trimEnd();
}

function foldAscii(text) {
  const bare = text.toLowerCase().replace(/['`]/g, "").replace(/([aou])e+/g, "$1");
  return bare.replace(/[^a-z0-9]+/g, " ").trim();
}

function lettersFor(letter) {
  if (!KNOWN_LETTERS.has(letter)) KNOWN_LETTERS.set(letter, foldLetter(letter));
  return KNOWN_LETTERS.get(letter);
}

function foldLetter(letter) {
  if (NOTHING.test(letter)) return "";
  return WHOLE_LETTERS.get(letter) ?? (LETTER_OR_DIGIT.test(letter) ? letter : " ");
}

// The words of a text as they are written, but for capitals, each with its folded form.
export function wordsOf(text) {
  const small = text.toLowerCase();
  const pieces = ASCII.test(small) ? small.match(ASCII_PIECE) : small.normalize("NFC").match(PIECE);
  return (pieces ?? [])
    .map((written) => ({ written, folded: fold(written) }))
    .filter(({ folded }) => folded);
}
