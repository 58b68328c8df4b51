// Small marks beside words: a face, how well something is backed, dots for votes, a value on a bar, minutes as a hatched bar.

import { html } from "htm/preact";
import { face } from "../../model/drawing/faces.js";
import { signed } from "../../model/map/wording.js";
import { Shapes } from "./shapes.js";

const EVIDENCE = ["assumed", "staff story", "customer story", "measured"];
const MOST_PIPS = 24;
const ROW = 12; // dots in a row

/**
 * The face of a rating; `label` is its alternative text, an empty one hides it from those who hear the page.
 * @param {{value: number, size?: number, label?: string}} props  -2 to +2; CSS pixels
 */
export function FaceIcon({ value, size = 22, label = `Median ${signed(value)}` }) {
  const said = label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" };
  return html`<svg class="tm-face" width=${size} height=${size} viewBox=${`0 0 ${size} ${size}`} focusable="false" ...${said}>
    <${Shapes} of=${face(size / 2, size / 2, size / 2 - 0.5, value, 0)} />
  </svg>`;
}

/**
 * How well a statement is backed: hollow, filled by thirds, full; with the word in sight or only to be heard.
 * @param {{word?: string, shown?: boolean}} props
 */
export function EvidenceMark({ word = "assumed", shown = false }) {
  return html`<span class=${`ev e${EVIDENCE.indexOf(word)}`} aria-hidden="true" title=${word}></span><span class=${shown ? "small quiet" : "vh"}>${word}</span>`;
}

/** Votes as dots, at most 24 of them: the number beside them counts all. @param {{count: number}} props */
export function Pips({ count }) {
  const drawn = Math.min(count, MOST_PIPS);
  if (!drawn) return null;
  const dot = (_, place) => html`<circle cx=${5 + 10 * (place % ROW)} cy=${5 + 10 * Math.floor(place / ROW)} r="4"></circle>`;
  return html`<svg class="pips" width="120" height=${10 * Math.ceil(drawn / ROW)} aria-hidden="true" focusable="false">${Array.from({ length: drawn }, dot)}</svg>`;
}

/** A value on a scale from 0 to 100, and where its goal stands. @param {{value: number, goal?: number | null}} props */
export function Bar({ value, goal = null }) {
  return html`<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">
    <rect class="base" y="1" width="100" height="4" rx="1"></rect>
    <rect class="val" y="1" width=${value} height="4" rx="1"></rect>
    ${goal !== null && html`<rect class="goal" x=${goal} width="1.4" height="6"></rect>`}
  </svg>`;
}

/** Minutes of waste as a hatched bar, from 0 to 100. @param {{value: number}} props */
export function Hatch({ value }) {
  return html`<svg class="hatch" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
    <rect class="fill" width=${value} height="8"></rect>
  </svg>`;
}
