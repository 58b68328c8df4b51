// How customers come to a touchpoint and where they go on from it.

import { html } from "htm/preact";
import { connect, removeTransition } from "../../model/map/building.js";
import { TOLERANCE } from "../../model/map/stations.js";
import { percent } from "../../model/map/wording.js";
import { useEditor } from "../context.js";
import { Icon } from "../icon.js";
import { say } from "../said.js";
import { useActing } from "./acting.js";
import { Rows } from "./rows.js";

/** @param {{touchpoint: string}} props */
export function Ways({ touchpoint }) {
  const { session, ui, shape } = useEditor();
  const act = useActing();
  const { journey, stations } = shape.value;
  const ways = session.children("transition", journey);
  const outcomes = session.children("outcome", journey);
  const on = (end) => ways.filter((id) => session.record(id)?.fields[end] === touchpoint);
  const out = on("from");
  const rows = (ids, end, word) => html`<${Rows} kind="transition" word=${word} ids=${ids} loose
    head=${(id) => html`<${Place} id=${session.record(id)?.fields[end]} stations=${stations} />`}
    more=${(id) => ({ remove: () => carryOut(removeTransition(session.view, id)) })} />`;
  const carryOut = ({ edits, says, problem }) => (problem ? say(ui, problem, { bad: true }) : act(edits, says));
  const add = (event) => {
    event.preventDefault();
    const choice = event.target.elements.to;
    if (choice.value) carryOut(connect(session.view, { from: touchpoint, to: choice.value }, session.makeId));
    choice.value = "";
  };
  return html`
    ${!ways.length && html`<p class="quiet">No way is drawn yet: customers pass the touchpoints in their order.</p>`}
    <h4>On to</h4>
    ${rows(out, "to", "way on")}
    <${Sum} shares=${out.map((id) => session.record(id)?.fields.share)} />
    <form class="pf addway" onSubmit=${add}>
      <label for="p-way">Add a way to</label>
      <span class="row"><select id="p-way" name="to">
        <option value="">Choose…</option>
        ${stations.filter(({ id }) => id !== touchpoint).map(({ id, number }) => html`<option key=${id} value=${id}>${number} ${session.record(id)?.fields.name}</option>`)}
        ${outcomes.map((id) => html`<option key=${id} value=${id}>Ends: ${session.record(id)?.fields.name}</option>`)}
      </select><button type="submit" class="btn"><${Icon} name="plus" size=${15} />Add</button></span>
    </form>
    <h4>From</h4>
    ${rows(on("to"), "from", "way here")}
  `;
}

/** The other end of a way: a touchpoint that can be opened, or an outcome. */
function Place({ id, stations }) {
  const { session, ui } = useEditor();
  const fields = session.record(id)?.fields ?? {};
  const station = stations.find((one) => one.id === id);
  if (!station) return html`<span class="place"><${Icon} name="flag" size=${15} /><b dir="auto">${fields.name}</b> <span class="tag">${fields.result}</span></span>`;
  return html`<button type="button" class=${`place s${station.colour}`} onClick=${() => (ui.panel.value = id)}><span class="stn">${station.number}</span><b dir="auto">${fields.name}</b></button>`;
}

/** What the shares leave over, or are too many by. */
function Sum({ shares }) {
  const stated = shares.filter((share) => share !== undefined);
  const sum = stated.reduce((all, share) => all + share, 0);
  if (!stated.length || Math.abs(sum - 1) <= TOLERANCE) return null;
  const rest = shares.length > stated.length && sum < 1;
  return html`<p class=${rest ? "small quiet" : "pwarn"}>${rest
    ? `The ways without a share divide the other ${percent(1 - sum)} among themselves.`
    : `These shares add up to ${percent(sum)}, not to ${percent(1)}.`}</p>`;
}
