import assert from "node:assert/strict";
import test from "node:test";
import { uuid7Maker } from "./uuid7.js";

const FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const bytes = (value) => (count) => new Uint8Array(count).fill(value);

test("the id holds its moment, version 7 and the variant", () => {
  const id = uuid7Maker(() => 0x017f22e279b0, bytes(0xff))();
  assert.match(id, FORM);
  assert.ok(id.startsWith("017f22e2-79b0-7"));
  assert.match(uuid7Maker(() => 0, bytes(0))(), FORM);
});

test("ids of one millisecond, and of a clock that goes back, sort as they were made", () => {
  const times = [5, 5, 5, 4, 3, 6, 6, 1];
  const make = uuid7Maker(() => times.shift() ?? 1, bytes(0xff));
  const ids = Array.from({ length: 2000 }, make);
  assert.deepEqual([...ids].sort(), ids);
  assert.equal(new Set(ids).size, ids.length);
  ids.forEach((id) => assert.match(id, FORM));
});

test("two browsers in the same millisecond do not meet", () => {
  assert.notEqual(uuid7Maker(() => 1, bytes(1))(), uuid7Maker(() => 1, bytes(2))());
});
