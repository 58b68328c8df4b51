// Tells what happened: one sentence at a time, for eyes and for screen readers, with an undo where there is one.

import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { useEditor } from "./context.js";
import { Icon } from "./icon.js";

const STAYS = 6000; // ms

/** @param {import("./state.js").UiState} ui */
export function say(ui, text, more = {}) {
  ui.said.value = { text, ...more };
}

/** The sentence at the foot of the page; a polite live region, an alert when something was lost or refused. */
export function Said() {
  const { ui, commands } = useEditor();
  const said = ui.said.value;
  useEffect(() => {
    if (!said || said.bad) return undefined;
    const timer = setTimeout(() => (ui.said.value = null), STAYS);
    return () => clearTimeout(timer);
  }, [said]);
  return html`<div class="saidbox">
    <div role="status">${said && !said.bad && html`<${Sentence} said=${said} />`}</div>
    <div role="alert">${said?.bad && html`<${Sentence} said=${said} />`}</div>
  </div>`;

  function Sentence() {
    return html`<p class=${`toast${said.bad ? " bad" : ""}`}>
      <${Icon} name=${said.bad ? "circle-alert" : "circle-check"} /><span dir="auto">${said.text}</span>
      ${said.undo && html`<button type="button" class="btn bare" onClick=${() => commands.run("undo")}>Undo</button>`}
      <button type="button" class="btn bare" aria-label="Close" onClick=${() => (ui.said.value = null)}><${Icon} name="x" /></button>
    </p>`;
  }
}
