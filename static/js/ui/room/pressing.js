// What buttons of the session have in common: their titles with keys, and the menus that they open.

import { keyWords } from "../commands.js";

/** A command's title with its key, for a button that does it. */
export function keyTitle(commands, id) {
  const { title, keys } = commands.get(id) ?? {};
  return keys ? `${title} (${keyWords(keys[0])})` : title;
}

/** Opens the menu of what is about, under what was pressed. */
export function openMenuAt(event, ui, about) {
  openMenuFrom(event.currentTarget, ui, about);
}

/** @param {HTMLElement} from @param {import("../state.js").UiState} ui @param {object} about */
export function openMenuFrom(from, ui, about) {
  const { left, bottom } = from.getBoundingClientRect();
  ui.about.value = { ...about, left, top: bottom + 4, from };
  ui.over.value = "menu";
}
