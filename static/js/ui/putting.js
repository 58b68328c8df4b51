// The edit that puts a text into a cell: a new item, one more name, or words beneath those that stand there.

import { KINDS } from "../model/kinds.js";

/**
 * @param {import("../model/map/labels.js").Reader} view
 * @param {import("../model/map/lanes.js").Lane["holds"]} holds
 * @param {string} touchpoint
 * @param {string} text
 * @returns {Omit<import("../model/applying.js").Edit, "id" | "record"> & {record?: string}}
 */
export function puttingInto(view, holds, touchpoint, text) {
  const on = { kind: "touchpoint", record: touchpoint };
  const there = view.get(touchpoint)?.fields ?? {};
  if (holds.type === "names") {
    const names = text.split(/[,;\n]/u).map((name) => name.trim());
    return { action: "set", ...on, fields: { [holds.key]: [...new Set([...(there[holds.key] ?? []), ...names])].filter(Boolean) } };
  }
  if (holds.type === "field") {
    const was = there[holds.key] ?? "";
    return { action: "set", ...on, fields: { [holds.key]: was ? `${was}${holds.long ? "\n" : " · "}${text}` : text } };
  }
  if (holds.type === "links") return { action: "add", kind: holds.kind, fields: { [holds.text]: text, touchpoints: [touchpoint] } };
  return { action: "add", kind: holds.kind, fields: { ...holds.fixed, [KINDS[holds.kind].parent]: touchpoint, [holds.text]: text } };
}
