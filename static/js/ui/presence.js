// Who is in which cell of the map just now, and where I am.

import { effect } from "@preact/signals";
import { placeOf } from "./holding.js";

/**
 * @param {import("../model/map/labels.js").Reader} view
 * @param {{actor: string, by: string, record: string | null, field: string | null, typing: boolean}[]} people
 * @returns {Map<string, object[]>}  by `lane|touchpoint`
 */
export function peopleAt(view, people) {
  return inCells(view, people.filter(({ record }) => record));
}

/** Things that name a record and a field, by the cell that these stand in. @returns {Map<string, object[]>} */
export function inCells(view, things) {
  const found = new Map();
  for (const thing of things) {
    const cell = placeOf(view, thing.record, thing.field ?? undefined);
    if (!cell) continue;
    const key = `${cell.lane}|${cell.touchpoint}`;
    found.set(key, [...(found.get(key) ?? []), thing]);
  }
  return found;
}

/**
 * Tells the others which cell is selected: the touchpoint, and the lane in place of a field. Fields tell more by themselves.
 * @param {import("./context.js").Editor} editor
 */
export function tellWhereIAm({ session, ui }) {
  effect(() => {
    const cell = ui.selected.value;
    if (ui.editing.value) return; // its field tells
    const record = session.view.has(cell?.touchpoint) ? cell.touchpoint : null; // a folded or empty stage has a column without one
    session.here({ record, field: record && cell.lane !== "head" ? cell.lane : null, typing: false });
  });
}
