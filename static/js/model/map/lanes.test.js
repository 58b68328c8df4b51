import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { chance } from "../chance.fake.js";
import { counting, done, stateFrom } from "./desk.fake.js";
import { moveLane, renameLane, resetLanes, showLane } from "./arranging.js";
import { LANES, channelIcon, laneKind, lanesOf } from "./lanes.js";

const told = JSON.parse(readFileSync(new URL("../../../../tests/cases/map/lanes.json", import.meta.url), "utf8"));
const keys = (view) => lanesOf(view).map(({ key }) => key);
const usual = LANES.map(({ key }) => key);

test("the usual lanes are those of the server", () => {
  assert.deepEqual(LANES.map(({ key, shown }) => [key, shown]), told.usual);
  assert.equal(laneKind("nowhere"), undefined);
});

for (const { name, records, lanes } of told.cases)
  test(`lanes: ${name}`, () => {
    const rows = records.map(([lane, own, shown], at) => {
      const fields = { lane, ...(own !== null && { name: own }), ...(shown !== null && { shown }) };
      return [`l${at}`, "lane", fields];
    });
    assert.deepEqual(lanesOf(stateFrom(...rows)).map(({ key, own, shown }) => [key, own, shown]), lanes);
  });

test("a lane is named, and gets its usual name back; nothing else moves", () => {
  const view = stateFrom(["x", "term", { term: "guest", label_for: "customer" }]);
  const named = done(view, renameLane(view, "action", " What they do ", counting()));
  assert.deepEqual([keys(named), lanesOf(named)[0].name], [usual, "What they do"]);
  const again = done(named, renameLane(named, "action", "", counting()));
  assert.equal(lanesOf(again)[0].name, "Guest action");
  assert.deepEqual(renameLane(again, "action", " ", counting()), [], "there is nothing to do");
});

test("a lane is shown and hidden for everybody", () => {
  const view = stateFrom();
  const on = done(view, showLane(view, "owner", true, counting()));
  assert.equal(lanesOf(on).find(({ key }) => key === "owner").shown, true);
  const off = done(on, showLane(on, "owner", false, counting()));
  assert.equal(lanesOf(off).find(({ key }) => key === "owner").shown, false);
  assert.deepEqual(showLane(off, "owner", false, counting()), []);
});

test("random lanes: whatever is named, shown and moved, every lane keeps its order but the one that was moved", () => {
  for (let seed = 1; seed <= 150; seed += 1) {
    const dice = chance(seed);
    const makeId = counting(`s${seed}-`);
    let view = stateFrom();
    let expected = [...usual];
    for (let step = 0; step < 12; step += 1) {
      const key = dice.of(usual);
      if (dice.is(0.3)) view = done(view, renameLane(view, key, `Own ${step}`, makeId));
      else if (dice.is(0.4)) view = done(view, showLane(view, key, dice.is(0.5), makeId));
      else {
        const place = dice.below(usual.length);
        expected = expected.filter((one) => one !== key).toSpliced(place, 0, key);
        view = done(view, moveLane(view, key, place, makeId));
      }
      assert.deepEqual(keys(view), expected, `seed ${seed}, step ${step}`);
    }
    view = done(view, resetLanes(view));
    assert.deepEqual(keys(view), usual);
  }
});

test("a lane that moves one place takes one other record along", () => {
  const view = stateFrom();
  assert.deepEqual(moveLane(view, "goal", 1, counting()), []);
  assert.equal(moveLane(view, "goal", 2, counting()).length, 2);
});

test("a channel's icon is that of a word in it", () => {
  assert.deepEqual(
    ["App", "Public address", "transfer desk", "SMS", "Call centre", "Gate agent"].map(channelIcon),
    ["smartphone", "bell", "user", "message-square", "headset", "scan"],
  );
});
