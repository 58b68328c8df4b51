// A touchpoint as a place to go to: its number in the colour of its stage, and its name.

import { html } from "htm/preact";
import { useEditor } from "../context.js";
import { select } from "../state.js";

/** Opens a touchpoint's details, at a part of them. @param {import("../context.js").Editor} editor */
export function openTouchpoint({ ui, hand }, touchpoint, part = "head") {
  if (ui.view.value === "map") hand.unfold(touchpoint);
  select(ui, { lane: "head", touchpoint });
  ui.part.value = part;
  ui.panel.value = touchpoint;
}

/** @param {{id: string, short?: boolean}} props  short: the number alone, the name for whoever points or listens */
export function Place({ id, short = false }) {
  const editor = useEditor();
  const { session, shape } = editor;
  const station = shape.value.stations.find((one) => one.id === id);
  const name = session.record(id)?.fields.name;
  if (!station || !name) return null;
  const number = html`<span class="stn" aria-hidden="true">${station.number}</span>`;
  return html`<button type="button" class=${`gv-place s${station.colour}`} title=${short ? name : undefined} onClick=${() => openTouchpoint(editor, id)}>
    ${number}${short ? html`<span class="vh">${station.number} ${name}</span>` : html`<span dir="auto"><span class="vh">${station.number} </span>${name}</span>`}
  </button>`;
}

/** Several of them. @param {{ids: string[], short?: boolean, note?: string}} props */
export function Places({ ids, short = false, note = "" }) {
  return html`<ul class=${short ? "gv-way" : "gv-places"}>
    ${ids.map((id, at) => html`<li key=${`${id} ${at}`}><${Place} id=${id} short=${short} />${note && html`<span class="small quiet">${note}</span>`}</li>`)}
  </ul>`;
}
