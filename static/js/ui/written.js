// What stands in one lane of a touchpoint, line by line, each a field: beneath the question of the scribe.

import { html } from "htm/preact";
import { recordsIn } from "../model/map/cells.js";
import { useEditor } from "./context.js";
import { Field } from "./field.js";
import { fieldWord } from "../model/telling.js";

/**
 * @param {{lane: import("./shape.js").LaneShown, touchpoint: string, isAsked?: boolean, onBack: () => void}} props
 *   onBack: the writing is done, back to the question
 */
export function Written({ lane, touchpoint, isAsked = false, onBack }) {
  const { session } = useEditor();
  const { holds, key } = lane;
  const ids = recordsIn(session.live, key, touchpoint);
  const leave = (event) => {
    const isUp = event.key === "ArrowUp" && event.target.selectionStart === 0;
    const { target } = event;
    if (event.key === "ArrowDown" && target.selectionStart === target.value.length) return step(target, 1, onBack);
    if (isUp) return step(target, -1, onBack);
    if (!["Escape", "Enter"].includes(event.key) || event.shiftKey) return false;
    onBack(); // leaving the field saves it
    return true;
  };
  const common = { onKey: leave, lines: true };
  const fields =
    holds.type === "field"
      ? [holds.key, ...(holds.also ?? [])].filter((name) => session.record(touchpoint)?.fields[name]).map((name) => ({ record: touchpoint, kind: "touchpoint", name, label: fieldWord(name) }))
      : holds.type === "names"
        ? [{ record: touchpoint, kind: "touchpoint", name: holds.key, label: lane.name, read: listed, write: joined, lines: false }]
        : ids.map((id, at) => ({ record: id, kind: holds.kind, name: holds.text, label: `${lane.name} ${at + 1}`, needed: true, removes: true })).toReversed(); // what was just written stands first
  return html`<section class=${`lane${isAsked ? " is-asked" : ""}`}>
    <h3 dir="auto">${lane.name}</h3>
    ${fields.length > 0
      ? html`<ul>${fields.map((field) => html`<li key=${`${field.record} ${field.name}`}><${Field} ...${common} ...${field} /><${Mark} record=${field.record} /></li>`)}</ul>`
      : html`<p class="nothing">Nothing yet</p>`}
  </section>`;
}

/** What is known of an item beside its text, in a word. */
function Mark({ record }) {
  const { session } = useEditor();
  const { kind, fields } = session.record(record) ?? { fields: {} };
  const words = { statement: fields.state === "current" && (fields.evidence ?? "assumed"), activity: fields.minutes !== undefined && `${fields.minutes} min`, standard: fields.target !== undefined && `${fields.target} ${fields.unit ?? ""}` }[kind];
  return words ? html`<span class="mark">${words}</span>` : null;
}

/** The field before or after one, or back to the question before the first. */
function step(field, by, onBack) {
  const all = [...field.closest(".written").querySelectorAll(".fld")];
  const next = all[all.indexOf(field) + by];
  if (next) next.focus();
  else if (by < 0) onBack();
  return true;
}

function listed(text) {
  return [...new Set(text.split(/[,;\n]/u).map((name) => name.trim()))].filter(Boolean);
}

function joined(names) {
  return (names ?? []).join(", ");
}
