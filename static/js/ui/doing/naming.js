// The name of a touchpoint while it is written: Enter goes on to another new one, so that a journey is typed like a list.

import { remove } from "../../model/map/drafts.js";
import { laneKind } from "../../model/map/lanes.js";
import { select } from "../state.js";

/** Touchpoints that were just added and have no name of their own yet. @type {Set<string>} */
const fresh = new Set();

/** Opens the name of a new touchpoint: the field is empty, what is typed is its name. */
export function startNaming({ session, ui }, hand, touchpoint) {
  fresh.add(touchpoint);
  session.drafts.set(`${touchpoint} name`, { text: "", reading: session.reading(touchpoint, ["name"]) });
  hand.goTo({ lane: "head", touchpoint });
  ui.editing.value = { lane: "head", touchpoint };
}

/**
 * The keys of the field of a touchpoint's name; true: dealt with.
 * Enter: in a new one, the next new one; in an empty new one, that one goes and the list is done. Down: its first lane.
 * @param {import("../context.js").Editor} editor
 * @param {string} touchpoint
 * @returns {(event: KeyboardEvent) => boolean}
 */
export function nameKeys(editor, touchpoint) {
  const { commands, session, shape, ui } = editor;
  return (event) => {
    const isEnter = event.key === "Enter" && !event.shiftKey && !event.altKey;
    const isLeaving = isEnter || event.key === "Escape";
    if (!isLeaving && event.key !== "ArrowDown") return false;
    const isFresh = fresh.has(touchpoint);
    const isBlank = !event.target.value.trim();
    if (isFresh && isBlank && isLeaving) {
      takeBack();
    } else {
      event.target.blur();
      if (isEnter && isFresh && !event.ctrlKey && !event.metaKey) commands.run("add-touchpoint", { after: touchpoint });
      else if (event.key === "ArrowDown") write();
    }
    fresh.delete(touchpoint);
    return true;
  };

  function takeBack() {
    const stations = shape.peek().stations.map(({ id }) => id);
    const at = stations.indexOf(touchpoint);
    const next = stations[at - 1] ?? stations[at + 1];
    session.drafts.delete(`${touchpoint} name`);
    ui.refocus = true;
    select(ui, next ? { lane: "head", touchpoint: next } : null);
    session.do(remove("touchpoint", touchpoint));
  }
  function write() {
    const lane = shape.peek().lanes.find(({ key }) => laneKind(key).holds.type !== "emotion");
    if (!lane) return;
    const cell = { lane: lane.key, touchpoint };
    select(ui, cell);
    ui.about.value = { fresh: true };
    ui.editing.value = cell;
  }
}
