// A list, a column or a table is pasted: what will happen is shown before it does, and one undo takes it back.

import { html } from "htm/preact";
import { useRef, useState } from "preact/hooks";
import { appendTouchpoint } from "../model/map/building.js";
import { laneKind } from "../model/map/lanes.js";
import { parsePasted, planPaste } from "../model/map/pasting.js";
import { useEditor } from "./context.js";
import { Dialog } from "./dialog.js";
import { textOf } from "./doing/hand.js";
import { close } from "./opening.js";

const SHOWN = 6; // places in the preview
const WAYS = {
  along: "One to each touchpoint from here on",
  here: "All of them here",
  touchpoints: "As new touchpoints",
  block: "As a table of touchpoints and lanes",
};

/** What it is about is in `ui.about`: `{touchpoint, lane, text, way}`; lane "head" for the touchpoints' names. */
export function Pasting() {
  const { session, ui, shape, hand } = useEditor();
  const [about] = useState(() => ui.about.peek());
  const [text, setText] = useState(about.text);
  const [wish, setWish] = useState("");
  const [more, setMore] = useState(false);
  const [rows, setRows] = useState(false);
  const form = useRef(null);
  const touchpoint = about.touchpoint || (shape.peek().stations.at(-1)?.id ?? "");
  const isIn = about.touchpoint && laneKind(about.lane) && laneKind(about.lane).holds.type !== "emotion";
  const keys = shape.peek().lanes.map(({ key }) => key).filter((key) => laneKind(key).holds.type !== "emotion");
  const matrix = parsePasted(text);
  const isTable = (matrix[0]?.length ?? 0) > 1 && matrix.length > 1;
  const planFor = (way, extra = more) => {
    if (way === "touchpoints" && !touchpoint) return { first: true, ...listed(matrix) };
    const names = !isIn;
    const lanes = isIn ? keys.slice(Math.max(0, keys.indexOf(about.lane))) : keys;
    return planPaste(session.view, matrix, { way, touchpoint, lane: about.lane, lanes, names, more: extra, across: rows ? "rows" : "columns" }, session.makeId);
  };
  const open = Object.keys(WAYS).filter((way) => (way === "block" ? isTable && touchpoint : way === "touchpoints" ? !isTable : isIn && !(isTable && way === "along")));
  const way = open.includes(wish) ? wish : likeliest(open, { about, planFor });
  const plan = text.trim() && way ? planFor(way) : null;

  function submit(event) {
    event?.preventDefault();
    if (!plan || plan.problem) return;
    close(ui);
    if (plan.first) begin(plan.names);
    else {
      const done = hand.carry(plan);
      const at = done && (session.view.get(done.made[0])?.kind === "touchpoint" ? { lane: "head", touchpoint: done.made[0] } : { lane: about.lane, touchpoint });
      if (at) hand.goTo(at);
    }
  }
  /** The first touchpoints of a journey, in one step for undo. */
  function begin([first, ...others]) {
    const journey = shape.peek().journey;
    const group = session.makeId();
    const one = appendTouchpoint(session.view, journey, first, session.makeId);
    if (one.problem) return hand.carry(one);
    session.do(one.edits, { group });
    const rest = others.length ? planPaste(session.view, others.map((name) => [name]), { way: "touchpoints", touchpoint: one.made[0] }, session.makeId) : null;
    if (rest?.edits.length) session.do(rest.edits, { group });
    return hand.goTo({ lane: "head", touchpoint: one.made[0] });
  }
  const key = (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && submit(event);
  return html`<${Dialog} title="Paste a list" name="paste" icon="clipboard-paste">
    <form ref=${form} class="stack" onSubmit=${submit}>
      <div class="field"><label for="pasted">A line for each, or a table from a spreadsheet</label>
        <textarea id="pasted" rows=${about.text ? 4 : 8} dir="auto" data-first=${about.text ? undefined : ""} value=${text} onInput=${(event) => setText(event.target.value)} onKeyDown=${key} aria-describedby="paste-says"></textarea></div>
      ${text.trim() && html`<fieldset class="stack ways-to"><legend class="label">Where to</legend>
        ${open.map((one) => html`<label class="check" key=${one}><input type="radio" name="way" checked=${one === way} data-first=${about.text && one === way ? "" : undefined} onChange=${() => setWish(one)} />
          <span>${WAYS[one]}</span></label>`)}
        ${way === "block" && html`<label class="check"><input type="checkbox" checked=${rows} onChange=${(event) => setRows(event.target.checked)} /><span>Each row is a touchpoint (else each column)</span></label>`}
        ${(plan?.short || more) && html`<label class="check"><input type="checkbox" checked=${more} onChange=${(event) => setMore(event.target.checked)} /><span>Add the touchpoints that are missing</span></label>`}
      </fieldset>`}
      <div class="says" id="paste-says" role="status">${plan && html`<p class=${plan.problem ? "wrong" : "will"}>${plan.problem || plan.says}</p>`}</div>
      ${plan && !plan.problem && html`<${Preview} plan=${plan} />`}
      <footer class="dlg-foot row"><button type="button" class="btn" onClick=${() => close(ui)}>Cancel</button><button class="btn prim" disabled=${!plan || Boolean(plan.problem)}>Paste</button></footer>
    </form>
  </${Dialog}>`;
}

/** The way that somebody most likely means here: a line to each touchpoint where there are enough of them. */
function likeliest(open, { about, planFor }) {
  if (open.includes(about.way)) return about.way;
  if (open.includes("block")) return "block";
  if (open.includes("along") && planFor("along", false).problem) return "here";
  return open[0] ?? "";
}

/** The lines as names of the first touchpoints. */
function listed(matrix) {
  const names = matrix.map(([name]) => name.replace(/\s*\n\s*/g, " ")).filter(Boolean);
  return { names, edits: [], says: `${names.length} new touchpoints.`, problem: names.length ? "" : "There is nothing to paste." };
}

/** The first places that get something. */
function Preview({ plan }) {
  const { session } = useEditor();
  const fresh = new Map(plan.edits.filter(({ action, kind }) => action === "add" && kind === "touchpoint").map(({ record, fields }) => [record, fields.name]));
  const name = (id) => fresh.get(id) ?? session.view.get(id)?.fields.name ?? "";
  const rows = (plan.names ?? []).map((one) => ["New", one]);
  for (const { action, kind, record, fields } of plan.edits) {
    const isOfWords = kind === "term" || kind === "cause";
    if (kind === "touchpoint" && action === "add") rows.push(["New", fields.name]);
    else if (kind === "touchpoint") for (const value of Object.values(fields)) rows.push([name(record), [].concat(value).join(", ")]);
    else if (fields.touchpoint || isOfWords) rows.push([name(fields.touchpoint ?? fields.touchpoints?.[0]), textOf({ fields }) || textOf(session.view.get(record))]);
  }
  return html`<ol class="preview">
    ${rows.slice(0, SHOWN).map(([where, what], at) => html`<li key=${at}><span class="quiet" dir="auto">${where}</span><span dir="auto">${what}</span></li>`)}
    ${rows.length > SHOWN && html`<li class="quiet">and ${rows.length - SHOWN} more</li>`}
  </ol>`;
}
