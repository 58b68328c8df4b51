// The mouse on the map beyond a plain click: choosing touchpoints together, and the menu of what is under the pointer.

import { isTyping } from "./keys.js";
import { open } from "./opening.js";

/** Listens to a document. @param {Document} document @param {import("./context.js").Editor} editor */
export function listenToPointer(document, { ui, shape, commands }) {
  document.addEventListener("pointerdown", (event) => {
    const cell = event.target.closest?.("#wall [data-touchpoint]");
    if (!cell || event.button || isTyping(event.target) || event.target.closest("button, a")) return;
    const { touchpoint } = cell.dataset;
    if (event.shiftKey) commands.run("choose", { to: touchpoint });
    else if (event.ctrlKey || event.metaKey) commands.run("choose", { one: touchpoint });
    else if (ui.chosen.value.length && !ui.chosen.value.includes(touchpoint)) ui.chosen.value = [];
  });
  // What the press has chosen stays chosen: the browser would select text or move the focus.
  document.addEventListener("mousedown", (event) => {
    if ((event.shiftKey || event.ctrlKey || event.metaKey) && event.target.closest?.("#wall [data-touchpoint]") && !isTyping(event.target)) event.preventDefault();
  });
  document.addEventListener("contextmenu", (event) => {
    const about = isTyping(event.target) || !event.target.closest?.("#wall") ? null : aboutOf(event.target);
    if (!about) return;
    event.preventDefault();
    if (document.body.classList.contains("dragging")) return; // a finger's long press
    const box = event.target.getBoundingClientRect();
    const isKey = event.clientX === 0 && event.clientY === 0;
    open(ui, "menu", { ...about, left: isKey ? box.left : event.clientX, top: isKey ? box.bottom : event.clientY, from: document.activeElement });
  });

  function aboutOf(target) {
    const cell = target.closest("[data-touchpoint]");
    const item = target.closest("[data-item]")?.dataset.item;
    if (cell) return { ...(item && { item }), lane: cell.dataset.lane, touchpoint: cell.dataset.touchpoint };
    const head = target.closest("th");
    const row = head?.parentElement;
    if (row?.matches(".stages")) return { stage: shape.peek().bands[[...row.querySelectorAll("th")].indexOf(head)].id };
    const lane = head?.scope === "row" && row.querySelector("td[data-lane]")?.dataset.lane;
    return lane ? { lane } : null;
  }
}
