import assert from "node:assert/strict";
import test from "node:test";
import { moved } from "./moving.js";

const shape = { columns: [{ id: "a" }, { id: "b" }, { id: "c" }], lanes: [{ key: "current" }, { key: "desired" }] };
const at = (lane, touchpoint) => ({ lane, touchpoint });
const press = (key, more = {}) => ({ key, ...more });

test("arrows lead to the neighbour and stop at the edge", () => {
  assert.deepEqual(moved(press("ArrowRight"), at("current", "a"), shape), at("current", "b"));
  assert.deepEqual(moved(press("ArrowRight"), at("current", "c"), shape), at("current", "c"));
  assert.deepEqual(moved(press("ArrowUp"), at("current", "b"), shape), at("head", "b"));
  assert.deepEqual(moved(press("ArrowUp"), at("head", "b"), shape), at("head", "b"));
});

test("Home and End lead to the ends of the row, with Ctrl to those of the map", () => {
  assert.deepEqual(moved(press("Home"), at("desired", "b"), shape), at("desired", "a"));
  assert.deepEqual(moved(press("End", { ctrlKey: true }), at("head", "a"), shape), at("desired", "c"));
});

test("from nowhere, or from what is gone, it begins at the first that is left", () => {
  assert.deepEqual(moved(press("ArrowDown"), null, shape), at("current", "a"));
  assert.deepEqual(moved(press("ArrowDown"), at("desired", "gone"), shape), at("desired", "a"));
});

test("other keys, and arrows with Alt, are not the map's to move", () => {
  assert.equal(moved(press("x"), at("head", "a"), shape), null);
  assert.equal(moved(press("ArrowLeft", { altKey: true }), at("head", "b"), shape), null);
  assert.equal(moved(press("ArrowLeft"), null, { columns: [], lanes: [] }), null);
});
