// A text finds another place: edited first, then put into a cell of a touchpoint.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { CannotApply } from "../model/applying.js";
import { stationsOf } from "../model/map/stations.js";
import { touchpointOf } from "../model/telling.js";
import { useEditor } from "./context.js";
import { puttingInto } from "./putting.js";
import { say } from "./said.js";

/** @param {{text: string, from: import("../model/pending.js").Item, onDone: () => void, onLeave: () => void}} props */
export function Elsewhere({ text, from, onDone, onLeave }) {
  const { session, ui, shape } = useEditor();
  const { journey, allLanes, stations } = shape.value;
  const lanes = allLanes.filter(({ holds }) => holds.type !== "emotion");
  const was = touchpointOf(session.view, from.edit.record, session.view.get(from.edit.record) ?? from.edit);
  const isThere = session.view.has(was) && stations.some(({ id }) => id === was);
  const [words, write] = useState(text);
  const [touchpoint, choose] = useState(isThere ? was : (stations[0]?.id ?? ""));
  const [lane, pick] = useState(lanes.find(({ holds }) => holds.kind === from.edit.kind && Object.entries(holds.fixed ?? {}).every(([key, value]) => from.edit.fields?.[key] === value))?.key ?? "current");
  const [wrong, setWrong] = useState("");
  const put = (event) => {
    event.preventDefault();
    try {
      session.do(puttingInto(session.view, lanes.find(({ key }) => key === lane).holds, touchpoint, words.trim()));
      onDone();
      say(ui, "The text has its place.", { undo: true });
    } catch (error) {
      if (!(error instanceof CannotApply)) throw error;
      setWrong("It cannot be put there. Choose another place.");
    }
  };
  return html`<form class="elsewhere" onSubmit=${put}>
    <label class="field"><span class="label">The text</span><textarea rows="3" dir="auto" required value=${words} onInput=${(event) => write(event.target.value)}></textarea></label>
    <div class="row">
      <label class="field"><span class="label">Touchpoint</span><select value=${touchpoint} onChange=${(event) => choose(event.target.value)}>
        ${stationsOf(session.live, journey).map((id, at) => html`<option key=${id} value=${id}>${at + 1} ${session.record(id)?.fields.name}</option>`)}</select></label>
      <label class="field"><span class="label">Lane</span><select value=${lane} onChange=${(event) => pick(event.target.value)}>
        ${lanes.map(({ key, name }) => html`<option key=${key} value=${key}>${name}</option>`)}</select></label>
    </div>
    ${wrong && html`<p class="why bad" role="alert">${wrong}</p>`}
    <p class="row"><button class="btn prim" disabled=${!words.trim()}>Put it there</button><button type="button" class="btn bare" onClick=${onLeave}>Back</button></p>
  </form>`;
}
