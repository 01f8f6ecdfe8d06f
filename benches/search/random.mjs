// Numbers that look random and are always the same.
// In: a seed. Out: numbers, picks from lists, picks by Zipf's law.
// Never: the clock, or the random numbers of the machine.

/** A source of numbers; two sources with one seed give the same. */
export class Numbers {
  constructor(seed) {
    this.state = seed >>> 0;
  }

  /** A number from 0 up to, but not including, 1 (mulberry32). */
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit) {
    return Math.floor(this.next() * limit);
  }

  /** A whole number of which both ends are possible. */
  between(first, last) {
    return first + this.below(last - first + 1);
  }

  chance(share) {
    return this.next() < share;
  }

  of(list) {
    return list[this.below(list.length)];
  }

  /** Different members of a list, in the order in which they were drawn. */
  several(list, count) {
    const drawn = new Set();
    while (drawn.size < Math.min(count, list.length)) drawn.add(this.of(list));
    return [...drawn];
  }
}

/**
 * Picks from a list of which the first members are the most frequent: member n weighs
 * 1 / (n + shift) ^ exponent.
 */
export function zipf(list, exponent = 1, shift = 1) {
  const sums = [];
  let sum = 0;
  for (let rank = 0; rank < list.length; rank += 1) {
    sum += 1 / (rank + shift) ** exponent;
    sums.push(sum);
  }
  return (numbers) => {
    const wanted = numbers.next() * sum;
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] > wanted) high = middle;
      else low = middle + 1;
    }
    return list[low];
  };
}

/** The words of a text that are parted by white space. */
export const words = (text) => text.trim().split(/\s+/u);
