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
  const put = (side, words, isOwn) => {
    const last = found[side].at(-1);
    if (last && last[1] === isOwn) last[0] += words.join("");
    else if (words.length) found[side].push([words.join(""), isOwn]);
  };
  let [x, y] = [0, 0];
  for (const [start, end, instead] of hunks(left, right)) {
    const same = left.slice(x, start);
    const isBetween = start > x && x > 0 && !same.join("").trim(); // a blank between two changed words goes with them
    put("one", same, isBetween);
    put("other", same, isBetween);
    put("one", left.slice(start, end), true);
    put("other", instead, true);
    [x, y] = [end, y + same.length + instead.length];
  }
  put("one", left.slice(x), false);
  put("other", right.slice(y), false);
  return found;
}
