// A long text of a cell: its first lines, and a button for the rest; one such text must not make the map a mile high.

import { html } from "htm/preact";
import { useRef, useState } from "preact/hooks";
import { onDemand } from "./ondemand.js";

const ShowAll = onDemand("ShowAll");
const SHORT = 80; // characters that are never more than the lines that are shown

/**
 * @param {{text: string, class?: string, children?: unknown, tabIndex?: number}} props  text: what is measured by its length;
 *   children: what is shown instead of it alone; tabIndex: of its button
 */
export function Long({ text, class: name = "pre", children = text, tabIndex = -1 }) {
  const box = useRef(null);
  const [isOpen, open] = useState(false);
  const mayBeCut = text.length > SHORT || text.includes("\n");
  return html`<p class=${`${name} ${isOpen ? "" : "clamped"}`} dir="auto" ref=${box}>${children}</p>
    ${mayBeCut && html`<${ShowAll} text=${text} box=${box} isOpen=${isOpen} open=${open} tabIndex=${tabIndex} />`}`;
}
