// A note in hand over the map: onto a cell, onto a gap between touchpoints, or onto another note.

import { laneKind } from "../../model/map/lanes.js";
import { short } from "../../model/room/notes.js";
import { drop } from "./moderating.js";

const HINTED = 26; // signs of a note beside the pointer: where it would land is said after them
const GAP = 14; // CSS pixels beside the line between two columns that mean the gap

/**
 * What somebody takes hold of there, for dragging.js: a card, with where it would land.
 * @param {import("../context.js").Editor} editor
 * @returns {(target: Element) => {id: string, name: string, land: (point: {x: number, y: number}) => object | null} | null}
 */
export function makeCarrying(editor) {
  return (target) => {
    const card = target.closest?.("[data-note]");
    if (!card || target.closest("button, a, textarea, input, select")) return null;
    const id = card.dataset.note;
    const text = editor.session.view.get(id)?.fields.text ?? "";
    return { id, name: short(text, HINTED), land: (point) => landing(editor, id, point) };
  };
}

function landing(editor, id, { x, y }) {
  const there = document.elementsFromPoint(x, y);
  const other = there.map((one) => one.closest("[data-note]")).find(Boolean);
  if (other) return other.dataset.note === id ? null : over(other, "merge the two", () => drop(editor, id, { into: other.dataset.note }));
  if (there.some((one) => one.closest(".rn"))) return null;
  const cell = there.map((one) => one.closest("#wall [data-touchpoint]")).find(Boolean);
  if (!cell) return null;
  return inGap(editor, id, cell, x) ?? inCell(editor, id, cell);
}

/** Between two touchpoints: anywhere in the head, and near the line between two columns. */
function inGap(editor, id, cell, x) {
  const { touchpoint, lane } = cell.dataset;
  const { left, right } = cell.getBoundingClientRect();
  const isAfter = x > (left + right) / 2;
  if (lane !== "head" && Math.min(x - left, right - x) > GAP) return null;
  const where = placeOf(editor, touchpoint, isAfter);
  if (!where) return null;
  const wall = document.getElementById("wall").getBoundingClientRect();
  const head = document.querySelector(`th[data-lane=head][data-touchpoint="${CSS.escape(touchpoint)}"]`).getBoundingClientRect();
  const line = { left: (isAfter ? head.right : head.left) - 2, top: head.top, width: 3, height: Math.max(0, wall.bottom - head.top) };
  return { ...line, words: "a touchpoint here", done: () => drop(editor, id, { where }) };
}

/** Beside a touchpoint; a column of a stage that is folded or empty is the end of that stage. */
function placeOf({ session }, touchpoint, isAfter) {
  if (session.view.get(touchpoint)?.kind === "touchpoint") return isAfter ? { after: touchpoint } : { before: touchpoint };
  const stage = touchpoint.split(" ").at(-1);
  return session.view.get(stage)?.kind === "stage" ? { stage } : null;
}

function inCell(editor, id, cell) {
  const { touchpoint, lane } = cell.dataset;
  const holds = laneKind(lane)?.holds;
  const { session, shape } = editor;
  if (!holds || holds.type === "emotion" || session.view.get(touchpoint)?.kind !== "touchpoint") return null;
  const { name } = shape.peek().allLanes.find(({ key }) => key === lane);
  return over(cell, name, () => drop(editor, id, { touchpoint, lane }));
}

function over(element, words, done) {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { left, top, width, height, area: true, words, done };
}
