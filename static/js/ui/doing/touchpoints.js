// Commands on touchpoints: add, name, move, duplicate, split, merge, mark, remove.

import { appendTouchpoint, insertTouchpoint, removeTouchpoints, shiftTouchpoints } from "../../model/map/building.js";
import { duplicateTouchpoints } from "../../model/map/copying.js";
import { mergeTouchpoints } from "../../model/map/joining.js";
import { set } from "../../model/map/drafts.js";
import { count } from "../../model/map/wording.js";
import { startNaming } from "./naming.js";
import { open } from "../opening.js";
import { say } from "../said.js";

/** @param {import("../context.js").Editor} editor @param {import("./hand.js").Hand} hand */
export function touchpointCommands(editor, hand) {
  const { session, ui, shape } = editor;
  const { makeId } = session;
  const word = () => shape.value.labels.one("touchpoint");
  const many = (ids) => count(ids.length, word(), shape.value.labels.many("touchpoint"));
  const has = (about) => hand.touchpoints(about).length > 0;
  const isAtHead = () => ui.selected.value?.lane === "head" || ui.chosen.value.length > 0;
  const fresh = () => `New ${word()}`;

  /** Adds a touchpoint there and has its name written. @param {import("../../model/map/inserting.js").Where | null} where */
  function add(where) {
    const journey = shape.value.journey;
    const plan = where ? insertTouchpoint(session.view, where, fresh(), makeId) : appendTouchpoint(session.view, journey, fresh(), makeId);
    const done = hand.carry({ ...plan, says: "" });
    if (done) startNaming(editor, hand, done.made[0]);
  }
  function addHere(about) {
    if (!shape.value.journey) return startJourney();
    if (about?.after) return add({ after: about.after });
    const [stage, one] = [hand.stage(about), hand.touchpoint(about)];
    return add(one && !about?.stage ? { after: one } : stage ? { stage } : null);
  }
  /** A workshop without a journey gets one, with the first touchpoint in it. */
  function startJourney() {
    const journey = makeId();
    const name = `${shape.value.labels.one("customer")} journey`;
    if (!hand.do([{ action: "add", kind: "journey", record: journey, fields: { name: name[0].toUpperCase() + name.slice(1) } }], "")) return;
    ui.journey.value = journey;
    add(null);
  }
  function shift(direction) {
    return (about) => {
      const ids = hand.touchpoints(about);
      const { lane = "head" } = ui.selected.value ?? {};
      if (hand.carry(shiftTouchpoints(session.view, ids, direction))) hand.goTo({ lane, touchpoint: direction === "left" ? ids[0] : ids.at(-1) }, { keep: true });
    };
  }
  function remove(about) {
    const ids = hand.touchpoints(about);
    const stations = shape.value.stations.map(({ id }) => id);
    const next = stations.slice(stations.indexOf(ids[0])).find((id) => !ids.includes(id)) ?? stations.findLast((id) => !ids.includes(id));
    if (!hand.carry(removeTouchpoints(session.view, ids))) return;
    ui.chosen.value = [];
    if (ids.includes(ui.panel.value)) ui.panel.value = "";
    if (next) hand.goTo({ lane: "head", touchpoint: next });
    else ui.selected.value = null;
  }
  function duplicate(about) {
    const done = hand.carry(duplicateTouchpoints(session.view, hand.touchpoints(about), makeId));
    if (done) show(done.made);
  }
  /** Those that were made are where one goes on; several are chosen together. */
  function show(made) {
    const ids = made.filter((id) => session.view.get(id)?.kind === "touchpoint");
    hand.goTo({ lane: "head", touchpoint: ids[0] });
    ui.chosen.value = ids.length > 1 ? ids : [];
  }
  /** Those chosen, or one and the next. */
  function merge(about) {
    const ids = hand.touchpoints(about);
    const stations = shape.value.stations.map(({ id }) => id);
    const next = stations[stations.indexOf(ids[0]) + 1];
    if (ids.length < 2 && !next) return say(ui, `There is no ${word()} after this one.`);
    const done = hand.carry(mergeTouchpoints(session.view, ids.length > 1 ? ids : [ids[0], next], makeId));
    return done && show(done.made);
  }
  /** Sets a mark on all of them; takes it away where all have it. */
  function mark(key, on, off) {
    return (about) => {
      const ids = hand.touchpoints(about);
      const isOn = ids.every((id) => session.view.get(id).fields[key]);
      const who = ids.length === 1 ? `“${hand.name(ids[0])}”` : many(ids);
      hand.do(ids.map((id) => set("touchpoint", id, { [key]: isOn ? null : true })), `${who}: ${isOn ? off : on}.`);
    };
  }
  /** Sets one field of all of them to what is typed. */
  function ask(key, title, hint, read = (text) => text.trim() || null) {
    return (about) => {
      const ids = hand.touchpoints(about);
      const values = new Set(ids.map((id) => [].concat(session.view.get(id).fields[key] ?? "").join(", ")));
      open(ui, "form", {
        title: `${title} of ${ids.length === 1 ? `“${hand.name(ids[0])}”` : many(ids)}`,
        action: "Set",
        fields: [{ key, label: title, hint, value: values.size === 1 ? [...values][0] : "" }],
        done: (given) => void hand.do(ids.map((id) => set("touchpoint", id, { [key]: read(given[key]) })), `${title} set for ${many(ids)}.`),
      });
    };
  }
  function moveTo(about) {
    const ids = hand.touchpoints(about);
    const { bands } = shape.value;
    const within = (stage) => session.view.children("touchpoint", stage).filter((id) => !ids.includes(id));
    open(ui, "form", {
      title: `Move ${ids.length === 1 ? `“${hand.name(ids[0])}”` : many(ids)}`,
      action: "Move",
      fields: [
        { key: "stage", label: "To the stage", value: session.view.get(ids[0]).fields.stage, options: () => bands.map(({ id, name }) => ({ id, name })) },
        { key: "after", label: "Place", options: ({ stage }) => [{ id: "", name: "At the beginning" }, ...within(stage).map((id) => ({ id, name: `After “${hand.name(id)}”` }))] },
      ],
      done: ({ stage, after }) => void hand.placeTouchpoints(ids, { stage, after: after || null }),
    });
  }
  const common = { group: "Build", scope: "map", when: has };
  return [
    { id: "add-touchpoint", title: "Add a touchpoint after this one", group: "Build", icon: "between-vertical-start", keys: ["a"], scope: "map", also: "new insert station", run: addHere },
    { ...common, id: "add-before", title: "Add a touchpoint before this one", icon: "between-vertical-end", keys: ["Shift+A"], also: "new insert", run: (about) => add({ before: hand.touchpoint(about) }) },
    { ...common, id: "add-elsewhere", title: "Add a touchpoint at the end of a stage…", icon: "list-plus", also: "new another stage", run: () => open(ui, "picking", { title: "In which stage?", choices: shape.value.bands.map(({ id, name, colour }) => ({ id, name, colour, icon: "columns-3" })), done: (stage) => add({ stage }) }) },
    { ...common, id: "move-left", title: "Move the touchpoint to the left", icon: "arrow-left", keys: ["Alt+ArrowLeft"], run: shift("left") },
    { ...common, id: "move-right", title: "Move the touchpoint to the right", icon: "arrow-right", keys: ["Alt+ArrowRight"], run: shift("right") },
    { ...common, id: "move-touchpoint", title: "Move the touchpoint to…", icon: "move", keys: ["m"], also: "another stage place", near: isAtHead, run: moveTo },
    { ...common, id: "duplicate", title: "Duplicate with everything on it", icon: "copy-plus", keys: ["Ctrl+D"], also: "copy", run: duplicate },
    { ...common, id: "split", title: "Split in two…", icon: "scissors", keys: ["k"], also: "cut divide", run: (about) => open(ui, "split", { touchpoint: hand.touchpoint(about) }) },
    { ...common, id: "merge", title: "Merge with the next, or those chosen", icon: "merge", keys: ["j"], also: "join combine", run: merge },
    { ...common, id: "mark-critical", title: "Moment of Truth, or not", icon: "diamond", keys: ["!"], also: "mark decisive critical", run: mark("critical", "a Moment of Truth", "no Moment of Truth any more") },
    { ...common, id: "mark-missing", title: "Did not happen, or did", icon: "circle-x", keys: ["x"], also: "mark missing", run: mark("missing", "should have happened and did not", "did happen") },
    { ...common, id: "set-owner", title: "Set the owner…", icon: "id-card", run: ask("owner", "Owner", "A role, such as duty manager") },
    { ...common, id: "set-channels", title: "Set the channels…", icon: "radio-tower", run: ask("channels", "Channels", "App, desk, phone", listed) },
    { ...common, id: "remove", title: "Remove the touchpoint", icon: "trash-2", keys: ["Delete"], also: "delete", near: isAtHead, run: remove },
  ];
}

function listed(text) {
  const names = text.split(/[,;\n]/u).map((one) => one.trim());
  return names.filter((one, at) => one && names.indexOf(one) === at);
}
