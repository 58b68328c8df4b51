// The columns of the map: stages as bands over their touchpoints, station numbers, colours, and the ways between stations.

import { feelingOf, median } from "./ratings.js";
import { stationsOf, waysOf } from "./stations.js";

/**
 * @typedef {import("./labels.js").Reader} Reader
 *
 * @typedef {object} Column
 * @property {string} id  the touchpoint's
 * @property {string} stage
 * @property {number} number  the station's, from 1 within the journey
 * @property {number} place  from 0, the number less one
 * @property {number} colour  of its stage, 1 to 8
 * @property {boolean} first  whether it is the first of its stage
 *
 * @typedef {object} Band
 * @property {string} id  the stage's
 * @property {string} name
 * @property {number} place  from 0 among all stages, those without a touchpoint among them
 * @property {number} colour  1 to 8
 * @property {Column[]} columns  none for a stage that is still empty
 *
 * @typedef {object} Worst
 * @property {string} id
 * @property {number} number
 * @property {string} name
 * @property {number} median
 *
 * @typedef {object} Summary What a collapsed stage says of itself.
 * @property {string} name
 * @property {number} count  of its touchpoints
 * @property {number | null} median  the median of its touchpoints' median emotions
 * @property {Worst | null} worst  the touchpoint with the lowest median emotion, the first of them
 *
 * @typedef {import("./stations.js").Way & {at: number, toward: number | null}} Arc A way between the places of two columns;
 *   `toward` is null when it leads to an outcome.
 */

const COLOURS = 8;

/**
 * The stages of a journey with their columns, empty stages too.
 * @param {Reader} view
 * @param {string} journey
 * @returns {Band[]}
 */
export function bandsOf(view, journey) {
  let place = 0;
  return view.children("stage", journey).map((stage, at) => {
    const colour = (at % COLOURS) + 1;
    const columns = view.children("touchpoint", stage).map((id, within) => {
      const column = { id, stage, number: place + 1, place, colour, first: within === 0 };
      place += 1;
      return column;
    });
    return { id: stage, name: view.get(stage)?.fields.name ?? "", place: at, colour, columns };
  });
}

/** The columns of all bands in a row. @param {Band[]} bands @returns {Column[]} */
export function columnsOf(bands) {
  return bands.flatMap(({ columns }) => columns);
}

/**
 * What a collapsed stage says.
 * @param {Reader} view
 * @param {Band} band
 * @returns {Summary}
 */
export function summaryOf(view, { name, columns }) {
  const rated = columns.flatMap(({ id, number }) => {
    const found = feelingOf(view, id).median;
    return found === null ? [] : [{ id, number, name: view.get(id)?.fields.name ?? "", median: found }];
  });
  const worst = rated.reduce((low, one) => (low && low.median <= one.median ? low : one), null);
  return { name, count: columns.length, median: median(rated.map((one) => one.median)), worst };
}

/**
 * The ways of a journey as arcs between places, in the order of the transitions; implied ones where none is written down.
 * @param {Reader} view
 * @param {string} journey
 * @returns {Arc[]}
 */
export function arcsOf(view, journey) {
  const places = new Map(stationsOf(view, journey).map((id, place) => [id, place]));
  return waysOf(view, journey)
    .filter(({ from, to }) => places.has(from) && (places.has(to) || view.get(to)))
    .map((way) => ({ ...way, at: places.get(way.from), toward: places.get(way.to) ?? null }));
}
