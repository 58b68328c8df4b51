// Which records stand in a cell, and in which cell a record stands.

import { LANES } from "../model/map/lanes.js";

/**
 * @typedef {import("../model/map/labels.js").Reader} Reader
 * @typedef {import("../model/map/lanes.js").Lane["holds"]} Holds
 */

/** The ids of the records that a lane shows at a touchpoint, in their order. @param {Reader} view @param {Holds} holds */
export function itemsAt(view, holds, touchpoint) {
  if (holds.type === "links") return linked(view, holds.kind, touchpoint);
  if (holds.type !== "children") return [];
  const ids = view.children(holds.kind, touchpoint);
  const fixed = Object.entries(holds.fixed);
  if (!fixed.length) return ids;
  return ids.filter((id) => fixed.every(([key, value]) => view.get(id)?.fields[key] === value));
}

/** Records of the workshop that name a touchpoint; causes lie beneath one another. */
function linked(view, kind, touchpoint) {
  const found = [];
  const walk = (ids) => {
    for (const id of ids) {
      if (view.get(id)?.fields.touchpoints?.includes(touchpoint)) found.push(id);
      if (kind === "cause") walk(view.children("cause", id));
    }
  };
  walk(view.children(kind));
  return found;
}

const BY_FIELD = new Map(
  LANES.flatMap(({ key, holds }) => [holds.key, ...(holds.also ?? [])].filter(Boolean).map((field) => [field, key])),
);
const BY_KIND = LANES.filter(({ holds }) => holds.type === "children" || holds.type === "links");

/**
 * The cell in which a record, or a field of a touchpoint, stands: `{lane, touchpoint}`; null for what is on no map.
 * @param {Reader} view
 * @param {string} record
 * @param {string} [field]
 */
export function cellOf(view, record, field) {
  const entry = view.get(record);
  if (!entry) return null;
  if (entry.kind === "touchpoint") return { lane: BY_FIELD.get(field) ?? "head", touchpoint: record };
  if (entry.kind === "perception") return { lane: "emotion", touchpoint: entry.fields.touchpoint };
  const touchpoint = entry.fields.touchpoint ?? entry.fields.touchpoints?.[0];
  const isIn = ({ holds }) =>
    holds.kind === entry.kind && Object.entries(holds.fixed ?? {}).every(([key, value]) => entry.fields[key] === value);
  // Of two lanes that show it, the more exact one: waste before activities.
  const lane = BY_KIND.filter(isIn).sort((one, other) => size(other) - size(one))[0];
  return touchpoint && lane ? { lane: lane.key, touchpoint } : null;
}

function size({ holds }) {
  return Object.keys(holds.fixed ?? {}).length;
}
