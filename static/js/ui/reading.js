// A cell as it is read: each lane in its own form.

import { html } from "htm/preact";
import { channelIcon } from "../model/map/lanes.js";
import { useEditor } from "./context.js";
import { itemsAt } from "./holding.js";
import { Icon } from "./icon.js";
import { ITEMS } from "./cells/items.js";

/** @param {{lane: import("../model/map/lanes.js").Lane, touchpoint: string}} props */
export function Reading({ lane, touchpoint }) {
  const { session } = useEditor();
  const { holds } = lane;
  if (holds.type === "emotion") return null;
  if (holds.type === "field") return html`<${Prose} record=${touchpoint} holds=${holds} />`;
  if (holds.type === "names") {
    const names = session.record(touchpoint)?.fields[holds.key] ?? [];
    if (!names.length) return null;
    return html`<ul class="ch">
      ${names.map((name) => html`<li title=${name}><${Icon} name=${channelIcon(name)} size=${15} /><span dir="auto">${name}</span></li>`)}
    </ul>`;
  }
  const Item = ITEMS[lane.key];
  return itemsAt(session.live, holds, touchpoint).map((id) => html`<${Item} key=${id} id=${id} touchpoint=${touchpoint} />`);
}

function Prose({ record, holds }) {
  const { session } = useEditor();
  const fields = session.record(record)?.fields ?? {};
  return html`
    ${fields[holds.key] && html`<p class="pre" dir="auto">${fields[holds.key]}</p>`}
    ${(holds.also ?? []).map((key) => fields[key] && html`<p key=${key} class="nw pre" dir="auto">${fields[key]}</p>`)}
  `;
}
