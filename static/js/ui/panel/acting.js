// What is done to records from the panel: said where it cannot be, with an undo where something goes.

import { CannotApply } from "../../model/applying.js";
import { useEditor } from "../context.js";
import { say } from "../said.js";

/**
 * Does edits for this panel: `act(edits)` tells whether they could be done, and says so when they could not.
 * `act.set(kind, id, fields)`, `act.remove(kind, id, text)` with a sentence and an undo.
 */
export function useActing() {
  const { session, ui } = useEditor();
  const act = (edits, said) => {
    try {
      session.do(edits, { told: said });
    } catch (error) {
      if (!(error instanceof CannotApply)) throw error;
      say(ui, "That is not there any more, so it could not be changed.", { bad: true });
      return false;
    }
    if (said) say(ui, said, { undo: true });
    return true;
  };
  return Object.assign(act, {
    set: (kind, record, fields, said) => act({ action: "set", kind, record, fields }, said),
    remove: (kind, record, text) => act({ action: "remove", kind, record }, `Removed ${quoted(text)}.`),
  });
}

/** A text as it stands in a sentence, cut where it is long. */
export function quoted(text = "") {
  return `“${text.length > 60 ? `${text.slice(0, 59).trimEnd()}…` : text}”`;
}
