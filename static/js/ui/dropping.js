// Where something that is dragged would land: the place under the pointer, a line to show it, and what is done there.

import { moveStage } from "../model/map/building.js";
import { moveLane } from "../model/map/arranging.js";
import { laneKind } from "../model/map/lanes.js";
import { say } from "./said.js";

/**
 * @typedef {{kind: "touchpoint" | "item" | "stage" | "lane", id: string, name: string, lane?: string, touchpoint?: string}} Dragged
 * @typedef {{left: number, top: number, width: number, height: number, words?: string, done: () => void}} Drop  in CSS pixels of
 *   the window
 */

/**
 * The place under a point; null where it cannot land.
 * @param {import("./context.js").Editor} editor
 * @param {Dragged} dragged
 * @param {{x: number, y: number}} point
 * @returns {Drop | null}
 */
export function dropAt(editor, dragged, point) {
  const wall = document.getElementById("wall").getBoundingClientRect();
  return PLACES[dragged.kind](editor, dragged, { ...point, wall });
}

const PLACES = {
  touchpoint({ session, hand }, { id }, { x, y, wall }) {
    const over = cellAt(x, y)?.dataset.touchpoint;
    if (!over) return null;
    const head = document.querySelector(`th[data-lane=head][data-touchpoint="${CSS.escape(over)}"]`).getBoundingClientRect();
    const isAfter = x > head.left + head.width / 2;
    const stage = session.view.get(over)?.fields.stage ?? over.split(" ").at(-1);
    const there = session.view.children("touchpoint", stage);
    const at = there.indexOf(over);
    const after = at < 0 ? undefined : isAfter ? over : (there[at - 1] ?? null);
    const left = (at < 0 ? head.left + head.width / 2 : isAfter ? head.right : head.left) - 2;
    return { ...upright(left, head.top, wall), done: () => hand.placeTouchpoints(hand.touchpoints({ touchpoint: id }), { stage, after }) };
  },

  item({ ui, hand, shape }, { id, lane, touchpoint: from }, { x, y }) {
    const cell = cellAt(x, y);
    const { lane: to, touchpoint } = cell?.dataset ?? {};
    if (!laneKind(to)?.holds.kind || !hand.touchpoint({ touchpoint })) return null;
    const others = [...cell.querySelectorAll("[data-item]")].filter((one) => one.dataset.item !== id);
    const next = others.find((one) => middle(one) > y);
    const last = others.at(-1);
    const position = next ? { before: next.dataset.item } : last ? { after: last.dataset.item } : undefined;
    const { left, width, top } = cell.getBoundingClientRect();
    const line = next ? next.getBoundingClientRect().top - 4 : last ? last.getBoundingClientRect().bottom + 1 : top + 6;
    const words = to === lane ? "" : shape.value.allLanes.find(({ key }) => key === to).name;
    const done = () => {
      const problem = hand.placeItem(id, { touchpoint, lane: to, position, from });
      if (problem) say(ui, problem);
    };
    return { left: left + 4, top: line, width: width - 8, height: 3, words, done };
  },

  stage({ session, hand, shape }, { id }, { x, wall }) {
    const heads = [...document.querySelectorAll(".grid .stages th")];
    const at = heads.findIndex((one) => x < one.getBoundingClientRect().right);
    if (at < 0) return null;
    const box = heads[at].getBoundingClientRect();
    const isAfter = x > box.left + box.width / 2;
    const others = shape.value.bands.map((band) => band.id).filter((one) => one !== id);
    const over = shape.value.bands[at].id;
    const place = over === id ? shape.value.bands.findIndex((band) => band.id === id) : others.indexOf(over) + (isAfter ? 1 : 0);
    return { ...upright((isAfter ? box.right : box.left) - 2, box.top, wall), done: () => hand.carry(moveStage(session.view, id, place)) };
  },

  lane({ session, hand, shape }, { id, name }, { y, wall }) {
    const rows = [...document.querySelectorAll(".grid tbody tr")];
    const row = rows.find((one) => y < one.getBoundingClientRect().bottom) ?? rows.at(-1);
    const over = laneOf(row);
    const isAfter = y > middle(row);
    const others = shape.value.allLanes.map(({ key }) => key).filter((key) => key !== id);
    const box = row.getBoundingClientRect();
    const top = Math.min(wall.bottom - 3, (isAfter ? box.bottom : box.top) - 2);
    const done = () => over !== id && hand.do(moveLane(session.view, id, others.indexOf(over) + (isAfter ? 1 : 0), session.makeId), `Moved the lane ${name}.`);
    return { left: wall.left, top, width: wall.width, height: 3, done };
  },
};

/** The key of a row's lane. */
export function laneOf(row) {
  return row.querySelector("td[data-lane]")?.dataset.lane ?? "";
}

function cellAt(x, y) {
  return document.elementsFromPoint(x, y).map((one) => one.closest("#wall [data-touchpoint]")).find(Boolean);
}

function middle(element) {
  const { top, height } = element.getBoundingClientRect();
  return top + height / 2;
}

function upright(left, top, wall) {
  return { left, top, width: 3, height: Math.max(0, wall.bottom - top) };
}
