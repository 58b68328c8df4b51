// The map on a narrow window: the stations one under the other along the line, each to be opened.

import { html } from "htm/preact";
import { signed } from "../model/map/wording.js";
import { useEditor } from "./context.js";
import { FaceIcon } from "./drawing/marks.js";
import { Icon } from "./icon.js";

const MOST = 140; // characters of what happens at a station

export function Stops() {
  const { ui, shape, commands } = useEditor();
  return html`<div class="stops">
    <p class="row between"><span class="quiet small">${shape.value.summary}</span>
      <button type="button" class="btn" onClick=${() => (ui.table.value = true)}><${Icon} name="table-2" size=${15} />Whole map</button></p>
    ${shape.value.bands.map(
      (band) => html`<section key=${band.id} class=${`s${band.colour}`}>
        <h2 dir="auto">${band.name}</h2>
        <ol>${band.stations.map((column) => html`<${Stop} key=${column.id} column=${column} />`)}</ol>
        <p><button type="button" class="btn bare" onClick=${() => commands.run("add-to-stage", { stage: band.id })}><${Icon} name="plus" size=${15} />Add touchpoint<span class="vh"> to ${band.name}</span></button></p>
      </section>`,
    )}
  </div>`;
}

function Stop({ column: { id, number } }) {
  const { session, ui, feelings } = useEditor();
  const { name = "", time, place } = session.record(id)?.fields ?? {};
  const now = session.children("statement", id).map((one) => session.record(one)?.fields).find((fields) => fields?.state === "current");
  const { median } = feelings(id).value;
  const when = [time, place].filter(Boolean).join(" · ");
  return html`<li><button type="button" class="stop" data-f=${`head|${id}`} onClick=${() => (ui.panel.value = id)}>
    <span class="stn" aria-hidden="true">${number}</span>
    <span class="what"><b dir="auto">${name}</b>${when && html`<span class="small quiet" dir="auto">${when}</span>`}${now && html`<span class="now" dir="auto">${short(now.text)}</span>`}</span>
    ${median !== null && html`<span class="feel"><${FaceIcon} value=${median} /><span class="small">${signed(median)}</span></span>`}
  </button></li>`;
}

function short(text) {
  return text.length > MOST ? `${text.slice(0, MOST - 1).trimEnd()}…` : text;
}
