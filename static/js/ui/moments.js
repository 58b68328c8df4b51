// When something was: "3 min ago" for the eye, the exact moment beside it.

import { html } from "htm/preact";

const STEPS = [
  ["second", 1000],
  ["minute", 60_000],
  ["hour", 3_600_000],
  ["day", 86_400_000],
];

/** "just now", "3 minutes ago", "yesterday"; beyond a week the date. @param {number} at  ms since 1970 */
export function ago(at, now = Date.now()) {
  const past = Math.max(0, now - at);
  if (past < 10_000) return "just now";
  if (past > 7 * STEPS[3][1]) return exact(at);
  const [unit, ms] = STEPS.findLast(([, size]) => past >= size);
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(-Math.floor(past / ms), unit);
}

/** "23 Nov 2026, 14:03", in this browser's zone. */
export function exact(at) {
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" }).format(at);
}

/** When an id of ours was made, in ms since 1970: a UUID of version 7 begins with it; null for any other. */
export function madeAt(id) {
  const found = /^([0-9a-f]{8})-([0-9a-f]{4})-7/.exec(id);
  return found ? parseInt(found[1] + found[2], 16) : null;
}

/** @param {{at: number | string}} props  ms since 1970, or in ISO 8601 */
export function Moment({ at }) {
  const moment = typeof at === "number" ? at : Date.parse(at);
  return html`<time class="quiet" dateTime=${new Date(moment).toISOString()} title=${exact(moment)}>${ago(moment)}</time>`;
}
