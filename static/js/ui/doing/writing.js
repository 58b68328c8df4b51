// Commands that begin to write, take back, and paste.

import { laneKind } from "../../model/map/lanes.js";
import { takeBack } from "../heard.js";
import { open } from "../opening.js";

/** @param {import("../context.js").Editor} editor @param {import("./hand.js").Hand} hand */
export function writingCommands(editor, hand) {
  const { ui } = editor;
  const here = () => ui.selected.value;

  function edit(about) {
    const touchpoint = hand.touchpoint(about);
    const lane = about?.touchpoint ? (about.lane ?? "head") : here().lane;
    if (laneKind(lane)?.holds.type === "emotion") ui.panel.value = touchpoint;
    else ui.editing.value = { lane, touchpoint };
  }
  function paste(about) {
    const { lane = "head", touchpoint = "" } = about?.touchpoint ? about : (here() ?? {});
    open(ui, "paste", { lane, touchpoint: hand.touchpoint({ touchpoint }), text: about?.text ?? "", way: about?.way });
  }
  return [
    { id: "edit", title: "Write here", group: "Write", icon: "pencil", keys: ["Enter", "F2"], scope: "map", also: "rename edit", when: (about) => Boolean(hand.touchpoint(about)), run: edit },
    { id: "paste", title: "Paste a list…", group: "Write", icon: "clipboard-paste", scope: "map", also: "lines column spreadsheet table", run: paste },
    { id: "undo", title: "Undo my last change", group: "Workshop", icon: "undo-2", keys: ["Ctrl+Z"], run: () => takeBack(editor, "undo") },
    { id: "redo", title: "Redo", group: "Workshop", icon: "redo-2", keys: ["Ctrl+Shift+Z", "Ctrl+Y"], run: () => takeBack(editor, "redo") },
  ];
}
