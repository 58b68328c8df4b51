// The button beneath a text of a cell that is cut: all of it, or its first lines again.

import { html } from "htm/preact";
import { useLayoutEffect, useState } from "preact/hooks";

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
 * @param {{text: string, box: {current: HTMLElement}, isOpen: boolean, open: (isOpen: boolean) => void, tabIndex: number}} props
 *   box: the paragraph; tabIndex: of the button, so that only the selected cell's is on the way
 */
export function ShowAll({ text, box, isOpen, open, tabIndex }) {
  const [isCut, cut] = useState(false);
  useLayoutEffect(() => {
    if (isOpen) return undefined;
    return watched(box.current, () => cut(box.current.scrollHeight > box.current.clientHeight + 1));
  }, [text, isOpen]);
  if (!isCut && !isOpen) return null;
  // The press is the button's alone: it neither selects another cell nor begins to write in this one.
  const press = (event) => (event.stopPropagation(), open(!isOpen));
  const words = isOpen ? "Show less" : "Show all";
  return html`<button type="button" class="showall" tabindex=${tabIndex} aria-expanded=${String(isOpen)} aria-label=${`${words}: ${excerpt(text)}`} onClick=${press} onDblClick=${(event) => event.stopPropagation()}>${words}</button>`;
}

function excerpt(text) {
  const signs = [...text.trim()];
  return signs.length > NAMED ? `${signs.slice(0, NAMED).join("").trimEnd()}…` : signs.join("");
}
