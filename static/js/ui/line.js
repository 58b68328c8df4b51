// The transit line over the columns.
import { html } from "htm/preact";
export function Line({ shape }) {
  return html`<span class="vh">${shape.value.columns.length} stations</span>`;
}
