// The notes of a step as the tray shows them, and what becomes of one: something on the map, part of another note, or hidden.

import { longText } from "../kinds.js";
import { add, planned, quoted, refused, set } from "../map/drafts.js";
import { appendTouchpoint, insertTouchpoint } from "../map/inserting.js";
import { labelsOf } from "../map/labels.js";
import { laneKind } from "../map/lanes.js";
import { planPaste } from "../map/pasting.js";
import { fits } from "../map/texts.js";
import { capital, count } from "../map/wording.js";
import { answered } from "./answers.js";
import { namesOf, told } from "./groups.js";

/**
 * @typedef {import("../map/labels.js").Reader} Reader
 * @typedef {import("../map/drafts.js").Plan} Plan
 *
 * @typedef {object} Card A note as the tray shows it.
 * @property {string} id
 * @property {string} text
 * @property {string} by  the name it says itself, or its group as far as that may be told; "" none
 * @property {string} touchpoint  its id; "" none
 * @property {number | undefined} minutes
 * @property {string | undefined} wouldPay
 * @property {boolean} hidden
 * @property {number} same  how many notes were merged into it
 * @property {string} became  the kind of record that was made of it and is still there; "" none
 * @property {string} record  that record's id
 *
 * @typedef {object} Target What a note can become.
 * @property {string} key
 * @property {string} kind
 * @property {string} on  the letter that does it, on the facilitator's page as well
 * @property {string} name
 * @property {string} icon
 * @property {Record<string, string>} [fixed]
 */

/** @type {readonly Target[]} */
export const TARGETS = Object.freeze([
  { key: "touchpoint", kind: "touchpoint", on: "t", name: "Touchpoint", icon: "circle-dot" },
  { key: "current", kind: "statement", on: "i", name: "What is", icon: "eye", fixed: { state: "current" } },
  { key: "desired", kind: "statement", on: "d", name: "What should be", icon: "sparkles", fixed: { state: "desired" } },
  { key: "standard", kind: "standard", on: "n", name: "Standard", icon: "badge-check" },
  { key: "measure", kind: "measure", on: "e", name: "Measure", icon: "gauge" },
  { key: "activity", kind: "activity", on: "a", name: "Activity", icon: "hourglass" },
  { key: "story", kind: "story", on: "y", name: "Story", icon: "quote" },
  { key: "term", kind: "term", on: "v", name: "Term", icon: "book-open" },
  { key: "opportunity", kind: "opportunity", on: "o", name: "Opportunity", icon: "lightbulb" },
  { key: "behaviour", kind: "behaviour", on: "b", name: "Behaviour", icon: "handshake" },
  { key: "cause", kind: "cause", on: "c", name: "Cause", icon: "split" },
  { key: "intervention", kind: "intervention", on: "j", name: "Intervention", icon: "wrench" },
  { key: "commitment", kind: "commitment", on: "k", name: "Commitment", icon: "list-checks" },
]);

/** What is usually made of a note, by the kind of its step: the first is offered on the card. */
const USUAL = Object.freeze({
  touchpoints: "touchpoint",
  order: "touchpoint",
  current: "current",
  desired: "desired",
  standards: "standard",
  waste: "activity",
  stories: "story",
  vocabulary: "term",
  behaviours: "behaviour",
  opportunities: "opportunity",
  group: "opportunity",
  causes: "cause",
  commitments: "intervention",
});

/** The field that takes a note's text. */
const TEXT = Object.freeze({
  statement: "text",
  standard: "attribute",
  measure: "name",
  activity: "name",
  story: "text",
  term: "term",
  opportunity: "title",
  behaviour: "text",
  cause: "text",
  intervention: "title",
  commitment: "action",
});
const AT_SEVERAL = ["term", "cause", "intervention"];

/** The usual target of a step's notes; undefined where none is. @returns {Target | undefined} */
export function usualTarget(stepKind) {
  return TARGETS.find(({ key }) => key === USUAL[stepKind]);
}

/**
 * The notes of a step, the newest first; those that were merged into another stand with it.
 * @param {Reader} view
 * @param {string} step
 * @returns {Card[]}
 */
export function cardsOf(view, step) {
  const entries = view.children("note", step).map((id) => [id, view.get(id)?.fields]);
  const names = namesOf(view.children("person", null).map((person) => String(view.get(person)?.fields.group ?? "")));
  const same = new Map();
  for (const [, fields] of entries) if (fields?.merged) same.set(fields.merged, (same.get(fields.merged) ?? 0) + 1);
  return entries
    .filter(([, fields]) => fields && !fields.merged)
    .map(([id, fields]) => {
      const record = fields.became && view.get(fields.became) ? fields.became : "";
      return {
        id,
        text: fields.text,
        by: writerOf(view, names, fields),
        touchpoint: fields.touchpoint && view.get(fields.touchpoint) ? fields.touchpoint : "",
        minutes: fields.minutes,
        wouldPay: fields.would_pay,
        hidden: Boolean(fields.hidden),
        same: same.get(id) ?? 0,
        became: record ? view.get(record).kind : "",
        record,
      };
    })
    .reverse();
}

function writerOf(view, names, { person, group }) {
  const { name, group: own } = (person && view.get(person)?.fields) || {};
  return String(name || told(names, group || own || ""));
}

/**
 * Makes a record of a note and says so on the note.
 * @param {Reader} view
 * @param {string} id
 * @param {Target} target
 * @param {{touchpoint?: string, where?: import("../map/inserting.js").Where, journey?: string, position?: object,
 *   fixed?: Record<string, string>}} place  touchpoint: where it stands, else where the note itself says; where, journey: for a
 *   new touchpoint; fixed: what makes it stand in a lane
 * @param {() => string} makeId
 * @returns {Plan}
 */
export function turnNote(view, id, target, place, makeId) {
  const fields = view.get(id)?.fields;
  if (!fields) return refused("This note is not there any more.");
  const { kind } = target;
  if (kind === "touchpoint") return asTouchpoint(view, id, fields, place, makeId);
  const said = answered(view.get(fields.step)?.fields.kind ?? "", kind, fields.text);
  const text = written(kind, said.text);
  if (!fits(kind, TEXT[kind], text)) return refused("The note is too long for one line: shorten it first.");
  const at = place.touchpoint || fields.touchpoint || "";
  const needsPlace = kind !== "commitment" && !AT_SEVERAL.includes(kind);
  if (needsPlace && !view.get(at)) return refused(`Choose a ${labelsOf(view).one("touchpoint")} on the map first: a ${labelsOf(view).one(kind)} stands at one.`);
  const made = makeId();
  const own = { ...madeOf(kind, fields), ...said.fields, ...target.fixed, ...place.fixed, [TEXT[kind]]: text };
  const there = needsPlace ? { touchpoint: at } : kind !== "commitment" && at ? { touchpoints: [at] } : {};
  const edits = [add(kind, made, { ...there, ...own }, place.position), set("note", id, { became: made })];
  const name = needsPlace || there.touchpoints ? ` at ${quoted(view.get(at).fields.name)}` : "";
  return planned(edits, `${capital(target.name)}${name}: ${quoted(short(text))}.`, [made]);
}

/** What a kind takes from a note beside its text. */
function madeOf(kind, { minutes, would_pay: wouldPay, state }) {
  if (kind === "statement") return { state: state ?? "current" };
  if (kind === "intervention") return { kind: "process change" };
  if (kind !== "activity") return {};
  return { ...(minutes !== undefined && { minutes }), ...(wouldPay !== undefined && { would_pay: wouldPay }) };
}

function asTouchpoint(view, id, fields, { where, journey }, makeId) {
  const name = inOneLine(fields.text);
  const plan = where ? insertTouchpoint(view, where, name, makeId) : appendTouchpoint(view, journey, name, makeId);
  if (plan.problem) return plan;
  return { ...plan, edits: [...plan.edits, set("note", id, { became: plan.made.at(-1) })] };
}

/**
 * Drops a note into a cell of the map: it becomes what that lane holds there.
 * @param {Reader} view
 * @param {string} id
 * @param {{touchpoint: string, lane: string, position?: object}} cell
 * @param {() => string} makeId
 * @returns {Plan}
 */
export function dropNote(view, id, { touchpoint, lane, position }, makeId) {
  const fields = view.get(id)?.fields;
  if (!fields) return refused("This note is not there any more.");
  const { holds } = laneKind(lane);
  if (holds.type === "emotion") return refused("How it feels is rated by people themselves.");
  if (holds.type === "children") {
    const target = TARGETS.find(({ key, kind }) => (kind === "statement" ? key === lane : kind === holds.kind));
    return turnNote(view, id, target, { touchpoint, position, fixed: holds.fixed }, makeId);
  }
  if (holds.type === "links") return turnNote(view, id, TARGETS.find(({ kind }) => kind === holds.kind), { touchpoint }, makeId);
  const plan = planPaste(view, [[fields.text]], { way: "here", touchpoint, lane }, makeId);
  if (plan.problem) return refused(plan.problem.replace(/^Line 1: /, ""));
  const says = `Written at ${quoted(view.get(touchpoint).fields.name)}: ${quoted(short(fields.text))}.`;
  return planned([...plan.edits, set("note", id, { became: touchpoint })], says, [touchpoint]);
}

/** @param {Reader} view @param {string} id @param {boolean} hidden @returns {Plan} */
export function hideNote(view, id, hidden) {
  if (!view.get(id)) return refused("This note is not there any more.");
  const says = hidden ? "Hidden from phones and wall." : "Shown again on phones and wall.";
  return planned([set("note", id, { hidden: hidden || null })], says, [id]);
}

/**
 * Lets one note stand for others that say the same; what was merged into those comes along.
 * @param {Reader} view
 * @param {readonly string[]} ids
 * @param {string} into
 * @returns {Plan}
 */
export function mergeNotes(view, ids, into) {
  const others = ids.filter((id) => id !== into && view.get(id));
  if (!view.get(into) || !others.length) return refused("These notes are not there any more.");
  const below = view.children("step").flatMap((step) => view.children("note", step)).filter((id) => others.includes(view.get(id)?.fields.merged));
  const edits = [...new Set([...others, ...below])].filter((id) => id !== into).map((id) => set("note", id, { merged: into }));
  if (view.get(into).fields.merged) edits.push(set("note", into, { merged: null }));
  return planned(edits, `${count(others.length + 1, "note")} are one now.`, [into]);
}

/**
 * Lets all that was merged into a note stand for itself again.
 * @param {Reader} view
 * @param {string} id
 * @returns {Plan}
 */
export function partNotes(view, id) {
  const below = view.children("step").flatMap((step) => view.children("note", step)).filter((one) => view.get(one)?.fields.merged === id);
  return planned(below.map((one) => set("note", one, { merged: null })), `${count(below.length + 1, "note")} stand for themselves again.`, [id]);
}

function written(kind, text) {
  return longText(kind, TEXT[kind]) ? text.trim() : inOneLine(text);
}

function inOneLine(text) {
  return text.trim().replace(/\s+/g, " ");
}

/** As much of a text as a sentence has room for. */
export function short(text, most = 60) {
  const signs = [...inOneLine(text)];
  return signs.length > most ? `${signs.slice(0, most - 1).join("").trimEnd()}…` : signs.join("");
}
