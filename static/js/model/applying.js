// What an edit does to a state, shown before the server has answered: the twin of touchmap/domain/applying.py.
//
// Values are taken as they are and sizes are not counted: the server checks both, and its word stands.

import { patchesBetween } from "./changes.js";
import { KINDS, longText, named } from "./kinds.js";
import { merge } from "./merge.js";
import { LIMIT, between, several } from "./order.js";
import { filled, parentOf } from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Entry} Entry
 *
 * @typedef {object} Edit
 * @property {string} id
 * @property {"add" | "set" | "move" | "remove"} action
 * @property {string} kind
 * @property {string} record
 * @property {Record<string, unknown>} [fields]
 * @property {{after: string | null} | {before: string}} [position]
 * @property {number} [seen]
 * @property {string} [upon]
 * @property {number} [settles]
 * @property {string} [group]
 * @property {string} [into]  of a removal that ends a merge: where everything has gone; nothing may be removed along
 *
 * @typedef {object} Made Patches there and back; long texts as they were sent, where merged; the other text, where not.
 * @property {import("./state.js").Patch} before
 * @property {import("./state.js").Patch} after
 * @property {Record<string, string>} sent
 * @property {Record<string, string>} conflict
 */

const MOST_CAUSES_DEEP = 8;

/** An edit that cannot be done here; `codes` are those of the server's problems. */
export class CannotApply extends Error {
  constructor(...codes) {
    super(`this edit cannot be done: ${codes.join(", ")}`);
    this.codes = codes;
  }
}

/**
 * Does an edit to a state, which stays as it is when the edit cannot be done, and gives the change.
 *
 * `seen` holds, by field, the long texts as the writer saw them, for those that changed since. Throws CannotApply: `TM008`
 * an id in use, `TM009` a dangling reference, `TM010` into another journey, `TM011` causes or merged notes in a circle, or causes too deep, `TM012`
 * no such record (any more), `TM016` something would go along that was to be kept.
 * @param {State} state
 * @param {Edit} edit
 * @param {Record<string, string>} [seen]
 * @returns {Made}
 */
export function perform(state, edit, seen = {}) {
  const { made, codes } = attempt(state, edit, seen);
  if (!made) throw new CannotApply(...codes);
  return made;
}

/**
 * As `perform`, but tells the codes instead of throwing: what is tried again with every change must be quick.
 * @returns {{made?: Made, codes: string[]}}
 */
export function attempt(state, edit, seen = {}) {
  const codes = foundBefore(state, edit);
  if (codes.length) return { codes };
  const made = madeBy(state, edit, seen);
  if (edit.into !== undefined) codes.push(...lostBy(state, edit, made));
  if (codes.length) return { codes };
  state.patch(made.after);
  if (edit.action !== "remove") codes.push(...problemsOf(state, edit.record, edit.action === "move"));
  if (!codes.length) return { made, codes };
  state.unpatch(made);
  return { codes };
}

/** What stands in the way of an edit whatever it wants. */
function foundBefore(state, { action, record, kind }) {
  if (action === "add") return state.has(record) || state.isGone(record) ? ["TM008"] : [];
  return state.get(record)?.kind === kind ? [] : ["TM012"];
}

function madeBy(state, edit, seen) {
  const given = edit.fields ?? {};
  const entry = state.get(edit.record);
  if (edit.action === "add")
    return placed(state, edit, { kind: edit.kind, position: "", fields: withGiven({}, given) });
  if (edit.action === "remove") return { ...removal(state, [edit.record]), sent: {}, conflict: {} };
  if (edit.action === "set") return set(state, edit, entry, seen);
  return placed(state, edit, { ...entry, fields: withGiven(entry.fields, given) });
}

/** The fields after those given; an empty text or list empties a field as null does. */
function withGiven(fields, given) {
  const values = Object.entries(given).map(([key, value]) => [key, isEmpty(value) ? null : value]);
  return filled({ ...fields, ...Object.fromEntries(values) });
}

function isEmpty(value) {
  return value === "" || (Array.isArray(value) && value.length === 0);
}

function set(state, edit, entry, seen) {
  const [fields, sent, conflict] = [{ ...edit.fields }, {}, {}];
  for (const [key, base] of Object.entries(seen)) {
    const [mine, theirs] = [fields[key] ?? "", entry.fields[key] ?? ""];
    const both = merged(longText(edit.kind, key), base, mine, theirs);
    if (both === null) {
      if (theirs) conflict[key] = theirs;
    } else if (both !== mine) {
      sent[key] = mine;
      fields[key] = both || null;
    }
  }
  const becomes = new Map([[edit.record, { ...entry, fields: withGiven(entry.fields, fields) }]]);
  return { ...patchesBetween(state, becomes), sent, conflict };
}

/** Both texts in one; null when they cannot be, or the result would be too long or blank where it must not. */
function merged(field, base, mine, theirs) {
  const both = merge(base, mine, theirs);
  if (both === null || [...both].length > field.limit) return null;
  return field.needed && !both.trim() ? null : both;
}

// -- places

function placed(state, edit, entry) {
  const others = state.children(edit.kind, parentOf(entry)).filter((id) => id !== edit.record);
  const now = state.get(edit.record);
  const becomes = new Map();
  // From one list to the other of the same parent: its place among both stays.
  if (now && !edit.position && parentOf(now) === parentOf(entry)) becomes.set(edit.record, entry);
  else makeRoom(state, becomes, others, placeOf(edit.position, others), [edit.record, entry]);
  return { ...patchesBetween(state, becomes), sent: {}, conflict: {} };
}

/** Before which of the others; the last place when the neighbour is not (or no longer) among them. */
function placeOf(position, others) {
  if (!position) return others.length;
  const neighbour = position.after ?? position.before ?? null;
  if (neighbour === null) return 0;
  const place = others.indexOf(neighbour);
  return place < 0 ? others.length : place + (position.after ? 1 : 0);
}

/** Gives a record its order key; the others get new ones too when there is no more room. */
function makeRoom(state, becomes, others, place, [id, entry]) {
  const positionAt = (at) => (at >= 0 && at < others.length ? state.get(others[at]).position : null);
  const [low, high] = [positionAt(place - 1), positionAt(place)];
  if (low === null || high === null || low < high) {
    const key = between(low, high);
    if (key.length <= LIMIT) {
      becomes.set(id, { ...entry, position: key });
      return;
    }
  }
  const whole = [...others.slice(0, place), id, ...others.slice(place)];
  several(null, null, whole.length).forEach((key, at) => {
    becomes.set(whole[at], { ...(whole[at] === id ? entry : state.get(whole[at])), position: key });
  });
}

// -- removing

/**
 * The patches that remove records with everything that hangs on them or cannot be without them; every other reference to
 * what goes is emptied.
 */
export function removal(state, ids) {
  const going = new Set(ids);
  for (let size = 0; size < going.size; ) {
    size = going.size;
    for (const [id, entry] of state.entries()) if (isLost(entry, going)) going.add(id);
  }
  const becomes = new Map([...going].sort().map((id) => [id, null]));
  for (const [id, entry] of state.entries()) if (!going.has(id)) becomes.set(id, cleared(entry, going));
  return patchesBetween(state, becomes);
}

/** The codes of what stands in the way of a removal that ends a merge. */
function lostBy(state, { record, into }, { after }) {
  if (into === record || !state.has(into)) return ["TM009"];
  return Object.entries(after).some(([id, part]) => part === null && id !== record) ? ["TM016"] : [];
}

function isLost(entry, going) {
  return KINDS[entry.kind].references.some(
    (reference) => reference.needed && named(entry, reference).some((target) => going.has(target)),
  );
}

/** The entry without its references to what is gone; itself when it has none. */
function cleared(entry, gone) {
  let found = entry;
  for (const reference of KINDS[entry.kind].references) {
    const targets = named(entry, reference);
    const left = targets.filter((target) => !gone.has(target));
    if (left.length === targets.length) continue;
    const value = reference.many && left.length ? left : null;
    found = { ...found, fields: filled({ ...found.fields, [reference.key]: value }) };
  }
  return found;
}

// -- what must hold

/** The codes of what is wrong with a record in its state, and, when it was moved, with those that lead to it. */
export function* problemsOf(state, id, moved) {
  const entry = state.get(id);
  for (const reference of KINDS[entry.kind].references)
    for (const target of named(entry, reference)) {
      const kind = state.get(target)?.kind;
      if (!kind || (reference.kinds.length && !reference.kinds.includes(kind))) yield "TM009";
    }
  if (["transition", "journey"].includes(entry.kind)) {
    yield* astray(state, id);
  } else if (moved && ["stage", "touchpoint", "outcome"].includes(entry.kind)) {
    for (const journey of state.children("journey"))
      for (const other of [journey, ...state.children("transition", journey)]) yield* astray(state, other);
  }
  if (entry.kind === "cause" && parentOf(entry) !== null) yield* circle(state, id);
  if (entry.kind === "note" && standsForItself(state, id)) yield "TM011";
}

/** Whether a note is merged into itself, directly or by way of others: none of them would be seen any more. */
function standsForItself(state, id) {
  const seen = new Set([id]);
  for (let into = state.get(id).fields.merged; state.has(into); into = state.get(into).fields.merged) {
    if (seen.has(into)) return true;
    seen.add(into);
  }
  return false;
}

/** A transition that leaves its journey, or a journey that starts in another. */
function* astray(state, id) {
  const entry = state.get(id);
  const own = entry.kind === "journey" ? id : parentOf(entry);
  for (const key of ["from", "to", "start"]) {
    const target = entry.fields[key];
    if (state.has(target) && state.journeyOf(target) !== own) yield "TM010";
  }
}

/** A cause that lies beneath itself, or a tree that is deeper than a file can be. */
function* circle(state, id) {
  const seen = new Set([id]);
  for (let above = parentOf(state.get(id)); above !== null && state.has(above); above = parentOf(state.get(above))) {
    if (seen.has(above)) {
      yield "TM011";
      return;
    }
    seen.add(above);
  }
  if (seen.size + beneath(state, id) > MOST_CAUSES_DEEP) yield "TM011";
}

/** How many levels of causes lie beneath one. */
function beneath(state, id) {
  let levels = -1;
  for (let level = [id]; level.length; levels += 1)
    level = level.flatMap((above) => state.children("cause", above));
  return levels;
}
