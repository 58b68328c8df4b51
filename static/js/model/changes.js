// Changes as the log tells them: folded into a state, taken back, and made from two states of some records.

import { filled, isEqual } from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Entry} Entry
 * @typedef {import("./state.js").Patch} Patch
 *
 * @typedef {object} Change What the API and the stream tell of one edit; `before` and `after` are patches back and there.
 * @property {number} seq  counts from 1 without a gap
 * @property {string} id  the edit's
 * @property {string} actor
 * @property {string} by  the name that others see
 * @property {string} at
 * @property {string} action
 * @property {string} kind
 * @property {string} record
 * @property {Patch} before
 * @property {Patch} after
 * @property {string[]} [merged]  the fields whose long text was merged
 * @property {number} [undoes]
 * @property {string} [group]  an id that edits share which one undo takes back together
 * @property {number} [settles]
 * @property {Record<string, {other: string, by: string, seq: number}>} [conflict]
 * @property {string[]} [told]
 */

/**
 * Folds a change into a state. Throws RangeError, with nothing changed, when it was not made for this state.
 * @param {State} state
 * @param {{after: Patch}} change
 */
export function apply(state, change) {
  state.patch(change.after);
}

/**
 * Takes a change back; the newest one first. Throws RangeError when it is not the newest.
 * @param {State} state
 * @param {{before: Patch}} change
 */
export function reverse(state, change) {
  state.patch(change.before);
}

/**
 * The patches there and back of several changes, done one after another, as one.
 * @param {Iterable<{before: Patch, after: Patch}>} changes
 * @returns {{before: Patch, after: Patch}}
 */
export function composed(changes) {
  const [before, after, whole] = [{}, {}, new Set()]; // whole: those whose `before` is an entry, because they were removed
  for (const { before: back, after: forth } of changes)
    for (const [id, becomes] of Object.entries(forth)) {
      const was = back[id];
      if (!(id in before)) [before[id], after[id]] = [was, becomes];
      else {
        const [earlier, now] = [before[id], after[id]];
        after[id] = becomes === null || now === null ? becomes : laidOn(now, becomes, earlier === null);
        if (earlier !== null && was !== null && !whole.has(id)) before[id] = laidOn(was, earlier, becomes === null);
      }
      if (becomes === null) whole.add(id);
    }
  for (const id of Object.keys(before)) if (before[id] === null && after[id] === null) (delete before[id], delete after[id]);
  return { before, after };
}

/** A record's difference on top of its entry (`whole`) or of another difference. */
function laidOn(lower, upper, whole) {
  const fields = { ...lower.fields, ...upper.fields };
  return { ...lower, ...upper, fields: whole ? filled(fields) : fields };
}

/**
 * The patches from new to old and from old to new; records that are alike are left out.
 * @param {State} state
 * @param {Map<string, Entry | null>} becomes  the records that may differ, as they are to be; null: gone
 * @returns {{before: Patch, after: Patch}}
 */
export function patchesBetween(state, becomes) {
  const [before, after] = [{}, {}];
  for (const [id, now] of becomes) {
    const was = state.get(id) ?? null;
    if (was === now || (was && now && isEqual(was, now))) continue;
    const alike = was && now && was.kind === now.kind;
    before[id] = alike ? difference(was, now) : was;
    after[id] = alike ? difference(now, was) : now;
  }
  return { before, after };
}

/** What the one entry has that the other has not; a field that it lacks is null. */
function difference(one, other) {
  const fields = {};
  for (const key of new Set([...Object.keys(one.fields), ...Object.keys(other.fields)]))
    if (!isEqual(one.fields[key] ?? null, other.fields[key] ?? null)) fields[key] = one.fields[key] ?? null;
  const found = { kind: one.kind, fields };
  return one.position === other.position ? found : { ...found, position: one.position };
}
