// Commands that change what is seen: the palette, the keys, finding, zoom, folded stages, details.

import { ZOOMS } from "../state.js";
import { open } from "../opening.js";
import { say } from "../said.js";

/** @param {import("../context.js").Editor} editor @param {import("./hand.js").Hand} hand */
export function lookingCommands({ ui, shape }, hand) {
  const group = "Look";
  const hasStage = (about) => Boolean(hand.stage(about));
  const isMap = () => ui.view.value === "map" && shape.value.columns.length > 0;

  function fold(about) {
    const stage = hand.stage(about);
    const { value: folded } = ui.collapsed;
    const isFolded = folded.includes(stage);
    const { lane = "head", touchpoint } = ui.selected.value ?? {};
    const isHere = Boolean(touchpoint) && hand.stage() === stage;
    const [first] = shape.value.bands.find(({ id }) => id === stage).stations;
    ui.collapsed.value = isFolded ? folded.filter((id) => id !== stage) : [...folded, stage];
    // The selection stays in the stage.
    if (isHere) hand.goTo({ lane, touchpoint: isFolded ? first.id : `fold ${stage}` });
    say(ui, `“${hand.name(stage)}” is ${isFolded ? "unfolded" : "folded"}.`);
  }
  function focus(about) {
    const stage = hand.stage(about);
    ui.focused.value = ui.focused.value === stage ? "" : stage;
    say(ui, ui.focused.value ? `“${hand.name(stage)}” alone is in focus.` : "All stages are in focus.");
  }
  return [
    { id: "palette", title: "Find or do anything", group, icon: "search", keys: ["Ctrl+K"], inFields: true, also: "command palette", run: () => open(ui, "palette") },
    { id: "keys", title: "All keys", group, icon: "keyboard", keys: ["?"], also: "help shortcuts single letters off", run: () => open(ui, "keys") },
    { id: "find", title: "Find on the map", group, icon: "search", keys: ["/"], also: "search filter", when: isMap, run: () => (ui.finding.value = { query: "", filter: "" }) },
    { id: "details", title: "Details of the touchpoint", group, icon: "panel-right", keys: ["d"], scope: "map", when: (about) => Boolean(hand.touchpoint(about)), run: (about) => (ui.panel.value = ui.panel.value === hand.touchpoint(about) && !about?.touchpoint ? "" : hand.touchpoint(about)) },
    { id: "fold-stage", title: "Fold or unfold the stage", group, icon: "fold-horizontal", keys: ["-"], scope: "map", also: "collapse expand", when: hasStage, run: fold },
    { id: "unfold-all", title: "Unfold all stages", group, icon: "unfold-horizontal", also: "expand", when: () => ui.collapsed.value.length > 0, run: () => (ui.collapsed.value = []) },
    { id: "focus-stage", title: "This stage alone in focus, or all", group, icon: "focus", keys: ["."], scope: "map", when: hasStage, run: focus },
    ...ZOOMS.map(({ key, name }, at) => ({ id: `zoom-${key}`, title: `Zoom: ${name}`, group, icon: at < 2 ? "zoom-out" : "zoom-in", keys: [String(at + 1)], scope: "map", when: isMap, run: () => (ui.zoom.value = key) })),
  ];
}
