// Faces that repeat a rating without colour: the mouth bends with the value; the twin of touchmap/report/charts/faces.py.

import { at, circle, emotionInk, ink, path, short } from "./shapes.js";

/**
 * A face for a rating from -2 to +2; under a radius of 6 it is a plain dot with a rim.
 * @param {number} rim  width of the ring in the ground's colour; 0 for none
 * @returns {import("./shapes.js").Shape[]}
 */
export function face(x, y, radius, value, rim = Math.max(1, radius * 0.18)) {
  const surface = ink("surface");
  const disc = circle(x, y, radius, emotionInk(value), rim ? { stroke: surface, "stroke-width": short(rim) } : {});
  if (radius < 6) return [disc];
  const [eye, mouth] = [radius * 0.3, radius * 0.42];
  const bend = Math.max(-2, Math.min(2, value)) / 2;
  const bent = Math.abs(bend) >= 0.22 ? bend : 0;
  // The corners rise and the middle sinks for a smile, the other way round for a frown.
  const corner = y + radius * (0.36 - 0.13 * bent);
  const middle = corner + radius * 0.62 * bent;
  const brow = y - radius * 0.2;
  const d =
    `M${at(x - eye, brow)}h.01M${at(x + eye, brow)}h.01` +
    `M${at(x - mouth, corner)}Q${at(x, middle, x + mouth, corner)}`;
  return [disc, path(d, surface, short(radius * 0.18), { "stroke-linecap": "round" })];
}
