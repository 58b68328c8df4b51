// Commands on stages: add, name, move, remove.

import { insertStage, insertTouchpoint, moveStage, removeStage } from "../../model/map/building.js";
import { set } from "../../model/map/drafts.js";
import { startNaming } from "./naming.js";
import { open } from "../opening.js";

/** @param {import("../context.js").Editor} editor @param {import("./hand.js").Hand} hand */
export function stageCommands(editor, hand) {
  const { session, ui, shape } = editor;
  const has = (about) => Boolean(hand.stage(about));
  const stages = () => shape.value.bands.map(({ id }) => id);
  const word = () => shape.value.labels.one("stage");

  function add(about) {
    const after = hand.stage(about);
    open(ui, "form", {
      title: `Add a ${word()}`,
      action: "Add",
      fields: [{ key: "name", label: "Name", hint: "Before the flight", needed: true }],
      done({ name }) {
        const plan = insertStage(session.view, shape.value.journey, name, session.makeId, after ? { after } : undefined);
        if (plan.problem) return plan.problem;
        if (hand.carry(plan)) hand.goTo({ lane: "head", touchpoint: `empty ${plan.made[0]}` });
        return undefined;
      },
    });
  }
  function rename(about) {
    const stage = hand.stage(about);
    const { name } = session.view.get(stage).fields;
    open(ui, "form", {
      title: `Rename the ${word()} “${name}”`,
      action: "Rename",
      fields: [{ key: "name", label: "Name", value: name, needed: true }],
      done: (given) => void hand.do([set("stage", stage, { name: given.name.trim() })], `“${name}” is now “${given.name.trim()}”.`),
    });
  }
  const shift = (by) => (about) => {
    const stage = hand.stage(about);
    hand.carry(moveStage(session.view, stage, stages().indexOf(stage) + by));
  };
  function append(about) {
    const stage = hand.stage(about);
    const plan = insertTouchpoint(session.view, { stage }, `New ${shape.value.labels.one("touchpoint")}`, session.makeId);
    const done = hand.carry({ ...plan, says: "" });
    if (done) startNaming(editor, hand, done.made[0]);
  }
  function remove(about) {
    const stage = hand.stage(about);
    const going = session.view.children("touchpoint", stage);
    const next = shape.value.stations.find(({ id }) => !going.includes(id));
    if (!hand.carry(removeStage(session.view, stage))) return;
    if (next) hand.goTo({ lane: "head", touchpoint: next.id });
    else ui.selected.value = null;
  }
  const common = { group: "Build", scope: "map", when: has };
  return [
    { ...common, id: "add-stage", title: "Add a stage…", icon: "columns-3", keys: ["Shift+S"], also: "new phase", when: () => Boolean(shape.value.journey), run: add },
    { ...common, id: "add-to-stage", title: "Add a touchpoint at the end of this stage", icon: "list-plus", also: "new", run: append },
    { ...common, id: "rename-stage", title: "Rename the stage…", icon: "pencil", run: rename },
    { ...common, id: "stage-left", title: "Move the stage to the left", icon: "arrow-left", keys: ["Alt+Shift+ArrowLeft"], when: (about) => stages().indexOf(hand.stage(about)) > 0, run: shift(-1) },
    { ...common, id: "stage-right", title: "Move the stage to the right", icon: "arrow-right", keys: ["Alt+Shift+ArrowRight"], when: (about) => has(about) && stages().at(-1) !== hand.stage(about), run: shift(1) },
    { ...common, id: "remove-stage", title: "Remove the stage and its touchpoints", icon: "trash-2", also: "delete", run: remove },
  ];
}
