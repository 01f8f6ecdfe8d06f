// Numbers by chance that are the same each time.
//
// In comes a seed; out go numbers and choices (mulberry32). Never the clock or Math.random: a
// test that failed once fails again.

export function numbers(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit) => Math.floor(next() * limit);
  return {
    next,
    /** A whole number from 0, less than the limit. */
    below,
    chance: (share) => next() < share,
    one: (list) => list[below(list.length)],
    /** One of the first more often than one of the last, as names are in life. */
    oneOften: (list) => list[Math.floor(next() ** 2.5 * list.length)],
  };
}
