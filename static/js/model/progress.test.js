import assert from "node:assert/strict";
import test from "node:test";
import { progressOf, waitFor } from "./progress.js";

test("a running report says which part it is at", () => {
  assert.deepEqual(progressOf({ state: "running", done: 3, total: 12 }), { words: "Part 3 of 12.", value: 0.25 });
});

test("when every part is done they are put together", () => {
  assert.equal(progressOf({ state: "running", done: 12, total: 12 }).words, "Putting the parts together.");
});

test("nothing is promised while nothing is known", () => {
  assert.equal(progressOf({ state: "waiting", done: 0, total: 0 }).value, null);
  assert.equal(progressOf({ state: "running", done: 0, total: 0 }).value, null);
});

test("looks become rarer, never rarer than four seconds", () => {
  assert.equal(waitFor(0), 400);
  assert.ok(waitFor(3) > waitFor(2));
  assert.equal(waitFor(1000), 4000);
});
