// The middle of the page: the map, the graph or the scribe's page, and the panel of a touchpoint beside it.

import { html } from "htm/preact";
import { useEditor } from "./context.js";
import { Grid } from "./grid.js";
import { Icon } from "./icon.js";
import { ofGraph, onDemand } from "./ondemand.js";
import { Stops } from "./stops.js";

const FirstTouchpoint = onDemand("FirstTouchpoint");
const Panel = onDemand("Panel");
const Scribe = onDemand("Scribing");
const Coming = ({ words }) => html`<p class="sheet" role="status">${words}</p>`;
const FindingsBeside = ofGraph("FindingsBeside", FindingsComing);
const GraphView = ofGraph("GraphView", Coming);

export function Main() {
  const { ui, shape, page, readings, room } = useEditor();
  const view = ui.view.value;
  const isEmpty = !shape.value.stations.length;
  const { name } = shape.value;
  const isListed = view === "map" && readings.listed.value !== null && !ui.panel.value;
  const { Tray, tray } = room.value ?? {};
  return html`<h1 class="vh on-paper">${view === "graph" ? "Graph" : "Map"} of ${name ? `${name} · ` : ""}${page.title}</h1><div class=${`work view-${view}${ui.panel.value || isListed ? " with-panel" : ""}${tray?.value ? " with-tray" : ""}`}>
    ${view === "scribe"
      ? html`<${Scribe} />`
      : view === "graph"
        ? html`<${GraphView} />`
        : ui.narrow.value && !ui.table.value && !isEmpty
          ? html`<${Stops} />`
          : html`<section class=${isEmpty ? "blank" : "wall"} id="wall" aria-label=${isEmpty ? undefined : "Journey map, scrolls sideways"}>
              ${isEmpty ? html`<${FirstTouchpoint} />` : html`<${Grid} shape=${shape} />`}
            </section>`}
    ${ui.panel.value && html`<${Panel} touchpoint=${ui.panel.value} />`}
    ${isListed && html`<${FindingsBeside} />`}
    ${Tray && html`<${Tray} />`}
  </div>`;
}

/** In their place until the findings are there. */
function FindingsComing({ words }) {
  const { readings } = useEditor();
  return html`<aside class="detail gv-beside" aria-label="Findings">
    <header class="dhead"><div class="dtop"><h2>Findings</h2><button type="button" class="tool" aria-label="Close the findings" onClick=${() => (readings.listed.value = null)}><${Icon} name="x" /></button></div></header>
    <div class="dbody"><${Coming} words=${words} /></div>
  </aside>`;
}
