// A mark where two texts wait for a choice: in the cell, and at the field.

import { html } from "htm/preact";
import { useComputed } from "@preact/signals";
import { useEditor } from "./context.js";
import { Icon } from "./icon.js";

/** @param {{cell: string}} props  `lane|touchpoint` */
export function TornCell({ cell }) {
  const { torn } = useEditor();
  const first = useComputed(() => torn.value.get(cell)?.[0] ?? null).value;
  return first && html`<${Mark} record=${first.record} />`;
}

/** @param {{record: string, field: string}} props */
export function TornField({ record, field }) {
  const { session } = useEditor();
  const isTorn = useComputed(() => session.conflicts.value.some((one) => one.record === record && one.field === field)).value;
  return isTorn ? html`<span class="others"><${Mark} record=${record} field=${field} /></span>` : null;
}

function Mark({ record, field }) {
  const { ui } = useEditor();
  const open = (event) => {
    event.stopPropagation();
    ui.about.value = { record, field };
    ui.over.value = "conflicts";
  };
  return html`<button type="button" class="torn" tabindex=${field ? undefined : -1} onMouseDown=${(event) => event.preventDefault()} onClick=${open}><${Icon} name="git-branch" size=${13} />Two texts</button>`;
}
