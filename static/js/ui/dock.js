// The foot of the map: how the journey ends, the whole of it in small, and how close to look.

import { html } from "htm/preact";
import { useEditor } from "./context.js";
import { onDemand } from "./ondemand.js";
import { ZOOMS } from "./state.js";

const Strip = onDemand("Strip");

export function Dock() {
  const { ui, shape, room } = useEditor();
  const isList = ui.narrow.value && !ui.table.value;
  const Session = room.value?.Foot;
  if (ui.view.value !== "map" || isList || !shape.value.stations.length) return Session ? html`<footer class="dock of-session"><${Session} /></footer>` : null;
  return html`<footer class="dock">
    ${Session ? html`<${Session} />` : html`<p class="who"><span class="quiet">${shape.value.summary}</span></p>`}
    <${Strip} />
    <div class="zoom" role="group" aria-label="Zoom">
      ${ZOOMS.map(
        ({ key, name }) =>
          html`<button type="button" key=${key} class=${`btn ${ui.zoom.value === key ? "soft" : "bare"}`} aria-pressed=${String(ui.zoom.value === key)} onClick=${() => (ui.zoom.value = key)}>${name}</button>`,
      )}
    </div>
  </footer>`;
}
