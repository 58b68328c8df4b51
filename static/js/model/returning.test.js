// What once was can be brought back, as far as there is something to hang it on.

import assert from "node:assert/strict";
import { test } from "node:test";
import { counting, done, stateFrom } from "./map/desk.fake.js";
import { returning } from "./returning.js";

const ROWS = [
  ["j", "journey", { name: "Rebook" }],
  ["s", "stage", { journey: "j", name: "Airport" }],
  ["t1", "touchpoint", { stage: "s", name: "Gate" }],
  ["t2", "touchpoint", { stage: "s", name: "Queue" }],
  ["t3", "touchpoint", { stage: "s", name: "Desk" }],
  ["c1", "statement", { touchpoint: "t2", state: "current", text: "Two hours." }],
  ["x", "transition", { journey: "j", from: "t1", to: "t2" }],
];
const then = stateFrom(...ROWS);
const only = (...ids) => stateFrom(...ROWS.filter(([id]) => ids.includes(id)));
const were = (...ids) => Object.fromEntries(ids.map((id) => [id, then.get(id)]));

test("a text comes back into the record that is there, and nothing else changes", () => {
  const now = done(then, [{ action: "set", kind: "statement", record: "c1", fields: { text: "One hour.", evidence: "measured" } }]);
  const edits = returning(now, { c1: { kind: "statement", fields: { text: "Two hours." } } }, counting());
  assert.deepEqual(edits, [{ action: "set", kind: "statement", record: "c1", fields: { text: "Two hours." } }]);
});

test("a removed touchpoint comes back in its place, with what hung on it and its ways", () => {
  const now = only("j", "s", "t1", "t3");
  const after = done(now, returning(now, were("x", "c1", "t2"), counting()));
  const names = after.children("touchpoint", "s").map((id) => after.get(id).fields.name);
  assert.deepEqual(names, ["Gate", "Queue", "Desk"]);
  const [, queue] = after.children("touchpoint", "s");
  assert.equal(after.children("statement", queue).length, 1);
  assert.deepEqual(after.children("transition", "j").map((id) => after.get(id).fields.to), [queue]);
});

test("several come back in the order they had, whatever their ids", () => {
  const all = stateFrom(
    ...ROWS.slice(0, 4),
    ["z", "statement", { touchpoint: "t2", state: "current", text: "First." }],
    ["a", "statement", { touchpoint: "t2", state: "current", text: "Second." }],
    ["m", "statement", { touchpoint: "t2", state: "current", text: "Third." }],
  );
  const order = (view) => view.children("touchpoint", "s").flatMap((id) => view.children("statement", id)).map((id) => view.get(id).fields.text);
  const gone = (...ids) => done(all, ids.map((record) => ({ action: "remove", kind: all.get(record).kind, record })));
  for (const ids of [["z", "a"], ["a", "m"], ["z", "a", "m"], ["z"]]) {
    const back = Object.fromEntries(ids.toSorted().map((id) => [id, all.get(id)]));
    const now = gone(...ids);
    assert.deepEqual(order(done(now, returning(now, back, counting()))), ["First.", "Second.", "Third."], ids.join());
  }
  const whole = Object.fromEntries(["a", "m", "t2", "z"].map((id) => [id, all.get(id)]));
  const now = gone("t2");
  assert.deepEqual(order(done(now, returning(now, whole, counting()))), ["First.", "Second.", "Third."]);
});

test("what has nothing to hang on is left out", () => {
  assert.deepEqual(returning(only("j", "s"), were("c1"), counting()), []);
});

test("what is as it was needs no edit", () => {
  assert.deepEqual(returning(then, were("c1", "t1"), counting()), []);
});
