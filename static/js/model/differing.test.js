// What two texts do not share is marked in each, and nothing of either is left out.

import assert from "node:assert/strict";
import { test } from "node:test";
import { differing } from "./differing.js";

const whole = (stretches) => stretches.map(([text]) => text).join("");
const own = (stretches) => stretches.filter(([, isOwn]) => isOwn).map(([text]) => text);

test("a changed word is marked on both sides", () => {
  const { one, other } = differing("The queue is long today.", "The queue is short today.");
  assert.deepEqual(own(one), ["long"]);
  assert.deepEqual(own(other), ["short"]);
});

test("changed words in a row are one mark", () => {
  const { one, other } = differing("A lane for the crews.", "A lane and no guests.");
  assert.deepEqual([own(one), own(other)], [["for the crews"], ["and no guests"]]);
});

test("equal texts have no mark", () => {
  const { one, other } = differing("Same words.", "Same words.");
  assert.deepEqual([own(one), own(other)], [[], []]);
});

test("both texts are there to the last sign", () => {
  const texts = ["", "A", "A b, c.\n  D", "b c. D e", "完全 different", "Long ".repeat(200)];
  for (const a of texts)
    for (const b of texts) {
      const { one, other } = differing(a, b);
      assert.deepEqual([whole(one), whole(other)], [a, b]);
    }
});
