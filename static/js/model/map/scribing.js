// Scribe mode: which question comes next while the room talks, and what becomes of the line that is typed.
//
// One touchpoint after another, and at each one lane after another. What may stand in a line is in `MARKS` (reading.js);
// the marks at its beginning that lead elsewhere are in `TURNS`.

import { recordsIn } from "./cells.js";
import { planned, refused, set } from "./drafts.js";
import { insertTouchpoint } from "./inserting.js";
import { labelsOf, worded } from "./labels.js";
import { planPaste } from "./pasting.js";
import { stationsOf } from "./stations.js";

/**
 * @typedef {import("./labels.js").Reader} Reader
 *
 * @typedef {object} Step A question about a touchpoint; about one of its activities when there is an `activity`.
 * @property {string} touchpoint
 * @property {string} lane  its key
 * @property {string} [activity]
 */

/** By lane, what the facilitator asks the room. */
export const QUESTIONS = Object.freeze({
  action: "What does the {customer} do here?",
  goal: "What does the {customer} want here?",
  channel: "How is the contact made?",
  current: "What happens here now?",
  desired: "What should happen?",
  standards: "What is promised here, and how much of it?",
  measures: "How does anybody know that the promise is kept?",
  activities: "What is done here, and how many minutes does it take?",
  nva: "What is done here that the {customer} would not pay for?",
  stories: "Who can tell of one time when this happened?",
  opportunities: "What would make it better?",
  owner: "Who answers for this {touchpoint}?",
  backstage: "What happens out of the {customer}'s sight?",
  behaviours: "What should people do here?",
  causes: "Why is it so?",
  vocabulary: "Which words do people use here?",
});
/** The question about every activity. */
export const WOULD_PAY = "Would the {customer} pay for this if they knew?";
/** What a line may begin with to go elsewhere than its question asks for: `[mark, what it does]`. */
export const TURNS = Object.freeze([
  ["->", "what should happen"],
  ["!", "an idea, as an opportunity"],
  ["+", "a new touchpoint after this one"],
]);
const WASTES = /waiting|defects|over-production|unused talent|transport|inventory|motion|extra processing/;

/**
 * Every question about a journey in its order: each lane of every touchpoint, and behind the lanes of activities whether the
 * customer would pay, for each activity that nobody has asked this of.
 * @param {Reader} view
 * @param {string} journey
 * @param {readonly string[]} lanes  the keys of those to ask for, in their order; ratings are passed over
 * @returns {Step[]}
 */
export function stepsOf(view, journey, lanes) {
  const asked = lanes.filter((lane) => lane in QUESTIONS);
  const last = asked.findLast((lane) => lane === "activities" || lane === "nva");
  return stationsOf(view, journey).flatMap((touchpoint) =>
    asked.flatMap((lane) => [
      { touchpoint, lane },
      ...(lane === last ? unasked(view, touchpoint).map((activity) => ({ touchpoint, lane, activity })) : []),
    ]),
  );
}

function unasked(view, touchpoint) {
  return recordsIn(view, "activities", touchpoint).filter((id) => view.get(id)?.fields.would_pay === undefined);
}

/**
 * The step before or after one, wherever others have put touchpoints and lanes meanwhile; null at either end.
 * @param {Reader} view
 * @param {string} journey
 * @param {readonly string[]} lanes
 * @param {Step | null} step  null: before the first
 * @param {number} [by]  1 the next, -1 the one before
 * @param {"question" | "touchpoint"} [stride]  a whole touchpoint at a time: its first question
 * @returns {Step | null}
 */
export function stepFrom(view, journey, lanes, step, by = 1, stride = "question") {
  const steps = stepsOf(view, journey, lanes);
  if (!step) return (by > 0 ? steps[0] : steps.at(-1)) ?? null;
  if (stride === "touchpoint") return nextTouchpoint(steps, step, by);
  const at = steps.findIndex((one) => isSame(one, step));
  if (at >= 0) return steps[at + by] ?? null;
  // It has been answered, or somebody has taken it away: go on from the last question that stands before it.
  const stations = stationsOf(view, journey);
  const rank = (one) => [stations.indexOf(one.touchpoint), lanes.indexOf(one.lane), one.activity ? 1 : 0];
  const before = steps.filter((one) => isBefore(rank(one), rank(step)) && !(one.activity && step.activity));
  const place = before.length ? steps.indexOf(before.at(-1)) : -1;
  return (by > 0 ? steps[place + 1] : steps[place]) ?? null;
}

function nextTouchpoint(steps, step, by) {
  const order = [...new Set(steps.map(({ touchpoint }) => touchpoint))];
  const touchpoint = order[order.indexOf(step.touchpoint) + by];
  return touchpoint === undefined ? null : (steps.find((one) => one.touchpoint === touchpoint) ?? null);
}

function isSame(one, other) {
  return one.touchpoint === other.touchpoint && one.lane === other.lane && one.activity === other.activity;
}

function isBefore(one, other) {
  const at = one.findIndex((value, place) => value !== other[place]);
  return at < 0 || one[at] < other[at];
}

/** The question of a step in the client's words. @param {Reader} view @param {Step} step */
export function questionOf(view, { lane, activity }) {
  const question = worded(activity ? WOULD_PAY : QUESTIONS[lane], labelsOf(view));
  return activity ? `${view.get(activity)?.fields.name ?? ""}: ${question}` : question;
}

/**
 * What becomes of a line that was typed as the answer to a step.
 * @param {Reader} view
 * @param {Step} step
 * @param {string} line
 * @param {() => string} makeId
 * @returns {import("./drafts.js").Plan}
 */
export function planLine(view, { touchpoint, lane, activity }, line, makeId) {
  const text = line.trim();
  if (!text) return refused("The line is blank.");
  const [, mark, rest] = /^(->|→|!|\+)\s*(.+)$/su.exec(text) ?? [];
  if (mark === "+") return insertTouchpoint(view, { after: touchpoint }, rest, makeId);
  if (mark && mark !== "+") return into(mark === "!" ? "opportunities" : "desired", rest);
  if (activity) return answered(view, activity, text);
  return into(lane, text);

  function into(key, said) {
    return planPaste(view, [[said]], { way: "here", touchpoint, lane: key }, makeId);
  }
}

/**
 * The answer whether the customer would pay: `yes`, `no` (also with the kind of waste: `no, waiting`) or `?`. An activity that
 * nobody has classed is value-added or not by it.
 * @param {Reader} view
 * @param {string} activity
 * @param {string} line
 * @returns {import("./drafts.js").Plan}
 */
export function answered(view, activity, line) {
  const text = line.trim().toLowerCase();
  const answer = { y: "yes", n: "no", "?": "unknown", u: "unknown" }[text[0]];
  if (!answer || !/^((y|yes|n|no|u|unknown)\b|\?)/.test(text))
    return refused("Answer yes, no or ?; a no may tell the waste: no, waiting.");
  const { class: now = "unclassified", name } = view.get(activity).fields;
  const fields = { would_pay: answer };
  if (now === "unclassified" && answer !== "unknown") fields.class = answer === "yes" ? "value-added" : "non-value-added";
  const waste = answer === "no" && WASTES.exec(text)?.[0];
  if (waste) fields.waste = waste;
  return planned([set("activity", activity, fields)], `${name}: ${answer}.`, [activity]);
}
