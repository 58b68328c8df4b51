// Commands on what stands in a cell: add, order, evidence, move to another cell or lane, remove.

import { KINDS } from "../../model/kinds.js";
import { recordsIn } from "../../model/map/cells.js";
import { set } from "../../model/map/drafts.js";
import { moveItem, removeItems } from "../../model/map/items.js";
import { laneKind } from "../../model/map/lanes.js";
import { count } from "../../model/map/wording.js";
import { cycled } from "../itemtools.js";
import { open } from "../opening.js";
import { say } from "../said.js";
import { select } from "../state.js";

/** @param {import("../context.js").Editor} editor @param {import("./hand.js").Hand} hand */
export function itemCommands(editor, hand) {
  const { session, ui, shape } = editor;
  const isInCell = () => Boolean(laneKind(ui.selected.value?.lane)) && Boolean(hand.touchpoint());
  const has = (about) => hand.items(about).length > 0;
  const withRecords = () => shape.value.allLanes.filter(({ holds }) => holds.kind);

  /** Opens the cell with an empty line; from a head, the first lane that takes lines. */
  function write() {
    const touchpoint = hand.touchpoint();
    const { lane } = ui.selected.value;
    const isFit = ({ holds }) => holds.type !== "emotion";
    const key = laneKind(lane) && isFit(laneKind(lane)) ? lane : shape.value.lanes.find(({ key: one }) => laneKind(one).holds.kind)?.key;
    if (!key) return;
    select(ui, { lane: key, touchpoint }, { keep: true });
    ui.about.value = { fresh: true };
    ui.editing.value = { lane: key, touchpoint };
  }
  /** The next evidence or status; several in a cell: which one is asked. */
  const cycle = (about) =>
    hand.withItem(about, "Which one?", (id) => {
      const edit = cycled(session.view, id);
      if (!edit) return say(ui, "This has neither evidence nor a status.");
      return hand.do([edit], `${Object.values(edit.fields)[0]}: ${excerpt(hand.name(id))}`);
    });
  const shift = (by) => (about) =>
    hand.withItem(about, "Which one?", (id) => {
      const { lane, touchpoint } = placeOf(id, about);
      const { kind } = session.view.get(id);
      const there = recordsIn(session.view, lane, touchpoint);
      const at = there.indexOf(id);
      const beside = there[at + by];
      if (!beside) return say(ui, by < 0 ? "It is the first one." : "It is the last one.");
      if (laneKind(lane).holds.type === "links") return say(ui, "Causes and words have their order on pages of their own.");
      return hand.do([{ action: "move", kind, record: id, position: by < 0 ? { before: beside } : { after: beside } }], `${excerpt(hand.name(id))} is number ${at + by + 1} of ${there.length} now.`);
    });
  /** The cell that an item is meant in. */
  function placeOf(id, about) {
    const { lane, touchpoint } = about?.lane ? about : (ui.selected.value ?? {});
    if (lane && hand.touchpoint({ touchpoint })) return { lane, touchpoint };
    return { lane: withRecords().find(({ key }) => recordsIn(session.view, key, session.view.get(id).fields.touchpoint).includes(id)).key, touchpoint: session.view.get(id).fields.touchpoint };
  }
  /** A dialog that asks for touchpoint, lane and place. */
  const ask = (title, other) => (about) =>
    hand.withItem(about, "Which one?", (id) => {
      const from = placeOf(id, about);
      const there = ({ touchpoint, lane }) => recordsIn(session.view, lane, touchpoint).filter((one) => one !== id);
      const lanes = withRecords().filter(({ key }) => !other || key !== from.lane);
      open(ui, "form", {
        title,
        intro: excerpt(hand.name(id)),
        action: "Move",
        fields: [
          { key: "touchpoint", label: "Touchpoint", value: from.touchpoint, options: () => shape.value.stations.map((one) => ({ id: one.id, name: `${one.number} ${hand.name(one.id)}` })) },
          { key: "lane", label: "Lane", value: other ? "" : from.lane, options: () => lanes.map(({ key, name }) => ({ id: key, name })) },
          { key: "after", label: "Place", options: (values) => [{ id: "", name: "At the end" }, { id: "first", name: "At the beginning" }, ...there(values).map((one) => ({ id: one, name: `After “${excerpt(hand.name(one))}”` }))] },
        ],
        done: ({ touchpoint, lane, after }) => hand.placeItem(id, { touchpoint, lane, position: after === "first" ? { after: null } : after ? { after } : undefined, from: from.touchpoint }),
      });
    });
  function remove(about) {
    if (about?.item) return hand.carry(removeItems(session.view, [about.item]));
    return hand.withItem(about, "Remove which one?", (id) => hand.carry(removeItems(session.view, [id])));
  }
  /** Empties the selected cell, or the cells of the lane at all chosen touchpoints. */
  function clear() {
    const { lane } = ui.selected.value;
    const touchpoints = hand.touchpoints();
    const { holds } = laneKind(lane);
    const ids = touchpoints.flatMap((id) => recordsIn(session.view, lane, id));
    if (holds.kind) {
      if (!ids.length) return say(ui, "There is nothing in this cell.");
      const plan = removeItems(session.view, [...new Set(ids)]);
      return hand.carry({ ...plan, says: `${count(ids.length, holds.kind)} removed.` });
    }
    const keys = [holds.key, ...(holds.also ?? [])].filter(Boolean);
    const edits = touchpoints.filter((id) => keys.some((key) => session.view.get(id).fields[key])).map((id) => set("touchpoint", id, Object.fromEntries(keys.map((key) => [key, null]))));
    return edits.length ? hand.do(edits, "The cell is empty.") : say(ui, "There is nothing in this cell.");
  }
  const common = { group: "Write", scope: "map", when: has };
  return [
    { ...common, id: "add-item", title: "Add a line to this cell", icon: "plus", keys: ["n"], also: "new note statement", when: () => Boolean(hand.touchpoint()), run: write },
    { ...common, id: "evidence", title: "Next evidence or status", icon: "circle-dot", keys: ["e"], also: "assumed measured story exists needed", near: isInCell, run: cycle },
    { ...common, id: "item-up", title: "Move the line up", icon: "arrow-up", keys: ["Alt+ArrowUp"], inFields: true, near: isInCell, run: shift(-1) },
    { ...common, id: "item-down", title: "Move the line down", icon: "arrow-down", keys: ["Alt+ArrowDown"], inFields: true, near: isInCell, run: shift(1) },
    { ...common, id: "move-item", title: "Move the line to…", icon: "move", keys: ["m"], also: "another cell touchpoint lane", near: () => isInCell() && !ui.chosen.value.length, run: ask("Move to…", false) },
    { ...common, id: "convert-item", title: "Make something else of it…", icon: "repeat", also: "convert lane kind", when: (about) => has(about) && !KINDS[session.view.get(hand.items(about)[0])?.kind]?.references.some(({ many }) => many), run: ask("Make something else of it", true) },
    { ...common, id: "remove-item", title: "Remove the line", icon: "trash-2", also: "delete", run: remove },
    { ...common, id: "clear-cell", title: "Empty the cell", icon: "eraser", keys: ["Delete"], also: "delete remove", when: isInCell, near: () => !ui.chosen.value.length, run: clear },
    { ...common, id: "item-menu", title: "What can be done with this line…", icon: "ellipsis", keys: ["Ctrl+."], inFields: true, near: isInCell, run: (about) => hand.withItem(about, "Which one?", menuOf) },
  ];

  function menuOf(id) {
    const from = document.activeElement;
    const { left, bottom } = from.getBoundingClientRect();
    open(ui, "menu", { item: id, ...placeOf(id), left, top: bottom, from });
  }
}

function excerpt(text) {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
