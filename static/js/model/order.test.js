import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { DIGITS, LIMIT, between, check, several } from "./order.js";

const shared = new URL("../../../tests/domain/ordering_cases.json", import.meta.url);
const cases = JSON.parse(readFileSync(shared, "utf8"));

test("the key between two is the one that Python gives", () => {
  for (const [before, after, key] of cases.between) assert.equal(between(before, after), key);
});

test("what is no key or out of order is refused", () => {
  for (const [before, after] of cases.refused) assert.throws(() => between(before, after), RangeError);
});

test("several keys are in order between their neighbours, and stay short at either end", () => {
  for (const [before, after] of [[null, null], ["a0", null], [null, "a0"], ["a0", "a1"]]) {
    const keys = several(before, after, 150);
    keys.forEach(check);
    assert.deepEqual([...new Set(keys)].sort(), keys);
    assert.ok(keys.every((key) => (before === null || key > before) && (after === null || key < after)));
  }
  assert.ok(several(null, null, 5000).every((key) => key.length <= 4));
  assert.deepEqual(several("a0", null, 0), []);
});

test("a thousand inserts at one spot stay within the limit", () => {
  let low = "a0";
  for (let made = 0; made < 1000; made += 1) low = between(low, "a1");
  assert.ok(low.length < LIMIT);
});

test("digits stand in the order in which JavaScript sorts text", () => {
  assert.equal([...DIGITS].sort().join(""), DIGITS);
});
