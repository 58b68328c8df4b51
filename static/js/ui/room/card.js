// One note: what was written, by whom as far as the step tells, about what, and what has become of it.

import { html } from "htm/preact";
import { usualTarget } from "../../model/room/notes.js";
import { count } from "../../model/map/wording.js";
import { useEditor } from "../context.js";
import { Icon } from "../icon.js";
import { letterOf } from "./moderating.js";
import { openMenuFrom } from "./pressing.js";

const KINDS = { statement: "statement", term: "word", touchpoint: "touchpoint" };

/**
 * @param {{card: import("../../model/room/notes.js").Card, step: import("../../model/room/bar.js").Step, isHere: boolean,
 *   isFresh: boolean, onHere: () => void}} props
 */
export function Card({ card, step, isHere, isFresh, onHere }) {
  const { session, shape, ui, commands } = useEditor();
  const { id, text, by, touchpoint, minutes, wouldPay, hidden, same, became } = card;
  const station = shape.value.stations.find((one) => one.id === touchpoint);
  const usual = usualTarget(step.kind);
  const about = { note: id };
  const menu = (from) => openMenuFrom(from, ui, about);
  const keys = (event) => {
    if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) return;
    const command = event.key.length === 1 && ui.keys.value ? letterOf(commands, event.key.toLowerCase(), about) : null;
    if (command) command.run(about);
    else if (event.key === "Enter" || event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) menu(event.currentTarget);
    else if (event.key === "Delete") commands.run("note-hide", about);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const classes = ["rn-card", became && "became", hidden && "off", isFresh && "fresh", station && `s${station.colour}`];
  return html`<li class=${classes.filter(Boolean).join(" ")} data-note=${id} data-f=${`note|${id}`} tabindex=${isHere ? 0 : -1} onKeyDown=${keys} onFocus=${onHere}
    onContextMenu=${(event) => (event.preventDefault(), menu(event.currentTarget))}>
    ${isFresh && html`<span class="rn-new">New</span>`}
    <p class="rn-text" dir="auto">${text}</p>
    <p class="rn-about">
      ${station && html`<span class="stn" title=${session.record(touchpoint)?.fields.name}><span class="vh">at </span>${station.number}<span class="vh"> ${session.record(touchpoint)?.fields.name}</span></span>`}
      ${by && html`<span dir="auto">${by}</span>`}
      ${minutes !== undefined && html`<span>${minutes} min</span>`}
      ${wouldPay && html`<span>${{ yes: "would pay", no: "would not pay", unknown: "pay: not known" }[wouldPay]}</span>`}
      ${same > 0 && html`<span><${Icon} name="merge" size=${13} /> ${count(same + 1, "note")}</span>`}
      ${hidden && html`<span class="rn-off"><${Icon} name="eye-off" size=${13} /> hidden</span>`}
      ${became && html`<span class="rn-became"><${Icon} name="check" size=${13} /> ${KINDS[became] ?? became}</span>`}
      <span class="rn-deeds">
        ${usual && !became && !hidden && html`<button type="button" class="tool words" tabindex="-1" title=${`Make it: ${usual.name.toLowerCase()} (${usual.on.toUpperCase()})`} onClick=${() => commands.run(`note-${usual.key}`, about)}><${Icon} name=${usual.icon} size=${14} />${usual.name}</button>`}
        <button type="button" class="tool" tabindex="-1" aria-haspopup="menu" aria-label="What can be done with this note" onClick=${(event) => menu(event.currentTarget.closest("li"))}><${Icon} name="ellipsis" size=${15} /></button>
      </span>
    </p>
  </li>`;
}
