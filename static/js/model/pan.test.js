import assert from "node:assert/strict";
import test from "node:test";
import { fit, keyAction } from "./pan.js";

test("the whole picture stands in the middle of the box", () => {
  const { scale, x, y } = fit({ width: 1000, height: 500 }, { width: 532, height: 532 });
  assert.equal(scale, 0.5);
  assert.equal((x + 1000 / 2) * scale, 266);
  assert.equal((y + 500 / 2) * scale, 266);
});

test("a small picture is not blown up beyond reason, a huge one not lost", () => {
  assert.equal(fit({ width: 10, height: 10 }, { width: 1000, height: 1000 }).scale, 1.6);
  assert.equal(fit({ width: 1e6, height: 10 }, { width: 1000, height: 1000 }).scale, 0.1);
});

test("plus, minus and nought zoom; the browser's own zoom keys stay its own", () => {
  assert.equal(keyAction({ key: "+" }), "in");
  assert.equal(keyAction({ key: "-" }), "out");
  assert.equal(keyAction({ key: "0" }), "all");
  assert.equal(keyAction({ key: "+", ctrlKey: true }), null);
  assert.equal(keyAction({ key: "a" }), null);
});
