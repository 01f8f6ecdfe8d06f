// How many typing errors lie between two words.
//
// In come two words and a limit; out goes the number of letters inserted, left out, replaced or
// swapped with their neighbour (optimal string alignment). Never more work than the limit needs:
// what is beyond it is told as one more than the limit.

// Three rows of the table are enough; they are kept, since a query compares thousands of words.
const ROWS = [new Uint16Array(64), new Uint16Array(64), new Uint16Array(64)];

// The distance of two words, at most `limit` + 1.
export function distance(left, right, limit) {
  const beyond = limit + 1;
  if (Math.abs(left.length - right.length) > limit) return beyond;
  if (left === right) return 0;
  let [older, old, row] = rowsFor(right.length + 1);
  for (let at = 0; at <= right.length; at += 1) old[at] = at;
  for (let i = 1; i <= left.length; i += 1) {
    const least = fillRow(left, right, i, older, old, row);
    // A swap reaches back over one row, so that the row before has to be beyond the limit too.
    if (least > limit && i > 1 && leastOf(old, right.length) > limit) return beyond;
    [older, old, row] = [old, row, older];
  }
  return Math.min(old[right.length], beyond);
}

function rowsFor(width) {
  return width <= ROWS[0].length ? ROWS : ROWS.map(() => new Uint16Array(width));
}

// Fills the row of the letter before `i` and gives its least value.
function fillRow(left, right, i, older, old, row) {
  row[0] = i;
  let least = i;
  for (let j = 1; j <= right.length; j += 1) {
    const same = left[i - 1] === right[j - 1];
    let steps = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + (same ? 0 : 1));
    const isSwap = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
    if (isSwap) steps = Math.min(steps, older[j - 2] + 1);
    row[j] = steps;
    if (steps < least) least = steps;
  }
  return least;
}

function leastOf(row, length) {
  let least = row[0];
  for (let at = 1; at <= length; at += 1) if (row[at] < least) least = row[at];
  return least;
}

// How many errors are forgiven in a word: none in a short one, two in a long one.
export function errorsAllowed(length) {
  if (length < 4) return 0;
  return length < 8 ? 1 : 2;
}
