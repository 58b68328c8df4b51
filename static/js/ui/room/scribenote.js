// A note for somebody without a phone: written by the facilitator, held and revealed with the others, never with a name.

import { html } from "htm/preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useEditor } from "../context.js";
import { say } from "../said.js";

const MOST = 2000; // characters

/** @param {{step: import("../../model/room/bar.js").Step}} props */
export function ScribeNote({ step }) {
  const { session, room, ui, shape, hand, page } = useEditor();
  const { following } = room.value;
  const { touchpoints } = following.state.value;
  const stations = shape.value.stations.filter(({ id }) => touchpoints.includes(id));
  const [text, write] = useState("");
  const [chosen, choose] = useState(hand.touchpoint());
  const [group, pick] = useState("");
  const [wrong, setWrong] = useState("");
  const nonce = useRef(fresh());
  const field = useRef(null);
  const groups = session.record(page.workshop)?.fields.groups ?? [];
  const at = stations.some(({ id }) => id === chosen) ? chosen : step.about === "needed" ? (stations[0]?.id ?? "") : "";
  const end = () => {
    room.value.scribing.value = false;
    document.querySelector(".rn [data-note][tabindex='0'], .rn h2")?.focus();
  };
  useLayoutEffect(() => field.current.focus(), []);

  async function add(event) {
    event.preventDefault();
    if (!text.trim()) return setWrong("Write what they say first.");
    setWrong("");
    // The same nonce until it is answered: sent again it is the same note.
    const done = await following.send(`steps/${step.id}/notes`, { nonce: nonce.current, text, ...(step.about && at && { touchpoint: at }), ...(group && { group }) });
    if (!done) return undefined;
    nonce.current = fresh();
    write("");
    say(ui, done.saved.held ? "Added. It is held back until it is revealed." : "Added.");
    return field.current?.focus();
  }
  const keys = (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) add(event);
    else if (event.key === "Escape") (event.preventDefault(), event.stopPropagation(), end());
  };
  return html`<form class="rn-scribe" onSubmit=${add} novalidate>
    <label class="field"><span class="label">What somebody without a phone says</span>
      <textarea ref=${field} rows="3" maxlength=${MOST} dir="auto" value=${text} disabled=${!step.input} onInput=${(event) => write(event.target.value)} onKeyDown=${keys}
        aria-describedby=${wrong ? "rn-wrong" : undefined}></textarea></label>
    ${step.about && stations.length > 0 && html`<label class="field"><span class="label">About</span>
      <select value=${at} onChange=${(event) => choose(event.target.value)}>
        ${step.about !== "needed" && html`<option value="">no touchpoint</option>`}
        ${stations.map(({ id, number }) => html`<option key=${id} value=${id} selected=${id === at}>${number} ${session.record(id)?.fields.name}</option>`)}
      </select></label>`}
    ${groups.length > 0 && html`<label class="field"><span class="label">Group</span>
      <select value=${group} onChange=${(event) => pick(event.target.value)}><option value="">not said</option>${groups.map((one) => html`<option key=${one} value=${one}>${one}</option>`)}</select></label>`}
    ${wrong && html`<p class="bad-text" id="rn-wrong" role="alert">${wrong}</p>`}
    ${!step.input && html`<p class="quiet">The step takes nothing more in. Open it again first.</p>`}
    <p class="row"><button class="btn prim" disabled=${!step.input || following.busy.value}>Add the note</button><button type="button" class="btn bare" onClick=${end}>Done</button></p>
  </form>`;
}

/** A fresh id of a note. */
function fresh() {
  return `n-${[...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
