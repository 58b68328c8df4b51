// The commands of the map itself: moving about, writing, building.

import { select } from "./state.js";
import { moved } from "./moving.js";

/** @param {import("./context.js").Editor} editor */
export function addCommands({ session, ui, commands, shape }) {
  const here = () => ui.selected.value;
  const touchpoint = (about) => about?.touchpoint ?? here()?.touchpoint ?? "";
  const go = (key) => () => {
    const next = moved({ key }, here(), shape.peek());
    if (next) {
      ui.refocus = true;
      select(ui, next);
    }
  };
  commands.add(
    { id: "edit", title: "Write in this cell", group: "Write", icon: "pencil", keys: ["Enter", "F2"], scope: "map", when: () => Boolean(here()),
      run: (about) => (ui.editing.value = about?.touchpoint ? { lane: "head", touchpoint: about.touchpoint } : here()) },
    { id: "right", title: "Next touchpoint", group: "Move", icon: "arrow-right", keys: ["]"], scope: "map", run: go("ArrowRight") },
    { id: "left", title: "Previous touchpoint", group: "Move", icon: "arrow-left", keys: ["["], scope: "map", run: go("ArrowLeft") },
    { id: "details", title: "Details of the touchpoint", group: "Look", icon: "panel-right", keys: ["d"], scope: "map", run: (about) => (ui.panel.value = touchpoint(about)) },
    { id: "undo", title: "Undo my last change", group: "Workshop", icon: "undo-2", keys: ["Ctrl+Z"], run: () => session.undo() },
    { id: "redo", title: "Redo", group: "Workshop", icon: "redo-2", keys: ["Ctrl+Shift+Z", "Ctrl+Y"], run: () => session.redo() },
  );
}
