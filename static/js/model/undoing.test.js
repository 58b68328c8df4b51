import assert from "node:assert/strict";
import test from "node:test";
import { MOST, stacks, stepsWith } from "./undoing.js";

test("what can be undone and redone follows from what a person did", () => {
  const steps = [{ key: 1, action: "add" }, { key: 2, action: "set" }];
  assert.deepEqual(stacks(steps), { undo: [1, 2], redo: [] });
  steps.push({ key: 5, action: "undo", undoes: 2 });
  assert.deepEqual(stacks(steps), { undo: [1], redo: [5] });
  steps.push({ key: 6, action: "redo", undoes: 5 });
  assert.deepEqual(stacks(steps), { undo: [1, 6], redo: [] });
  steps.push({ key: 7, action: "undo", undoes: 6 }, { key: 8, action: "undo", undoes: 1 });
  assert.deepEqual(stacks(steps), { undo: [], redo: [7, 8] });
  assert.deepEqual(stacks([...steps, { key: 9, action: "set" }]), { undo: [9], redo: [] });
});

test("a person can take back the last two hundred", () => {
  const steps = Array.from({ length: 500 }, (_, key) => ({ key, action: "set" }));
  assert.equal(stacks(steps).undo.length, MOST);
  assert.equal(MOST, 200);
});

test("a group that was done in a row is one step, and reversed as a whole", () => {
  const steps = [1, 2, 3].map((key) => ({ key, action: "add", group: "g" }));
  assert.deepEqual(stacks([{ key: 0, action: "set" }, ...steps]), { undo: [0, 3], redo: [] });
  assert.deepEqual(stepsWith(steps, 3).map(({ key }) => key), [1, 2, 3]);
  const parted = [...steps, { key: 4, action: "set" }, { key: 5, action: "add", group: "g" }];
  assert.deepEqual(stacks(parted).undo, [3, 4, 5]);
  assert.deepEqual(stepsWith(parted, 5).map(({ key }) => key), [5]);
  assert.deepEqual(stepsWith(parted, 6), []);
});
