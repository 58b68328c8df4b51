// Tells what happened: one sentence at a time, for eyes and for screen readers, with an undo where there is one.

import { effect } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { useEditor } from "./context.js";
import { Icon } from "./icon.js";
import { onDemand } from "./ondemand.js";

const Offline = onDemand("Offline");

const STAYS = 6000; // ms

/**
 * @param {import("./state.js").UiState} ui
 * @param {string} text
 * @param {{bad?: boolean, undo?: boolean, act?: [words: string, over: string]}} [more]  bad: an alert that stays until it is
 *   closed; undo: with a button for it; act: with a button that opens a part of over.js
 */
export function say(ui, text, more = {}) {
  ui.said.value = { text, ...more };
}

/**
 * Says for as long as something is so what is wrong.
 * @param {import("./state.js").UiState} ui
 * @param {import("@preact/signals").ReadonlySignal<boolean>} isSo
 * @param {string} text
 */
export function sayWhile(ui, isSo, text) {
  effect(() => {
    if (isSo.value) say(ui, text, { bad: true });
    else if (ui.said.peek()?.text === text) ui.said.value = null;
  });
}

/** The sentence at the foot of the page; a polite live region, an alert when something was lost or refused. */
export function Said() {
  const { session, ui, commands } = useEditor();
  const said = ui.said.value;
  const close = () => (ui.said.value = null);
  useEffect(() => {
    if (!said || said.bad) return undefined;
    const timer = setTimeout(close, said.act ? 3 * STAYS : STAYS);
    return () => clearTimeout(timer);
  }, [said]);
  const act = () => {
    const [, over] = said.act;
    close();
    ui.about.value = null;
    ui.over.value = over;
  };
  const sentence = said && html`<p class=${`toast${said.bad ? " bad" : ""}`}>
    <${Icon} name=${said.bad ? "circle-alert" : "circle-check"} /><span dir="auto">${said.text}</span>
    ${said.undo && html`<button type="button" class="btn bare" onClick=${() => (close(), commands.run("undo"))}>Undo</button>`}
    ${said.act && html`<button type="button" class="btn bare" onClick=${act}>${said.act[0]}</button>`}
    <button type="button" class="btn bare" aria-label="Close" onClick=${close}><${Icon} name="x" /></button>
  </p>`;
  return html`<div class="saidbox">
    <div role="status">${said && !said.bad && sentence}</div>
    <div role="alert">${said?.bad && sentence}</div>
    ${session.status.value.state === "offline" && html`<${Offline} />`}
    <p class="vh" role="status" id="heard">${ui.heard.value}</p>
  </div>`;
}

/** The same sentence inside of what lies over the page, where the foot of the page is out of reach. */
export function SaidHere() {
  const { ui, commands } = useEditor();
  const before = useRef(ui.said.peek());
  const said = ui.said.value === before.current ? null : ui.said.value;
  return html`<div class="saidhere" role="status">${said && html`<p class=${said.bad ? "bad" : ""}><span dir="auto">${said.text}</span>
    ${said.undo && html`<button type="button" class="btn" onClick=${() => ((ui.said.value = null), commands.run("undo"))}>Undo</button>`}</p>`}</div>`;
}
