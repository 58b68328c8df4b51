// The names of stages and touchpoints in the head of the map, while they are written.

import { html } from "htm/preact";
import { nameKeys } from "./doing/naming.js";
import { useEditor } from "./context.js";
import { Field } from "./field.js";

/** @param {{stage: string, onLeave: () => void}} props */
export function StageName({ stage, onLeave }) {
  return html`<${Field} record=${stage} kind="stage" name="name" label="Name of the stage" needed focused
    class="fld stage-name" onKey=${leaveOn("Enter", "Escape")} onLeave=${onLeave} />`;
}

/** @param {{touchpoint: string, label: string, onLeave: () => void}} props */
export function TouchpointName({ touchpoint, label, onLeave }) {
  const editor = useEditor();
  return html`<${Field} record=${touchpoint} kind="touchpoint" name="name" label=${label} needed focused
    class="fld tt" hint="Name" onKey=${nameKeys(editor, touchpoint)} onLeave=${onLeave} />`;
}

/** Keys that end the writing in a field. */
function leaveOn(...keys) {
  return (event) => {
    if (!keys.includes(event.key) || event.shiftKey) return false;
    event.target.blur();
    return true;
  };
}
