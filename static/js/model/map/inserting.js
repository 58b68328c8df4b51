// Commands that add touchpoints, stages and outcomes to a journey.

import { add, planned, quoted, refused } from "./drafts.js";
import { labelsOf } from "./labels.js";
import { journeyOf, stationsOf } from "./stations.js";
import { fits } from "./texts.js";
import { spliceIn } from "./ways.js";
import { capital, count } from "./wording.js";

/**
 * @typedef {import("./labels.js").Reader} Reader
 * @typedef {import("./drafts.js").Plan} Plan
 *
 * @typedef {{after: string} | {before: string} | {stage: string}} Where Beside a touchpoint, or at the end of a stage.
 */

/**
 * Adds a touchpoint and leads customers through it: where A → B was the way, it is A → new → B now.
 * @param {Reader} view
 * @param {Where} where
 * @param {string} name
 * @param {() => string} makeId
 * @returns {Plan}
 */
export function insertTouchpoint(view, where, name, makeId) {
  return insertTouchpoints(view, where, [name], makeId);
}

/**
 * Adds several touchpoints one after another, as `insertTouchpoint` does with one.
 * @param {Reader} view
 * @param {Where} where
 * @param {readonly string[]} names
 * @param {() => string} makeId
 * @returns {Plan}
 */
export function insertTouchpoints(view, where, names, makeId) {
  const labels = labelsOf(view);
  const trimmed = names.map((name) => name.trim());
  const problem = namesProblem("touchpoint", labels.one("touchpoint"), trimmed);
  if (problem) return refused(problem);
  const { stage, position, previous, next } = placed(view, where);
  const ids = trimmed.map(() => makeId());
  const edits = trimmed.map((name, at) =>
    add("touchpoint", ids[at], { stage, name }, at ? { after: ids[at - 1] } : position),
  );
  edits.push(...spliceIn(view, journeyOf(view, stage), { previous, next, ids }, makeId));
  const many = count(trimmed.length, labels.one("touchpoint"), labels.many("touchpoint"));
  const what = trimmed.length === 1 ? quoted(trimmed[0]) : many;
  const behind = previous ? ` after ${quoted(view.get(previous).fields.name)}` : "";
  return planned(edits, `Added ${what}${behind}.`, ids);
}

/** The stage, the place in it, and the stations on both sides. */
function placed(view, { after, before, stage }) {
  if (stage !== undefined) {
    const last = view.children("touchpoint", stage).at(-1);
    if (last) return placed(view, { after: last });
    const stages = view.children("stage", journeyOf(view, stage));
    const [earlier, later] = [stages.slice(0, stages.indexOf(stage)), stages.slice(stages.indexOf(stage) + 1)];
    const within = (list) => list.flatMap((one) => view.children("touchpoint", one));
    return { stage, position: undefined, previous: within(earlier).at(-1), next: within(later)[0] };
  }
  const beside = after ?? before;
  const stations = stationsOf(view, journeyOf(view, beside));
  const at = stations.indexOf(beside) + (after ? 1 : 0);
  const position = after ? { after } : { before };
  return { stage: view.get(beside).fields.stage, position, previous: stations[at - 1], next: stations[at] };
}

/** Why names cannot be names of these; "" when they can. */
export function namesProblem(kind, word, names) {
  if (names.some((name) => !name)) return `A ${word} needs a name.`;
  const long = names.find((name) => !fits(kind, "name", name));
  return long ? `This name is too long for a ${word}: ${quoted(`${long.slice(0, 40)}…`)}` : "";
}

/**
 * Adds a touchpoint at the end of a journey, in a first stage of its own if there is none.
 * @param {Reader} view
 * @param {string} journey
 * @param {string} name
 * @param {() => string} makeId
 * @returns {Plan}
 */
export function appendTouchpoint(view, journey, name, makeId) {
  const last = view.children("stage", journey).at(-1);
  if (last) return insertTouchpoint(view, { stage: last }, name, makeId);
  const labels = labelsOf(view);
  const trimmed = name.trim();
  const problem = namesProblem("touchpoint", labels.one("touchpoint"), [trimmed]);
  if (problem) return refused(problem);
  const [stage, id] = [makeId(), makeId()];
  const first = add("stage", stage, { journey, name: `${capital(labels.one("stage"))} 1` });
  return planned([first, add("touchpoint", id, { stage, name: trimmed })], `Added ${quoted(trimmed)}.`, [id]);
}

/**
 * Adds a stage: beside another, or as the last one.
 * @param {Reader} view
 * @param {string} journey
 * @param {string} name
 * @param {() => string} makeId
 * @param {{after: string} | {before: string}} [position]
 * @returns {Plan}
 */
export function insertStage(view, journey, name, makeId, position) {
  const trimmed = name.trim();
  const problem = namesProblem("stage", labelsOf(view).one("stage"), [trimmed]);
  if (problem) return refused(problem);
  const id = makeId();
  return planned([add("stage", id, { journey, name: trimmed }, position)], `Added ${quoted(trimmed)}.`, [id]);
}

/**
 * Adds an outcome, where a journey may end.
 * @param {Reader} view
 * @param {string} journey
 * @param {{name: string, result: "loyal" | "satisfied" | "indifferent" | "lost"}} outcome
 * @param {() => string} makeId
 * @returns {Plan}
 */
export function addOutcome(view, journey, { name, result }, makeId) {
  const trimmed = name.trim();
  const problem = namesProblem("outcome", "outcome", [trimmed]);
  if (problem) return refused(problem);
  const id = makeId();
  return planned([add("outcome", id, { journey, name: trimmed, result })], `Added ${quoted(trimmed)}.`, [id]);
}
