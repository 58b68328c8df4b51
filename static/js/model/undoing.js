// Undo, shown before the server has answered: the inverse of a change as far as what it made is still so; the twin of
// touchmap/domain/undoing.py, but for the sentences about what stays, which the server tells.

import { problemsOf, removal } from "./applying.js";
import { patchesBetween } from "./changes.js";
import { KINDS, named } from "./kinds.js";
import { filled, isEqual } from "./state.js";

/** Changes that one person can take back. */
export const MOST = 200;

/**
 * What a person can undo and redo now, the next one last: the changes to be reversed, by their seq or any other key. Of a
 * group that was done in a row there is the last only.
 * @template Key
 * @param {Iterable<{key: Key, action: string, undoes?: Key, group?: string}>} steps  the person's changes, oldest first
 * @returns {{undo: Key[], redo: Key[]}}
 */
export function stacks(steps) {
  const [undo, redo] = [[], []];
  let last;
  for (const { key, action, undoes, group } of steps) {
    if (action === "undo") {
      if (undo.length && undo.at(-1) === undoes) undo.pop();
      redo.push(key);
    } else if (action === "redo") {
      if (redo.length && redo.at(-1) === undoes) redo.pop();
      undo.push(key);
    } else {
      if (group !== undefined && group === last) undo.pop();
      undo.push(key);
      redo.length = 0;
    }
    last = group;
  }
  return { undo: undo.slice(-MOST), redo: redo.slice(-MOST) };
}

/**
 * What is reversed together with a step: those of its group that were done in a row before it, and itself last.
 * @template {{key: unknown, group?: string}} Step
 * @param {readonly Step[]} steps  the person's changes, oldest first
 * @returns {Step[]}  none when the step is not among them
 */
export function stepsWith(steps, key) {
  const end = steps.findIndex((step) => step.key === key);
  if (end < 0) return [];
  const { group } = steps[end];
  let start = end;
  while (group !== undefined && start > 0 && steps[start - 1].group === group) start -= 1;
  return steps.slice(start, end + 1);
}

/**
 * The patches that take back a change with these patches; the state stays as it is.
 * @param {import("./state.js").State} state
 * @param {{before: import("./state.js").Patch, after: import("./state.js").Patch}} change
 */
export function inverse(state, { before, after }) {
  const work = state.copy();
  const fresh = new Set();
  for (const [id, was] of Object.entries(before)) {
    const became = after[id];
    if (was && became) takeBack(work, id, was, became);
    else if (was && !work.has(id)) {
      work.put(id, { kind: was.kind, position: was.position, fields: was.fields });
      fresh.add(id);
    }
  }
  dropUnfit(state, work, Object.keys(before), fresh);
  const taken = unmake(work, before, after);
  const touched = new Set([...Object.keys(before), ...taken].sort());
  return patchesBetween(state, new Map([...touched].map((id) => [id, work.get(id) ?? null])));
}

function takeBack(work, id, was, became) {
  const now = work.get(id);
  if (!now) return;
  const fields = { ...now.fields };
  for (const [key, value] of Object.entries(became.fields)) {
    const old = was.fields[key] ?? null;
    if (isEqual(fields[key] ?? null, value)) fields[key] = old;
    else if (KINDS[now.kind].references.some((one) => one.key === key && one.many))
      // Somebody changed the list since: what this change took out goes back in.
      fields[key] = [...(fields[key] ?? []), ...missing(old, fields[key], value)];
  }
  const moved = became.position !== undefined && became.position === now.position;
  const kept = Object.entries(filled(fields)).filter(([, value]) => !Array.isArray(value) || value.length);
  work.put(id, { kind: now.kind, position: moved ? was.position : now.position, fields: Object.fromEntries(kept) });
}

function missing(old, there, value) {
  return (old ?? []).filter((one) => !(there ?? []).includes(one) && !(value ?? []).includes(one));
}

/** Leaves out what no longer fits: what came back without its parent, references to what is gone, circles. */
function dropUnfit(state, work, ids, fresh) {
  let todo = ids.filter((id) => work.has(id) && (fresh.has(id) || !isEqual(work.get(id), state.get(id))));
  for (let again = true; again; ) {
    again = false;
    for (const id of todo) {
      fitReferences(work, id);
      if (problemsOf(work, id, !fresh.has(id)).next().done) continue;
      again = true;
      todo = todo.filter((other) => other !== id);
      work.put(id, fresh.delete(id) ? null : state.get(id));
    }
  }
}

/** Empties the references of a record to what is gone, where it can be without them. */
function fitReferences(work, id) {
  const entry = work.get(id);
  const fields = { ...entry.fields };
  for (const reference of KINDS[entry.kind].references) {
    const targets = named(entry, reference);
    const left = targets.filter((target) => work.has(target));
    if (reference.needed || left.length === targets.length) continue;
    fields[reference.key] = reference.many && left.length ? left : null;
  }
  const kept = filled(fields);
  if (!isEqual(kept, entry.fields)) work.put(id, { ...entry, fields: kept });
}

/** Takes away what the change had added, unless others have changed it or built on it; gives what is gone. */
function unmake(work, before, after) {
  const going = Object.keys(before).filter(
    (id) => before[id] === null && work.has(id) && isEqual(work.get(id).fields, after[id]?.fields),
  );
  if (!going.length || Object.keys(removal(work, going).after).length > going.length) return [];
  for (const id of going) work.put(id, null);
  return going;
}
