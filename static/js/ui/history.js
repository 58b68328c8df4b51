// The history of a touchpoint, of one thing on it, or of the whole workshop: who, when, before and after.

import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { CannotApply } from "../model/applying.js";
import { differing } from "../model/differing.js";
import { labelsOf } from "../model/map/labels.js";
import { linesOf, nameOf, subjectOf, toldWord } from "../model/telling.js";
import { returning } from "../model/returning.js";
import { Marked } from "./clashes.js";
import { useEditor } from "./context.js";
import { Dialog } from "./dialog.js";
import { Icon } from "./icon.js";
import { Moment } from "./moments.js";
import { colourOf, initials } from "./people.js";
import { say } from "./said.js";

const PAGE = 30;
const FAR = 1e12; // beyond every seq: asks for nothing but the newest one
const ICONS = { added: "plus", removed: "trash-2", changed: "pencil", moved: "move" };

export function History() {
  const { session, ui } = useEditor();
  const record = useRef(ui.about.value?.record ?? ui.about.value?.item ?? ui.about.value?.touchpoint ?? ui.selected.value?.touchpoint ?? "").current;
  const name = record ? nameOf(session.view, record) || "something removed" : "the workshop";
  return html`<${Dialog} name="history" icon="history" title=${`History of ${name}`}
    foot=${html`<button type="button" class="btn" onClick=${() => (ui.over.value = "then")}><${Icon} name="clock" size=${15} />The map as it was…</button>`}>
    <${Changes} record=${record} />
  </${Dialog}>`;
}

/**
 * The changes of a record ("" of the whole workshop), the newest first, more on demand; new ones appear as they come.
 * @param {{record: string, pick?: (change: import("../model/changes.js").Change) => void}} props  pick: each can be chosen
 */
export function Changes({ record, pick }) {
  const { session } = useEditor();
  const [list, setList] = useState([]);
  const [state, setState] = useState("loading"); // "more", "all" or a sentence that says what is wrong
  const below = useRef(null);
  const load = async () => {
    setState("loading");
    try {
      const [found, isEnd] = await page(session, record, below.current);
      below.current = found.at(-1)?.seq ?? 0;
      setList((before) => [...before, ...found]);
      setState(isEnd ? "all" : "more");
    } catch (error) {
      setState(error.status ? error.message : "The history is on the server, which cannot be reached now.");
    }
  };
  useEffect(() => void load(), []);
  useEffect(() => {
    // What has come meanwhile, of others and one's own.
    if (!list.length) return;
    const isOf = ({ after }) => !record || Object.keys(after).some((id) => id === record || session.view.get(id)?.fields.touchpoint === record);
    const news = session.heard.value.map(({ change }) => change).filter((one) => one.seq > list[0].seq && isOf(one));
    if (news.length) setList([...news.toReversed(), ...list]);
  }, [session.heard.value]);
  return html`<ol class="changes">
      ${list.map((change) => html`<${Change} key=${change.seq} change=${change} pick=${pick} />`)}
    </ol>
    ${state === "loading" && html`<p class="quiet" role="status">Asking the server…</p>`}
    ${state === "all" && html`<p class="quiet">${list.length ? "That is all: before this, the workshop was as it came in." : "Nothing has been changed here yet."}</p>`}
    ${state === "more" && html`<p><button type="button" class="btn" onClick=${load}>Show older changes</button></p>`}
    ${!["loading", "all", "more"].includes(state) && html`<p class="callout" role="alert">${state} <button type="button" class="btn" onClick=${load}>Try again</button></p>`}`;
}

/** One page of changes under a seq, the newest first, and whether there are no older ones. */
async function page(session, record, below) {
  if (record) {
    const { changes } = await session.api(`history/${encodeURIComponent(record)}?limit=${PAGE}${below ? `&below=${below}` : ""}`);
    return [changes, changes.length < PAGE];
  }
  const top = below ?? (await session.api(`changes?after=${FAR}&limit=1`)).seq + 1;
  const after = Math.max(0, top - 1 - PAGE);
  const { changes } = await session.api(`changes?after=${after}&limit=${PAGE}`);
  return [changes.filter(({ seq }) => seq < top).toReversed(), after === 0];
}

const DEEDS = { undo: "took back", redo: "did again", replace: "replaced" };

function Change({ change, pick }) {
  const { session } = useEditor();
  const view = session.view;
  const labels = labelsOf(view);
  const { seq, by, actor, at, action, told = [], conflict } = change;
  return html`<li class="change">
    <p class="row">
      <span class=${`pav u${colourOf(actor)}`} aria-hidden="true">${initials(by)}</span>
      <b dir="auto">${actor === session.me.actor ? "You" : by}</b>
      ${DEEDS[action] && html`<span class="quiet">${DEEDS[action]}</span>`}
      <span class="subject" dir="auto">${subjectOf(view, change, labels)}</span>
      <span class="grow"></span><${Moment} at=${at} />
      ${pick && html`<button type="button" class="btn" onClick=${() => pick(change)}>Before this<span class="vh"> (change ${seq})</span></button>`}
    </p>
    ${pick && html`<p class="gist quiet" dir="auto">${gistOf(linesOf(view, change, labels)[0])}</p>`}
    ${!pick && linesOf(view, change, labels).map((line, at) => html`<${Line} key=${at} line=${line} change=${change} />`)}
    ${!pick && conflict && Object.entries(conflict).map(([field, { other, by: writer }]) => html`<p key=${field} class="small quiet">The text of ${writer} could not be joined with it and is kept: “${other}”</p>`)}
    ${told.map((sentence) => html`<p key=${sentence} class="small quiet">${toldWord(view, sentence)}</p>`)}
  </li>`;
}

/** A line in short. */
function gistOf(line) {
  if (!line) return "";
  return line.deed === "changed" ? `${line.before || "—"} → ${line.after || "—"}` : `${line.deed}: ${line.before || line.after}`;
}

function Line({ line, change }) {
  const { title, deed, before, after } = line;
  const { one, other } = deed === "changed" ? differing(before, after) : { one: [[before, false]], other: [[after, false]] };
  return html`<div class=${`deed is-${deed}`}>
    <span class="label"><${Icon} name=${ICONS[deed]} size=${14} />${title}${deed === "changed" ? "" : ` ${deed}`}</span>
    ${before && html`<p class="pre was" dir="auto"><span class="vh">Before: </span><${Marked} parts=${one} as="del" /></p>`}
    ${after && html`<p class="pre now" dir="auto"><span class="vh">After: </span><${Marked} parts=${other} as="ins" /></p>`}
    ${deed === "changed" && !after && html`<p class="quiet now">(emptied)</p>`}
    <${BringBack} line=${line} change=${change} />
  </div>`;
}

/** The button that writes again what was there before; only where that would change something. */
function BringBack({ line: { record, kind, field, deed, was }, change }) {
  const { session, ui } = useEditor();
  let wanted = null;
  if (deed === "changed" && was !== null && was !== "") wanted = { [record]: { kind, fields: { [field]: was } } };
  if (deed === "removed" && record) wanted = goneIn(change);
  const edits = wanted ? returning(session.view, wanted, session.makeId) : [];
  if (!edits.length) return null;
  const bring = () => {
    try {
      session.do(returning(session.view, wanted, session.makeId));
      say(ui, "It is back as it was.", { undo: true });
    } catch (error) {
      if (!(error instanceof CannotApply)) throw error;
      say(ui, "It cannot be brought back: what it belonged to has changed too much.", { bad: true });
    }
  };
  return html`<p><button type="button" class="btn bare back" onClick=${bring}><${Icon} name="corner-up-left" size=${14} />${deed === "removed" ? "Bring this back" : "Bring this text back"}</button></p>`;
}

/** The records that a change took away, as they were. */
function goneIn({ before, after }) {
  return Object.fromEntries(Object.entries(before).filter(([id, was]) => was && after[id] === null));
}
