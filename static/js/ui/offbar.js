// A thin calm bar while the server cannot be reached: what that means for whoever writes.

import { html } from "htm/preact";
import { count } from "../model/map/wording.js";
import { useEditor } from "./context.js";
import { Icon } from "./icon.js";

/** Shown while there is no connection. */
export function Offline() {
  const { session, ui } = useEditor();
  const { waiting } = session.status.value;
  return html`<p class="offbar">
    <${Icon} name="cloud-off" size=${15} />
    <span>No connection. Go on writing: ${waiting ? `${count(waiting, "change")} ${waiting === 1 ? "is" : "are"} kept here and sent as soon as it is back.` : "everything so far is saved, and what you write is kept here."}</span>
    <button type="button" class="btn bare" onClick=${() => (ui.over.value = "status")}>What waits</button>
  </p>`;
}
