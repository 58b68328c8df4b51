// The scales on which people rate a touchpoint, which belong together, and what each pair says; the twin of a part of
// touchmap/domain/analysis/figures.py.

import { emotionsOf, groupsOf, spreadOf } from "../../model/drawing/feelings.js";

const scale = (key, label, low, high, worst, best) => ({ key, label, low, high, worst, best });
const EMOTION = scale("emotion", "Emotion", -2, 2, "very bad", "very good");
const PERSONAL = scale("personal", "Personal service", 1, 5, "poor", "excellent");
const PERFORMANCE = scale("performance", "Performance", 1, 5, "poor", "excellent");
const RATIONAL = scale("rational", "Rational satisfaction", 1, 5, "not at all", "completely");
const BOND = scale("bond", "Emotional bond", 1, 5, "none", "strong");
const OTHERS = [
  scale("importance", "Importance", 1, 5, "does not matter", "decides"),
  scale("ease", "Ease", 1, 7, "they made it hard", "they made it easy"),
  scale("recommend", "Recommendation", 0, 10, "not at all", "certainly"),
];

/**
 * Scales that are read together; `corners` name where the medians of two can stand: only the second high, both high, both
 * low, only the first high.
 */
export const SETS = [
  { name: "", scales: [EMOTION] },
  { name: "Two Ps", scales: [PERFORMANCE, PERSONAL], corners: ["people carry it", "both strong", "both weak", "cold but reliable"] },
  {
    name: "Rational and emotional",
    scales: [RATIONAL, BOND],
    corners: ["bonded but not satisfied", "satisfied and bonded", "neither", "satisfied without a bond"],
  },
  { name: "", scales: OTHERS },
];
export const SCALES = SETS.flatMap(({ scales }) => scales);

/**
 * The ratings of a touchpoint on one scale: everybody's, those of each group that may be shown, and what is desired.
 * @param {import("../../model/map/labels.js").Reader} view
 * @param {string} touchpoint
 * @param {{key: string, low: number, high: number}} scale
 */
export function ratingsOn(view, touchpoint, { key, low, high }) {
  const perceptions = view.children("perception", touchpoint).flatMap((id) => (view.get(id) ? [[id, view.get(id)]] : []));
  const { current, desired } = emotionsOf(perceptions, (id) => view.get(id), key);
  const width = high - low;
  return { ...spreadOf(current, width), ...groupsOf(current, width), desired: spreadOf(desired, width).median };
}

/** In which corner two medians stand, by name; "" while one of them is missing. */
export function cornerOf({ scales: [x, y], corners }, [right, top]) {
  if (!corners || right === null || top === null) return "";
  const isOver = (median, { low, high }) => median > (low + high) / 2;
  return corners[(isOver(top, y) ? 0 : 2) + isOver(right, x)];
}

/**
 * Where the dots of equal ratings stand: a pile around their place on the scale, at most `tall` high.
 * @param {readonly number[]} values  in rising order
 * @param {{low: number, high: number}} scale
 * @returns {{at: number, value: number, dots: [number, number][]}[]}  at: 0 to 1 along the scale; dots: columns from the
 *   pile's middle, rows from below
 */
export function pilesOf(values, { low, high }, tall = 5) {
  const found = new Map();
  for (const value of values) {
    const near = Math.round(value * 4) / 4; // what lies nearer than that would cover one another
    found.set(near, (found.get(near) ?? 0) + 1);
  }
  return [...found].map(([value, count]) => {
    const columns = Math.ceil(count / tall);
    const dots = Array.from({ length: count }, (_, at) => [(at % columns) - (columns - 1) / 2, Math.floor(at / columns)]);
    return { at: (value - low) / (high - low), value, dots };
  });
}
