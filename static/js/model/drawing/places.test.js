import assert from "node:assert/strict";
import test from "node:test";
import { arcsBetween, sideBySide, stopAt } from "./places.js";

const stops = [
  { id: "a", x: 24 },
  { id: "fold s", x: 200, holds: ["b", "c"] },
  { id: "d", x: 264 },
];

test("columns stand side by side", () => {
  assert.deepEqual(sideBySide([172, 64, 172]), [
    { x: 0, width: 172 },
    { x: 172, width: 64 },
    { x: 236, width: 172 },
  ]);
});

test("a way to a touchpoint in a folded stage leads to the stage", () => {
  const [arc] = arcsBetween(stops, [{ id: "t", from: "d", to: "c", kind: "recovery" }]);
  assert.deepEqual([arc.source, arc.target, arc.id, arc.kind], [2, 1, "t", "recovery"]);
});

test("ways inside a folded stage and ways to outcomes are not drawn; a touchpoint's own loop is", () => {
  const way = (from, to) => ({ id: `${from}${to}`, from, to, kind: "repeat" });
  const drawn = arcsBetween(stops, [way("b", "c"), way("b", "b"), way("a", "left for good"), way("d", "d")]);
  assert.deepEqual(
    drawn.map((arc) => arc.id),
    ["dd"],
  );
});

test("the nearest station is found within reach, and none beyond", () => {
  assert.equal(stopAt(stops, 225, 30).id, "fold s");
  assert.equal(stopAt(stops, 240, 30).id, "d");
  assert.equal(stopAt(stops, 100, 30), undefined);
  assert.equal(stopAt([], 0, 30), undefined);
});
