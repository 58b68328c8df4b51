// Going to where a record stands: its cell is selected, in its journey, on the map.

import { batch } from "@preact/signals";
import { journeyOf } from "../model/map/stations.js";
import { placeOf } from "./holding.js";
import { select } from "./state.js";

/**
 * A function that goes to the place of a record or of a field of it; null when it stands nowhere on the map.
 * @param {Pick<import("./context.js").Editor, "session" | "ui">} editor
 * @param {string} record
 * @param {string} [field]
 * @param {boolean} [write]  opens it for writing
 */
export function goTo({ session, ui }, record, field, write = false) {
  const view = session.view;
  const cell = placeOf(view, record, field);
  if (!cell) return null;
  return () =>
    batch(() => {
      ui.over.value = "";
      ui.view.value = "map";
      ui.journey.value = journeyOf(view, cell.touchpoint) ?? ui.journey.value;
      const stage = view.get(cell.touchpoint)?.fields.stage;
      ui.collapsed.value = ui.collapsed.value.filter((id) => id !== stage);
      if (ui.panel.value) ui.panel.value = cell.touchpoint;
      ui.refocus = true;
      select(ui, cell);
      if (write) ui.editing.value = cell;
    });
}
