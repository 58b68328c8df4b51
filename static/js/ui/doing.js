// Every command of the map, by subject; the palette, the keys, the help and the menus read what is added here.

import { effect } from "@preact/signals";
import { itemCommands } from "./doing/items.js";
import { journeyCommands } from "./doing/journeys.js";
import { lookingCommands } from "./doing/looking.js";
import { makeHand } from "./doing/hand.js";
import { movingCommands } from "./doing/moving.js";
import { stageCommands } from "./doing/stages.js";
import { touchpointCommands } from "./doing/touchpoints.js";
import { writingCommands } from "./doing/writing.js";
import { select } from "./state.js";

const SUBJECTS = [writingCommands, itemCommands, touchpointCommands, stageCommands, journeyCommands, movingCommands, lookingCommands];

/** Adds them, and puts into the editor the hand that does them, which dialogs and drags use too. @param {import("./context.js").Editor} editor */
export function addCommands(editor) {
  editor.hand = makeHand(editor);
  for (const subject of SUBJECTS) editor.commands.add(...subject(editor, editor.hand));
  follow(editor);
}

/** The selection goes to what stands in the place of a column that is gone, whoever took it away, so that keys go on. */
function follow({ ui, shape }) {
  let before = [];
  effect(() => {
    const there = shape.value.columns.map(({ id }) => id);
    const stations = shape.value.stations.map(({ id }) => id);
    const { lane, touchpoint } = ui.selected.peek() ?? {};
    const chosen = ui.chosen.peek();
    if (chosen.some((id) => !stations.includes(id))) ui.chosen.value = chosen.filter((id) => stations.includes(id));
    if (ui.focused.peek() && !shape.value.bands.some(({ id }) => id === ui.focused.peek())) ui.focused.value = "";
    if (touchpoint && !there.includes(touchpoint)) {
      const next = there[Math.min(Math.max(before.indexOf(touchpoint), 0), there.length - 1)];
      select(ui, next ? { lane, touchpoint: next } : null, { keep: true });
    }
    before = there;
  });
}
