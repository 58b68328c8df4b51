// How people rated a touchpoint, as the map shows it: medians, middle half, agreement; the twin of parts of
// touchmap/domain/analysis/perceptions.py and of touchmap/web/mapcells.py.

import { signed } from "./wording.js";

/**
 * @typedef {import("./labels.js").Reader} Reader
 *
 * @typedef {object} Feeling The emotion of a touchpoint, −2 to +2.
 * @property {number} n
 * @property {number[]} values  every rating, in rising order
 * @property {number | null} median
 * @property {number | null} q1
 * @property {number | null} q3
 * @property {number | null} desired  the median of what should be
 * @property {boolean} split  whether opinion is split: at least five ratings, agreement under a half
 * @property {string} words  all of it in one sentence, for those who do not see the curve
 */

/**
 * @typedef {object} Spread Every value, and what may be said about them; null without any.
 * @property {number} n
 * @property {number[]} values  in order
 * @property {number | null} median
 * @property {number | null} q1
 * @property {number | null} q3
 * @property {number | null} consensus  1 all the same, 0 half at each end; null for fewer than two
 * @property {boolean} split  at least five values that do not agree
 */

const SPLIT_BELOW = 0.5;
const SPLIT_FROM = 5;
/** From the lowest to the highest value of the scale of emotion. */
export const WIDTH = 4;

/**
 * What people feel at a touchpoint, and what they should.
 * @param {Reader} view
 * @param {string} touchpoint
 * @returns {Feeling}
 */
export function feelingOf(view, touchpoint) {
  const [now, wanted] = [[], []];
  for (const id of view.children("perception", touchpoint)) {
    const { state, emotion } = view.get(id)?.fields ?? {};
    if (emotion !== undefined) (state === "desired" ? wanted : now).push(emotion);
  }
  const { consensus: _, ...spread } = spreadOf(now, WIDTH);
  const found = { ...spread, desired: median(wanted) };
  return { ...found, words: feelingWords(found) };
}

/**
 * Every value, and what may be said about them.
 * @param {readonly number[]} given  in any order
 * @param {number} width  of the scale, from its lowest to its highest value
 * @returns {Spread}
 */
export function spreadOf(given, width) {
  const values = given.toSorted((one, other) => one - other);
  const agreement = consensus(values, width);
  return {
    n: values.length,
    values,
    median: quantile(values, 0.5),
    q1: quantile(values, 0.25),
    q3: quantile(values, 0.75),
    consensus: agreement,
    split: agreement !== null && agreement < SPLIT_BELOW && values.length >= SPLIT_FROM,
  };
}

function feelingWords({ n, median: middle, q1, q3, desired, split }) {
  if (middle === null) return "no data";
  const wanted = desired === null ? "" : `; desired ${signed(desired)}`;
  const half = `half between ${signed(q1)} and ${signed(q3)}`;
  return `median ${signed(middle)}, ${half}, n = ${n}${wanted}${split ? "; opinion is split" : ""}`;
}

/** The median of values in any order; null without any. */
export function median(values) {
  return quantile(values.toSorted((one, other) => one - other), 0.5);
}

/** A quantile of values in rising order by linear interpolation (Hyndman & Fan's type 7); null without any. */
function quantile(ordered, at) {
  if (!ordered.length) return null;
  const place = (ordered.length - 1) * at;
  const low = Math.floor(place);
  return ordered[low] + (ordered[Math.ceil(place)] - ordered[low]) * (place - low);
}

/**
 * Agreement after Tastle & Wierman (2007), 1 when all are the same and 0 when half stand at each end; null for fewer than
 * two ratings. `width` is the scale's.
 */
function consensus(values, width) {
  if (values.length < 2) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const terms = values.map((value) => Math.log2(1 - Math.min(Math.abs(value - mean) / width, 1 - 1e-12)));
  return Math.min(1, Math.max(0, 1 + terms.reduce((sum, term) => sum + term, 0) / terms.length));
}
