// What once was comes back: edits that give records the values they had, or make them anew with all that hung on them.

import { KINDS, named } from "./kinds.js";
import { isEqual } from "./state.js";

/**
 * @typedef {import("./map/labels.js").Reader & {has: (id: string) => boolean}} Reader
 * @typedef {{kind: string, position?: string, fields: Record<string, unknown>}} Was A record, or some of its fields, as
 *   they were; null: the field was empty.
 *
 * The edits that bring records back. Those that are there get the values that differ and stay where they are; those that
 * are gone are made anew (an id is never used twice), the ones they hang on first; what has nothing to hang on is left out.
 * @param {Reader} view  as it is now
 * @param {Record<string, Was>} were
 * @param {() => string} makeId
 * @returns {Omit<import("./applying.js").Edit, "id">[]}
 */
export function returning(view, were, makeId) {
  const edits = [];
  const fresh = new Map();
  const there = (id) => (view.has(id) ? id : fresh.get(id));
  const made = [];
  let waiting = Object.entries(were).sort(([, one], [, other]) => ((one.position ?? "") < (other.position ?? "") ? -1 : 1));
  for (let before = -1; waiting.length && waiting.length !== before; ) {
    before = waiting.length;
    waiting = waiting.filter(([id, was]) => {
      if (view.has(id)) return void edits.push(...changed(view, id, was));
      const fields = fitted(was, there);
      if (!fields) return true;
      fresh.set(id, makeId());
      const position = placeOf(view, was, fields, made);
      made.push({ id: fresh.get(id), kind: was.kind, parent: parentIn(was.kind, fields), position: was.position });
      edits.push({ action: "add", kind: was.kind, record: fresh.get(id), fields, ...(position && { position }) });
      return false;
    });
  }
  return edits;
}

function changed(view, record, { kind, fields: old }) {
  const { fields: now } = view.get(record);
  const { parent } = KINDS[kind];
  const fields = Object.fromEntries(
    Object.entries(old).filter(([key, value]) => key !== parent && !isEqual(now[key] ?? null, value ?? null)),
  );
  return Object.keys(fields).length ? [{ action: "set", kind, record, fields }] : [];
}

/** The fields with references to what is there; null when one that is needed is not. */
function fitted(entry, there) {
  const fields = { ...entry.fields };
  for (const reference of KINDS[entry.kind].references) {
    const ids = named(entry, reference);
    if (!ids.length) continue;
    const left = ids.map(there).filter(Boolean);
    if (left.length) fields[reference.key] = reference.many ? left : left[0];
    else if (reference.needed) return null;
    else delete fields[reference.key];
  }
  return fields;
}

/** After the last of its brothers that stood before it, those that came back among them. */
function placeOf(view, { kind, position }, fields, made) {
  const parent = parentIn(kind, fields);
  const there = view.children(kind, parent).map((id) => ({ id, position: view.get(id).position }));
  const brothers = [...there, ...made.filter((one) => one.kind === kind && one.parent === parent)];
  if (position === undefined || !brothers.length) return null;
  const before = brothers.filter((one) => one.position < position);
  return { after: before.sort((one, other) => (one.position < other.position ? -1 : 1)).at(-1)?.id ?? null };
}

function parentIn(kind, fields) {
  const { parent } = KINDS[kind];
  return parent ? (fields[parent] ?? null) : null;
}
