// How people rated a touchpoint: every rating as a dot, by group, never only a mean; and a form for whoever scribes.

import { html } from "htm/preact";
import { useRef } from "preact/hooks";
import { dots, emotionInk } from "../../model/drawing/shapes.js";
import { number, signed } from "../../model/map/wording.js";
import { useEditor } from "../context.js";
import { Shapes } from "../drawing/shapes.js";
import { say } from "../said.js";
import { useActing } from "./acting.js";
import { SCALES, SETS, cornerOf, pilesOf, ratingsOn } from "./scales.js";

const PITCH = 6; // CSS pixels from dot to dot
const EDGE = 7; // per cent of the width that a scale leaves free at either end

/** @param {{touchpoint: string}} props */
export function Ratings({ touchpoint }) {
  const { session } = useEditor();
  const view = session.live;
  const sets = SETS.map((set) => ({ ...set, found: set.scales.map((scale) => ratingsOn(view, touchpoint, scale)) }));
  const remarks = session.children("perception", touchpoint).flatMap((id) => session.record(id)?.fields.remark ?? []);
  const privacy = sets.flatMap(({ found }) => found).find((one) => one.privacy)?.privacy;
  return html`
    ${sets.map(({ name, scales, found, ...set }) => {
      const corner = cornerOf({ scales, ...set }, found.map(({ median }) => median));
      return found.some(({ n }) => n) && html`<div class="prated" key=${scales[0].key}>
        ${name && html`<h4>${name}${corner && html`: <span class="quiet">${corner}</span>`}</h4>`}
        ${scales.map((scale, at) => found[at].n > 0 && html`<${Chart} key=${scale.key} scale=${scale} of=${found[at]} />`)}
      </div>`;
    })}
    ${privacy && html`<p class="small quiet">${privacy}</p>`}
    ${remarks.length > 0 && html`<details class="more"><summary>What they wrote with it <span>${remarks.length}</span></summary>
      <ul class="premarks">${remarks.map((one) => html`<li class="pre" dir="auto">${one}</li>`)}</ul></details>`}
    <${AddRating} touchpoint=${touchpoint} />
  `;
}

function Chart({ scale, of }) {
  const { label, low, worst, best } = scale;
  const shown = low < 0 ? signed : number;
  const { n, median, groups, split, desired } = of;
  const rows = groups.length ? groups : [{ ...of, name: "" }];
  const words = [`median ${shown(median)}`, `n = ${n}`, desired !== null && `desired ${shown(desired)}`].filter(Boolean).join(" · ");
  return html`<figure class="pchart">
    <figcaption><b>${label}</b> <span class="quiet">${words}</span>${split && html` <span class="tag warn">opinion is split</span>`}</figcaption>
    ${rows.map((row) => html`<div class="pgroup" key=${row.name}>
      ${row.name && html`<p><span dir="auto">${row.name}</span> <span class="quiet">median ${shown(row.median)} · n = ${row.n}</span></p>`}
      <${Dots} scale=${scale} row=${row} />
    </div>`)}
    <p class="pends" aria-hidden="true"><span>${shown(low)} ${worst}</span><span>${shown(scale.high)} ${best}</span></p>
  </figure>`;
}

/** The ratings of one group as dots in their places, the median as a triangle, the middle half as a bracket. */
function Dots({ scale, row }) {
  const { low, high } = scale;
  const piles = pilesOf(row.values, scale);
  const rows = Math.max(...piles.flatMap((pile) => pile.dots.map(([, up]) => up + 1)));
  const base = rows * PITCH + 3;
  const percent = (value) => `${EDGE + (100 - 2 * EDGE) * ((value - low) / (high - low))}%`;
  const steps = Array.from({ length: high - low + 1 }, (_, at) => low + at);
  const pile = ({ value, dots: places }) => html`<svg key=${value} x=${percent(value)} overflow="visible">
    <${Shapes} of=${dots(places.map(([x, up]) => [x * PITCH, base - 4 - up * PITCH]), 2.5, emotionInk(((value - low) / (high - low)) * 4 - 2))} />
  </svg>`;
  return html`<svg class="pdots" width="100%" height=${base + 10} aria-hidden="true" focusable="false">
    <line class="axis" x1=${percent(low)} x2=${percent(high)} y1=${base} y2=${base}></line>
    ${steps.map((step) => html`<line key=${step} class="axis" x1=${percent(step)} x2=${percent(step)} y1=${base - 2} y2=${base + 2}></line>`)}
    ${piles.map(pile)}
    <line class="half" x1=${percent(row.q1)} x2=${percent(row.q3)} y1=${base + 5} y2=${base + 5}></line>
    <svg x=${percent(row.median)} overflow="visible"><path class="middle" d=${`M0 ${base + 1}l4.5 8h-9z`}></path></svg>
  </svg>`;
}

/** A rating that somebody says aloud: nobody is named with it. */
function AddRating({ touchpoint }) {
  const { session, ui } = useEditor();
  const act = useActing();
  const box = useRef(null);
  const { groups = [] } = session.record(session.children("workshop")[0])?.fields ?? {};
  const submit = (event) => {
    event.preventDefault();
    const { group, state, ...given } = Object.fromEntries(new FormData(box.current));
    const values = Object.entries(given).filter(([, value]) => value !== "").map(([key, value]) => [key, Number(value)]);
    if (!values.length) return say(ui, "Choose at least one rating.", { bad: true });
    const fields = { touchpoint, ...Object.fromEntries(values), ...(group.trim() && { group: group.trim() }), ...(state === "desired" && { state }) };
    if (!act({ action: "add", kind: "perception", record: session.makeId(), fields }, "The rating is added.")) return undefined;
    for (const choice of box.current.querySelectorAll(".pscale")) choice.value = "";
    return box.current.querySelector(".pscale").focus();
  };
  return html`<details class="more adds">
    <summary>Add a rating</summary>
    <form ref=${box} onSubmit=${submit}>
      <p class="small quiet">Without a name. Leave out what was not said.</p>
      <div class="pfs">
        <div class="pf"><label for="p-rate-group">Group</label><input type="text" id="p-rate-group" name="group" list="p-groups" autocomplete="off" />
          <datalist id="p-groups">${groups.map((one) => html`<option key=${one} value=${one}></option>`)}</datalist></div>
        <div class="pf"><label for="p-rate-state">It rates</label><select id="p-rate-state" name="state"><option value="current">how it is</option><option value="desired">how it should be</option></select></div>
        ${SCALES.map(({ key, label, low, high, worst, best }) => {
          const shown = low < 0 ? signed : number;
          const steps = Array.from({ length: high - low + 1 }, (_, at) => low + at);
          return html`<div class="pf" key=${key}><label for=${`p-rate-${key}`}>${label}</label><select class="pscale" id=${`p-rate-${key}`} name=${key}>
            <option value="">not said</option>${steps.map((step) => html`<option key=${step} value=${step}>${shown(step)}${step === low ? ` ${worst}` : step === high ? ` ${best}` : ""}</option>`)}
          </select></div>`;
        })}
      </div>
      <button type="submit" class="btn prim">Add rating</button>
    </form>
  </details>`;
}
