// What a drawing is made of: elements of an SVG as plain values, short numbers, colours as the page's tokens.

/**
 * @typedef {{tag: string, text?: string, [attribute: string]: string | number | undefined}} Shape An element: its name, its
 *   attributes as SVG calls them, and its text. Lengths are CSS pixels.
 */

/** The size of all text in drawings. */
export const SMALL = 12;
/** From -2 to +2. */
export const EMOTIONS = ["emo-n2", "emo-n1", "emo-0", "emo-p1", "emo-p2"];
const STAGES = 8;

/** A colour of the page, light and dark alike. */
export const ink = (token) => `var(--${token})`;

/** The colour of a stage by its place from 0; after eight they start again. */
export const stageInk = (stage) => ink(`s${(stage % STAGES) + 1}`);

/** The colour of a rating from -2 to +2: that of the nearest step, halves away from zero. */
export function emotionInk(value) {
  const step = Math.min(2, Math.floor(Math.abs(value) + 0.5));
  return ink(EMOTIONS[2 + (value < 0 ? -step : step)]);
}

/** A length with two decimals at most. */
export const short = (value) => Math.round(value * 100) / 100;

// Writing a fraction is most of what a drawing costs; two whole numbers are written in a third of the time.
const HUNDREDTHS = Array.from({ length: 100 }, (_, place) => String(place / 100).slice(1));

/** Coordinates for a path. */
export function at(...values) {
  let written = "";
  for (const value of values) {
    const whole = Math.round(value * 100);
    const size = Math.abs(whole);
    written += `${written && " "}${whole < 0 ? "-" : ""}${Math.floor(size / 100)}${HUNDREDTHS[size % 100]}`;
  }
  return written;
}

/** The nearest whole number, halves to the even one, as Python rounds. */
export function nearest(value) {
  return Math.abs(value % 1) === 0.5 ? 2 * Math.round(value / 2) : Math.round(value);
}

/** @returns {Shape} A stroke along a path. */
export const path = (d, stroke, width, more) => ({ tag: "path", d, stroke, "stroke-width": width, fill: "none", ...more });

/** @returns {Shape} */
export const circle = (x, y, r, fill, more) => ({ tag: "circle", cx: short(x), cy: short(y), r: short(r), fill, ...more });

/** @returns {Shape} A rectangle. */
export const rect = (x, y, width, height, fill, more) => ({
  tag: "rect",
  x: short(x),
  y: short(y),
  width: short(width),
  height: short(height),
  fill,
  ...more,
});

/** @returns {Shape} A line of text whose baseline is at `y`. */
export const words = (x, y, text, fill, { anchor, bold, size = SMALL } = {}) => ({
  tag: "text",
  x: short(x),
  y: short(y),
  "font-size": short(size),
  "font-weight": bold ? 600 : undefined,
  "text-anchor": anchor,
  fill,
  text,
});

/** @returns {Shape} Many round dots as one element: strokes without length that end round. */
export const dotted = (d, radius, colour, opacity) =>
  path(d, colour, short(radius * 2), { "stroke-linecap": "round", "stroke-opacity": opacity });

/** @returns {Shape[]} The same from places; nothing without any. */
export function dots(places, radius, colour) {
  const d = places.map(([x, y]) => `M${at(x, y)}h.01`).join("");
  return d ? [dotted(d, radius, colour)] : [];
}
