// Causes and words that name a touchpoint: written here, tied to it, or let go.

import { html } from "htm/preact";
import { recordsIn } from "../../model/map/cells.js";
import { labelsOf } from "../../model/map/labels.js";
import { useEditor } from "../context.js";
import { quoted, useActing } from "./acting.js";
import { Rows } from "./rows.js";
import { SHEETS } from "./fields.js";

/** @param {{touchpoint: string}} props */
export function Causes({ touchpoint }) {
  const word = labelsOf(useEditor().session.live).one("cause");
  return html`<${Links} kind="cause" lane="causes" word=${word} touchpoint=${touchpoint} />`;
}

/** @param {{touchpoint: string}} props */
export function Words({ touchpoint }) {
  return html`<${Links} kind="term" lane="vocabulary" word="word" touchpoint=${touchpoint} />`;
}

function Links({ kind, lane, word, touchpoint }) {
  const { session } = useEditor();
  const act = useActing();
  const view = session.live;
  const { main } = SHEETS[kind];
  const ids = recordsIn(view, lane, touchpoint);
  const text = (id) => view.get(id)?.fields[main] ?? "";
  const isOwn = (id) => view.get(id)?.fields.touchpoints?.includes(touchpoint);
  const untie = (id) => act.set(kind, id, { touchpoints: view.get(id).fields.touchpoints.filter((one) => one !== touchpoint) }, `${quoted(text(id))} is not tied to this place any more.`);
  const others = all(view, kind).filter((id) => !ids.includes(id));
  const tie = ({ target, inputType }) => {
    // Typed letters only search; what is picked from the list, or typed whole and left, is tied.
    if (inputType && inputType !== "insertReplacementText") return;
    const found = others.find((id) => text(id) === target.value);
    if (found && act.set(kind, found, { touchpoints: [...placesOf(view, found), touchpoint] }, `${quoted(text(found))} is tied to this place.`)) target.value = "";
  };
  return html`
    <${Rows} kind=${kind} word=${word} ids=${ids} fixed=${{ touchpoints: [touchpoint] }} loose
      more=${(id) => (isOwn(id) ? { untie: () => untie(id) } : {})}
      foot=${(id) => !isOwn(id) && html`<p class="small quiet">Explains this place through the ${word} above it.</p>`} />
    ${others.length > 0 &&
    html`<div class="pf tie"><label for=${`p-tie-${kind}`}>Tie a ${word} that is written down</label>
      <input type="text" id=${`p-tie-${kind}`} list=${`p-all-${kind}`} autocomplete="off" onInput=${tie} onChange=${tie} />
      <datalist id=${`p-all-${kind}`}>${others.map((id) => html`<option key=${id} value=${text(id)}></option>`)}</datalist></div>`}
  `;
}

/** Every record of a kind, those beneath others too. */
function all(view, kind, above = null) {
  return view.children(kind, above).flatMap((id) => [id, ...(kind === "cause" ? all(view, kind, id) : [])]);
}

/** The touchpoints that a record names, or that it explains through the one above it. */
function placesOf(view, id) {
  const { touchpoints, cause } = view.get(id)?.fields ?? {};
  return touchpoints ?? (cause ? placesOf(view, cause) : []);
}
