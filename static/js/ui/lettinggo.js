// Asks once more before a text is gone.

import { html } from "htm/preact";
import { useState } from "preact/hooks";

/** @param {{onSure: () => void, words?: string, sure?: string}} props  the words of the button, and of the same pressed once */
export function LetGo({ onSure, words = "Let it go", sure: surely = "Yes, let it go for good" }) {
  const [isSure, sure] = useState(false);
  return html`<button type="button" class=${`btn ${isSure ? "danger" : "bare"}`} onBlur=${() => sure(false)} onClick=${() => (isSure ? onSure() : sure(true))}>${isSure ? surely : words}</button>`;
}
