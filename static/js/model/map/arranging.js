// Commands on the lanes of the map: their names, whether they are shown, their order; for everybody.

import { lanesOf } from "./lanes.js";

/**
 * @typedef {import("./labels.js").Reader} Reader
 * @typedef {import("./drafts.js").Draft} Draft
 */

/**
 * Names a lane in the client's own words; a blank name gives it its usual one again.
 * @param {Reader} view
 * @param {string} key
 * @param {string} name
 * @param {() => string} makeId
 * @returns {Draft[]}
 */
export function renameLane(view, key, name, makeId) {
  return said(view, key, "name", name.trim() || null, makeId);
}

/**
 * Shows or hides a lane for everybody who has not chosen for themselves.
 * @param {Reader} view
 * @param {string} key
 * @param {boolean} shown
 * @param {() => string} makeId
 * @returns {Draft[]}
 */
export function showLane(view, key, shown, makeId) {
  return said(view, key, "shown", shown, makeId);
}

function said(view, key, field, value, makeId) {
  const lanes = lanesOf(view);
  const place = lanes.findIndex((one) => one.key === key);
  const { record, shown, own } = lanes[place];
  if (value === (field === "name" ? own : shown)) return [];
  if (record) return [{ action: "set", kind: "lane", record, fields: { [field]: value } }];
  const after = lanes.slice(0, place).findLast((one) => one.record)?.record ?? null;
  return [added(key, makeId(), after, { [field]: value })];
}

const added = (key, record, after, fields = {}) => ({
  action: "add",
  kind: "lane",
  record,
  fields: { lane: key, ...fields },
  position: { after },
});

/**
 * Moves a lane to a place among all lanes; every other lane keeps its order, so lanes between get records too.
 * @param {Reader} view
 * @param {string} key
 * @param {number} place  from 0, among the other lanes
 * @param {() => string} makeId
 * @returns {Draft[]}
 */
export function moveLane(view, key, place, makeId) {
  const lanes = lanesOf(view);
  const from = lanes.findIndex((one) => one.key === key);
  const to = Math.max(0, Math.min(lanes.length - 1, place));
  if (from === to) return [];
  const wanted = lanes.toSpliced(from, 1).toSpliced(to, 0, lanes[from]);
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  const edits = [];
  let last = null;
  wanted.forEach(({ key: one, record }, at) => {
    if (!record && (at < low || at > high)) return;
    const id = record ?? makeId();
    if (!record) edits.push(added(one, id, last));
    else if (one === key) edits.push({ action: "move", kind: "lane", record, position: { after: last } });
    last = id;
  });
  return edits;
}

/** Gives every lane its usual name and place again, and shows the usual ones. @returns {Draft[]} */
export function resetLanes(view) {
  return view.children("lane").map((record) => ({ action: "remove", kind: "lane", record }));
}
