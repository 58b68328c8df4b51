// What hangs on a touchpoint, part by part: both states side by side, standards with their measures, activities with the
// question, stories, opportunities, behaviours, what people call things, and what they remark.

import { html } from "htm/preact";
import { cellOf } from "../../model/map/cells.js";
import { labelsOf } from "../../model/map/labels.js";
import { minutes } from "../../model/map/wording.js";
import { useEditor } from "../context.js";
import { Bar, Pips } from "../drawing/marks.js";
import { Icon } from "../icon.js";
import { useActing } from "./acting.js";
import { Controls } from "./control.js";
import { SHEETS } from "./fields.js";
import { rewardsOf } from "./rewards.js";
import { Rows } from "./rows.js";
import { inWords, spendingOf, suggestedClass } from "./spending.js";

const PAYS = ["yes", "no", "unknown"];

/** @typedef {{touchpoint: string}} PartProps */

/** @param {PartProps} props */
export function About({ touchpoint }) {
  return html`<${Controls} id=${touchpoint} kind="touchpoint" of=${SHEETS.touchpoint.fields} />`;
}

/** Current and desired, side by side where there is room. @param {PartProps} props */
export function States({ touchpoint }) {
  const { session, shape } = useEditor();
  const act = useActing();
  const all = session.children("statement", touchpoint);
  return html`<div class="pstates">
    ${["current", "desired"].map((state) => {
      const other = state === "current" ? "desired" : "current";
      return html`<div class=${`pstate ${state}`} key=${state}>
        <h4><${Icon} name=${state === "current" ? "eye" : "sparkles"} /><span dir="auto">${shape.value.allLanes.find(({ key }) => key === state).name}</span></h4>
        <${Rows}
          kind="statement"
          word=${`${state} statement`}
          ids=${all.filter((id) => session.record(id)?.fields.state === state)}
          fixed=${{ touchpoint, state }}
          more=${(id) => ({ other: () => act({ action: "move", kind: "statement", record: id, fields: { state: other } }) })}
        />
      </div>`;
    })}
  </div>`;
}

/** Standards, the measures of each under it, and those that check none. @param {PartProps} props */
export function Standards({ touchpoint }) {
  const { session } = useEditor();
  const view = session.live;
  const labels = labelsOf(view);
  const standards = session.children("standard", touchpoint);
  const cells = new Map(cellOf(view, "measures", touchpoint).items.map((one) => [one.id, one]));
  const tied = (id) => session.record(id)?.fields.standard;
  const measures = (standard, ids) => html`<${Rows}
    kind="measure"
    word=${labels.one("measure")}
    ids=${ids}
    fixed=${{ touchpoint, ...(standard && { standard }) }}
    foot=${(id) => html`<${Measured} id=${id} cell=${cells.get(id)} standards=${standards} />`}
  />`;
  const loose = [...cells.keys()].filter((id) => !standards.includes(tied(id)));
  return html`
    <${Rows}
      kind="standard"
      word=${labels.one("standard")}
      ids=${standards}
      fixed=${{ touchpoint }}
      foot=${(id) => {
        const own = [...cells.keys()].filter((one) => tied(one) === id);
        const isAsked = session.record(id)?.fields.status !== "not needed";
        return html`<div class="under">${!own.length && isAsked && html`<p class="pwarn">No ${labels.one("measure")} checks it.</p>`}${measures(id, own)}</div>`;
      }}
    />
    <div class="loose"><h4>Without a ${labels.one("standard")}</h4>${measures("", loose)}</div>
  `;
}

function Measured({ id, cell, standards }) {
  const { session } = useEditor();
  const act = useActing();
  const at = `p-${id}-standard`;
  const { standard = "" } = session.record(id)?.fields ?? {};
  const name = (one) => session.record(one)?.fields.attribute;
  return html`
    ${cell?.current &&
    html`<p class="pvalue"><b>${cell.current}</b>${cell.target && html`<span class="quiet">target ${cell.target}</span>`}${cell.kept !== null && html`<span class=${`tag ${cell.kept ? "good" : "bad"}`}>${cell.kept ? "kept" : "not kept"}</span>`}</p>
      ${cell.bar && html`<${Bar} ...${cell.bar} />`}`}
    ${(standards.length > 0 || standard) &&
    html`<div class="pf wide"><label for=${at}>Checks</label>
      <select id=${at} data-f=${at} value=${standard} onFocus=${() => session.here({ record: id, field: "standard" })} onChange=${(event) => act.set("measure", id, { standard: event.target.value || null })}>
        <option value="">nothing that is written down</option>
        ${standard && !standards.includes(standard) && html`<option value=${standard}>${name(standard)}</option>`}
        ${standards.map((one) => html`<option key=${one} value=${one}>${name(one)}</option>`)}
      </select></div>`}
  `;
}

/** What is done here, how long it takes, and what customers would not pay for. @param {PartProps} props */
export function Activities({ touchpoint }) {
  const { session } = useEditor();
  const { lead, parts, efficiency, most } = spendingOf(session.live, touchpoint);
  let start = 0;
  const bars = parts.map(({ key, minutes: own }) => {
    const x = start;
    start += (100 * own) / lead;
    return html`<rect key=${key} class=${`t-${key}`} x=${x} width=${start - x} height="10"></rect>`;
  });
  return html`
    ${lead > 0 &&
    html`<p class="ptimes"><span><b>${minutes(lead)}</b> pass</span><span><b>${efficiency === null ? "no data" : inWords(efficiency)}</b> process-cycle efficiency</span></p>
      <svg class="ptime" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">${bars}</svg>
      <ul class="pkeys">${parts.map(({ key, name, minutes: own }) => html`<li key=${key}><i class=${`t-${key}`}></i>${name} <b>${minutes(own)}</b></li>`)}</ul>
      ${efficiency === null ? html`<p class="small quiet">No activity with minutes has a class yet.</p>` : most !== null && html`<p class="small quiet">Were all that is unclassified or unexplained of value, it would be ${inWords(most)}.</p>`}`}
    <${Rows} kind="activity" word=${labelsOf(session.live).one("activity")} ids=${session.children("activity", touchpoint)} fixed=${{ touchpoint }} foot=${(id) => html`<${Asked} id=${id} />`} />
  `;
}

/** The question, and the class that its answer suggests: one click, never by itself. */
function Asked({ id }) {
  const { session } = useEditor();
  const act = useActing();
  const fields = session.record(id)?.fields ?? {};
  const suggested = suggestedClass(fields);
  return html`<fieldset class="asks">
    <legend>Would the customer pay for this if they knew?</legend>
    ${PAYS.map(
      (one) => html`<label key=${one} class="check"><input type="radio" name=${`p-${id}-pay`} data-f=${`p-${id}-pay-${one}`} checked=${fields.would_pay === one}
        onFocus=${() => session.here({ record: id, field: "would_pay" })} onChange=${() => act.set("activity", id, { would_pay: one })} />${one}</label>`,
    )}
    ${suggested && html`<button type="button" class="btn soft" onClick=${() => act.set("activity", id, { class: suggested })}>Class it as ${suggested}</button>`}
  </fieldset>`;
}

/** @param {PartProps} props */
export function Stories({ touchpoint }) {
  const { session } = useEditor();
  return html`<${Rows} kind="story" word=${labelsOf(session.live).one("story")} ids=${session.children("story", touchpoint)} fixed=${{ touchpoint }} />`;
}

/** @param {PartProps} props */
export function Opportunities({ touchpoint }) {
  const { session } = useEditor();
  const cells = new Map(cellOf(session.live, "opportunities", touchpoint).items.map((one) => [one.id, one]));
  const votes = (id) => {
    const { dots = 0, pips = 0, quadrant = "" } = cells.get(id) ?? {};
    return (dots > 0 || quadrant) && html`<p class="pvotes"><${Pips} count=${pips} /><b>${dots} ${dots === 1 ? "dot" : "dots"}</b> ${quadrant && html`<span class="tag">${quadrant}</span>`}</p>`;
  };
  return html`<${Rows} kind="opportunity" word=${labelsOf(session.live).one("opportunity")} ids=${session.children("opportunity", touchpoint)} fixed=${{ touchpoint }} foot=${votes} />`;
}

/** @param {PartProps} props */
export function Behaviours({ touchpoint }) {
  const { session } = useEditor();
  const says = (id) => {
    const { constraint, obstacle, misaligned } = rewardsOf(session.record(id)?.fields ?? {});
    const held = constraint && `Held back by ${constraint === "both" ? "ability and motivation alike" : constraint}${obstacle ? ", and by the situation" : ""}.`;
    return (held || misaligned !== null) && html`<p class="psays">${misaligned !== null && html`<span class=${`tag ${misaligned ? "bad" : "good"}`}>rewards ${misaligned ? "misaligned" : "aligned"}</span>`} ${held}</p>`;
  };
  return html`<${Rows} kind="behaviour" word="behaviour" ids=${session.children("behaviour", touchpoint)} fixed=${{ touchpoint }} foot=${says} />`;
}

/** @param {PartProps} props */
export function Comments({ touchpoint }) {
  const { session } = useEditor();
  const ids = commentsOn(session.live, touchpoint);
  const fixed = {
    about: touchpoint,
    author: session.me.by,
    // Read as it is written, not as the panel is opened.
    get at() {
      return new Date().toISOString();
    },
  };
  const wrote = (id) => {
    const { author, at } = session.record(id)?.fields ?? {};
    const when = at && new Date(at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
    return html`<p class="small quiet" dir="auto">${[author, when].filter(Boolean).join(" · ")}</p>`;
  };
  return html`<${Rows} kind="comment" word="comment" ids=${ids} fixed=${fixed} loose foot=${wrote} />`;
}

/** The ids of the comments on a record. @param {import("../../model/map/labels.js").Reader} view */
export function commentsOn(view, record) {
  return view.children("comment").filter((id) => view.get(id)?.fields.about === record);
}
