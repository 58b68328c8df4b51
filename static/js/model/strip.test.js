import assert from "node:assert/strict";
import test from "node:test";
import { scrollFor, stepFor, windowOf } from "./strip.js";

const wide = { scrollLeft: 0, clientWidth: 1160, scrollWidth: 2160, pinned: 160 };

test("the window is as wide as the part that is seen", () => {
  assert.deepEqual(windowOf(wide), { left: 0, width: 0.5 });
  assert.deepEqual(windowOf({ ...wide, scrollLeft: 1000 }), { left: 0.5, width: 0.5 });
});

test("the window never leaves the strip", () => {
  assert.deepEqual(windowOf({ ...wide, scrollLeft: 9000 }), { left: 0.5, width: 0.5 });
  assert.deepEqual(windowOf({ ...wide, scrollLeft: -50 }), { left: 0, width: 0.5 });
});

test("a map that is seen whole has a window over the whole strip", () => {
  assert.deepEqual(windowOf({ ...wide, clientWidth: 3000 }), { left: 0, width: 1 });
  assert.deepEqual(windowOf({ ...wide, scrollWidth: 0 }), { left: 0, width: 1 });
});

test("a click on the strip brings its place to the middle, within the map", () => {
  assert.equal(scrollFor(0.5, wide), 500);
  assert.equal(scrollFor(0, wide), 0);
  assert.equal(scrollFor(1, wide), 1000);
});

test("a step goes to the next column's edge, and back again", () => {
  assert.equal(stepFor(0, 172, 1), 172);
  assert.equal(stepFor(100, 172, 1), 172);
  assert.equal(stepFor(172, 172, -1), 0);
  assert.equal(stepFor(200, 172, -1), 172);
  assert.equal(stepFor(0, 172, -1), 0);
});
