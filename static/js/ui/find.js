// Finding on the map: a bar in which one types and steps from place to place, and filters that let some touchpoints through.

import { html } from "htm/preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useComputed, useSignal } from "@preact/signals";
import { FILTERS, filtered, find } from "../model/map/finding.js";
import { useEditor } from "./context.js";
import { Icon } from "./icon.js";
import { elementOf } from "./opening.js";
import { select } from "./state.js";

/** The bar; `ui.finding` holds `{query, filter}`. */
export function Finding() {
  const { session, ui, shape, hand } = useEditor();
  const line = useRef(null);
  const at = useSignal(-1);
  const from = useRef(document.activeElement);
  const hits = useComputed(() => hitsOf(session.live, shape.value, ui.finding.value));
  const { query, filter } = ui.finding.value;
  const { value: places } = hits;

  useLayoutEffect(() => {
    line.current.focus();
    return unmark;
  }, []);
  // F3 steps on while the map has the focus, too.
  useEffect(() => {
    const press = (event) => event.key === "F3" && !event.defaultPrevented && (event.preventDefault(), step(event.shiftKey ? -1 : 1));
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  });
  useEffect(() => mark(places, places[at.value]), [places, at.value]);

  function step(by) {
    if (!places.length) return;
    at.value = (at.value + by + places.length) % places.length;
    const { lane, touchpoint } = places[at.value];
    hand.unfold(touchpoint);
    select(ui, { lane, touchpoint });
    setTimeout(() => elementOf(`${lane}|${touchpoint}`)?.scrollIntoView({ block: "nearest", inline: "center" }));
  }
  function done(goes) {
    ui.finding.value = null;
    const place = goes && places[at.value];
    if (place) hand.goTo({ lane: place.lane, touchpoint: place.touchpoint });
    else from.current?.focus?.();
  }
  const key = (event) => {
    if (event.key === "Enter" || event.key === "F3") step(event.shiftKey ? -1 : 1);
    else if (event.key === "ArrowDown" && event.target === line.current) step(1);
    else if (event.key === "ArrowUp" && event.target === line.current) step(-1);
    else if (event.key === "Escape") done(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const change = (next) => {
    at.value = -1;
    ui.finding.value = { query, filter, ...next };
  };
  const said = query.trim() || filter ? (places.length ? `${at.value < 0 ? "" : `${at.value + 1} of `}${places.length} ${places.length === 1 ? "place" : "places"}` : "Nothing found") : "";
  return html`<div class="findbar" role="search" onKeyDown=${key}>
    <label class="line"><${Icon} name="search" /><span class="vh">Find on the map</span>
      <input type="text" ref=${line} value=${query} placeholder="Find on the map" autocomplete="off" spellcheck="false" onInput=${(event) => change({ query: event.target.value })} /></label>
    <label><span class="vh">Only touchpoints that</span><select value=${filter} onChange=${(event) => change({ filter: event.target.value })}>
      <option value="">all touchpoints</option>${FILTERS.map(({ id, name }) => html`<option key=${id} value=${id}>${name}</option>`)}</select></label>
    <span class="count" role="status">${said}</span>
    <button type="button" class="tool" aria-label="Previous place" title="Previous (Shift Enter)" disabled=${!places.length} onClick=${() => step(-1)}><${Icon} name="chevron-up" /></button>
    <button type="button" class="tool" aria-label="Next place" title="Next (Enter)" disabled=${!places.length} onClick=${() => step(1)}><${Icon} name="chevron-down" /></button>
    <button type="button" class="tool" aria-label="End the finding" title="End (Esc)" onClick=${() => done(true)}><${Icon} name="x" /></button>
  </div>`;
}

/** The cells of the map to step through, in the order of the map. */
function hitsOf(view, { journey, stations, lanes }, { query, filter }) {
  const chosen = FILTERS.filter(({ id }) => id === filter);
  const lets = new Set(chosen.length ? filtered(view, journey, chosen) : stations.map(({ id }) => id));
  if (!query.trim()) return chosen.length ? [...lets].map((touchpoint) => ({ lane: "head", touchpoint })) : [];
  const shown = new Set(lanes.map(({ key }) => key));
  const met = new Set();
  return find(view, journey, query).flatMap(({ touchpoint, lane, kind }) => {
    const place = { lane: lane && shown.has(lane) ? lane : "head", touchpoint };
    const name = `${place.lane} ${touchpoint}`;
    if (!lets.has(touchpoint) || met.has(name) || (!lane && kind !== "touchpoint" && kind !== "comment")) return [];
    met.add(name);
    return [place];
  });
}

/** Marks the cells on the map; the one that one stands at more than the others. */
function mark(places, here) {
  unmark();
  for (const { lane, touchpoint } of places) elementOf(`${lane}|${touchpoint}`)?.setAttribute("data-found", here?.lane === lane && here.touchpoint === touchpoint ? "here" : "");
}

function unmark() {
  for (const one of document.querySelectorAll("[data-found]")) one.removeAttribute("data-found");
}
