// What waits, since when, and what was refused, each with what to do: in plain words, and no text is ever lost.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { count } from "../model/map/wording.js";
import { refusedWords } from "../model/reasons.js";
import { byDeed } from "../model/refused.js";
import { nameOf, touchpointOf } from "../model/telling.js";
import { useEditor } from "./context.js";
import { Dialog } from "./dialog.js";
import { Elsewhere } from "./elsewhere.js";
import { goTo } from "./going.js";
import { textsOf, wordsOf } from "./itemwords.js";
import { LetGo } from "./lettinggo.js";
import { madeAt, Moment } from "./moments.js";
import { Refused } from "./refused.js";

const MOST = 20; // lines of what waits

export function Attention() {
  const { session } = useEditor();
  const status = session.status.value;
  const { state, trouble } = status;
  const refused = session.refused.value;
  const deeds = byDeed(refused);
  const waiting = session.waiting.value;
  const drafts = session.drafts.all().filter(([, { text }]) => text.trim());
  return html`<${Dialog} name="status" icon=${state === "saved" ? "circle-check" : "info"} title=${titleOf(status, deeds.length)}>
    <${General} status=${status} onlyRefused=${refused.length > 0 && refused.some(({ error }) => error === trouble)} />
    ${refused.length > 0 &&
    html`<section aria-labelledby="refused"><h3 id="refused">Not taken in</h3>
      <ul class="cards">${deeds.map((deed) => html`<${Refused} key=${deed.id} deed=${deed} />`)}</ul>
      ${deeds.length > 1 && html`<p class="row let-all"><${LetGo} words="Let all go" sure="Yes, let all of them go for good" onSure=${() => session.dismiss(refused.map(({ id }) => id))} /></p>`}</section>`}
    ${drafts.length > 0 &&
    html`<section aria-labelledby="typed"><h3 id="typed">Being written</h3>
      <ul class="waits">${drafts.map(([key, { text }]) => html`<${Draft} key=${key} place=${key} text=${text} />`)}</ul></section>`}
    ${waiting.length > 0 &&
    html`<section aria-labelledby="waits"><h3 id="waits">On the way</h3>
      <ul class="waits">${waiting.slice(0, MOST).map((item) => html`<${Waiting} key=${item.id} item=${item} />`)}</ul>
      ${waiting.length > MOST && html`<p class="quiet">and ${waiting.length - MOST} more</p>`}</section>`}
  </${Dialog}>`;
}

function titleOf({ state }, refused) {
  if (refused) return refusedWords(refused);
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

function excerpt(text) {
  const signs = [...text];
  return signs.length > 90 ? `${signs.slice(0, 89).join("")}…` : text;
}
