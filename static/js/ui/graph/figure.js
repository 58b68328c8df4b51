// A figure with what is needed to believe it: its number of answers beside it; formula, scale and source on demand.

import { html } from "htm/preact";

/**
 * @typedef {{text: string, n: number, counted: string, exact: string, note: string, formula: string, scale: string, source: string, mind: string}} FigureTold
 *   as touchmap/web/readingview.py gives it
 */

/** @param {{name: string, figure: FigureTold}} props */
export function Figure({ name, figure }) {
  return html`<div class="gv-fig">
    <p class="gv-row"><span>${name}</span><b>${figure.text}</b></p>
    <p class="small quiet">${[figure.counted, figure.exact, figure.note].filter(Boolean).join(" · ")}</p>
    <${Method} figure=${figure} of=${name} />
  </div>`;
}

/** How a figure is made, on demand. @param {{figure: FigureTold, of: string}} props */
export function Method({ figure, of }) {
  return html`<details class="gv-how">
    <summary class="small">How it is made<span class="vh">: ${of}</span></summary>
    <dl class="small">
      <dt>Formula</dt><dd>${figure.formula}</dd>
      <dt>Scale</dt><dd>${figure.scale}</dd>
      <dt>Counted</dt><dd>${figure.counted || `n = ${figure.n}`}</dd>
      <dt>Source</dt><dd>${figure.source}</dd>
      ${figure.mind && html`<dt>Mind</dt><dd>${figure.mind}</dd>`}
    </dl>
  </details>`;
}
