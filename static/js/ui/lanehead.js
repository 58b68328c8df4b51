// The head of a lane: its icon, its name in the client's own words, and what there is in it.

import { html } from "htm/preact";
import { useComputed } from "@preact/signals";
import { useEditor } from "./context.js";
import { Icon } from "./icon.js";

/** @param {{lane: import("./shape.js").LaneShown}} props */
export function LaneHead({ lane }) {
  const { ui, notes } = useEditor();
  const note = useComputed(() => notes.value[lane.key]).value;
  const open = (event) => {
    const { left, bottom } = event.currentTarget.getBoundingClientRect();
    ui.about.value = { lane: lane.key, left, top: bottom, from: event.currentTarget };
    ui.over.value = "menu";
  };
  return html`<th scope="row">
    <span class="ln"><${Icon} name=${lane.icon} /><span dir="auto">${lane.name}</span></span>
    ${note && html`<span class="ls">${note}</span>`}
    ${lane.key === "emotion" && html`<span class="legend"><span class="lg today">Today</span><span class="lg want">Desired</span></span>`}
    <button type="button" class="tool" tabindex="-1" aria-haspopup="menu" aria-label=${`What can be done with the lane ${lane.name}`} onClick=${open}><${Icon} name="ellipsis" size=${14} /></button>
  </th>`;
}
