// Keeps focus, caret and selection where they are while the page is drawn anew around them.
//
// Preact moves elements with `moveBefore` where the browser has it, and then nothing is lost. Where it has not, a column that
// moves takes the focus out of the field in it: this puts it back, and says meanwhile that no leaving is meant.

import { options } from "preact";

let drawing = false;

/** Whether a blur that comes now is only the page being drawn. */
export function isDrawing() {
  return drawing;
}

/** From now on every drawing keeps the focus; once per page. */
export function keepFocus() {
  const later = options.debounceRendering ?? queueMicrotask;
  options.debounceRendering = (process) => later(() => kept(process));
}

/** Does what may move elements about, and gives back focus and selection to the element that had them. */
export function kept(deed) {
  const before = document.activeElement;
  const isText = before && "selectionStart" in before && before.selectionStart !== null;
  const range = isText ? [before.selectionStart, before.selectionEnd, before.selectionDirection] : null;
  const scroll = isText ? before.scrollTop : 0; // asked of anything, it would lay out the page before every drawing
  drawing = true;
  try {
    deed();
    // What has taken the focus while it was drawn, such as a new field, keeps it.
    const isLost = !document.activeElement || document.activeElement === document.body;
    if (!before || before === document.body || !isLost) return;
    const found = before.isConnected ? before : twinOf(before);
    if (!found) return;
    found.focus({ preventScroll: true });
    if (range && "setSelectionRange" in found) found.setSelectionRange(...range);
    if (isText) found.scrollTop = scroll;
  } finally {
    drawing = false;
  }
}

/** The element that stands for the same field or cell, when the old one is gone. */
function twinOf(element) {
  const name = element.dataset?.f;
  return name ? document.querySelector(`[data-f="${CSS.escape(name)}"]`) : null;
}
