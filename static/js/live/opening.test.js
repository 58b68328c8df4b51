import assert from "node:assert/strict";
import test from "node:test";
import { ApiError, Unreachable } from "./api.js";
import { firstSight } from "./opening.js";

const FRESH = { workshop: "w", seq: 9 };
const KEPT = { workshop: "w", seq: 4 };
const api = (answer) => ({ ask: async () => answer() });
const no = (error) => () => {
  throw error;
};
const slow = (value, delay) => () => new Promise((done) => setTimeout(done, delay, value));

test("the server's word is shown when it comes in time", async () => {
  assert.deepEqual(await firstSight(api(() => FRESH), async () => KEPT), { snapshot: FRESH, isKept: false });
});

test("without a network, or on a very slow one, what was last seen is shown", async () => {
  const found = { snapshot: KEPT, isKept: true };
  assert.deepEqual(await firstSight(api(no(new Unreachable("no"))), async () => KEPT), found);
  assert.deepEqual(await firstSight(api(slow(FRESH, 200)), async () => KEPT, { patience: 20 }), found);
});

test("with nothing to show, the server is waited for", async () => {
  const never = async () => undefined;
  assert.equal((await firstSight(api(slow(FRESH, 50)), never, { patience: 5 })).snapshot, FRESH);
  await assert.rejects(firstSight(api(no(new Unreachable("no"))), never), Unreachable);
});

test("a browser that cannot look into its store is no reason to show nothing", async () => {
  assert.equal((await firstSight(api(slow(FRESH, 50)), no(new Error("broken")), { patience: 5 }).catch((e) => e)).snapshot, FRESH);
});

test("a no of the server is a no: what was kept is not shown to somebody who may not see it", async () => {
  const error = new ApiError(403, { code: "HTTP403", message: "You are not signed in." });
  await assert.rejects(firstSight(api(no(error)), async () => KEPT), ApiError);
});
