import assert from "node:assert/strict";
import test from "node:test";
import { rewardsOf } from "./rewards.js";

test("the lower of ability and motivation holds a behaviour back, and the situation may as well", () => {
  assert.deepEqual(rewardsOf({ ability: 2, motivation: 4, opportunity: 1 }), { constraint: "ability", obstacle: true, misaligned: null });
  assert.equal(rewardsOf({ ability: 5, motivation: 4 }).constraint, "motivation");
  assert.deepEqual(rewardsOf({ ability: 3, motivation: 3, opportunity: 3 }), { constraint: "both", obstacle: false, misaligned: null });
  assert.deepEqual(rewardsOf({ ability: 3, opportunity: 1 }), { constraint: "", obstacle: false, misaligned: null });
});

test("rewards are misaligned where the opposite is treated as well or better", () => {
  const with_ = (desired_consequence, opposite_consequence) => rewardsOf({ desired_consequence, opposite_consequence }).misaligned;
  assert.equal(with_("punished", "rewarded"), true);
  assert.equal(with_("ignored", "ignored"), true);
  assert.equal(with_("rewarded", "ignored"), false);
  assert.equal(with_("ignored", "punished"), false);
  assert.equal(with_("rewarded", undefined), null);
});
