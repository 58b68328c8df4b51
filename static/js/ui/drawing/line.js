// The transit line of a journey: stations to open, ways to click, and new ways to draw from station to station.

import { html } from "htm/preact";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { arcsBetween } from "../../model/drawing/places.js";
import { journeyLine } from "../../model/drawing/line.js";
import { useTip } from "./floating.js";
import { still, usePulling } from "./pulling.js";
import { Shapes } from "./shapes.js";

const KINDS = { next: "Way", choice: "Choice", failure: "Failure", recovery: "Recovery", repeat: "Repeat" };
const HIT = 14; // CSS pixels: how wide an arc is to a pointer
const BOW = 36; // CSS pixels that a way bends up while it is drawn
const LEAST = 12; // half of what a finger or an unsteady hand needs (WCAG 2.5.8)

/**
 * @typedef {import("../../model/drawing/places.js").Stop} Stop
 * @typedef {import("../../model/drawing/places.js").Way} Way
 *
 * @typedef {object} LineProps
 * @property {string} label  what it is, for those who hear the page
 * @property {Stop[]} stations
 * @property {Way[]} arcs  from and to are ids of touchpoints; without an id a way is drawn and cannot be clicked
 * @property {number} width  CSS pixels
 * @property {number} [radius]  of the stations
 * @property {number} [pinned]  CSS pixels at the left of the map that do not scroll
 * @property {string} [choosing]  the station from which somebody is choosing where it leads
 * @property {string} [open]  the id of the arc that is being edited
 * @property {(id: string, event: Event) => void} [onOpen]  a station was clicked
 * @property {(id: string, anchor: Element) => void} [onArc]  an arc was clicked
 * @property {(from: string, to: string) => void} [onConnect]  a way was drawn, or chosen; both ends are stations
 * @property {(id: string) => void} [onStart]  T on a station: choose where it leads
 * @property {() => void} [onCancel]  Escape while choosing
 * @property {(size: {height: number, levels: number}) => void} [onSize]  how high it has become
 */

/** @param {LineProps} props */
export function JourneyLine(props) {
  const { label, stations, arcs, width, radius, choosing, open, pinned = 0, onSize } = props;
  const svg = useRef(null);
  const [stop, setStop] = useState(""); // what of it has the focus when one comes by Tab
  const { tip, on, hide } = useTip();
  const places = useMemo(() => arcsBetween(stations, arcs), [stations, arcs]);
  const drawn = useMemo(() => journeyLine(stations, places, { width, radius }), [stations, places, width, radius]);
  const { pull, press, wasPull } = usePulling(svg, { stops: stations, y: drawn.y, pinned, onConnect: props.onConnect });
  const { height, levels, y } = drawn;
  useLayoutEffect(() => onSize?.({ height, levels }), [height, levels]);

  const names = places.flatMap(({ id }) => (id ? [`arc ${id}`] : []));
  const isThere = names.includes(stop) || stations.some(({ id }) => `station ${id}` === stop);
  const held = isThere ? stop : `station ${stations[0]?.id}`;
  const stopping = (name) => ({ "data-stop": name, tabindex: name === held ? 0 : -1 });

  function choose(station, event) {
    if (event.detail && wasPull()) return event.preventDefault();
    if (choosing) {
      event.preventDefault();
      props.onConnect?.(choosing, station.id);
    } else if (props.onOpen && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
      event.preventDefault();
      props.onOpen(station.id, event);
    }
  }

  function focusin(event) {
    const at = event.target.closest("[data-stop]")?.dataset.stop;
    if (at) setStop(at);
  }

  function keydown(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const at = event.target.closest("[data-stop]")?.dataset.stop;
    const done = at && acted(event, at);
    if (!done) return;
    event.preventDefault();
    event.stopPropagation();
  }

  function acted({ key, target }, at) {
    const [kind, id] = at.split(/ (.*)/s);
    if (key === "Escape" && choosing) return props.onCancel?.() ?? true;
    if (key === "t" && kind === "station" && props.onStart) return props.onStart(id) ?? true;
    if ((key === "Enter" || key === " ") && target.localName === "g")
      return target.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true })) || true;
    const next = neighbour(key, kind, id, stations, places);
    if (!next) return false;
    svg.current.querySelector(`[data-stop="${CSS.escape(next)}"]`)?.focus();
    return true;
  }

  const arcOf = ({ arc, d, shapes, link }) =>
    arc.id
      ? html`<${ArcMark}
          key=${arc.id} arc=${arc} d=${d} shapes=${shapes} link=${link} stations=${stations} isOpen=${arc.id === open}
          stopping=${stopping(`arc ${arc.id}`)} on=${on} onArc=${props.onArc}
        />`
      : html`<g aria-hidden="true"><${Shapes} of=${shapes} /></g>`;

  const stationOf = (shapes, place) => {
    const station = stations[place];
    const { id } = station;
    const part = id === choosing || id === pull?.from.id ? "from" : id === pull?.over?.id ? "over" : "";
    return html`<${StationMark}
      key=${id} station=${station} y=${y} shapes=${shapes} part=${part} leads=${waysFrom(place, stations, places)}
      reach=${Math.max(LEAST, drawn.radius + 2)} stopping=${stopping(`station ${id}`)} on=${on}
      onChoose=${(event) => choose(station, event)}
      onPress=${(event) => {
        hide();
        press(event, station);
      }}
    />`;
  };

  // Chromium lets Tab stop at an SVG that listens to the focus, so the box around it does.
  return html`<div onKeyDown=${keydown} onFocusIn=${focusin}>
    <svg
      ref=${svg}
      class=${`tm-line live${pull ? " pulling" : ""}${choosing ? " choosing" : ""}`}
      role="group"
      aria-label=${label}
      viewBox=${`0 0 ${width} ${height}`}
      width=${width}
      height=${height}
      font-size="12"
      onDragStart=${(event) => event.preventDefault()}
    >
      <${Shapes} of=${drawn.track} />
      ${drawn.links.map((link) => arcOf({ ...link, shapes: [], link: true }))}
      ${drawn.bows.map(arcOf)}
      ${drawn.bows.map(
        ({ arc, chip }) =>
          html`<g key=${arc.id} class="tm-chip" aria-hidden="true" onClick=${(event) => arc.id && props.onArc?.(arc.id, event.currentTarget)}>
            <${Shapes} of=${chip} />
          </g>`,
      )}
      ${pull && html`<${Pulled} pull=${pull} y=${y} />`}
      ${drawn.stations.map(stationOf)}
    </svg>
    ${tip}
  </div>`;
}

/** A way that can be clicked: over its picture, or over the stretch of the line that it is. */
function ArcMark({ arc, d, shapes, link, stations, isOpen, stopping, on, onArc }) {
  const { id, kind, source, target, label } = arc;
  const said = `${KINDS[kind] ?? "Way"} from ${stations[source].number} to ${stations[target].number}${label ? `: ${label}` : ""}`;
  return html`<g
    class=${`tm-arc${link ? " tm-link" : ""}${isOpen ? " open" : ""}`}
    role="button"
    aria-label=${said}
    onClick=${(event) => onArc?.(id, event.currentTarget)}
    ...${stopping}
    ...${on(() => said)}
  >
    <${Shapes} of=${shapes} />
    <path class="tm-hit" d=${d} stroke="#0000" stroke-width=${HIT} fill="none" />
  </g>`;
}

/** A station: a link where it has an address, else a button. */
function StationMark({ station, y, shapes, part, leads, reach, stopping, on, onChoose, onPress }) {
  const { x, number, name, note, href } = station;
  const tag = href ? "a" : "g";
  const told = () =>
    html`<b dir="auto">${number} ${name}</b>${note && html`<span dir="auto">${note}</span>`}${leads && html`<span>${leads}</span>`}`;
  return html`<${tag}
    class=${`tm-station ${part}`}
    href=${href}
    role=${href ? undefined : "button"}
    aria-label=${[`${number} ${name}`, leads].filter(Boolean).join(", ")}
    onClick=${onChoose}
    onPointerDown=${onPress}
    onTouchMove=${still}
    ...${stopping}
    ...${on(told)}
  >
    <circle class="tm-hit" cx=${x} cy=${y} r=${reach} fill="#0000" />
    <${Shapes} of=${shapes} />
  </${tag}>`;
}

/** The way that is being drawn: from its station to the one it would reach, or to the pointer. */
function Pulled({ pull: { from, over, x, y: below }, y }) {
  const [toX, toY] = over ? [over.x, y] : [x, below];
  const d = `M${from.x} ${y}Q${(from.x + toX) / 2} ${Math.min(y, toY) - BOW} ${toX} ${toY}`;
  return html`<g class="tm-pull" aria-hidden="true">
    <path class="ground" d=${d} fill="none" />
    <path d=${d} fill="none" />
    <circle cx=${toX} cy=${toY} r="4" />
  </g>`;
}

/** Where a station's ways lead, in words. */
function waysFrom(place, stations, places) {
  const leads = places.filter(({ source }) => source === place).sort((one, other) => one.target - other.target);
  const words = leads.map(({ target, label }) => `to ${stations[target].number}${label ? ` (${label})` : ""}`);
  return words.length ? `goes ${words.join(", ")}` : "";
}

/** What an arrow key leads to: along the line from station to station, up to its ways, along them, and down again. */
function neighbour(key, kind, id, stations, places) {
  const to = { ArrowRight: 1, ArrowLeft: -1 }[key];
  if (kind === "station") {
    const place = stations.findIndex((station) => station.id === id);
    if (key === "ArrowUp") return named("arc", places.find((arc) => arc.source === place && arc.id));
    if (key === "Home" || key === "End") return named("station", stations.at(key === "Home" ? 0 : -1));
    return to && named("station", stations[place + to]);
  }
  const own = places.filter((arc) => arc.id).sort((one, other) => one.source - other.source || one.target - other.target);
  const at = own.findIndex((arc) => arc.id === id);
  if (key === "ArrowDown") return named("station", stations[own[at].source]);
  return to && named("arc", own[at + to]);
}

const named = (kind, found) => found && `${kind} ${found.id}`;
