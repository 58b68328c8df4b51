// Two texts for one place, because two wrote at once: both are kept until somebody has chosen.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { differing } from "../model/differing.js";
import { labelsOf } from "../model/map/labels.js";
import { capital, count } from "../model/map/wording.js";
import { fieldWord, kindWord, nameOf, touchpointOf } from "../model/telling.js";
import { useEditor } from "./context.js";
import { Dialog } from "./dialog.js";
import { goTo } from "./going.js";
import { Moment } from "./moments.js";
import { say } from "./said.js";

export function Clashes() {
  const { session, ui } = useEditor();
  const { about } = ui;
  const all = session.conflicts.value;
  const here = about.value?.record ? all.filter(({ record, field }) => record === about.value.record && (!about.value.field || field === about.value.field)) : [];
  const shown = here.length ? here : all;
  return html`<${Dialog} name="conflicts" icon="git-branch" title=${shown.length ? `${count(shown.length, "text")} to choose` : "Nothing to choose"}>
    ${shown.length
      ? html`<p class="quiet">Two people wrote in the same place at the same time. Both texts are kept; choose what shall stand.</p>`
      : html`<p>Every text has been chosen.</p>`}
    <ul class="cards">${shown.map((one) => html`<${Clash} key=${`${one.seq} ${one.record} ${one.field}`} clash=${one} />`)}</ul>
  </${Dialog}>`;
}

function Clash({ clash }) {
  const { session, ui } = useEditor();
  const { seq, record, field, other, by, isMine } = clash;
  const entry = session.record(record);
  const [writer, setWriter] = useState(null);
  useEffect(() => {
    // The text that stands: the newest change that wrote this field. Without a network its writer stays unnamed.
    session.api(`history/${encodeURIComponent(record)}?limit=50`).then(
      ({ changes }) => setWriter(changes.find(({ after }) => field in (after[record]?.fields ?? {})) ?? null),
      () => {},
    );
  }, [seq]);
  if (!entry) return null;
  const stands = String(entry.fields[field] ?? "");
  const { one, other: rest } = differing(stands, other);
  const me = session.me.actor;
  const isStandingMine = writer ? writer.actor === me : isMine === false && by !== session.me.by;
  const newer = isStandingMine ? "you" : (writer?.by ?? "somebody");
  const older = isMine ? "you" : by;
  const at = touchpointOf(session.view, record);
  const place = at ? nameOf(session.view, at) : nameOf(session.view, record);
  const word = kindWord(entry.kind, entry.fields, labelsOf(session.view));
  const isText = ["text", "description", "meaning"].includes(field);
  const go = goTo({ session, ui }, record, field);
  const choose = (choice, text) => {
    session.choose(clash, choice);
    if (session.conflicts.value.length === 0) ui.over.value = "";
    say(ui, text, { undo: true });
  };
  // session.choose says "mine" for the text that stands, unless the other one is this person's own.
  const [keep, take] = isMine ? ["theirs", "mine"] : ["mine", "theirs"];
  return html`<li class="card clash">
    <p class="row between"><b dir="auto">${capital(isText ? word : fieldWord(field))}${place && ` at ${place}`}</b>${go && html`<button type="button" class="btn bare" onClick=${go}>Go there</button>`}</p>
    <div class="versus">
      <${Side} title=${newer === "you" ? "You wrote" : `${capital(newer)} wrote`} note="stands now" at=${writer?.at} parts=${one}>
        <button type="button" class="btn" onClick=${() => choose(keep, "The text stays as it stands.")}>${newer === "you" ? "Keep mine" : isMine ? `Take ${whose(newer)}` : `Keep ${whose(newer)}`}</button>
      </${Side}>
      <${Side} title=${older === "you" ? "You wrote" : `${older} wrote`} note="kept beside it" parts=${rest}>
        <button type="button" class="btn" onClick=${() => choose(take, "The other text stands now.")}>${older === "you" ? "Keep mine" : `Take ${whose(older)}`}</button>
      </${Side}>
    </div>
    <p class="row"><button type="button" class="btn prim" onClick=${() => choose("both", "Both texts stand now, one after the other.")}>Keep both</button></p>
  </li>`;
}

function whose(name) {
  return name === "somebody" ? "theirs" : `${name}’s`;
}

function Side({ title, note, at, parts, children }) {
  return html`<section>
    <p class="row between small"><b dir="auto">${title}</b><span class="quiet">${note}${at && html` · <${Moment} at=${at} />`}</span></p>
    <p class="pre text" dir="auto"><${Marked} parts=${parts} /></p>
    ${children}
  </section>`;
}

/** A text with what only it has set off. @param {{parts: import("../model/differing.js").Stretches, as?: string}} props */
export function Marked({ parts, as = "mark" }) {
  if (!parts.length) return html`<span class="quiet">(nothing)</span>`;
  return parts.map(([text, isOwn]) => (isOwn ? html`<${as}>${text}</${as}>` : text));
}
