// What people felt along the journey, every rating shown, against what they should feel; the twin of
// touchmap/report/charts/emotion.py. The browser shows a journey whole: the parts that paper needs are Python's.

import { signed } from "../map/wording.js";
import { crossings, cutOf, pieces, pointAt } from "./curve.js";
import { face } from "./faces.js";
import { EMOTIONS, SMALL, at, dots, dotted, emotionInk, ink, nearest, path, rect, short, stageInk, words } from "./shapes.js";
import { widthOf } from "./text.js";

/**
 * @typedef {import("./shapes.js").Shape} Shape
 * @typedef {import("./curve.js").Cubic} Cubic
 *
 * @typedef {object} Feeling What is known at one touchpoint, on -2 to +2; null where there is no data.
 * @property {number | null} median
 * @property {number | null} desired
 * @property {number[]} values  every rating
 * @property {boolean} [critical]  whether it is a moment of truth
 *
 * @typedef {object} Curve
 * @property {number} width  CSS pixels
 * @property {Shape[]} ground  stages and guide lines: the same as long as columns, stages and height are
 * @property {Shape[]} drawn  everything over it, from back to front
 * @property {number} radius  of the faces
 * @property {{x: number, y: number | null, desired: number | null}[]} points  for each touchpoint the middle of its face and
 *   the height of its desired point
 * @property {(value: number) => number} yOf  the height of a value
 * @property {(y: number) => number} valueAt  the value at a height, from -2 to +2
 */

// Thresholds between the five colours, and strips around them where two colours lie over each other.
const BLEND = 0.22;
const EDGES = [-1.5, -0.5, 0.5, 1.5];
const LEVELS = EDGES.flatMap((edge) => [edge - BLEND, edge, edge + BLEND]);
const WORDS = { moment: "Moment of truth", none: "no data" };

/**
 * The curve through the columns of a journey.
 * @param {object} journey
 * @param {{x: number, width: number}[]} journey.columns  left edge and width of each touchpoint's column; at least one
 * @param {Feeling[]} journey.feelings  one for each column
 * @param {number} [journey.height]  CSS pixels
 * @param {number[]} [journey.stages]  the stage of each touchpoint, from 0: tints the columns
 * @param {boolean} [journey.values]  whether medians are written
 * @param {{moment: string, none: string}} [journey.words]  for a moment of truth, and for no data
 * @returns {Curve}
 */
export function emotionCurve({ columns, feelings, height = 186, stages, values = true, words: said = WORDS }) {
  const radius = Math.max(3, Math.min(11, Math.min(...columns.map((cell) => cell.width)) * 0.3));
  const room = values ? radius + SMALL + 9 : radius + 5;
  const plot = plotOf(columns, room, height - room, radius);
  const [today, wish] = ["median", "desired"].map((key) => pieces(feelings.map((feeling) => feeling[key])));
  const shapes = [...today.values()];
  return {
    width: rightOf(columns.at(-1)),
    ground: ground(plot, height, stages),
    drawn: [
      ...gap(plot, today, wish),
      ...ratings(plot, feelings),
      ...desired(plot, feelings, wish),
      ...median(plot, shapes),
      ...moments(plot, feelings, said.moment),
      ...faces(plot, feelings, values, said.none),
    ],
    radius,
    points: feelings.map((feeling, place) => ({
      x: middleOf(columns[place]),
      y: feeling.median === null ? null : plot.y(feeling.median),
      desired: feeling.desired === null ? null : plot.y(feeling.desired),
    })),
    yOf: plot.y,
    valueAt: (y) => Math.max(-2, Math.min(2, ((y - plot.bottom) / (plot.top - plot.bottom)) * 4 - 2)),
  };
}

const middleOf = (cell) => cell.x + cell.width / 2;
const rightOf = (cell) => cell.x + cell.width;

/** Where values, places and pieces of curves stand. */
function plotOf(columns, top, bottom, radius) {
  const y = (value) => bottom + ((value + 2) / 4) * (top - bottom);
  const middle = (place) =>
    place < columns.length ? middleOf(columns[place]) : middleOf(columns.at(-1)) + columns.at(-1).width;
  const x = (index) => {
    const place = Math.floor(index);
    return middle(place) + (index - place) * (middle(place + 1) - middle(place));
  };
  /** A piece over index and value, onto the page: x is linear within it. @returns {Cubic} */
  const onto = ([a, b, c, d]) => {
    const [start, stop] = [x(a[0]), x(d[0])];
    const third = (stop - start) / 3;
    return [
      [start, y(a[1])],
      [start + third, y(b[1])],
      [start + 2 * third, y(c[1])],
      [stop, y(d[1])],
    ];
  };
  return { columns, top, bottom, radius, y, onto };
}

/** @param {Cubic[]} shapes  on the page */
function along(shapes) {
  let d = "";
  for (const [a, b, c, e] of shapes) d += `M${at(a[0], a[1])}C${at(b[0], b[1], c[0], c[1], e[0], e[1])}`;
  return d;
}

/** Tinted stages, hairlines between columns, and the guide lines of the scale with their figures. */
function ground({ columns, y }, height, stages) {
  const [left, right] = [columns[0].x, rightOf(columns.at(-1))];
  const isInside = left < 24;
  const level = (value) => `M${at(left, y(value))}H${short(right)}`;
  const rules = columns.slice(1).map((cell) => `M${at(cell.x, 0)}V${short(height)}`);
  return [
    ...(stages ? columns : []).map((cell, place) =>
      rect(cell.x, 0, cell.width, height, stageInk(stages[place]), { "fill-opacity": 0.07 }),
    ),
    ...(rules.length ? [path(rules.join(""), ink("line"))] : []),
    path([-2, -1, 1, 2].map(level).join(""), ink("line-2"), undefined, { "stroke-dasharray": "1 4" }),
    path(level(0), ink("edge"), undefined, { "stroke-opacity": 0.55 }),
    ...[2, 0, -2].map((value) =>
      words(
        isInside ? left + 4 : left - 6,
        isInside ? y(value) - 3 : y(value) + SMALL * 0.35,
        signed(value),
        ink("ink-3"),
        { anchor: isInside ? undefined : "end" },
      ),
    ),
  ];
}

/** The area between today and desired, with fine upright lines so that it survives grey printing. */
function gap({ onto }, today, wish) {
  let [area, lines] = ["", ""];
  for (const [start, piece] of today) {
    if (!wish.has(start)) continue;
    const [low, high] = [onto(piece), onto(wish.get(start))];
    const [a, b, c, d] = high;
    area += `${along([low])}L${at(...d)}C${at(...c, ...b, ...a)}Z`;
    const steps = Math.max(2, nearest((low[3][0] - low[0][0]) / 9));
    for (let step = 1; step < steps; step += 1) {
      const [x, y] = pointAt(low, step / steps);
      lines += `M${at(x, y)}V${at(pointAt(high, step / steps)[1])}`;
    }
  }
  if (!area) return [];
  const brand = ink("brand");
  return [
    { tag: "path", d: area, fill: brand, "fill-opacity": 0.08 },
    path(lines, brand, 0.7, { "stroke-opacity": 0.13 }),
  ];
}

/** Every rating as a faint dot, one element for each colour. */
function ratings(plot, feelings) {
  const size = Math.max(1.3, Math.min(2.5, plot.radius * 0.23));
  const written = new Map();
  feelings.forEach((feeling, place) => {
    for (const [colour, d] of dotsAt(feeling, plot.columns[place], plot, size * 2.15))
      written.set(colour, (written.get(colour) ?? "") + d);
  });
  return [...written].map(([colour, d]) => dotted(d, size, colour, 0.42));
}

/** Ratings of a touchpoint → their dots as they were written last: most touchpoints are as they were when one changes. */
const KEPT = new WeakMap();

/** The dots of one touchpoint by colour. @returns {Map<string, string>} */
function dotsAt(feeling, cell, plot, pitch) {
  const key = [feeling.median, cell.x, cell.width, plot.radius, plot.top, plot.bottom].join();
  const kept = KEPT.get(feeling.values);
  if (kept?.key === key) return kept.found;
  const found = new Map();
  swarm(feeling, cell, plot, pitch, (rating, x, y) => {
    const colour = emotionInk(rating);
    found.set(colour, `${found.get(colour) ?? ""}M${at(x, y)}h.01`);
  });
  KEPT.set(feeling.values, { key, found });
  return found;
}

/** Tells rating, x and y of each dot: equal ratings side by side in rows, beside the face and never hidden under it. */
function swarm(feeling, cell, plot, pitch, tell) {
  const reach = cell.width * 0.46;
  const middle = middleOf(cell);
  let [level, place, inner, slots] = [NaN, 0, 0, 0];
  for (const rating of [...feeling.values].sort((one, other) => one - other)) {
    if (nearest(rating * 4) !== level) {
      level = nearest(rating * 4);
      place = 0;
      const away = feeling.median === null ? Infinity : Math.abs(plot.y(rating) - plot.y(feeling.median));
      inner = away < plot.radius + 5 ? Math.min(plot.radius + 4.5, reach * 0.7) : pitch / 2;
      slots = Math.max(1, Math.trunc((reach - inner) / pitch) + 1);
    }
    const step = place >> 1;
    const row = [0, 1, -1][Math.floor(step / slots) % 3];
    tell(rating, middle + (place % 2 ? -1 : 1) * (inner + (step % slots) * pitch), plot.y(rating) + row * pitch);
    place += 1;
  }
}

function desired(plot, feelings, wish) {
  const brand = ink("brand");
  const shapes = [...wish.values()].map(plot.onto);
  const spots = feelings.flatMap((feeling, place) =>
    feeling.desired === null ? [] : [[middleOf(plot.columns[place]), plot.y(feeling.desired)]],
  );
  return [
    ...(shapes.length ? [path(along(shapes), brand, 1.5, { "stroke-dasharray": "5 4" })] : []),
    ...dots(spots, 3.6, brand),
    ...dots(spots, 2.1, ink("surface")),
  ];
}

/** The median curve in the colours of its values; at a change of colour both lie over each other for a while. */
function median({ onto, radius }, shapes) {
  if (!shapes.length) return [];
  const [base, over] = [EMOTIONS.map(() => []), EMOTIONS.map(() => [])];
  for (const piece of shapes) {
    const cuts = [0, ...crossings(piece, LEVELS), 1];
    for (let place = 1; place < cuts.length; place += 1) {
      const bit = cutOf(piece, cuts[place - 1], cuts[place]);
      const value = pointAt(bit, 0.5)[1];
      const drawn = onto(bit);
      base[band(value)].push(drawn);
      const edge = EDGES.find((one) => Math.abs(value - one) < BLEND);
      if (edge !== undefined) over[band(edge + (value < edge ? 0.1 : -0.1))].push(drawn);
    }
  }
  const weight = short(Math.max(1.6, Math.min(3, radius * 0.28)));
  const layer = (bits, more) =>
    bits.flatMap((drawn, place) =>
      drawn.length ? [path(along(drawn), ink(EMOTIONS[place]), weight, more)] : [],
    );
  return [
    path(along(shapes.map(onto)), ink("surface"), short(weight + 3), { "stroke-opacity": 0.8 }),
    ...layer(base, { "stroke-linecap": "round" }),
    ...layer(over, { "stroke-opacity": 0.36 }),
  ];
}

const band = (value) => EDGES.filter((edge) => value >= edge).length;

/** A flag over each moment of truth: a diamond, its name where there is room, a dotted line down to the face. */
function moments({ columns, radius, y, bottom }, feelings, name) {
  const red = ink("danger");
  const room = widthOf(name, SMALL) + 20;
  const top = SMALL * 0.62 + 4;
  return feelings.flatMap((feeling, place) => {
    if (!feeling.critical) return [];
    const cell = columns[place];
    const hasNeighbour = feelings[place - 1]?.critical || feelings[place + 1]?.critical;
    const isNamed = room <= (hasNeighbour ? cell.width : 2 * cell.width);
    const middle = middleOf(cell);
    const [left, right] = [columns[0].x + 6, rightOf(columns.at(-1)) - room + 6];
    const x = isNamed ? Math.max(left, Math.min(right, middle - room / 2 + 5)) : middle;
    const foot = feeling.median === null ? bottom : y(feeling.median) - radius - 2;
    const drawn = [{ tag: "path", d: `M${at(x, top - 5)}l4 5l-4 5l-4 -5Z`, fill: red }];
    if (foot > top + 9)
      drawn.push(path(`M${at(middle, top + 9)}V${short(foot)}`, red, 1.3, { "stroke-dasharray": "1.5 3" }));
    if (isNamed) drawn.push(words(x + 9, top + SMALL * 0.35, name, red, { bold: true }));
    return drawn;
  });
}

/** Faces with their figures on chips of the ground's colour, and a word where a touchpoint has no ratings. */
function faces({ columns, radius, y }, feelings, values, none) {
  const medians = feelings.map((feeling) => feeling.median);
  const known = medians.filter((value) => value !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const [drawn, figures] = [[], []];
  let chips = "";
  columns.forEach((cell, place) => {
    const value = medians[place];
    const isKnown = value !== null;
    const x = middleOf(cell);
    if (isKnown) drawn.push(...face(x, y(value), radius, value));
    const said = isKnown ? signed(value) : none;
    const room = widthOf(said, SMALL);
    if (!values || (room + 2 > cell.width && !(value === least || value === most))) return;
    const foot = isKnown ? y(value) + beside(medians, place, feelings[place].desired, radius) : y(0) + SMALL * 0.35;
    chips += `M${at(x - room / 2 - 2, foot - SMALL * 0.82)}h${short(room + 4)}v${SMALL}h${short(-room - 4)}Z`;
    figures.push(words(x, foot, said, ink(isKnown ? "ink" : "ink-3"), { anchor: "middle", bold: isKnown }));
  });
  const patch = chips ? [{ tag: "path", d: chips, fill: ink("surface"), "fill-opacity": 0.82 }] : [];
  return [...patch, ...drawn, ...figures];
}

/** How far from its face a figure's baseline stands: on the outer side of the bend, away from the desired curve. */
function beside(medians, place, wish, radius) {
  const here = medians[place];
  const around = [medians[place - 1], medians[place + 1]].filter((value) => value !== null && value !== undefined);
  const isNear = wish !== null && Math.abs(wish - here) < 1.1;
  const mean = around.reduce((sum, value) => sum + value, 0) / around.length;
  const isBelow = isNear ? wish >= here : !around.length || here <= mean;
  return isBelow ? radius + SMALL + 1.5 : -radius - 4.5;
}
