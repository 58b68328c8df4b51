// Who is here and where, with a way there.

import { html } from "htm/preact";
import { nameOf } from "../model/telling.js";
import { useEditor } from "./context.js";
import { Dialog } from "./dialog.js";
import { goTo } from "./going.js";
import { placeOf } from "./holding.js";
import { colourOf, initials } from "./people.js";

export function PeopleList() {
  const { session, ui, shape } = useEditor();
  const people = session.people.value;
  return html`<${Dialog} name="people" icon="users" title="Also here">
    <ul class="here">
      ${people.map(({ actor, by, record, field, typing }) => {
        const cell = record && placeOf(session.live, record, field ?? undefined);
        const lane = cell && shape.value.allLanes.find(({ key }) => key === cell.lane)?.name;
        const go = cell && goTo({ session, ui }, record, field ?? undefined);
        return html`<li key=${actor} class="row">
          <span class=${`pav u${colourOf(actor)}`} aria-hidden="true">${initials(by)}</span>
          <span class="text"><b dir="auto">${by}</b><br /><span class="quiet" dir="auto">${cell ? `${typing ? "writes" : "is"} at ${nameOf(session.live, cell.touchpoint)}${lane ? `, ${lane}` : ""}` : "is looking around"}</span></span>
          ${go && html`<button type="button" class="btn" onClick=${go}>Go there<span class="vh"> (to ${by})</span></button>`}
        </li>`;
      })}
    </ul>
    ${people.length === 0 && html`<p class="quiet">Nobody else is here just now.</p>`}
  </${Dialog}>`;
}
