import assert from "node:assert/strict";
import test from "node:test";
import { Pacing } from "./presence.js";

const at = (record, typing = false) => ({ record, field: "goal", typing });

/** What is said, as `[ms, record, typing]`, when places are told at moments and time passes until an end. */
function played(places, end, pacing = new Pacing()) {
  const said = [];
  const moments = [...places, [end, null]];
  let now = 0;
  for (const [moment, place] of moments) {
    for (let due = pacing.due(now); due !== null && now + due < moment; due = pacing.due(now)) {
      now += due;
      const one = pacing.take(now);
      said.push([now, one.record, one.typing]);
    }
    now = moment;
    if (place) pacing.at(place, now);
  }
  return said;
}

test("the first place is said at once, the next not within a second, and of many only the last", () => {
  assert.deepEqual(played([[0, at("a")], [100, at("b")], [200, at("c")]], 9000), [
    [0, "a", false],
    [1000, "c", false],
  ]);
});

test("a place that has been said is not said again", () => {
  assert.deepEqual(played([[0, at("a")], [2000, at("a")], [4000, at("a")]], 60_000), [[0, "a", false]]);
});

test("typing is said every three seconds while it goes on, and its end four seconds after the last key", () => {
  const keys = Array.from({ length: 40 }, (_, n) => [n * 200, at("a", true)]); // until 7,800
  assert.deepEqual(played(keys, 60_000), [
    [0, "a", true],
    [3000, "a", true],
    [6000, "a", true],
    [9000, "a", true],
    [11_800, "a", false],
  ]);
});

test("leaving a field ends typing sooner", () => {
  assert.deepEqual(played([[0, at("a", true)], [500, at("a")]], 60_000), [
    [0, "a", true],
    [1000, "a", false],
  ]);
});

test("without a stream the place is said again before the server forgets it", () => {
  const pacing = new Pacing();
  pacing.isStreamed = false;
  assert.deepEqual(played([[0, at("a")]], 50_000, pacing).map(([moment]) => moment), [0, 20_000, 40_000]);
});

test("what could not be said is said later", () => {
  const pacing = new Pacing();
  pacing.at(at("a"), 0);
  pacing.take(0);
  pacing.failed(10, 5000);
  assert.equal(pacing.due(10), 5000);
  pacing.again();
  assert.equal(pacing.due(5010), 0);
});

test("who has said nothing has nothing to say", () => {
  assert.equal(new Pacing().due(0), null);
});
