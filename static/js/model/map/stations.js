// The shape of a journey: its touchpoints in station order, and the ways between them, written down or implied.

/**
 * @typedef {import("./labels.js").Reader} Reader
 *
 * @typedef {object} Way A transition, or what stands for one while none is written down.
 * @property {string | null} id  null when it is implied
 * @property {string} from
 * @property {string} to  a touchpoint or an outcome
 * @property {string} kind  `next`, `choice`, `failure`, `recovery` or `repeat`
 * @property {number | null} share  of the customers at `from`, 0 to 1, as written
 * @property {string} label
 */

/** Shares are written with two digits: three ways of 0.33 are meant as a whole. */
export const TOLERANCE = 0.015;

/** The ids of a journey's touchpoints, stage by stage: this order gives the station numbers, from 1. */
export function stationsOf(view, journey) {
  return view.children("stage", journey).flatMap((stage) => view.children("touchpoint", stage));
}

/** The journey of a touchpoint or a stage; null when there is no such record. */
export function journeyOf(view, id) {
  const entry = view.get(id);
  if (entry?.kind === "touchpoint") return journeyOf(view, entry.fields.stage);
  return entry?.fields.journey ?? null;
}

/**
 * The ways of a journey: its transitions in their order. Without any, customers pass the touchpoints in their order, from
 * the start on, and reach the outcome if there is just one.
 * @param {Reader} view
 * @param {string} journey
 * @returns {Way[]}
 */
export function waysOf(view, journey) {
  const written = writtenWays(view, journey);
  return written.length ? written : impliedWays(view, journey);
}

/** The transitions of a journey as ways. @returns {Way[]} */
export function writtenWays(view, journey) {
  return view.children("transition", journey).flatMap((id) => {
    const fields = view.get(id)?.fields;
    if (!fields) return [];
    const { from, to, kind = "next", share = null, label = "" } = fields;
    return [{ id, from, to, kind, share, label }];
  });
}

/** The straight line that a journey is while it has no transition. @returns {Way[]} */
export function impliedWays(view, journey) {
  const stations = stationsOf(view, journey);
  const start = view.get(journey)?.fields.start;
  const line = stations.slice(Math.max(0, stations.indexOf(start)));
  const outcomes = view.children("outcome", journey);
  if (line.length && outcomes.length === 1) line.push(outcomes[0]);
  return line.slice(1).map((to, at) => ({ id: null, from: line[at], to, kind: "next", share: null, label: "" }));
}

/**
 * The shares of the ways that leave one touchpoint: what the stated ones leave is split evenly over the others, and a sum
 * that is not 1 is made 1.
 * @param {Way[]} leaving
 * @returns {number[]}
 */
export function settledShares(leaving) {
  const unstated = leaving.filter(({ share }) => share === null).length;
  const total = leaving.reduce((sum, { share }) => sum + (share ?? 0), 0);
  if (total > 1 || !unstated) return leaving.map(({ share }) => (total > 0 ? (share ?? 0) / total : 0));
  return leaving.map(({ share }) => share ?? (1 - total) / unstated);
}

/** What the ways out of a touchpoint leave of the whole, 0 to 1: the share that a new way may state. */
export function shareLeft(view, touchpoint) {
  const leaving = writtenWays(view, journeyOf(view, touchpoint)).filter(({ from }) => from === touchpoint);
  const left = 1 - leaving.reduce((sum, { share }) => sum + (share ?? 0), 0);
  return left > TOLERANCE ? Math.round(left * 1e4) / 1e4 : 0;
}
