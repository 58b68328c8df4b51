// What stands beside an item while its cell is written in: how well it is backed, its status or its minutes, and its menu.

import { html } from "htm/preact";
import { useEditor } from "./context.js";
import { Field } from "./field.js";
import { Icon } from "./icon.js";

/** The field of a kind that a press leads on to its next value, and the value that stands when it is empty. */
export const CYCLES = {
  statement: { key: "evidence", name: "Evidence", values: ["assumed", "staff story", "customer story", "measured"] },
  standard: { key: "status", name: "Status", values: ["needed", "exists", "not needed"] },
  measure: { key: "status", name: "Status", values: ["needed", "exists"] },
  cause: { key: "evidence", name: "Evidence", values: ["assumed", "staff story", "customer story", "measured"] },
};
const STATUS_ICONS = { exists: "check", needed: "plus", "not needed": "minus" };

/** The edit that leads an item's evidence or status on to the next value; null for a kind without one. */
export function cycled(view, id) {
  const entry = view.get(id);
  const cycle = CYCLES[entry?.kind];
  if (!cycle) return null;
  const { key, values } = cycle;
  const next = values[(values.indexOf(entry.fields[key] ?? values[0]) + 1) % values.length];
  return { action: "set", kind: entry.kind, record: id, fields: { [key]: next } };
}

/** @param {{id: string, kind: string, lane: string, touchpoint: string, label: string}} props */
export function ItemTools({ id, kind, lane, touchpoint, label }) {
  const { session, ui } = useEditor();
  const fields = session.record(id)?.fields ?? {};
  const cycle = CYCLES[kind];
  const value = cycle ? (fields[cycle.key] ?? cycle.values[0]) : "";
  const open = (event) => {
    const { left, bottom } = event.currentTarget.getBoundingClientRect();
    ui.about.value = { item: id, kind, lane, touchpoint, left, top: bottom, from: event.currentTarget };
    ui.over.value = "menu";
  };
  return html`<span class="itemtools">
    ${cycle &&
    html`<button type="button" class="tool words" title=${`${cycle.name}: ${value}. Press for the next`} aria-label=${`${cycle.name} of ${label}: ${value}. Change`} onClick=${() => session.do(cycled(session.view, id))}>
      ${cycle.key === "evidence" ? html`<span class=${`ev e${cycle.values.indexOf(value)}`}></span>` : html`<${Icon} name=${STATUS_ICONS[value]} size=${13} />`}<span>${value}</span>
    </button>`}
    ${kind === "activity" &&
    html`<span class="min"><${Field} record=${id} kind="activity" name="minutes" label=${`Minutes of ${label}`} class="fld short" read=${minutesOf} write=${written} onKey=${() => false} /> min</span>`}
    <span class="grow"></span>
    <button type="button" class="tool" aria-haspopup="menu" aria-label=${`What can be done with ${label}`} onClick=${open}><${Icon} name="ellipsis" size=${14} /></button>
  </span>`;
}

function minutesOf(text) {
  const said = text.trim().replace(",", ".");
  if (!said) return null;
  if (!/^\d+(\.\d+)?$/.test(said)) throw new RangeError("Minutes are a number, such as 12 or 2.5.");
  return Number(said);
}

function written(value) {
  return value === undefined || value === null ? "" : String(value);
}
