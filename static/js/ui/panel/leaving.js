// Closing the panel, and going from one touchpoint to the next in it.

import { elementOf } from "../opening.js";
import { select } from "../state.js";

/**
 * Closes the panel; from inside it the focus goes back to what opened it, or to the touchpoint on the map.
 * @param {import("../context.js").Editor} editor
 * @param {Element | null} opener
 */
export function closePanel({ ui }, opener) {
  const { value: touchpoint } = ui.panel;
  const { lane = "head" } = ui.selected.value ?? {};
  const isFromMap = !opener?.isConnected || opener === document.body || opener.closest("[role=grid]");
  ui.panel.value = "";
  queueMicrotask(() => {
    const cell = elementOf(`${lane}|${touchpoint}`) ?? elementOf(`head|${touchpoint}`);
    ((isFromMap && cell) || opener)?.focus();
  });
}

/** Shows the touchpoint `by` places on; the map goes along. @param {import("../context.js").Editor} editor */
export function goOn({ ui, shape }, by) {
  const { stations } = shape.peek();
  const next = stations[stations.findIndex(({ id }) => id === ui.panel.value) + by];
  if (!next) return;
  const { lane = "head" } = ui.selected.value ?? {};
  select(ui, { lane, touchpoint: next.id });
  ui.panel.value = next.id;
}
