// What the rules have found: severity, sentence, what to do, and the way to the place where it is mended.

import { html } from "htm/preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { partOf } from "../../model/map/findingplaces.js";
import { count } from "../../model/map/wording.js";
import { useEditor } from "../context.js";
import { Icon } from "../icon.js";
import { openTouchpoint } from "./place.js";

const SEVERITIES = { error: ["octagon-alert", "Errors"], warning: ["triangle-alert", "Warnings"], info: ["info", "Notes"] };
const WORDS = { error: "Error", warning: "Warning", info: "Note" };
const SOON = 20; // tries
const TRY = 50; // ms

let last = ""; // the finding that was opened last: the focus comes back to it with the list

/** The findings with their filters: by severity, and of one touchpoint alone. */
export function Findings() {
  const { session, shape, readings } = useEditor();
  const { said, severity, listed } = readings;
  const box = useRef(null);
  const { value: answer } = said.answer;
  useEffect(() => {
    const back = last ? box.current?.querySelector(`[data-finding="${CSS.escape(last)}"]`) : null;
    last = "";
    const timer = setTimeout(() => back?.focus(), 0); // after the closing panel has given the focus back to the map
    return () => clearTimeout(timer);
  }, []);
  if (!answer) return html`<p class="quiet gv-sec" role="status">Looking…</p>`;
  const at = listed.value ?? "";
  const here = at ? answer.findings.filter(({ place }) => place.touchpoint === at) : answer.findings;
  const counts = at ? Object.fromEntries(Object.keys(SEVERITIES).map((key) => [key, here.filter((one) => one.severity === key).length])) : answer.counts;
  const wanted = counts[severity.value] ? severity.value : "";
  const shown = wanted ? here.filter((one) => one.severity === wanted) : here;
  const all = Object.values(counts).reduce((sum, many) => sum + many, 0);
  const filter = (key, words, many) => html`<button type="button" class="gv-chip" aria-pressed=${String(wanted === key)} disabled=${!many} onClick=${() => (severity.value = key)}>
    ${words} <b>${many}</b></button>`;
  const showAll = () => {
    listed.value = "";
    box.current.querySelector(".gv-chip").focus(); // the button goes with what it ends
  };
  const station = shape.value.stations.find(({ id }) => id === at);
  return html`<div class="gv-findings" ref=${box}>
    <div class="gv-chips" role="group" aria-label="Which findings">
      ${filter("", "All", all)}
      ${Object.entries(SEVERITIES).map(([key, [, words]]) => filter(key, words, counts[key]))}
    </div>
    ${at && html`<p class="gv-only"><span dir="auto">At ${station?.number} ${session.record(at)?.fields.name}</span>
      <button type="button" class="btn bare" onClick=${showAll}>Show all</button></p>`}
    ${!all && html`<p class="quiet gv-sec">Nothing was found${at ? " here" : ""}.</p>`}
    <ul>${shown.map((finding) => html`<${Finding} key=${nameOf(finding)} finding=${finding} />`)}</ul>
    ${!at && all > answer.findings.length && html`<p class="quiet gv-sec">The ${count(answer.findings.length, "finding")} that matter most are listed.</p>`}
  </div>`;
}

const nameOf = ({ code, place }) => `${code} ${place.record}`;

function Finding({ finding }) {
  const editor = useEditor();
  const { severity, sentence, remedy, place, href, code } = finding;
  const [icon] = SEVERITIES[severity];
  const go = () => {
    last = nameOf(finding);
    goTo(editor, finding);
  };
  const where = place.words.split(" › ").slice(1).join(" › ") || place.words || "The whole workshop";
  return html`<li class=${`gv-find is-${severity}`}>
    <p class="gv-sev"><${Icon} name=${icon} size=${15} /><b>${WORDS[severity]}</b> <span class="quiet small">${code}</span></p>
    <p dir="auto">${sentence}</p>
    ${remedy && html`<p class="small gv-do" dir="auto">${remedy}</p>`}
    ${place.touchpoint
      ? html`<button type="button" class="gv-go" data-finding=${nameOf(finding)} onClick=${go}><span dir="auto">${where}</span><${Icon} name="arrow-right" size=${14} /></button>`
      : html`<a class="gv-go" href=${href}><span dir="auto">${where}</span><${Icon} name="arrow-right" size=${14} /></a>`}
  </li>`;
}

/** Leads to where a finding is mended: the part of the details, and in it the field of its record. */
function goTo(editor, finding) {
  const { touchpoint, record } = finding.place;
  openTouchpoint(editor, touchpoint, partOf(finding));
  if (record === touchpoint) return;
  const look = (tries) => {
    const field = document.querySelector(`.dbody [data-f^="${CSS.escape(`${record} `)}"]`);
    if (field) {
      field.focus();
      field.scrollIntoView({ block: "center" });
    } else if (tries) setTimeout(look, TRY, tries - 1);
  };
  setTimeout(look, TRY, SOON); // the panel has to be drawn, and shows its part first
}

/** The findings beside the map. */
export function FindingsBeside() {
  const { readings, shape } = useEditor();
  const box = useRef(null);
  const opener = useRef(null);
  useLayoutEffect(() => {
    opener.current = document.activeElement;
    if (!last) box.current.querySelector("h2").focus();
  }, []);
  const close = () => {
    readings.listed.value = null;
    (opener.current?.isConnected ? opener.current : document.getElementById("main")).focus();
  };
  const keys = (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    close();
  };
  return html`<aside class="detail gv-beside" aria-label="Findings" ref=${box} onKeyDown=${keys}>
    <header class="dhead"><div class="dtop">
      <h2 tabindex="-1"><${Icon} name="lightbulb" size=${18} />Findings</h2>
      <${AsOf} />
      <button type="button" class="tool" aria-label="Close the findings" title="Close the findings (Esc)" onClick=${close}><${Icon} name="x" /></button>
    </div></header>
    <div class="dbody"><${Findings} key=${shape.value.journey} /></div>
  </aside>`;
}

/** Of which change what is shown is true, and whether something newer is on its way. */
export function AsOf() {
  const { readings } = useEditor();
  const { answer, slow } = readings.said;
  if (!answer.value) return null;
  return html`<span class="gv-asof small quiet" title="What is said here is true of the workshop as it was after this change">${slow.value ? "Reading…" : `as of change ${answer.value.seq}`}</span>`;
}
