// Two touchpoints of one: their names, and what goes to the second.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { recordsIn } from "../model/map/cells.js";
import { splitTouchpoint } from "../model/map/joining.js";
import { useEditor } from "./context.js";
import { Dialog } from "./dialog.js";
import { close } from "./opening.js";

/** What it is about is in `ui.about`: `{touchpoint}`. */
export function Splitting() {
  const { session, ui, shape, hand } = useEditor();
  const [{ touchpoint }] = useState(() => ui.about.peek());
  const own = session.record(touchpoint)?.fields.name ?? "";
  const parts = /^(.+?)\s*(?:[,;:/]|\band\b|\bthen\b)\s*(.+)$/u.exec(own); // "Check in, drop the bag" is two already
  const [names, setNames] = useState(() => (parts ? [parts[1], parts[2]] : [own, ""]));
  const [going, setGoing] = useState(() => new Set());
  const [wrong, setWrong] = useState("");
  const taken = new Set(); // a lane shows what another has shown: waste stands among the activities
  const lanes = shape.value.allLanes.flatMap(({ key, name, holds }) => {
    const ids = holds.kind ? recordsIn(session.live, key, touchpoint).filter((id) => !taken.has(id)) : [];
    ids.forEach((id) => taken.add(id));
    return ids.length ? [{ key, name, ids }] : [];
  });
  const change = (at) => (event) => setNames(names.with(at, event.target.value));
  const toggle = (id) => setGoing(going.has(id) ? new Set([...going].filter((one) => one !== id)) : new Set([...going, id]));
  function submit(event) {
    event.preventDefault();
    const plan = splitTouchpoint(session.view, touchpoint, { names, records: [...going] }, session.makeId);
    if (plan.problem) return setWrong(plan.problem);
    close(ui);
    if (hand.carry(plan)) hand.goTo({ lane: "head", touchpoint: plan.made[1] });
    return undefined;
  }
  return html`<${Dialog} title=${`Split “${own}”`} name="split" icon="scissors">
    <form class="stack" onSubmit=${submit}>
      <div class="pair">${["First", "Second"].map(
        (label, at) => html`<div class="field" key=${label}><label for=${`split-${at}`}>${label}</label><input type="text" id=${`split-${at}`} dir="auto" autocomplete="off" data-first=${at === (names[1] ? 0 : 1) ? "" : undefined} value=${names[at]} onInput=${change(at)} /></div>`,
      )}</div>
      ${lanes.length > 0 && html`<fieldset class="stack"><legend class="label">What goes to the second</legend>
        ${lanes.map(({ key, name, ids }) => html`<div key=${key}><p class="small quiet">${name}</p>
          ${ids.map((id) => html`<label class="check" key=${id}><input type="checkbox" checked=${going.has(id)} onChange=${() => toggle(id)} /><span dir="auto">${hand.name(id)}</span></label>`)}</div>`)}
      </fieldset>`}
      ${wrong && html`<p class="wrong" role="alert">${wrong}</p>`}
      <footer class="dlg-foot row"><button type="button" class="btn" onClick=${() => close(ui)}>Cancel</button><button class="btn prim">Split</button></footer>
    </form>
  </${Dialog}>`;
}
