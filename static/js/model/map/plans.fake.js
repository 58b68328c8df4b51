// Prints random plans of every command, each with the state it is for, as JSON: tests/web/test_plans.py has the server do them.

import { chance } from "../chance.fake.js";
import * as building from "./building.js";
import { counting, randomWorkshop } from "./desk.fake.js";
import { moveLane, renameLane, showLane } from "./arranging.js";
import { LANES } from "./lanes.js";
import { parsePasted, planPaste } from "./pasting.js";
import { planLine, stepsOf } from "./scribing.js";

const PASTED = ["a\nb\nc", "x\ty\nz\tw", "Queue: 95 %\nWait 1 h 30", "“Oh!” — agent\nb = c"];
const TYPED = [
  "no, waiting",
  "y",
  "Queue ≤ 10 min",
  "a = b",
  "+ New",
  "! Idea",
  "-> Wish",
  "Told late (measured: log)",
  "Waits 3 x 5 min (waiting)",
  "“Ha.” — guest (consent)",
];
const ASKED = ["current", "activities", "standards", "vocabulary", "causes", "channel", "goal"];

/** Plans of every command on one random workshop, by name. */
function plansFor(dice, { view, stations }) {
  const one = dice.of(stations);
  const some = stations.filter(() => dice.is(0.5));
  const chosen = some.length ? some : [one];
  const key = () => dice.of(LANES).key;
  const make = () => counting("new-");
  const records = [...view.entries()].filter(([, { kind, fields }]) => fields.touchpoint && kind !== "perception").map(([id]) => id);
  const parts = { names: ["X", "Y"], records: records.slice(0, 5), fields: ["backstage", "place"] };
  const paste = {
    way: dice.of(["here", "along", "block", "touchpoints"]),
    across: dice.of(["rows", "columns"]),
    touchpoint: one,
    lane: key(),
    lanes: LANES.slice(dice.below(15)).map((lane) => lane.key),
    more: true,
    names: dice.is(0.5),
  };
  return {
    insertTouchpoints: building.insertTouchpoints(view, { after: one }, ["N", "M"], make()),
    insertStage: building.insertStage(view, "j", "New", make(), { before: "s0" }),
    addOutcome: building.addOutcome(view, "j", { name: "End", result: "lost" }, make()),
    shiftTouchpoints: building.shiftTouchpoints(view, chosen, dice.of(["left", "right"])),
    moveTouchpoints: building.moveTouchpoints(view, chosen, { stage: "s0" }),
    connect: building.connect(view, { from: one, to: dice.of([...stations, "o0"]) }, make()),
    cut: building.cut(view, stations[0], stations.at(1) ?? "o0", make()),
    removeTouchpoints: building.removeTouchpoints(view, chosen),
    removeStage: building.removeStage(view, "s0"),
    duplicateTouchpoints: building.duplicateTouchpoints(view, chosen, make()),
    mergeTouchpoints: building.mergeTouchpoints(view, chosen, make()),
    splitTouchpoint: building.splitTouchpoint(view, one, parts, make()),
    moveItem: records.length && building.moveItem(view, dice.of(records), { touchpoint: one, lane: key() }, make()),
    moveLane: { edits: moveLane(view, key(), dice.below(LANES.length), make()) },
    renameLane: { edits: renameLane(view, key(), "Own", make()) },
    showLane: { edits: showLane(view, "owner", true, make()) },
    planPaste: planPaste(view, parsePasted(dice.of(PASTED)), paste, make()),
    planLine: planLine(view, dice.of(stepsOf(view, "j", ASKED)), dice.of(TYPED), make()),
  };
}

const found = [];
for (let seed = 1; seed <= 80; seed += 1) {
  const dice = chance(seed);
  const workshop = randomWorkshop(dice);
  const plans = workshop.stations.length ? plansFor(dice, workshop) : {};
  const edits = Object.entries(plans).flatMap(([name, plan]) => (plan?.edits?.length ? [{ name, edits: plan.edits }] : []));
  if (edits.length) found.push({ seed, state: workshop.view.plain(), plans: edits });
}
process.stdout.write(JSON.stringify(found));
