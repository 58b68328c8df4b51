// The notes of the running step beside the map: read, made into parts of the map, merged, hidden, and written for others.

import { html } from "htm/preact";
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { canReveal } from "../../model/room/bar.js";
import { cardsOf } from "../../model/room/notes.js";
import { count } from "../../model/map/wording.js";
import { useEditor } from "../context.js";
import { Icon } from "../icon.js";
import { Card } from "./card.js";
import { keyTitle, openMenuAt } from "./pressing.js";
import { ScribeNote } from "./scribenote.js";

const MOST = 200; // cards at once; the room’s page has all

export function Tray() {
  const { room } = useEditor();
  const parts = room.value;
  if (!parts?.tray.value) return null;
  const { step, counts } = parts.following.state.value;
  return html`<${Notes} key=${step?.id ?? ""} step=${step} held=${counts.held ?? 0} />`;
}

function Notes({ step, held }) {
  const { session, room, ui, commands } = useEditor();
  const box = useRef(null);
  const all = step ? cardsOf(session.live, step.id) : [];
  const here = useSignal("");
  const { cards, waiting, older, let: letIn, attend } = useCalm(all);
  const fresh = useFresh(all);
  const current = cards.some(({ id }) => id === here.value) ? here.value : cards[0]?.id;

  const go = (id) => {
    here.value = id;
    box.current.querySelector(`[data-note="${CSS.escape(id)}"]`)?.focus();
  };
  const keys = (event) => {
    const at = cards.findIndex(({ id }) => id === event.target.dataset?.note);
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: cards.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const next = cards[Math.max(0, Math.min(cards.length - 1, to))];
    if (next) go(next.id);
  };
  const close = () => {
    room.value.tray.value = false;
    document.querySelector(".rb-notes")?.focus();
  };
  const escape = (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  const write = () => commands.run("session-scribe");
  return html`<aside class="rn" aria-labelledby="rn-h" ref=${box} onKeyDown=${escape}>
    <header class="rn-head">
      <h2 id="rn-h" tabindex="-1"><span class="vh">Notes: </span><span dir="auto">${step?.title ?? "No step is running"}</span></h2>
      ${step?.gives === "note" && html`<button type="button" class="tool" aria-label="Write a note for somebody without a phone" title=${keyTitle(commands, "session-scribe")} onClick=${write}><${Icon} name="pencil" /></button>`}
      <button type="button" class="tool" aria-label="Close the notes" title="Close (Esc)" onClick=${close}><${Icon} name="x" /></button>
    </header>
    ${step?.prompt && html`<p class="rn-prompt" dir="auto">${step.prompt}</p>`}
    ${held > 0 && html`<p class="rn-held"><${Icon} name="eye-off" size=${15} /><span>${held} not revealed${canReveal(step) ? "" : " yet"}</span>
      ${canReveal(step) && html`<button type="button" class="btn bare" aria-haspopup="menu" onClick=${(event) => openMenuAt(event, ui, { reveal: true })}>Reveal<span class="vh">…</span></button>`}</p>`}
    ${step?.gives === "note" && room.value.scribing.value && html`<${ScribeNote} step=${step} />`}
    ${waiting > 0 && html`<button type="button" class="btn soft rn-more" onClick=${letIn}><${Icon} name="arrow-up" size=${15} />${count(waiting, "new note")}</button>`}
    <span class="vh" role="status">${waiting ? `${count(waiting, "new note")}` : ""}</span>
    ${cards.length
      ? html`<ul class="rn-list" ...${attend} onKeyDown=${keys} aria-label="Notes, newest first">
          ${cards.map((card) => html`<${Card} key=${card.id} card=${card} step=${step} isHere=${card.id === current} isFresh=${fresh.has(card.id)} onHere=${() => (here.value = card.id)} />`)}
        </ul>
        ${older > 0 && html`<p class="rn-hint quiet">${count(older, "older note")} ${older === 1 ? "stands" : "stand"} on <a href=${room.value.following.state.value.links.room}>the room’s page</a>.</p>`}
        <p class="rn-hint quiet">Drag a note onto the map, or press a letter: <kbd>T</kbd> touchpoint, <kbd>I</kbd> what is, <kbd>D</kbd> what should be; <kbd>Enter</kbd> shows all.</p>`
      : html`<p class="rn-none quiet">${noneWords(step, held)}</p>`}
  </aside>`;
}

function noneWords(step, held) {
  if (step?.gives !== "note") return "This step asks for no notes.";
  return held ? "They stand here as soon as they are revealed." : "Nothing has been written yet.";
}

/**
 * The cards as they are shown: while somebody points or is in the list nothing moves, what came meanwhile waits behind a button.
 */
function useCalm(all) {
  const known = useRef(new Set());
  const busy = useSignal(false);
  const [, again] = useState(0);
  if (!busy.value || !known.current.size) for (const { id } of all) known.current.add(id);
  const shown = all.filter(({ id }) => known.current.has(id));
  const settle = (event) => {
    const list = event.currentTarget;
    // Behind the move of the focus from one card to the next.
    setTimeout(() => (busy.value = list.matches(":hover") || list.contains(document.activeElement)));
  };
  return {
    cards: shown.slice(0, MOST),
    older: Math.max(0, shown.length - MOST),
    waiting: all.length - shown.length,
    let: () => {
      for (const { id } of all) known.current.add(id);
      again((times) => times + 1);
    },
    attend: { onPointerEnter: () => (busy.value = true), onPointerLeave: settle, onFocusIn: () => (busy.value = true), onFocusOut: settle },
  };
}

/** The notes that came since the list was first looked at, until it is closed. */
function useFresh(all) {
  const first = useRef(null);
  useLayoutEffect(() => {
    first.current ??= new Set(all.map(({ id }) => id));
  });
  return new Set(first.current ? all.map(({ id }) => id).filter((id) => !first.current.has(id)) : []);
}
