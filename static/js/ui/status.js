// Saved, saving, offline or in need of a person: always in sight, always true.

import { html } from "htm/preact";
import { useEditor } from "./context.js";
import { Icon } from "./icon.js";

const ICONS = { saved: "circle-check", saving: "refresh-cw", offline: "cloud-off", attention: "triangle-alert" };

/** A button: pressed, it says more. */
export function Status() {
  const { session, ui } = useEditor();
  const { state, text } = session.status.value;
  return html`<button type="button" class=${`status is-${state}`} onClick=${() => (ui.over.value = "status")}>
    <${Icon} name=${ICONS[state]} size=${15} /><span role="status">${text}</span>
  </button>`;
}
