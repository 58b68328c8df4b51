// What hangs on a touchpoint, as its lane shows one of it; the values are those of model/map/cells.js.

import { html } from "htm/preact";
import { Bar, EvidenceMark, Hatch, Pips } from "../drawing/marks.js";
import { Icon } from "../icon.js";
import { Long } from "../long.js";

const STATUS_ICONS = { exists: "check", needed: "plus", "not needed": "minus" };

function Current({ text, evidence, tabIndex }) {
  return html`<${Long} text=${text} tabIndex=${tabIndex}><span class="mark"><${EvidenceMark} word=${evidence} /></span> ${text}</${Long}>`;
}

function Plain({ text, tabIndex }) {
  return html`<${Long} text=${text} tabIndex=${tabIndex} />`;
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
    ${isWaste && bar > 0 && html`<${Hatch} value=${bar} />`}
    <p class="nw" dir="auto">${text}</p>
  </div>`;
}

function Story({ text, teller, colour, told, tabIndex }) {
  return html`<blockquote class=${`note ${colour}`}>
    ${told ? html`<${Long} text=${text} tabIndex=${tabIndex} />` : html`<p class="quiet">A story that may not be retold</p>`}
    ${teller && html`<footer dir="auto">${teller}</footer>`}
  </blockquote>`;
}

function Opportunity({ text, dots, pips, quadrant }) {
  return html`<div class="opp"><p dir="auto">${text}</p>
    ${pips > 0 && html`<${Pips} count=${pips} />`}
    <p class="nf"><span>${quadrant}</span>${dots > 0 && html`<b>${dots}<span> ${dots === 1 ? "dot" : "dots"}</span></b>`}</p>
  </div>`;
}

function Behaviour({ text, role, tabIndex }) {
  return html`<${Long} text=${text} class="" tabIndex=${tabIndex}>${text}${role && html` <span class="quiet small">${role}</span>`}</${Long}>`;
}

function Cause({ text, cause, tabIndex }) {
  return html`<${Long} text=${text} class="" tabIndex=${tabIndex}>${text}${cause && html` <span class="tag">${cause}</span>`}</${Long}>`;
}

function Term({ text, meaning, tabIndex }) {
  return html`<${Long} text=${`${text} ${meaning ?? ""}`} class="" tabIndex=${tabIndex}><b>${text}</b>${meaning && html` <span class="quiet">${meaning}</span>`}</${Long}>`;
}

/** By lane; `tabIndex` is that of the buttons in them. */
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
