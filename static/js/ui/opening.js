// Opens and closes what lies over the page, one at a time, and gives the focus back to where it was.

import { batch } from "@preact/signals";

let opened = 0;

/**
 * Opens a part of over.js in the place of the one that is open.
 * @param {import("./state.js").UiState} ui
 * @param {string} name
 * @param {object} [about]  what the part is to know
 */
export function open(ui, name, about = {}) {
  batch(() => {
    ui.about.value = { ...about, serial: (opened += 1) };
    ui.over.value = name;
  });
}

/** Closes what is open, at once: the focus is back before anything else is done. @param {import("./state.js").UiState} ui */
export function close(ui) {
  document.querySelector("#editor-over dialog[open]")?.close();
  ui.over.value = "";
}

/** The element of a cell, a head or a field by its name (`data-f`). */
export function elementOf(name) {
  return document.querySelector(`[data-f="${CSS.escape(name)}"]`);
}
