// Changes in plain words: what was changed, where it stands, how it read before and how it reads now.

import { KINDS } from "./kinds.js";
import { parentOf } from "./state.js";
import { journeyOf, stationsOf } from "./map/stations.js";
import { capital, count, number } from "./map/wording.js";

/**
 * @typedef {import("./map/labels.js").Reader} Reader
 * @typedef {import("./changes.js").Change} Change
 * @typedef {import("./map/labels.js").Labels} Labels  the client's own words
 *
 * @typedef {object} Line One thing that a change has done.
 * @property {string} record
 * @property {string} kind
 * @property {string} field  "" for the record as a whole
 * @property {string} title  what it is about: "Statement", "Statement · evidence"
 * @property {"added" | "removed" | "changed" | "moved"} deed
 * @property {string} before  "" for nothing
 * @property {string} after
 * @property {unknown} [was]  the field's value before, to be brought back
 */

/** Fields whose keys do not say it well. */
const FIELD_WORDS = {
  critical: "moment of truth",
  missing: "did not happen",
  lead_minutes: "minutes in all",
  class: "value class",
  label_for: "our word for",
  customer_goal: "goal",
  customer_feeling: "feeling",
};
/** The texts that say what a record is, the first that it has. */
const NAMES = ["name", "title", "text", "term", "attribute", "label"];
const EXCERPT = 60;

/** A field's name for people. */
export function fieldWord(key) {
  return FIELD_WORDS[key] ?? key.replaceAll("_", " ");
}

/** What a kind of record is called here, in the client's words; a statement by its state. @param {Labels} labels */
export function kindWord(kind, fields, labels, amount = 1) {
  const word = amount === 1 ? labels.one(kind) : labels.many(kind);
  return kind === "statement" && fields?.state ? `${fields.state} ${word}` : word;
}

/** What a record is called: a touchpoint with its number, others by their first words; "" when nothing says so. */
export function nameOf(view, id, entry = view.get(id)) {
  if (!entry) return "";
  const own = NAMES.map((key) => entry.fields[key]).find((text) => typeof text === "string" && text.trim());
  const name = short(own ?? "");
  if (entry.kind === "transition") return [entry.fields.from, entry.fields.to].map((end) => nameOf(view, end) || "…").join(" → ");
  if (entry.kind !== "touchpoint" || !view.get(id)) return name;
  const place = stationsOf(view, journeyOf(view, id)).indexOf(id);
  return place < 0 ? name : `${place + 1} ${name}`;
}

/** The touchpoint on which a record hangs, or that it names; null for none. */
export function touchpointOf(view, id, entry = view.get(id)) {
  if (!entry) return null;
  if (entry.kind === "touchpoint") return id;
  const parent = parentOf(entry) ?? entry.fields.touchpoints?.[0] ?? entry.fields.about ?? null;
  return parent === null || parent === id ? null : touchpointOf(view, parent);
}

/**
 * What a change was about, and where: "current statement at 7 Service-desk queue".
 * @param {Reader} view  as it is now
 * @param {Change} change
 * @param {Labels} labels
 */
export function subjectOf(view, change, labels) {
  const { kind, entry } = aboutOf(view, change);
  const name = nameOf(view, change.record, entry);
  const word = kindWord(kind, entry?.fields, labels);
  if (["touchpoint", "stage", "journey", "outcome", "transition", "persona"].includes(kind)) return `${word} ${name}`.trim();
  const at = placeOf(view, change);
  return at ? `${word} at ${at}` : `${word} ${name && `“${name}”`}`.trim();
}

/** The name of the touchpoint at which a change was made; "" for one that was made at none. */
export function placeOf(view, change) {
  const at = touchpointOf(view, change.record, aboutOf(view, change).entry);
  return at ? nameOf(view, at) : "";
}

/** The kind of the record that a change is about, and what is known of it: now, or as it was before it went. */
export function aboutOf(view, { record, kind, before, after }) {
  const part = view.get(record) ?? before[record] ?? after[record] ?? undefined;
  return { kind: part?.kind ?? kind, entry: part };
}

/** A value for people; "" for none. */
export function valueWord(view, kind, key, value) {
  if (value === null || value === undefined || value === "") return "";
  if (Array.isArray(value)) return value.map((one) => valueWord(view, kind, key, one)).join(", ");
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return number(value, 2);
  const isName = KINDS[kind]?.references.some((one) => one.key === key);
  return isName ? nameOf(view, value) || "something removed since" : String(value);
}

/**
 * What a change has done, line by line; what hangs on a removed or returned record is one line with its numbers.
 * @param {Reader} view  as it is now: names come from it
 * @param {Change} change
 * @param {Labels} labels
 * @returns {Line[]}
 */
export function linesOf(view, change, labels) {
  const ids = Object.keys(change.after);
  const first = ids.includes(change.record) ? [change.record] : [];
  const others = ids.filter((id) => id !== change.record);
  const whole = others.filter((id) => change.after[id] === null || change.before[id] === null);
  const parts = others.filter((id) => !whole.includes(id));
  const lines = [...first, ...parts].flatMap((id) => partLines(view, id, change.before[id], change.after[id], labels));
  return whole.length ? [...lines, withIt(change, whole, labels)] : lines;
}

function partLines(view, record, was, now, labels) {
  const { kind, fields } = now ?? was;
  const word = capital(kindWord(kind, view.get(record)?.fields ?? fields, labels));
  if (!was || !now) {
    const deed = was ? "removed" : "added";
    const text = fullText(view, record, was ?? now);
    return [{ record, kind, field: "", title: word, deed, before: was ? text : "", after: now ? text : "" }];
  }
  const lines = Object.keys(now.fields).map((key) => ({
    record,
    kind,
    field: key,
    title: NAMES.includes(key) ? word : `${word} · ${fieldWord(key)}`,
    deed: "changed",
    before: valueWord(view, kind, key, was.fields[key]),
    after: valueWord(view, kind, key, now.fields[key]),
    was: was.fields[key] ?? null,
  }));
  if (lines.length || now.position === undefined) return lines;
  return [{ record, kind, field: "", title: word, deed: "moved", before: "", after: nameOf(view, record) }];
}

function withIt(change, ids, labels) {
  const isGone = change.after[ids[0]] === null;
  const kinds = new Map();
  for (const id of ids) {
    const { kind } = change.after[id] ?? change.before[id];
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const text = [...kinds].map(([kind, many]) => count(many, labels.one(kind), labels.many(kind))).join(", ");
  const deed = isGone ? "removed" : "added";
  return { record: "", kind: "", field: "", title: "With it", deed, before: isGone ? text : "", after: isGone ? "" : text };
}

function fullText(view, id, entry) {
  const key = NAMES.find((one) => entry.fields[one]);
  return key ? String(entry.fields[key]) : nameOf(view, id, entry) || Object.entries(entry.fields).filter(([, value]) => typeof value !== "object").map(([one, value]) => `${fieldWord(one)}: ${valueWord(view, entry.kind, one, value)}`).join(", ");
}

/**
 * What several changes of others come to, in one sentence for a screen reader.
 * @param {Reader} view
 * @param {Change[]} changes
 * @param {Labels} labels
 */
export function summaryOf(view, changes, labels) {
  const groups = new Map();
  for (const change of changes) {
    const { kind, entry } = aboutOf(view, change);
    const isOwnPlace = kind === "touchpoint" || kind === "stage";
    const place = isOwnPlace ? nameOf(view, change.record, entry) : placeOf(view, change);
    const key = JSON.stringify([change.by, change.action, kind, place]);
    const group = groups.get(key) ?? { by: change.by, action: change.action, kind, place, isOwnPlace, records: new Set() };
    group.records.add(change.record);
    groups.set(key, group);
  }
  const said = new Map();
  for (const group of groups.values()) said.set(group.by, [...(said.get(group.by) ?? []), phrase(group, labels)]);
  return [...said].map(([by, phrases]) => `${by}: ${enough(phrases)}`).join(". ");
}

const MOST_PHRASES = 3;

function enough(phrases) {
  const rest = phrases.length - MOST_PHRASES;
  return phrases.slice(0, MOST_PHRASES).join("; ") + (rest > 0 ? `; and ${rest} more` : "");
}

function phrase({ action, kind, place, isOwnPlace, records }, labels) {
  const what = count(records.size, labels.one(kind), labels.many(kind));
  if (action === "undo" || action === "redo") return `took a change back${place && ` at ${place}`}`;
  const deeds = { add: what.replace(" ", " new "), set: `changed ${what}`, move: `moved ${what}`, remove: `removed ${what}`, replace: "replaced the whole workshop" };
  return `${deeds[action] ?? what}${place && (isOwnPlace ? `: ${place}` : ` at ${place}`)}`;
}

/**
 * A sentence of the server about what stayed as it is, with names in place of ids.
 * @param {Reader} view
 * @param {string} sentence
 */
export function toldWord(view, sentence) {
  return sentence.replace(/'([^']+)'/g, (quoted, id) => {
    const name = nameOf(view, id);
    if (name) return `“${name}”`;
    return /^[a-z_]+$/.test(id) ? fieldWord(id) : quoted;
  });
}

function short(text) {
  const signs = [...text.replace(/\s+/g, " ").trim()];
  return signs.length > EXCERPT ? `${signs.slice(0, EXCERPT - 1).join("").trimEnd()}…` : signs.join("");
}
