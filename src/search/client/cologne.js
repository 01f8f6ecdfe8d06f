// Kölner Phonetik: names that sound alike have one code.
//
// In comes a folded word, out goes its code: digits for sounds (Hans Joachim Postel, “Die Kölner
// Phonetik”, IBM-Nachrichten 19, 1969). The program has the same rules (tests/search/sounds.json
// holds both to them). Never used where something else finds a name.

// Sounds of letters whose neighbours do not matter.
const SOUNDS = {
  a: "0", e: "0", i: "0", j: "0", o: "0", u: "0", y: "0",
  b: "1", f: "3", v: "3", w: "3", g: "4", k: "4", q: "4",
  l: "5", m: "6", n: "6", r: "7", s: "8", z: "8",
};

// The code of a word of small letters; empty if it holds no sound that counts.
export function cologne(word) {
  const letters = word.replace(/[^a-z]/g, "");
  let sounds = "";
  for (let at = 0; at < letters.length; at += 1) {
    const sound = soundOf(letters[at], letters[at - 1] ?? "", letters[at + 1] ?? "");
    for (const one of sound) if (!sounds.endsWith(one)) sounds += one;
  }
  // A vowel counts at the beginning only, but it parts equal sounds before it goes.
  return sounds.slice(0, 1) + sounds.slice(1).replaceAll("0", "");
}

function soundOf(letter, before, after) {
  if (letter === "p") return after === "h" ? "3" : "1";
  if (letter === "d" || letter === "t") return isOneOf(after, "csz") ? "8" : "2";
  if (letter === "x") return isOneOf(before, "ckq") ? "8" : "48";
  if (letter === "c") return isOneOf(after, hardeners(before)) ? "4" : "8";
  return SOUNDS[letter] ?? "";
}

// Before which letters a c sounds like k.
function hardeners(before) {
  if (before === "") return "ahkloqrux";
  return isOneOf(before, "sz") ? "" : "ahkoqux";
}

function isOneOf(letter, letters) {
  return letter !== "" && letters.includes(letter);
}
