// What a command is about, and how what it plans is done and told.

import { CannotApply } from "../../model/applying.js";
import { moveTouchpoints } from "../../model/map/building.js";
import { recordsIn } from "../../model/map/cells.js";
import { moveItem } from "../../model/map/items.js";
import { laneKind } from "../../model/map/lanes.js";
import { elementOf, open } from "../opening.js";
import { say } from "../said.js";
import { select } from "../state.js";

const LOST = "Somebody else has just changed this, so it cannot be done any more. Look at it again, then try once more.";

/**
 * @typedef {object} About  What a menu, a button or a dragged thing tells a command; keys and the palette tell nothing.
 * @property {string} [touchpoint]
 * @property {string} [stage]
 * @property {string} [lane]
 * @property {string} [item]
 *
 * @typedef {ReturnType<typeof makeHand>} Hand
 */

/** @param {import("../context.js").Editor} editor */
export function makeHand({ session, ui, shape }) {
  const isKind = (kind, id) => session.view.get(id)?.kind === kind;
  const cell = () => ui.selected.value;

  const hand = {
    /** The touchpoint that is meant; "" none. @param {About} [about] */
    touchpoint(about) {
      const id = about?.touchpoint ?? cell()?.touchpoint ?? "";
      return isKind("touchpoint", id) ? id : "";
    },
    /** All touchpoints that are meant, in station order: those chosen together count as one. @param {About} [about] */
    touchpoints(about) {
      const one = hand.touchpoint(about);
      const { value: chosen } = ui.chosen;
      const ids = chosen.length && (!about?.touchpoint || chosen.includes(one)) ? chosen : [one];
      return shape.value.stations.map(({ id }) => id).filter((id) => ids.includes(id));
    },
    /** The stage that is meant, also where it is folded or empty; "" none. @param {About} [about] */
    stage(about) {
      const id = about?.stage ?? session.view.get(hand.touchpoint(about))?.fields.stage ?? cell()?.touchpoint.split(" ").at(-1) ?? "";
      return isKind("stage", id) ? id : "";
    },
    /** The lane that is meant; undefined none. @param {About} [about] */
    lane(about) {
      const key = about?.lane ?? cell()?.lane;
      return shape.value.allLanes.find((lane) => lane.key === key);
    },
    /** The cell's items that are meant: the one in hand, the one written in, or all of the selected cell. @param {About} [about] */
    items(about) {
      if (about?.item) return [about.item];
      const written = document.activeElement?.dataset?.f?.split(" ")[0];
      if (written && session.view.get(written) && !isKind("touchpoint", written) && !isKind("stage", written)) return [written];
      const { lane, touchpoint } = cell() ?? {};
      return laneKind(lane) && isKind("touchpoint", touchpoint) ? recordsIn(session.view, lane, touchpoint) : [];
    },
    /** Does something with one item; asks which where a cell has several. @param {About} about */
    withItem(about, title, deed) {
      const items = hand.items(about);
      if (items.length < 2) return items.length ? deed(items[0]) : say(ui, "There is nothing in this cell yet.");
      const choices = items.map((id) => ({ id, name: textOf(session.view.get(id)) }));
      return open(ui, "picking", { title, choices, done: deed });
    },
    /**
     * Does what a plan says, in one step for undo, and tells it.
     * @param {import("../../model/map/drafts.js").Plan} plan
     * @returns {import("../../model/map/drafts.js").Plan | null}  null when it was not done
     */
    carry(plan) {
      if (plan.problem) {
        say(ui, plan.problem);
        return null;
      }
      if (!plan.edits.length) return plan;
      try {
        session.do(plan.edits, { told: plan.says });
      } catch (error) {
        if (!(error instanceof CannotApply)) throw error;
        say(ui, LOST, { bad: true });
        return null;
      }
      if (plan.says) say(ui, plan.says, { undo: true });
      return plan;
    },
    /** Does edits that need no plan. */
    do: (edits, says) => hand.carry({ edits, says, made: [], problem: "" }),
    /** Goes to a cell of the map and brings it into sight. @param {import("../state.js").Cell} to */
    goTo(to, { keep = false } = {}) {
      hand.unfold(to.touchpoint);
      select(ui, to, { keep });
      // Behind the drawing and the closing of a dialog, which gives the focus back to where it was.
      setTimeout(() => {
        const cell = elementOf(`${to.lane}|${to.touchpoint}`);
        if (!ui.editing.peek()) cell?.focus({ preventScroll: true });
        cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
      });
    },
    /** Puts touchpoints to a place of a stage, as a dialog or a drag says. */
    placeTouchpoints(ids, where) {
      if (hand.carry(moveTouchpoints(session.view, ids, where))) hand.goTo({ lane: "head", touchpoint: ids[0] }, { keep: true });
    },
    /** Puts an item into a cell; gives the sentence why not. */
    placeItem(id, to) {
      const plan = moveItem(session.view, id, to, session.makeId);
      if (plan.problem) return plan.problem;
      if (hand.carry(plan)) hand.goTo({ lane: to.lane, touchpoint: to.touchpoint });
      return "";
    },
    /** Unfolds the stage of a touchpoint. */
    unfold(touchpoint) {
      const stage = session.view.get(touchpoint)?.fields.stage;
      if (ui.collapsed.value.includes(stage)) ui.collapsed.value = ui.collapsed.value.filter((id) => id !== stage);
    },
    name: (id) => textOf(session.view.get(id)),
  };
  return hand;
}

/** What a record is called in a sentence or a list. @param {import("../../model/state.js").Entry} [entry] */
export function textOf(entry) {
  if (entry?.kind === "story" && !["yes", "anonymous"].includes(entry.fields.consent)) return "A story that may not be retold";
  const { name, text, title, attribute, term } = entry?.fields ?? {};
  return String(name ?? text ?? title ?? attribute ?? term ?? "");
}
