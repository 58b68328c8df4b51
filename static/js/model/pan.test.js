import assert from "node:assert/strict";
import test from "node:test";
import { about, fit, gripOf, keyAction } from "./pan.js";

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

test("what lies under the point stays there when the picture is zoomed about it", () => {
  const seen = (point, place, scale) => ({ x: point.x / scale - place.x, y: point.y / scale - place.y });
  const point = { x: 480, y: 300 };
  const before = { x: 40, y: 25 };
  const after = about(point, before, 0.15, 0.25);
  const [was, is] = [seen(point, before, 0.15), seen(point, after, 0.25)];
  assert.ok(Math.abs(was.x - is.x) < 1e-9 && Math.abs(was.y - is.y) < 1e-9);
});

test("plus, minus and nought zoom; the browser's own zoom keys stay its own", () => {
  assert.equal(keyAction({ key: "+" }), "in");
  assert.equal(keyAction({ key: "-" }), "out");
  assert.equal(keyAction({ key: "0" }), "all");
  assert.equal(keyAction({ key: "+", ctrlKey: true }), null);
  assert.equal(keyAction({ key: "a" }), null);
});

test("two fingers hold the picture at the middle between them, one finger where it is", () => {
  assert.deepEqual(gripOf([{ x: 10, y: 20 }]), { x: 10, y: 20, spread: 0 });
  assert.deepEqual(gripOf([{ x: 0, y: 0 }, { x: 6, y: 8 }]), { x: 3, y: 4, spread: 10 });
});
