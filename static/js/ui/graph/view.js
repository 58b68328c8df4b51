// The journey as a graph: the drawing, the same as a list, and beside them what the analysis says or the findings.

import { html } from "htm/preact";
import { useRef } from "preact/hooks";
import { useEditor } from "../context.js";
import { FirstTouchpoint } from "../first.js";
import { Icon } from "../icon.js";
import { Analysis } from "./analysis.js";
import { AsOf, Findings } from "./findings.js";
import { GraphList } from "./list.js";
import { Picture } from "./picture.js";

const FORMS = { svg: "SVG", png: "PNG", dot: "DOT", graphml: "GraphML" };

export function GraphView() {
  const { ui, shape } = useEditor();
  const { stations, journey } = shape.value;
  if (!stations.length) return html`<section class="blank"><${FirstTouchpoint} /></section>`;
  return html`<div class=${`gv${ui.panel.value ? " alone" : ""}`} key=${journey}>
    <div class="gv-left">
      <${Drawing} />
      <section class="gv-aslist"><h2>The same as a list</h2><${GraphList} /></section>
    </div>
    ${!ui.panel.value && html`<${Beside} />`}
  </div>`;
}

function Drawing() {
  const { readings, shape } = useEditor();
  const panning = useRef(null);
  const { value: drawn } = readings.drawn.answer;
  const act = (deed) => () => panning.current && deed(panning.current);
  const isIt = drawn && drawn.journey === shape.value.journey && drawn.svg;
  return html`
    <div class="gv-tools">
      <button type="button" class="btn bare" title="Zoom in (+)" onClick=${act((pan) => pan.zoom(1.3))}><${Icon} name="zoom-in" /><span class="vh">Zoom in</span></button>
      <button type="button" class="btn bare" title="Zoom out (−)" onClick=${act((pan) => pan.zoom(1 / 1.3))}><${Icon} name="zoom-out" /><span class="vh">Zoom out</span></button>
      <button type="button" class="btn bare" title="Show all (0)" onClick=${act((pan) => pan.whole())}><${Icon} name="maximize" /><span>Show all</span></button>
      <span class="small quiet gv-hint">Drag to move, Ctrl and wheel to zoom</span>
      <span class="grow"></span>
      <${State} />
      <${Downloads} />
    </div>
    ${isIt ? html`<${Picture} svg=${drawn.svg} panning=${panning} />` : html`<div class="gv-box gv-wait"><p class="quiet"><${Waiting} /></p></div>`}
    ${isIt && drawn.legends.map(({ form, svg }) => html`<div key=${form} class=${`gv-legend ${form}`} dangerouslySetInnerHTML=${{ __html: svg }}></div>`)}
  `;
}

/** How the drawing stands: being made anew, or of when it is while the server is out of reach; else nothing. */
function State() {
  const { readings, session } = useEditor();
  const { answer, at, slow, failed } = readings.drawn;
  const isOff = session.status.value.state === "offline" || failed.value;
  const time = new Date(at.value).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const words = !answer.value ? "" : slow.value && !isOff ? "Drawing…" : isOff ? `The drawing is of ${time}.` : "";
  return html`<span class=${`small gv-state ${isOff ? "warn-text" : "quiet"}`} role="status">${words}</span>`;
}

function Waiting() {
  const { readings, session } = useEditor();
  if (session.status.value.state === "offline" || readings.drawn.failed.value) return "The journey is drawn as soon as the server can be reached. The list below is of this moment.";
  return "Drawing…";
}

function Downloads() {
  const { page, shape } = useEditor();
  const address = (form) => `/workshops/${encodeURIComponent(page.workshop)}/graph.${form}?journey=${encodeURIComponent(shape.value.journey)}`;
  const close = (event) => (event.currentTarget.open = false);
  const leave = (event) => event.currentTarget.contains(event.relatedTarget) || close(event);
  const press = (event) => {
    if (event.key !== "Escape" || !event.currentTarget.open) return;
    close(event);
    event.currentTarget.querySelector("summary").focus();
    event.stopPropagation();
  };
  return html`<details class="menu gv-down" onFocusOut=${leave} onKeyDown=${press}><summary class="btn bare" title="Download the drawing"><${Icon} name="download" size=${15} /><span class="vh">Download the drawing</span></summary>
    <ul class="pop">${Object.entries(FORMS).map(([form, name]) => html`<li key=${form}><a class="btn bare" href=${address(form)}>${name}</a></li>`)}</ul></details>`;
}

function Beside() {
  const { readings } = useEditor();
  const { said, listed } = readings;
  const { value: answer } = said.answer;
  const isFindings = listed.value !== null;
  const all = answer ? Object.values(answer.counts).reduce((sum, many) => sum + many, 0) : 0;
  const tab = (open, words, value) => html`<button type="button" class="btn bare" aria-pressed=${String(open)} onClick=${() => (listed.value = value)}>${words}</button>`;
  return html`<aside class="gv-beside" aria-label=${isFindings ? "Findings" : "What the analysis says"}>
    <header class="gv-head">
      <div class="gv-switch" role="group" aria-label="Beside the drawing">
        ${tab(!isFindings, "Analysis", null)}
        ${tab(isFindings, html`Findings <b>${answer ? all : ""}</b>`, "")}
      </div>
      <span class="grow"></span><${AsOf} />
    </header>
    <div class="gv-scroll" tabindex="0" role="region" aria-label=${isFindings ? "List of findings" : "Analysis of the journey"}>
      <h2 class="vh">${isFindings ? "Findings" : "What the analysis says"}</h2>
      ${isFindings ? html`<${Findings} />` : answer?.figures ? html`<${Analysis} figures=${answer.figures} />` : html`<p class="quiet gv-sec">Reading the journey…</p>`}
    </div>
  </aside>`;
}
