// The middle of the page: the map, the graph or the scribe's page, and the panel of a touchpoint beside it.

import { html } from "htm/preact";
import { useEditor } from "./context.js";
import { FirstTouchpoint } from "./first.js";
import { GraphView } from "./graphview.js";
import { Grid } from "./grid.js";
import { Panel } from "./panel.js";
import { Scribe } from "./scribe.js";

export function Main() {
  const { ui, shape } = useEditor();
  const view = ui.view.value;
  const isEmpty = !shape.value.columns.length;
  return html`<div class=${`work view-${view}${ui.panel.value ? " with-panel" : ""}`}>
    ${view === "scribe"
      ? html`<${Scribe} />`
      : view === "graph"
        ? html`<${GraphView} />`
        : html`<section class="wall" id="wall" aria-label="Journey map, scrolls sideways">
            ${isEmpty ? html`<${FirstTouchpoint} />` : html`<${Grid} shape=${shape} />`}
          </section>`}
    ${ui.panel.value && html`<${Panel} key=${ui.panel.value} touchpoint=${ui.panel.value} />`}
  </div>`;
}
