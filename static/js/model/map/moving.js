// Commands that put touchpoints and stages elsewhere in their journey; the ways between them stay.

import { move, planned, quoted, refused } from "./drafts.js";
import { labelsOf } from "./labels.js";
import { journeyOf } from "./stations.js";
import { count } from "./wording.js";

/**
 * @typedef {import("./labels.js").Reader} Reader
 * @typedef {import("./drafts.js").Plan} Plan
 */

/**
 * Moves touchpoints of one journey one place to the left or to the right, over the border of a stage into the next one, an
 * empty one too. Those that stand together stay together.
 * @param {Reader} view
 * @param {readonly string[]} ids
 * @param {"left" | "right"} direction
 * @returns {Plan}
 */
export function shiftTouchpoints(view, ids, direction) {
  const journey = journeyOf(view, ids[0]);
  const stages = view.children("stage", journey).map((id) => ({ id, stations: [...view.children("touchpoint", id)] }));
  const chosen = new Set(ids);
  // To the right is to the left, read backwards.
  const mirrored = direction === "right";
  const mirror = () => stages.reverse().forEach(({ stations }) => stations.reverse());
  if (mirrored) mirror();
  const settled = new Set();
  stages.forEach(({ stations }, at) => {
    for (const id of [...stations]) if (chosen.has(id)) stepLeft(stages, at, { id, settled });
  });
  if (mirrored) mirror();
  const edits = placings(view, stages, chosen);
  return edits.length
    ? planned(edits, `Moved ${named(view, ids)} to the ${direction}.`, [...ids])
    : refused(`There is no place further to the ${direction}.`);
}

/** Moves one touchpoint a place to the left unless those that moved before it stand in the way. */
function stepLeft(stages, at, { id, settled }) {
  const { stations } = stages[at];
  const place = stations.indexOf(id);
  settled.add(id);
  if (place > 0) {
    if (!settled.has(stations[place - 1])) stations.splice(place - 1, 2, id, stations[place - 1]);
  } else if (at > 0) {
    stations.shift();
    stages[at - 1].stations.push(id);
  }
}

/** The edits that put the chosen touchpoints where a plan of the stages has them. */
function placings(view, stages, chosen) {
  const edits = [];
  for (const { id: stage, stations } of stages) {
    const now = view.children("touchpoint", stage);
    if (now.length === stations.length && now.every((id, at) => id === stations[at])) continue;
    stations.forEach((id, at) => {
      if (!chosen.has(id)) return;
      const position = { after: stations[at - 1] ?? null };
      const isHome = view.get(id).fields.stage === stage;
      edits.push(move("touchpoint", id, { position, ...(!isHome && { fields: { stage } }) }));
    });
  }
  return edits;
}

function named(view, ids) {
  const labels = labelsOf(view);
  if (ids.length === 1) return quoted(view.get(ids[0]).fields.name);
  return count(ids.length, labels.one("touchpoint"), labels.many("touchpoint"));
}

/**
 * Moves touchpoints to a place in a stage of their journey, in station order.
 * @param {Reader} view
 * @param {readonly string[]} ids
 * @param {{stage: string, after?: string | null}} where  `after` null: the first place; left out: the last
 * @returns {Plan}
 */
export function moveTouchpoints(view, ids, { stage, after }) {
  const journey = journeyOf(view, stage);
  if (ids.some((id) => journeyOf(view, id) !== journey)) return refused("Touchpoints stay in their journey.");
  const stages = view.children("stage", journey).map((id) => ({ id, stations: [...view.children("touchpoint", id)] }));
  const chosen = new Set(ids);
  const moving = stages.flatMap(({ stations }) => stations.filter((id) => chosen.has(id)));
  const target = stages.find(({ id }) => id === stage);
  // A place after one that moves itself is the place after those that stay before it.
  const ahead = after === undefined ? target.stations : target.stations.slice(0, target.stations.indexOf(after) + 1);
  const place = ahead.filter((id) => !chosen.has(id)).length;
  for (const one of stages) one.stations = one.stations.filter((id) => !chosen.has(id));
  target.stations.splice(place, 0, ...moving);
  const says = `Moved ${named(view, ids)} to ${quoted(view.get(stage).fields.name)}.`;
  return planned(placings(view, stages, chosen), says, moving);
}

/**
 * Moves a stage with its touchpoints to a place among the stages of its journey.
 * @param {Reader} view
 * @param {string} stage
 * @param {number} place  from 0, among the other stages
 * @returns {Plan}
 */
export function moveStage(view, stage, place) {
  const stages = view.children("stage", journeyOf(view, stage));
  const others = stages.filter((id) => id !== stage);
  const to = Math.max(0, Math.min(others.length, place));
  if (stages.indexOf(stage) === to) return refused("The stage stands there already.");
  const edit = move("stage", stage, { position: { after: others[to - 1] ?? null } });
  return planned([edit], `Moved ${quoted(view.get(stage).fields.name)}.`, [stage]);
}
