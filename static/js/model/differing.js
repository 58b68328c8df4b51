// Two texts side by side: which stretches of each the other has not.

import { hunks, split } from "./merge.js";

/**
 * @typedef {[text: string, isOwn: boolean][]} Stretches  one after another they are the text; own: the other text lacks it
 *
 * @param {string} one
 * @param {string} other
 * @returns {{one: Stretches, other: Stretches}}
 */
export function differing(one, other) {
  const [left, right] = [split(one), split(other)];
  const found = { one: [], other: [] };
  const put = (side, words, isOwn) => words.length && found[side].push([words.join(""), isOwn]);
  let [x, y] = [0, 0];
  for (const [start, end, instead] of hunks(left, right)) {
    const same = left.slice(x, start);
    put("one", same, false);
    put("other", same, false);
    put("one", left.slice(start, end), true);
    put("other", instead, true);
    [x, y] = [end, y + same.length + instead.length];
  }
  put("one", left.slice(x), false);
  put("other", right.slice(y), false);
  return found;
}
