// A journey that is still empty: its name, whose it is, and the contacts the room can think of, one a line.

import { html } from "htm/preact";
import { useSignal } from "@preact/signals";
import { capital } from "../model/map/wording.js";
import { useEditor } from "./context.js";
import { Icon } from "./icon.js";
import { say } from "./said.js";
import { select } from "./state.js";

export function FirstTouchpoint() {
  const { session, ui, shape } = useEditor();
  const wrong = useSignal("");
  const { journey, labels } = shape.value;
  const touchpoint = labels.one("touchpoint");
  const isNew = !journey;

  function begin(event) {
    event.preventDefault();
    const said = Object.fromEntries(new FormData(event.target));
    const names = said.names.split("\n").map((name) => name.trim()).filter(Boolean);
    if (!names.length) {
      wrong.value = `Write down at least one ${touchpoint}.`;
      event.target.elements.names.focus();
      return;
    }
    const edits = [];
    const id = journey || session.makeId();
    const persona = said.persona?.trim() ? session.makeId() : null;
    if (persona) edits.push({ action: "add", kind: "persona", record: persona, fields: { name: said.persona.trim() } });
    if (isNew) edits.push({ action: "add", kind: "journey", record: id, fields: { name: said.journey.trim() || capital(labels.one("journey")), ...(persona && { persona }) } });
    const [there] = session.view.children("stage", id);
    const stage = there ?? session.makeId();
    if (!there) edits.push({ action: "add", kind: "stage", record: stage, fields: { journey: id, name: said.stage.trim() || `${capital(labels.one("stage"))} 1` } });
    const made = names.map((name) => ({ action: "add", kind: "touchpoint", record: session.makeId(), fields: { stage, name } }));
    session.do([...edits, ...made]);
    ui.journey.value = id;
    ui.refocus = true;
    select(ui, { lane: "head", touchpoint: made[0].record });
    say(ui, names.length === 1 ? `Added ${touchpoint} 1.` : `Added ${names.length} ${labels.many("touchpoint")}.`, { undo: true });
  }

  return html`<form class="sheet narrow first" onSubmit=${begin}>
    <h2>Begin with what happens to the ${labels.one("customer")}</h2>
    <p class="lead">Every contact that leaves an impression is a ${touchpoint}, also one that should have happened and did not.</p>
    <div class="stack">
      ${isNew &&
      html`<div class="row two">
        <div class="field"><label for="first-journey">Name of the ${labels.one("journey")}</label><input id="first-journey" name="journey" type="text" maxlength="200" placeholder="Missed connection" dir="auto" /></div>
        <div class="field"><label for="first-persona">Whose it is</label><input id="first-persona" name="persona" type="text" maxlength="200" placeholder="Ivana, 34" dir="auto" /></div>
      </div>`}
      ${!session.children("stage", journey || null).length &&
      html`<div class="field"><label for="first-stage">First ${labels.one("stage")}</label><input id="first-stage" name="stage" type="text" maxlength="200" placeholder="Before the trip" dir="auto" /></div>`}
      <div class="field">
        <label for="first-names">${capital(labels.many("touchpoint"))}, one a line; a list may be pasted</label>
        <textarea id="first-names" name="names" rows="8" dir="auto" placeholder=${"Delay announced at the gate\nConnection news on board\nGate is closed"} aria-invalid=${wrong.value ? "true" : undefined} aria-describedby="first-wrong"></textarea>
        <p id="first-wrong" class="small bad-text" role="alert">${wrong.value}</p>
      </div>
      <p><button type="submit" class="btn prim"><${Icon} name="plus" />Begin the map</button></p>
    </div>
  </form>`;
}
