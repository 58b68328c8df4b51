// Who is in which cell of the map just now.

import { placeOf } from "./holding.js";

/**
 * @param {import("../model/map/labels.js").Reader} view
 * @param {{actor: string, by: string, record: string | null, field: string | null, typing: boolean}[]} people
 * @returns {Map<string, object[]>}  by `lane|touchpoint`
 */
export function peopleAt(view, people) {
  const found = new Map();
  for (const person of people) {
    const cell = person.record ? placeOf(view, person.record, person.field ?? undefined) : null;
    if (!cell) continue;
    const key = `${cell.lane}|${cell.touchpoint}`;
    found.set(key, [...(found.get(key) ?? []), person]);
  }
  return found;
}
