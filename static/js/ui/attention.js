// What waits, since when, and what was refused, each with what to do: in plain words, and no text is ever lost.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { KINDS } from "../model/kinds.js";
import { labelsOf } from "../model/map/labels.js";
import { count } from "../model/map/wording.js";
import { fieldWord, kindWord, nameOf, touchpointOf } from "../model/telling.js";
import { useEditor } from "./context.js";
import { Dialog } from "./dialog.js";
import { Elsewhere } from "./elsewhere.js";
import { goTo } from "./going.js";
import { madeAt, Moment } from "./moments.js";
import { say } from "./said.js";

const MOST = 20; // lines of what waits

export function Attention() {
  const { session } = useEditor();
  const status = session.status.value;
  const { state, trouble } = status;
  const refused = session.refused.value;
  const waiting = session.waiting.value;
  const drafts = session.drafts.all().filter(([, { text }]) => text.trim());
  return html`<${Dialog} name="status" icon=${state === "saved" ? "circle-check" : "info"} title=${titleOf(status)}>
    <${General} status=${status} onlyRefused=${refused.length > 0 && refused.some(({ error }) => error === trouble)} />
    ${refused.length > 0 &&
    html`<section aria-labelledby="refused"><h3 id="refused">Not taken in</h3>
      <ul class="cards">${refused.map((one) => html`<${Refused} key=${one.item.id} ...${one} />`)}</ul></section>`}
    ${drafts.length > 0 &&
    html`<section aria-labelledby="typed"><h3 id="typed">Being written</h3>
      <ul class="waits">${drafts.map(([key, { text }]) => html`<${Draft} key=${key} place=${key} text=${text} />`)}</ul></section>`}
    ${waiting.length > 0 &&
    html`<section aria-labelledby="waits"><h3 id="waits">On the way</h3>
      <ul class="waits">${waiting.slice(0, MOST).map((item) => html`<${Waiting} key=${item.id} item=${item} />`)}</ul>
      ${waiting.length > MOST && html`<p class="quiet">and ${waiting.length - MOST} more</p>`}</section>`}
  </${Dialog}>`;
}

function titleOf({ state, refused }) {
  if (refused) return `${count(refused, "change")} ${refused === 1 ? "was" : "were"} not taken in`;
  return { saved: "Everything is saved", saving: "Saving", offline: "No connection", attention: "This needs you" }[state];
}

/** What is true of everything, in a sentence or two. */
function General({ status: { state, waiting, trouble }, onlyRefused }) {
  const { session } = useEditor();
  const kept = "It is kept in this browser, also when you close the tab.";
  if (trouble?.code === "out")
    return html`<p class="callout bad"><b>You are signed out.</b> Open the link again in this browser. Nothing is lost: ${waiting ? `${count(waiting, "change")} ${waiting === 1 ? "waits" : "wait"} here and will be sent then.` : "everything was saved."}</p>
      <p class="row"><button type="button" class="btn prim" onClick=${() => session.retry()}>I have opened it: go on</button></p>`;
  if (trouble && !onlyRefused)
    return html`<p class="callout bad"><b>${trouble.message}</b> ${trouble.todo ?? ""}</p>
      ${trouble.code === "storage" ? html`<p>Until then, do not close this page: what waits is only here.</p>` : trouble.code !== "stuck" && html`<p class="row"><button type="button" class="btn prim" onClick=${() => session.retry()}>Try now</button></p>`}`;
  if (state === "offline")
    return html`<p>The server cannot be reached. Go on writing: whatever you do is shown at once and sent by itself as soon as the connection is back. ${waiting > 0 && kept}</p>`;
  if (state === "saving") return html`<p>What you did is on its way to the server. ${kept}</p>`;
  if (state === "saved") return html`<p>The server has everything that you wrote here. Nothing waits.</p>`;
  return null;
}

/** The texts that an edit carries, by the fields they were typed in. @returns {[string, string][]} */
export function textsOf({ edit }) {
  if (!edit?.fields) return [];
  const names = KINDS[edit.kind].references.map(({ key }) => key);
  return Object.entries(edit.fields)
    .filter(([key, value]) => !names.includes(key) && value !== null && value !== "")
    .map(([key, value]) => [key, Array.isArray(value) ? value.join(", ") : String(value)]);
}

/** What an item does and where, in a few words. */
function wordsOf(view, { edit, action }) {
  if (!edit) return action === "undo" ? "Take a change back" : "Do a change again";
  const labels = labelsOf(view);
  const word = kindWord(edit.kind, edit.fields ?? {}, labels);
  const at = touchpointOf(view, edit.record, view.get(edit.record) ?? { kind: edit.kind, fields: edit.fields ?? {} });
  const deed = { add: "New", set: "Changed", move: "Moved", remove: "Removed" }[edit.action];
  const name = at ? nameOf(view, at) : nameOf(view, edit.record);
  const isOwn = ["touchpoint", "stage", "journey"].includes(edit.kind); // it is the place itself
  return `${deed}: ${word}${name && `${isOwn ? "" : " at"} ${name}`}`;
}

function Waiting({ item }) {
  const { session } = useEditor();
  const [[, text] = [null, ""]] = textsOf(item);
  const at = madeAt(item.id);
  return html`<li><span>${wordsOf(session.view, item)}${text && html` <span class="quiet" dir="auto">“${excerpt(text)}”</span>`}</span>${at && html`<${Moment} at=${at} />`}</li>`;
}

function Draft({ place, text }) {
  const { session, ui } = useEditor();
  const [isMoving, move] = useState(false);
  const [isGone, drop] = useState(false);
  const at = place.indexOf(" ");
  const [record, field] = [place.slice(0, at), place.slice(at + 1)];
  const letGo = () => (session.drafts.delete(place), drop(true));
  const go = field.startsWith("scribe") ? toScribe : goTo({ session, ui }, record, field, true);
  if (isGone) return null;
  return html`<li class="stack"><span>${nameOf(session.view, touchpointOf(session.view, record) ?? record)} <span class="quiet" dir="auto">“${excerpt(text)}”</span></span>
    ${isMoving
      ? html`<${Elsewhere} text=${text} from=${{ edit: { kind: "statement", record, fields: {} } }} onDone=${letGo} onLeave=${() => move(false)} />`
      : html`<span class="row">${go && html`<button type="button" class="btn" onClick=${go}>Go there</button>`}<button type="button" class="btn" onClick=${() => move(true)}>Put it elsewhere…</button><${LetGo} onSure=${letGo} /></span>`}</li>`;

  function toScribe() {
    ui.over.value = "";
    // The dialog gives the focus back when it goes; the scribe takes it after that.
    requestAnimationFrame(() => {
      ui.scribing.value = record;
      ui.about.value = { lane: field.replace("scribe-", "") };
      ui.view.value = "scribe";
    });
  }
}

/** Asks once more before a text is gone. */
function LetGo({ onSure }) {
  const [isSure, sure] = useState(false);
  return html`<button type="button" class=${`btn ${isSure ? "danger" : "bare"}`} onBlur=${() => sure(false)} onClick=${() => (isSure ? onSure() : sure(true))}>${isSure ? "Yes, let it go for good" : "Let it go"}</button>`;
}

function Refused({ item, error }) {
  const { session, ui } = useEditor();
  const [isMoving, move] = useState(false);
  const [wrong, setWrong] = useState("");
  const texts = textsOf(item);
  const whole = texts.map(([, text]) => text).join("\n");
  const again = () => {
    try {
      session.again(item.id);
    } catch {
      setWrong("This still cannot be done: what it belongs to is gone. Put the text elsewhere, or copy it.");
    }
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(whole);
      say(ui, "The text is copied.");
    } catch {
      setWrong("This browser does not let pages copy. Select the text above and copy it yourself.");
    }
  };
  return html`<li class="card refused">
    <p><b>${wordsOf(session.view, item)}</b></p>
    ${texts.map(([key, text]) => html`<blockquote key=${key} dir="auto"><span class="label">${fieldWord(key)}</span>${text}</blockquote>`)}
    <p class="why"><b>${error.message}</b> ${error.todo ?? ""}</p>
    ${wrong && html`<p class="why bad" role="alert">${wrong}</p>`}
    ${isMoving
      ? html`<${Elsewhere} text=${whole} from=${item} onDone=${() => session.dismiss(item.id)} onLeave=${() => move(false)} />`
      : html`<p class="row">
          ${item.edit && html`<button type="button" class="btn prim" onClick=${again}>Try again</button>`}
          ${whole && html`<button type="button" class="btn" onClick=${() => move(true)}>Put it elsewhere…</button>`}
          ${whole && html`<button type="button" class="btn" onClick=${copy}>Copy the text</button>`}
          <${LetGo} onSure=${() => session.dismiss(item.id)} />
        </p>`}
  </li>`;
}

function excerpt(text) {
  const signs = [...text];
  return signs.length > 90 ? `${signs.slice(0, 89).join("")}…` : text;
}
