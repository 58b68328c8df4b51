// The detail panel of a touchpoint.
import { html } from "htm/preact";
export function Panel({ touchpoint }) {
  return html`<aside class="detail">${touchpoint}</aside>`;
}
