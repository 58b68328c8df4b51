import assert from "node:assert/strict";
import { test } from "node:test";
import { nearest } from "./nearest.js";

const box = (left, top) => ({ left, top, width: 10, height: 10 });
// Two columns: 0 1 2 below one another, 3 4 beside the first two.
const boxes = [box(0, 0), box(0, 20), box(0, 40), box(20, 0), box(20, 20)];

test("down and up go along a column", () => {
  assert.equal(nearest(boxes, 0, "ArrowDown"), 1);
  assert.equal(nearest(boxes, 2, "ArrowUp"), 1);
});

test("left and right go to what lies beside", () => {
  assert.equal(nearest(boxes, 1, "ArrowRight"), 4);
  assert.equal(nearest(boxes, 3, "ArrowLeft"), 0);
});

test("where nothing lies straight beside, the nearest is taken", () => {
  assert.equal(nearest(boxes, 2, "ArrowRight"), 4);
});

test("at the edge there is nothing", () => {
  assert.equal(nearest(boxes, 0, "ArrowUp"), -1);
  assert.equal(nearest([box(0, 0)], 0, "ArrowDown"), -1);
});
