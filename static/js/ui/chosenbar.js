// What can be done with touchpoints that are chosen together.

import { html } from "htm/preact";
import { count } from "../model/map/wording.js";
import { useEditor } from "./context.js";
import { Icon } from "./icon.js";
import { keyWords } from "./commands.js";

const DEEDS = [
  ["move-left", ""],
  ["move-right", ""],
  ["move-touchpoint", "Move to…"],
  ["merge", "Merge"],
  ["duplicate", "Duplicate"],
  ["mark-critical", "Moment of Truth"],
  ["mark-missing", "Did not happen"],
  ["set-owner", "Owner…"],
  ["set-channels", "Channels…"],
  ["remove", "Remove"],
];

/** A bar at the foot of the map while several are chosen; how many is told as it changes. */
export function ChosenBar() {
  const { ui, shape, commands } = useEditor();
  const ids = ui.chosen.value;
  const { labels } = shape.value;
  const said = ids.length ? `${count(ids.length, labels.one("touchpoint"), labels.many("touchpoint"))} chosen` : "";
  return html`<section class="chosenbox" aria-label="Chosen together">
    <p class="vh" role="status">${said}</p>
    ${ids.length > 1 &&
    html`<div class="chosenbar" role="toolbar" aria-label=${said}>
      <b>${said}</b>
      ${DEEDS.map(([id, words]) => {
        const { title, icon, keys } = commands.get(id);
        return html`<button type="button" key=${id} class="btn bare" title=${keys ? `${title} (${keyWords(keys[0])})` : title} aria-label=${words ? undefined : title} onClick=${() => commands.run(id)}>
          <${Icon} name=${icon} size=${15} />${words && html`<span>${words}</span>`}</button>`;
      })}
      <button type="button" class="btn bare" aria-label="End the choosing" title=${`End the choosing (${keyWords("Escape")})`} onClick=${() => commands.run("choose-none")}><${Icon} name="x" size=${15} /></button>
    </div>`}
  </section>`;
}
