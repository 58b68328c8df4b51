// A text with the parts of it that fit what was typed.

import { html } from "htm/preact";

/** @param {{text: string, ranges?: [number, number][]}} props  ranges: in code units, in order */
export function Marked({ text, ranges = [] }) {
  const parts = [];
  let at = 0;
  for (const [from, to] of ranges) {
    parts.push(text.slice(at, from), html`<mark>${text.slice(from, to)}</mark>`);
    at = to;
  }
  return [...parts, text.slice(at)];
}
