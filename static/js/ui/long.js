// A long text of a cell: its first lines, and a button for the rest; one such text must not make the map a mile high.

import { html } from "htm/preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

const SHORT = 80; // characters that are never more than the lines that are shown
const NAMED = 40; // characters of the text in the name of its button

/** @type {WeakMap<Element, () => void>} */
const measures = new WeakMap();
let watch = null; // one for all texts

/** Has something measured whenever an element may have another height; gives a function that ends it. */
function watched(element, measure) {
  watch ??= new ResizeObserver((entries) => entries.forEach(({ target }) => measures.get(target)?.()));
  measures.set(element, measure);
  watch.observe(element);
  return () => (measures.delete(element), watch.unobserve(element));
}

/**
 * @param {{text: string, class?: string, children?: unknown, tabIndex?: number}} props  text: what is measured by its length;
 *   children: what is shown instead of it alone; tabIndex: of the button, so that only the selected cell's is on the way
 */
export function Long({ text, class: name = "pre", children = text, tabIndex = -1 }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const [isOpen, open] = useState(false);
  const [isCut, cut] = useState(false);
  const mayBeCut = text.length > SHORT || text.includes("\n");
  useLayoutEffect(() => {
    if (!mayBeCut || isOpen) return undefined;
    return watched(box.current, () => cut(box.current.scrollHeight > box.current.clientHeight + 1));
  }, [text, mayBeCut, isOpen]);
  const isMarked = mayBeCut && (isCut || isOpen);
  // The press is the button's alone: it neither selects another cell nor begins to write in this one.
  const press = (event) => (event.stopPropagation(), open(!isOpen));
  return html`<p class=${`${name} ${isOpen ? "" : "clamped"}`} dir="auto" ref=${box}>${children}</p>
    ${isMarked &&
    html`<button type="button" class="showall" tabindex=${tabIndex} aria-expanded=${String(isOpen)} aria-label=${`${isOpen ? "Show less" : "Show all"}: ${excerpt(text)}`} onClick=${press} onDblClick=${(event) => event.stopPropagation()}>${isOpen ? "Show less" : "Show all"}</button>`}`;
}

function excerpt(text) {
  const signs = [...text.trim()];
  return signs.length > NAMED ? `${signs.slice(0, NAMED).join("").trimEnd()}…` : signs.join("");
}
