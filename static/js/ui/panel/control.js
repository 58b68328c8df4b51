// One field of a record in the panel: its label and the control that fits what it holds, applied at once.

import { html } from "htm/preact";
import { useComputed } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useEditor } from "../context.js";
import { EvidenceMark } from "../drawing/marks.js";
import { Field } from "../field.js";
import { colourOf } from "../people.js";
import { useActing } from "./acting.js";
import { writtenAs } from "./fields.js";

/** The fields of a record that are asked. @param {{id: string, kind: string, of: import("./fields.js").Shown[]}} props */
export function Controls({ id, kind, of }) {
  const { session } = useEditor();
  const fields = session.record(id)?.fields ?? {};
  return html`<div class="pfs">
    ${of.map((field) => (!field.when || field.when(fields)) && html`<${Control} key=${field.key} id=${id} kind=${kind} field=${field} />`)}
  </div>`;
}

/** @param {{id: string, kind: string, field: import("./fields.js").Shown}} props */
export function Control({ id, kind, field }) {
  const { session } = useEditor();
  const act = useActing();
  const { key, label, type, wide, usual } = field;
  const value = session.record(id)?.fields[key];
  const at = `p-${id}-${key}`;
  const set = (next) => act.set(kind, id, { [key]: next });
  const place = { id: at, "data-f": at, onFocus: () => session.here({ record: id, field: key }) };
  if (type === "yes")
    return html`<label class="check wide"><input type="checkbox" ...${place} checked=${value === true} onChange=${(event) => set(event.target.checked || null)} />${label}<${Others} record=${id} field=${key} /></label>`;
  return html`<div class=${`pf${wide ? " wide" : ""}`}>
    <label for=${at}>${label}</label>
    ${type === "choice"
      ? html`<span class="pick">${key === "evidence" && html`<span aria-hidden="true"><${EvidenceMark} word=${value} /></span>`}<${Choice} of=${field} value=${value ?? usual} set=${set} place=${place} /></span>`
      : type === "day"
        ? html`<${Day} value=${value ?? ""} set=${set} place=${place} />`
        : html`<${Written} id=${id} kind=${kind} field=${field} at=${at} />`}
    ${kind === "touchpoint" && html`<${Others} record=${id} field=${key} />`}
  </div>`;
}

function Choice({ of: { options, usual, words = {} }, value, set, place }) {
  const choose = (event) => set(options.find((one) => String(one) === event.target.value) ?? null);
  return html`<select ...${place} value=${String(value ?? "")} onChange=${choose}>
    ${usual === undefined && html`<option value="">not said</option>`}
    ${options.map((one) => html`<option key=${one} value=${String(one)}>${words[one] ?? one}</option>`)}
  </select>`;
}

/** A day; what others choose is shown as soon as nobody is in it here. */
function Day({ value, set, place }) {
  const box = useRef(null);
  useLayoutEffect(() => {
    if (document.activeElement !== box.current) box.current.value = value;
  });
  // A year that is being typed is a year of its own at each digit, so it counts when the field is left.
  const leave = ({ target }) => !target.validity.badInput && target.value !== value && set(target.value || null);
  return html`<input type="date" ref=${box} ...${place} max="9999-12-31" onBlur=${leave} onKeyDown=${(event) => event.key === "Enter" && leave(event)} />`;
}

function Written({ id, kind, field, at }) {
  const { key, label, type } = field;
  const { read, write, mode } = writtenAs(field) ?? {};
  const isNumber = Boolean(mode);
  return html`<${Field}
    record=${id}
    kind=${kind}
    name=${key}
    label=${label}
    lines=${!isNumber}
    read=${read}
    write=${write}
    attributes=${{ id: at, inputMode: mode }}
    onKey=${(event) => type !== "prose" && isPlainEnter(event) && (toNext(event.target), true)}
  />`;
}

/** Who else is in a record, or in one field of it. */
export function Others({ record, field }) {
  const { session } = useEditor();
  const found = useComputed(() => session.people.value.find((one) => one.record === record && (!field || one.field === field)) ?? null);
  const other = found.value;
  return other && html`<span class=${`pwho u${colourOf(other.actor)}`}>${other.by}${other.typing ? " …" : ""}</span>`;
}

/** Whether a key is Enter alone. */
export function isPlainEnter(event) {
  return event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
}

/** From a field to the next one of the panel that is in sight. */
export function toNext(field) {
  const stops = [...field.closest(".detail").querySelectorAll("input, select, textarea")].filter((one) => one.checkVisibility?.() ?? true);
  stops[stops.indexOf(field) + 1]?.focus();
}
