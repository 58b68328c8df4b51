// In which cell of the map a record, or a field of a touchpoint, stands.

import { LANES, laneKind } from "../model/map/lanes.js";

const BY_FIELD = new Map(
  LANES.flatMap(({ key, holds }) => [holds.key, ...(holds.also ?? [])].filter(Boolean).map((field) => [field, key])),
);
const WITH_RECORDS = LANES.filter(({ holds }) => holds.kind);

/**
 * The cell of a record: `{lane, touchpoint}`, lane "head" for a touchpoint's own name; null for what is on no map.
 * @param {import("../model/map/labels.js").Reader} view
 * @param {string} record
 * @param {string} [field]  the one that is meant, of a touchpoint; or a lane's key
 * @returns {import("./state.js").Cell | null}
 */
export function placeOf(view, record, field) {
  const entry = view.get(record);
  if (!entry) return null;
  if (entry.kind === "touchpoint") return { lane: BY_FIELD.get(field) ?? laneKind(field)?.key ?? "head", touchpoint: record };
  const touchpoint = entry.fields.touchpoint ?? entry.fields.touchpoints?.[0];
  if (!touchpoint) return null;
  if (entry.kind === "perception") return { lane: "emotion", touchpoint };
  const isIn = ({ holds }) =>
    holds.kind === entry.kind && Object.entries(holds.fixed ?? {}).every(([key, value]) => entry.fields[key] === value);
  // Of two lanes that show it, the more exact one: waste before activities.
  const lane = WITH_RECORDS.filter(isIn).sort((one, other) => size(other) - size(one))[0];
  return lane ? { lane: lane.key, touchpoint } : null;
}

function size({ holds }) {
  return Object.keys(holds.fixed ?? {}).length;
}
