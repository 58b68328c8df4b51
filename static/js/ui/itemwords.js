// What an edit on its way does, and what it carries, in words.

import { KINDS } from "../model/kinds.js";
import { labelsOf } from "../model/map/labels.js";
import { kindWord, nameOf, touchpointOf } from "../model/telling.js";

/**
 * The texts that an edit carries, by the fields they were typed in.
 * @param {import("../model/pending.js").Item} item
 * @returns {[string, string][]}
 */
export function textsOf({ edit }) {
  if (!edit?.fields) return [];
  const names = KINDS[edit.kind].references.map(({ key }) => key);
  return Object.entries(edit.fields)
    .filter(([key, value]) => !names.includes(key) && value !== null && value !== "")
    .map(([key, value]) => [key, Array.isArray(value) ? value.join(", ") : String(value)]);
}

/**
 * What an item does and where, in a few words.
 * @param {import("../model/map/labels.js").Reader} view
 * @param {import("../model/pending.js").Item} item
 */
export function wordsOf(view, { edit, action }) {
  if (!edit) return action === "undo" ? "Take a change back" : "Do a change again";
  const labels = labelsOf(view);
  const word = kindWord(edit.kind, edit.fields ?? {}, labels);
  const at = touchpointOf(view, edit.record, view.get(edit.record) ?? { kind: edit.kind, fields: edit.fields ?? {} });
  const deed = { add: "New", set: "Changed", move: "Moved", remove: "Removed" }[edit.action];
  const name = at ? nameOf(view, at) : nameOf(view, edit.record);
  const isOwn = ["touchpoint", "stage", "journey"].includes(edit.kind); // it is the place itself
  return `${deed}: ${word}${name && `${isOwn ? "" : " at"} ${name}`}`;
}
