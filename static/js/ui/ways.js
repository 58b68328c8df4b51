// The ways that leave a touchpoint: where each leads, its kind, label and share; another one is found by typing.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { connect, reconnect, removeTransition, shareLeft } from "../model/map/building.js";
import { set } from "../model/map/drafts.js";
import { impliedWays, writtenWays } from "../model/map/stations.js";
import { percent } from "../model/map/wording.js";
import { useEditor } from "./context.js";
import { Dialog } from "./dialog.js";
import { Field } from "./field.js";
import { fitting } from "./fitting.js";
import { Icon } from "./icon.js";
import { elementOf } from "./opening.js";
import { Searching } from "./searching.js";

const KINDS = ["next", "choice", "failure", "recovery", "repeat"];

/** What it is about is in `ui.about`: `{touchpoint, way}`, the way that is meant, if one is. */
export function Ways() {
  const { session, ui, shape, hand } = useEditor();
  const [{ touchpoint, way }] = useState(() => ui.about.peek());
  const { journey, stations } = shape.value;
  const name = (id) => session.record(id)?.fields.name ?? "";
  const written = writtenWays(session.live, journey).filter(({ from }) => from === touchpoint);
  const [implied] = written.length ? [] : impliedWays(session.live, journey).filter(({ from }) => from === touchpoint);
  // What follows comes first: it is what a way most likely leads to.
  const at = stations.findIndex(({ id }) => id === touchpoint);
  const goals = [
    ...[...stations.slice(at + 1), ...stations.slice(0, Math.max(at, 0))].map(({ id, number, colour }) => ({ id, name: name(id), number, colour })),
    ...session.children("outcome", journey).map((id) => ({ id, name: name(id), icon: "flag", note: session.record(id)?.fields.result })),
  ];
  useEffect(() => way && elementOf(`${way} label`)?.focus(), []);

  function draw({ id: to }) {
    const done = hand.carry(connect(session.view, { from: touchpoint, to }, session.makeId));
    if (done) setTimeout(() => elementOf(`${done.made[0]} label`)?.focus());
  }
  const number = stations[at]?.number ?? "";
  const left = shareLeft(session.live, touchpoint);
  return html`<${Dialog} title=${`Ways from ${number} ${name(touchpoint)}`} name="ways" icon="spline">
    ${implied && html`<p class="quiet">No way is drawn in this journey yet: customers go on to “${name(implied.to)}”.</p>`}
    <ul class="ways">${written.map((one) => html`<${Way} key=${one.id} way=${one} goals=${goals} name=${name(one.to)} />`)}</ul>
    ${written.some(({ share }) => share !== null) && html`<p class="quiet small">${left ? `${percent(left)} of the customers are left for ways without a share.` : "The shares are a whole."}</p>`}
    <h3>A new way leads to</h3>
    <${Searching} name="ways" label="Where the new way leads" hint="Number or name" find=${(query) => fitting(query, goals)} choose=${draw} first=${!way} keep=${false} />
  </${Dialog}>`;
}

function Way({ way: { id, to, kind }, goals, name }) {
  const { session, hand } = useEditor();
  return html`<li>
    <label class="field"><span class="label">Leads to</span><select value=${to} onChange=${(event) => hand.carry(reconnect(session.view, id, { to: event.target.value })) ?? (event.target.value = to)}>
      ${goals.map((goal) => html`<option key=${goal.id} value=${goal.id} selected=${goal.id === to}>${goal.number ?? "⚑"} ${goal.name}</option>`)}</select></label>
    <label class="field"><span class="label">Kind</span><select value=${kind} onChange=${(event) => hand.do([set("transition", id, { kind: event.target.value })], "")}>
      ${KINDS.map((one) => html`<option key=${one} value=${one} selected=${one === kind}>${one}</option>`)}</select></label>
    <div class="field"><span class="label" aria-hidden="true">Label</span><${Field} record=${id} kind="transition" name="label" label=${`Label of the way to ${name}`} hint="rebook in the app" class="" /></div>
    <div class="field"><span class="label" aria-hidden="true">Share, %</span><${Field} record=${id} kind="transition" name="share" label=${`Share of the way to ${name}, in per cent`} read=${shareOf} write=${perCent} class="" /></div>
    <button type="button" class="btn bare" aria-label=${`Remove the way to ${name}`} title="Remove this way" onClick=${() => hand.carry(removeTransition(session.view, id))}><${Icon} name="trash-2" /></button>
  </li>`;
}

function shareOf(text) {
  const said = text.replace("%", "").replace(",", ".").trim();
  if (!said) return null;
  const value = Number(said);
  if (!(value >= 0 && value <= 100)) throw new RangeError("A share is a number from 0 to 100, such as 30.");
  return Math.round(value * 100) / 1e4;
}

function perCent(share) {
  return typeof share === "number" ? String(Math.round(share * 1e4) / 100) : "";
}
