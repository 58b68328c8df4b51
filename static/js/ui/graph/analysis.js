// What the analysis says of the journey: how it ends, whom it costs what, and where it is not whole.

import { html } from "htm/preact";
import { count } from "../../model/map/wording.js";
import { useEditor } from "../context.js";
import { Figure, Method } from "./figure.js";
import { Place, Places } from "./place.js";

/** @param {{figures: object}} props  `figures` of GET …/reading */
export function Analysis({ figures }) {
  const { endings, unavoidable, dead_ends: deadEnds, unreachable, loops, failures, paths, key, groups } = figures;
  const keyed = new Set(key.map(({ name }) => name));
  const others = groups.map((group) => ({ ...group, figures: group.figures.filter(({ name }) => !keyed.has(name)) })).filter((group) => group.figures.length);
  return html`
    <${Section} name="How it ends">${endings.length ? html`<${Endings} endings=${endings} figures=${figures} />` : html`<p class="quiet">No outcome is written down yet.</p>`}</${Section}>
    ${(deadEnds.length > 0 || unreachable.length > 0) &&
    html`<${Section} name="Loose ends" bad><ul class="gv-places">
      ${deadEnds.map((id) => html`<li key=${id}><${Place} id=${id} /><span class="tag bad">dead end</span></li>`)}
      ${unreachable.map((id) => html`<li key=${id}><${Place} id=${id} /><span class="tag warn">cannot be reached</span></li>`)}
    </ul></${Section}>`}
    <${Section} name="Per customer">${key.length ? key.map((one) => html`<${Figure} key=${one.name} name=${one.name} figure=${one} />`) : html`<p class="quiet">No minutes are written down yet.</p>`}</${Section}>
    <${Section} name="Nobody can avoid">${unavoidable.length ? html`<${Places} ids=${unavoidable} />` : html`<p class="quiet">No touchpoint is passed by everybody.</p>`}</${Section}>
    ${loops.length > 0 && html`<${Section} name="Loops"><ul class="stack">${loops.map((loop, at) => html`<li key=${at}><${Loop} loop=${loop} /></li>`)}</ul></${Section}>`}
    ${failures.length > 0 &&
    html`<${Section} name="Failures"><ul class="gv-places">
      ${failures.map(({ touchpoint, transition, recovered }) => html`<li key=${transition}><${Place} id=${touchpoint} />${recovered ? html`<span class="small quiet">recovery follows</span>` : html`<span class="tag warn">no recovery</span>`}</li>`)}
    </ul></${Section}>`}
    ${paths.length > 0 &&
    html`<${Section} name="Most likely ways"><ul class="stack">
      ${paths.map((path, at) => html`<li key=${at}><p><b>${path.share}</b> <span class="small quiet">${path.minutes}, PCE ${path.pce}${path.assumed ? ", shares assumed" : ""}</span></p><${Places} ids=${path.touchpoints} short /></li>`)}
    </ul></${Section}>`}
    ${others.map(({ name, figures: listed }) => html`<${Section} key=${name} name=${name}>${listed.map((one) => html`<${Figure} key=${one.name} name=${one.name} figure=${one} />`)}</${Section}>`)}
  `;
}

function Section({ name, bad = false, children }) {
  return html`<section class=${`gv-sec${bad ? " bad" : ""}`}><h3>${name}</h3>${children}</section>`;
}

function Endings({ endings, figures }) {
  const [{ probability }] = endings;
  const assumed = figures.assumed_shares;
  const shares = figures.straight_line ? "no way is drawn: a straight line is assumed" : assumed ? `${count(assumed, "share")} assumed` : "all shares stated";
  return html`<ul class="stack">
      ${endings.map(({ id, name, result, probability: chance, minutes }) => html`<li key=${id} class="gv-end">
        <p class="gv-row"><span dir="auto">${name}</span><b>${chance.text}</b></p>
        <svg class=${`gv-bar out-${result}`} width="100%" height="8" preserveAspectRatio="none" viewBox="0 0 100 8" aria-hidden="true"><rect class="base" width="100" height="8" rx="1"></rect><rect class="val" width=${100 * (chance.value ?? 0)} height="8" rx="1"></rect></svg>
        <p class="small quiet">${[result, minutes.value === undefined ? "" : `after ${minutes.text} on average`].filter(Boolean).join(" · ")}</p>
      </li>`)}
    </ul>
    <p class="small quiet">${probability.counted}, ${shares}</p>
    <${Method} figure=${probability} of="how it ends" />`;
}

function Loop({ loop }) {
  return html`<${Places} ids=${loop.touchpoints} />
    <p class="small quiet">${loop.extra_visits.text} extra per customer, ${loop.extra_minutes.text}</p>
    ${!loop.exits && html`<p class="small warn-text">No way leads out of it.</p>`}
    <${Method} figure=${loop.extra_visits} of="extra visits" />`;
}
