// Chance that is the same in every run: a seed gives a sequence (the generator called mulberry32).

/** Numbers from a seed: `next()` in [0, 1), `below(n)`, `of(list)`, `is(share)`. */
export function chance(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count) => Math.floor(next() * count);
  return { next, below, of: (list) => list[below(list.length)], is: (share) => next() < share };
}
