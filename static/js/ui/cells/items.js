// What hangs on a touchpoint, as its lane shows one of it; the values are those of model/map/cells.js.

import { html } from "htm/preact";
import { Icon } from "../icon.js";

const STATUS_ICONS = { exists: "check", needed: "plus", "not needed": "minus" };
const PIPS_A_ROW = 12;

/** How well something is backed: a mark, and the word for those who do not see it. */
export function Evidence({ level, word }) {
  return html`<span class="mark"><span class=${`ev e${level}`} title=${word} aria-hidden="true"></span><span class="vh">${word}: </span></span>`;
}

/** A value between nought and 100, and where its goal stands. */
export function Bar({ value, goal }) {
  return html`<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
    <rect class="base" y="1" width="100" height="4" rx="1" /><rect class="val" y="1" width=${value} height="4" rx="1" />
    ${goal !== null && html`<rect class="goal" x=${goal} width="1.4" height="6" />`}
  </svg>`;
}

/** Dots, twelve in a row. */
export function Pips({ count }) {
  return html`<svg class="pips" width="120" height=${10 * Math.ceil(count / PIPS_A_ROW)} aria-hidden="true">
    ${Array.from({ length: count }, (_, at) => html`<circle key=${at} cx=${5 + 10 * (at % PIPS_A_ROW)} cy=${5 + 10 * Math.floor(at / PIPS_A_ROW)} r="4" />`)}
  </svg>`;
}

function Current({ text, level, evidence }) {
  return html`<p class="pre" dir="auto"><${Evidence} level=${level} word=${evidence} /> ${text}</p>`;
}

function Plain({ text }) {
  return html`<p class="pre" dir="auto">${text}</p>`;
}

function Standard({ text, status, target }) {
  return html`<p class=${`std ${status.replace(" ", "-")}`}>
    <${Icon} name=${STATUS_ICONS[status]} size=${13} /><span><span class="vh">${status}: </span><span dir="auto">${text}</span>${target && html` <b class="nowrap">${target}</b>`}</span>
  </p>`;
}

function Measure({ text, current, target, bar, needed }) {
  const goal = target && html`<span><${Icon} name="arrow-right" size=${12} /><span class="vh">target </span>${target}</span>`;
  return html`<div class="me"><p class="mn" dir="auto">${text}</p>
    ${current
      ? html`<p class="mv"><b>${current}</b>${goal}</p>${bar && html`<${Bar} ...${bar} />`}`
      : html`<p class="none">${needed ? "needed" : "no value yet"}${target && `, target ${target}`}</p>`}
  </div>`;
}

function Activity({ text, minutes, value, waste, bar }) {
  const isWaste = value === "non-value-added";
  return html`<div class="nv">
    <p class="nm"><b>${minutes || "no minutes"}</b> <span>${isWaste ? waste : value}</span></p>
    ${isWaste && bar > 0 && html`<svg class="hatch" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="fill" width=${bar} height="8" /></svg>`}
    <p class="nw" dir="auto">${text}</p>
  </div>`;
}

function Story({ text, teller, colour, told }) {
  return html`<blockquote class=${`note ${colour}`}>
    ${told ? html`<p class="pre" dir="auto">${text}</p>` : html`<p class="quiet">A story that may not be retold</p>`}
    ${teller && html`<footer dir="auto">${teller}</footer>`}
  </blockquote>`;
}

function Opportunity({ text, dots, pips, quadrant }) {
  return html`<div class="opp"><p dir="auto">${text}</p>
    ${pips > 0 && html`<${Pips} count=${pips} />`}
    <p class="nf"><span>${quadrant}</span>${dots > 0 && html`<b>${dots}<span> ${dots === 1 ? "dot" : "dots"}</span></b>`}</p>
  </div>`;
}

function Behaviour({ text, role }) {
  return html`<p dir="auto">${text}${role && html` <span class="quiet small">${role}</span>`}</p>`;
}

function Cause({ text, cause }) {
  return html`<p dir="auto">${text}${cause && html` <span class="tag">${cause}</span>`}</p>`;
}

function Term({ text, meaning }) {
  return html`<p dir="auto"><b>${text}</b>${meaning && html` <span class="quiet">${meaning}</span>`}</p>`;
}

/** By lane. */
export const ITEMS = {
  current: Current,
  desired: Plain,
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
