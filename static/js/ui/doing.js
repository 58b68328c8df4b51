// Every command of the map, by subject; the palette, the keys, the help and the menus read what is added here.

import { itemCommands } from "./doing/items.js";
import { journeyCommands } from "./doing/journeys.js";
import { lookingCommands } from "./doing/looking.js";
import { makeHand } from "./doing/hand.js";
import { movingCommands } from "./doing/moving.js";
import { stageCommands } from "./doing/stages.js";
import { touchpointCommands } from "./doing/touchpoints.js";
import { writingCommands } from "./doing/writing.js";

const SUBJECTS = [writingCommands, itemCommands, touchpointCommands, stageCommands, journeyCommands, movingCommands, lookingCommands];

/** Adds them, and puts into the editor the hand that does them, which dialogs and drags use too. @param {import("./context.js").Editor} editor */
export function addCommands(editor) {
  editor.hand = makeHand(editor);
  for (const subject of SUBJECTS) editor.commands.add(...subject(editor, editor.hand));
}
