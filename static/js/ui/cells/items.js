// What hangs on a touchpoint, as its lane shows one of it.

import { html } from "htm/preact";
import { minutes, quantity } from "../../model/map/wording.js";
import { useEditor } from "../context.js";
import { Icon } from "../icon.js";

const EVIDENCE = ["assumed", "staff story", "customer story", "measured"];
const STATUS_ICONS = { exists: "check", needed: "plus", "not needed": "minus" };
const NOTES = ["butter", "mint", "sky", "blush", "lilac"];
const MOST_PIPS = 24;

/** How well something is backed: a mark, and the word for those who do not see it. */
export function Evidence({ word = "assumed" }) {
  return html`<span class="mark"><span class=${`ev e${EVIDENCE.indexOf(word)}`} title=${word} aria-hidden="true"></span><span class="vh">${word}: </span></span>`;
}

function fieldsOf(id) {
  return useEditor().session.record(id)?.fields ?? {};
}

function Current({ id }) {
  const { text, evidence } = fieldsOf(id);
  return html`<p class="pre" dir="auto"><${Evidence} word=${evidence} /> ${text}</p>`;
}

function Desired({ id }) {
  return html`<p class="pre" dir="auto">${fieldsOf(id).text}</p>`;
}

function Standard({ id }) {
  const { attribute, target, unit, status = "needed" } = fieldsOf(id);
  return html`<p class=${`std ${status.replace(" ", "-")}`}>
    <${Icon} name=${STATUS_ICONS[status]} size=${13} /><span><span class="vh">${status}: </span><span dir="auto">${attribute}</span>
    ${target !== undefined && html` <b class="nowrap">${quantity(target, unit)}</b>`}</span>
  </p>`;
}

function Measure({ id }) {
  const { session } = useEditor();
  const { name, current, unit, standard, status = "needed" } = fieldsOf(id);
  const goal = standard ? session.record(standard)?.fields : undefined;
  const target = goal?.target !== undefined ? quantity(goal.target, goal.unit) : "";
  return html`<div class="me">
    <p class="mn" dir="auto">${name}</p>
    ${current !== undefined
      ? html`<p class="mv"><b>${quantity(current, unit ?? goal?.unit)}</b>${target && html`<span><${Icon} name="arrow-right" size=${12} /><span class="vh">target </span>${target}</span>`}</p>`
      : html`<p class="none">${status === "needed" ? "needed" : "no value yet"}${target && `, target ${target}`}</p>`}
  </div>`;
}

function Activity({ id }) {
  const { name, minutes: each, times = 1, class: value, waste } = fieldsOf(id);
  const isWaste = value === "non-value-added";
  return html`<div class="nv">
    <p class="nm"><b>${each !== undefined ? minutes(each * times) : "no minutes"}</b> <span>${isWaste ? (waste ?? "") : (value ?? "unclassified")}</span></p>
    <p class="nw" dir="auto">${name}</p>
  </div>`;
}

function Story({ id, touchpoint }) {
  const { session } = useEditor();
  const { text, teller, consent } = fieldsOf(id);
  const place = session.children("story", touchpoint).indexOf(id);
  return html`<blockquote class=${`note ${NOTES[place % NOTES.length]}`}>
    <p class="pre" dir="auto">${text}</p>
    <footer dir="auto">${teller}${!consent || consent === "no" ? html` <span class="quiet">not to be retold</span>` : null}</footer>
  </blockquote>`;
}

function Opportunity({ id }) {
  const { session } = useEditor();
  const { title } = fieldsOf(id);
  const dots = session.children("vote", id).reduce((sum, vote) => sum + (session.record(vote)?.fields.dots ?? 0), 0);
  return html`<div class="opp"><p dir="auto">${title}</p>
    ${dots > 0 &&
    html`<svg class="pips" width="120" height=${10 * Math.ceil(Math.min(dots, MOST_PIPS) / 12)} aria-hidden="true">
        ${Array.from({ length: Math.min(dots, MOST_PIPS) }, (_, at) => html`<circle cx=${5 + 10 * (at % 12)} cy=${5 + 10 * Math.floor(at / 12)} r="4" />`)}
      </svg>
      <p class="nf"><b>${dots}<span> ${dots === 1 ? "dot" : "dots"}</span></b></p>`}
  </div>`;
}

function Behaviour({ id }) {
  const { text, role } = fieldsOf(id);
  return html`<p dir="auto">${text}${role && html` <span class="quiet small">${role}</span>`}</p>`;
}

function Cause({ id }) {
  const { text, kind } = fieldsOf(id);
  return html`<p dir="auto">${text}${kind && html` <span class="tag">${kind}</span>`}</p>`;
}

function Term({ id }) {
  const { term, meaning } = fieldsOf(id);
  return html`<p dir="auto"><b>${term}</b>${meaning && html` <span class="quiet">${meaning}</span>`}</p>`;
}

/** By lane. */
export const ITEMS = {
  current: Current,
  desired: Desired,
  standards: Standard,
  measures: Measure,
  activities: Activity,
  nva: Activity,
  stories: Story,
  opportunities: Opportunity,
  behaviours: Behaviour,
  causes: Cause,
  vocabulary: Term,
};
