// The journey as a transit line: numbered stations, bypasses for choices, dashed returns for what goes back; the twin of
// touchmap/report/charts/line.py. The browser shows a journey whole: the parts that paper needs are Python's.

import { inOrder } from "../order.js";
import { SMALL, at, circle, ink, path, rect, short, stageInk, words } from "./shapes.js";
import { fit, widthOf } from "./text.js";

/**
 * @typedef {import("./shapes.js").Shape} Shape
 *
 * @typedef {object} Station One touchpoint on the line.
 * @property {string} number
 * @property {number} stage  its place, from 0
 * @property {number} x  of its middle, in CSS pixels
 *
 * @typedef {object} Arc A transition between two places of the line.
 * @property {number} source
 * @property {number} target
 * @property {string} kind  next, choice, failure, recovery, repeat
 * @property {string} [label]  such as `31 % in the app`
 *
 * @typedef {object} Line
 * @property {number} height  CSS pixels
 * @property {number} y  of the line
 * @property {number} radius  of the stations
 * @property {number} levels  of arcs over each other
 * @property {Shape[]} track
 * @property {{arc: Arc, d: string, shapes: Shape[], chip: Shape[]}[]} bows  an arc's way, how it looks, its label
 * @property {{arc: Arc, d: string}[]} links  arcs between neighbours: they are the line, and this is their stretch of it
 * @property {Shape[][]} stations
 */

/** Kind of transition → stroke-dasharray; left out is a solid line. */
const DASHES = { failure: "6 4", recovery: "6 4", repeat: "0.1 4.5" };
/** Kind of transition → colour, where it is not that of the stage it leaves. */
const INKS = { failure: "emo-n1", recovery: "ok" };
const LEVEL = 1.4; // height of one level of arcs, in text sizes: as high as the patch of a label
const ARROW = 5;
const SHARE = /^[\d.,]+[ \u00a0\u202f]?%/;

/**
 * The line of a journey, as high as its arcs need. Overlapping arcs lie on different levels, short ones low. A label that
 * would hide a short arc gives way to its share; arcs whose ends are not on the line are left out.
 * @param {Station[]} stations
 * @param {Arc[]} arcs
 * @param {{width: number, radius?: number}} size  CSS pixels
 * @returns {Line}
 */
export function journeyLine(stations, arcs, { width, radius }) {
  const r = radius ?? radiusOf(stations);
  const inside = arcs.filter((arc) => stations[arc.source] && stations[arc.target]);
  const bows = stacked(stations, inside, width, r);
  const levels = Math.max(0, ...bows.map((bow) => bow.level + 1));
  const y = levels * SMALL * LEVEL + r + 4 + (levels ? 2 : 0);
  for (const bow of bows) bow.top = y - r - 4 - (bow.level + 0.62) * SMALL * LEVEL;
  return {
    height: y + r + 3,
    y,
    radius: r,
    levels,
    track: track(stations, y),
    bows: bows.map((bow) => ({
      arc: bow.arc,
      ...(bow.arc.source === bow.arc.target ? loop(bow, y - r - 1.5, width) : bowed(bow, y - r - 1.5)),
      chip: chip(bow, bows, width),
    })),
    links: inside
      .filter(isLine)
      .map((arc) => ({ arc, d: `M${at(stations[arc.source].x + r, y)}H${short(stations[arc.target].x - r)}` })),
    stations: stations.map((station) => ring(station, y, r)),
  };
}

/** Stations as large as their numbers need, smaller where they stand too close for that. */
function radiusOf(stations) {
  const pitches = stations.slice(1).map((station, place) => Math.abs(station.x - stations[place].x));
  return Math.max(2.5, Math.min(11, SMALL * 1.05, Math.min(...pitches, 100) * 0.42));
}

const isLine = (arc) => arc.target === arc.source + 1;

/** Every arc with a level of its own wherever two would lie over each other; short arcs lie low. */
function stacked(stations, arcs, width, radius) {
  const drawn = arcs.filter((arc) => !isLine(arc));
  const length = (arc) => Math.abs(arc.target - arc.source);
  drawn.sort(
    (one, other) =>
      length(one) - length(other) ||
      one.source - other.source ||
      one.target - other.target ||
      inOrder(one.kind, other.kind) ||
      inOrder(one.label ?? "", other.label ?? ""),
  );
  const feet = feetOf(drawn, stations, radius);
  const taken = [];
  return drawn.map((arc, place) => {
    const [start, stop] = feet[place];
    const label = labelOf(arc, Math.abs(stop - start) - 24);
    const [left, right] = reachOf(label, start, stop, width);
    let level = taken.findIndex((row) => !row.some(([begin, end]) => left < end && right > begin));
    if (level < 0) level = taken.push([]) - 1;
    taken[level].push([left, right]);
    const colour = INKS[arc.kind] ? ink(INKS[arc.kind]) : stageInk(stations[arc.source].stage);
    return { arc, start, stop, level, label, colour, top: 0 };
  });
}

/** Start and stop x of each arc: the feet at one station stand apart, the shortest arc outermost so that none cross. */
function feetOf(arcs, stations, radius) {
  const [met, crowd] = [new Map(), new Map()];
  const one = (counts, key) => counts.set(key, (counts.get(key) ?? 0) + 1).get(key);
  const sides = ({ source, target }) => (target > source ? [source, 1, target, -1] : [source, -1, target, 1]);
  const bows = arcs.filter((arc) => arc.source !== arc.target);
  for (const [source, out, target, back] of bows.map(sides)) {
    one(crowd, `${source} ${out}`);
    one(crowd, `${target} ${back}`);
  }
  const foot = (place, side) => {
    const key = `${place} ${side}`;
    const all = crowd.get(key);
    const share = all === 1 ? 0.4 : 0.9 - (0.7 * (one(met, key) - 1)) / Math.max(all - 1, 1);
    return stations[place].x + side * radius * share;
  };
  return arcs.map((arc) => {
    if (arc.source === arc.target) return [stations[arc.source].x, stations[arc.source].x];
    const [source, out, target, back] = sides(arc);
    return [foot(source, out), foot(target, back)];
  });
}

/** What an arc says: its label, or only its share where the flat of the arc has no room for more. */
function labelOf({ source, target, label = "" }, flat) {
  if (source === target || widthOf(label, SMALL) <= flat) return label;
  return SHARE.exec(label)?.[0] ?? fit(label, Math.max(flat, SMALL * 4), SMALL);
}

/** The stretch an arc occupies, its label included. */
function reachOf(label, start, stop, width) {
  const [left, right] = [Math.min(start, stop), Math.max(start, stop)];
  const half = label ? widthOf(label, SMALL) / 2 + (start === stop ? 18 : 8) : 12;
  const middle = Math.max(half, Math.min(width - half, (left + right) / 2));
  return [Math.min(left, middle - half) - 3, Math.max(right, middle + half) + 3];
}

/** The line itself, one element for each stage; it changes colour half-way between two stages. */
function track(stations, y) {
  const strokes = new Map();
  stations.forEach((station, place) => {
    const left = place ? (stations[place - 1].x + station.x) / 2 : station.x;
    const right = place + 1 < stations.length ? (station.x + stations[place + 1].x) / 2 : station.x;
    strokes.set(station.stage, `${strokes.get(station.stage) ?? ""}M${at(left, y)}H${short(right)}`);
  });
  return [...strokes].map(([stage, d]) => path(d, stageInk(stage), 3.6));
}

/** A ring with its number; a ring too small for it goes without. */
function ring({ number, stage, x }, y, radius) {
  const size = SMALL * (number.length < 4 ? 1 : 0.8);
  const width = Math.max(1.4, Math.min(2.6, radius * 0.24));
  const drawn = [circle(x, y, radius, ink("surface"), { stroke: stageInk(stage), "stroke-width": short(width) })];
  if (widthOf(number, size) <= 2 * radius - width + 1)
    drawn.push(words(x, y + size * 0.35, number, ink("ink"), { anchor: "middle", bold: true, size }));
  return drawn;
}

/** One arc: up from its station, along its level, down to the other with an arrow. */
function bowed({ arc, start, stop, top, colour }, foot) {
  const to = stop > start ? 1 : -1;
  const bend = Math.min(9, Math.abs(stop - start) / 2, foot - top);
  const d =
    `M${at(start, foot)}V${short(top + bend)}Q${at(start, top, start + to * bend, top)}` +
    `H${short(stop - to * bend)}Q${at(stop, top, stop, top + bend)}V${short(foot - ARROW)}`;
  const cap = arc.kind === "repeat" ? "round" : undefined;
  const line = path(d, colour, 1.8, { "stroke-dasharray": DASHES[arc.kind], "stroke-linecap": cap });
  return { d, shapes: [line, head(stop, foot + 1, 0, 1, colour)] };
}

const halfOf = (label) => widthOf(label, SMALL) / 2;

/** Where the label of a loop has its middle: over its station, but inside the picture. */
function loopMiddle({ label, start }, width) {
  const half = halfOf(label);
  return Math.max(half + SMALL * 1.2, Math.min(width - half, start + SMALL * 0.55));
}

/** A touchpoint that people pass again: a small circular arrow beside the label, on a dotted stem. */
function loop(bow, foot, width) {
  const { label, start, top, colour } = bow;
  const round = SMALL * 0.36;
  const x = label ? loopMiddle(bow, width) - halfOf(label) - SMALL * 0.65 : start;
  const d = `M${at(start, top + SMALL * 0.6)}V${short(foot)}`;
  const turn = `M${at(x + round, top)}A${at(round, round)} 0 1 1 ${at(x, top - round)}`;
  return {
    d,
    shapes: [
      path(turn, colour, 1.5),
      head(x + round * 0.95, top - round, 1, 0, colour),
      path(d, colour, 1.8, { fill: undefined, "stroke-dasharray": "0.1 3.6", "stroke-linecap": "round" }),
    ],
  };
}

/** An arrow head whose tip is at (x, y), pointing along (dx, dy). */
function head(x, y, dx, dy, fill) {
  const [back, side] = [ARROW + 1, ARROW * 0.62];
  const one = at(x - dx * back - dy * side, y - dy * back - dx * side);
  const two = at(x - dx * back + dy * side, y - dy * back + dx * side);
  return { tag: "path", d: `M${at(x, y)}L${one}L${two}Z`, fill };
}

/** The label of an arc on a patch of the ground's colour, where no upright of another arc runs through it. */
function chip(bow, bows, width) {
  const { arc, label, start, stop, level, top } = bow;
  if (!label) return [];
  // The red-orange of failures is too light for small text; its words are a darker one.
  const colour = arc.kind === "failure" ? ink("s8") : bow.colour;
  if (arc.source === arc.target) return patch(label, loopMiddle(bow, width), top, halfOf(label), colour);
  const half = halfOf(label) + 5;
  const flat = Math.max(Math.abs(stop - start) - 24, 2 * half - 10);
  const uprights = bows.flatMap((other) => (other.level > level ? [other.start, other.stop] : []));
  const middle = Math.max(half, Math.min(width - half, (start + stop) / 2));
  const isFree = (x) => half <= x && x <= width - half && !uprights.some((other) => Math.abs(other - x) < half + 2);
  for (let shift = 0; shift <= Math.trunc(Math.max(flat / 2 - half, 0)); shift += 6) {
    const free = [middle - shift, middle + shift].find(isFree);
    if (free !== undefined) return patch(label, free, top, half, colour);
  }
  return patch(label, middle, top, half, colour);
}

function patch(label, x, y, half, colour) {
  const ground = rect(x - half, y - SMALL * 0.68, half * 2, SMALL * 1.36, ink("surface"), { rx: SMALL * 0.68 });
  return [ground, words(x, y + SMALL * 0.35, label, colour, { anchor: "middle", bold: true })];
}
