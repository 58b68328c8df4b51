// The journey in small: stages, curve and votes; the twin of touchmap/report/charts/strip.py.

import { pieces } from "./curve.js";
import { face } from "./faces.js";
import { at, circle, ink, path, rect, short, stageInk } from "./shapes.js";

/**
 * A strip of the whole journey: stage bands above, the median curve, votes below as dots sized by their number.
 * @param {object} journey
 * @param {number[]} journey.stages  the stage of each touchpoint, from 0; at least one
 * @param {(number | null)[]} journey.medians  -2 to +2, for each touchpoint
 * @param {number[]} [journey.votes]  for each touchpoint
 * @param {number} [journey.width]  CSS pixels
 * @param {number} [journey.height]  CSS pixels
 * @param {boolean} [journey.faces]  whether touchpoints carry their faces
 * @returns {{width: number, height: number, shapes: import("./shapes.js").Shape[]}}
 */
export function journeyStrip({ stages, medians, votes = [], width = 560, height = 44, faces = false }) {
  const step = width / stages.length;
  const radius = faces ? Math.max(2.2, Math.min(10, step * 0.3)) : 0;
  const low = height - (radius + 2) - (votes.length ? 8 : 0);
  const high = 5 + radius + 2;
  const middle = (low + high) / 2;
  const y = (value) => middle - (value / 2) * (low - middle);
  const x = (place) => (place + 0.5) * step;
  const shapes = bands(stages, step, height, faces);
  shapes.push(path(`M${at(0, middle)}H${short(width)}`, ink("line-2"), undefined, { "stroke-dasharray": "3 3" }));
  const d = curve(medians, x, y);
  if (d) shapes.push(path(d, ink("ink-2"), 2.2, { "stroke-linecap": "round" }));
  medians.forEach((median, place) => {
    if (faces && median !== null) shapes.push(...face(x(place), y(median), radius, median));
  });
  const most = Math.max(0, ...votes);
  votes.forEach((count, place) => {
    if (count > 0) shapes.push(circle(x(place), height - 5, 1.4 + 2.8 * Math.sqrt(count / most), ink("vote")));
  });
  return { width, height, shapes };
}

function bands(stages, step, height, tinted) {
  const drawn = [];
  for (let place = 0; place < stages.length; ) {
    let end = place;
    while (stages[end] === stages[place]) end += 1;
    const [x, wide, colour] = [place * step, (end - place) * step, stageInk(stages[place])];
    if (tinted) drawn.push(rect(x, 0, wide, height, colour, { "fill-opacity": 0.08 }));
    drawn.push(rect(x + 0.75, 0, Math.max(wide - 1.5, 0.5), 4, colour));
    place = end;
  }
  return drawn;
}

function curve(medians, x, y) {
  let d = "";
  const drawn = pieces(medians);
  for (const [index, [start, ...corners]] of drawn) {
    if (!drawn.has(index - 1)) d += `M${at(x(index), y(start[1]))}`;
    d += `C${at(...corners.flatMap(([place, value]) => [x(place), y(value)]))}`;
  }
  return d;
}
