// Saved, saving, offline or in need of a person: always in sight, always true; and how many texts wait for a choice.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { useEditor } from "./context.js";
import { Icon } from "./icon.js";
import { count } from "../model/map/wording.js";

const ICONS = { saved: "circle-check", saving: "refresh-cw", offline: "cloud-off", attention: "triangle-alert" };
const CALM = 600; // ms that "Saved" must have been true before it is shown again: never early, and it does not flicker

/** A button: pressed, it says more. Beside it, the texts to choose between. */
export function Status() {
  const { session, ui } = useEditor();
  const { state, text } = calmed(session.status.value);
  const clashes = session.conflicts.value.length;
  const isNews = state === "offline" || state === "attention";
  return html`
    ${clashes > 0 &&
    html`<button type="button" class="status is-clash" aria-haspopup="dialog" onClick=${() => open(ui, "conflicts")}>
      <${Icon} name="git-branch" size=${15} /><span>${clashes} to choose<span class="vh"> between: ${count(clashes, "text")}</span></span>
    </button>`}
    <button type="button" class=${`status is-${state}`} aria-haspopup="dialog" onClick=${() => open(ui, "status")}>
      <${Icon} name=${ICONS[state]} size=${15} /><span>${text}</span>
    </button>
    <span class="vh" role="status">${isNews ? text : ""}</span>
  `;
}

function open(ui, over) {
  ui.about.value = null;
  ui.over.value = over;
}

/** The status as it is shown: bad news and "Saving" at once, "Saved" when it has lasted. */
function calmed(status) {
  const [shown, show] = useState(status);
  const isBack = status.state === "saved" && shown.state !== "saved";
  useEffect(() => {
    if (!isBack) return void show(status);
    const timer = setTimeout(() => show(status), CALM);
    return () => clearTimeout(timer);
  }, [status, isBack]);
  return isBack ? (shown.state === "saving" ? shown : { ...status, state: "saving", text: "Saving" }) : status;
}
