// The session at the page's foot: how many are done, what was given, and the two presses that end a step: close it, reveal it.

import { html } from "htm/preact";
import { canReveal, closing, progressOf } from "../../model/room/bar.js";
import { cardsOf } from "../../model/room/notes.js";
import { useEditor } from "../context.js";
import { Icon } from "../icon.js";
import { keyTitle, openMenuAt } from "./pressing.js";

const AROUND = 2 * Math.PI * 12;

export function Foot() {
  const { room, ui, commands, session } = useEditor();
  if (!room.value) return null;
  const { following, tray } = room.value;
  const state = following.state.value;
  const { step } = state;
  const { share, done, given } = progressOf(state);
  const close = closing(step);
  const many = step ? cardsOf(session.live, step.id).length : 0;
  const isBusy = following.busy.value;
  return html`<div class="rb-foot">
    <svg class="rb-ring" width="32" height="32" viewBox="0 0 32 32" aria-hidden="true">
      <circle cx="16" cy="16" r="12" /><circle class="share" cx="16" cy="16" r="12" stroke-dasharray=${`${(share * AROUND).toFixed(1)} ${AROUND.toFixed(1)}`} transform="rotate(-90 16 16)" />
    </svg>
    <p class="rb-counts"><b>${done}</b>${given && html`<br /><span class="quiet">${given}</span>`}</p>
    ${close && html`<button type="button" class="btn soft" disabled=${isBusy} title=${keyTitle(commands, "session-freeze")} onClick=${() => commands.run("session-freeze")}>${close.words}</button>`}
    ${canReveal(step) && html`<button type="button" class="btn" aria-haspopup="menu" disabled=${isBusy} title=${keyTitle(commands, "session-reveal")} onClick=${(event) => openMenuAt(event, ui, { reveal: true })}>
      <${Icon} name="eye" /><span>Reveal</span></button>`}
    <button type="button" class=${`btn rb-notes${tray.value ? " on" : ""}`} aria-expanded=${String(tray.value)} title=${keyTitle(commands, "session-notes")} onClick=${() => commands.run("session-notes")}>
      <${Icon} name="message-square" /><span>Notes</span> <span class="quiet">${many}</span></button>
  </div>`;
}
