// A cell as it is read: each lane in its own form.

import { html } from "htm/preact";
import { cellOf } from "../model/map/cells.js";
import { ITEMS } from "./cells/items.js";
import { useEditor } from "./context.js";
import { Icon } from "./icon.js";
import { Long } from "./long.js";

/** @param {{lane: import("./shape.js").LaneShown, column: import("./shape.js").Column, tabIndex?: number}} props  tabIndex: of its buttons */
export function Reading({ lane, column, tabIndex }) {
  const { session, longest } = useEditor();
  const wide = lane.key === "nva" || lane.key === "activities" ? { longest: longest.value } : {};
  const cell = cellOf(session.live, lane.key, column.id, { number: column.number, ...wide });
  if (cell.type === "emotion") return html`<span class="vh">${cell.words}</span>`;
  if (cell.type === "field")
    return html`${cell.text && html`<${Long} text=${cell.text} tabIndex=${tabIndex} />`}${cell.also.map(
      ({ key, text }) => html`<${Long} key=${key} text=${text} class="nw pre" tabIndex=${tabIndex} />`,
    )}`;
  if (cell.type === "names")
    return cell.names.length > 0 && html`<ul class="ch">${cell.names.map(
      ({ name, icon }) => html`<li title=${name}><${Icon} name=${icon} size=${15} /><span dir="auto">${name}</span></li>`,
    )}</ul>`;
  const Item = ITEMS[lane.key];
  return cell.items.map((item) => html`<div class="it" key=${item.id} data-item=${item.id}><${Item} ...${item} tabIndex=${tabIndex} /></div>`);
}
