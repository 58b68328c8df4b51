import assert from "node:assert/strict";
import test from "node:test";
import { GONE, OUT, refusedTold, standing } from "./standing.js";

const saved = { state: "saved", waiting: 0, refused: 0, trouble: null };

test("without trouble it is the outbox's word", () => {
  assert.deepEqual(standing(saved, {}), { ...saved, text: "Saved" });
  const offline = { ...saved, state: "offline", waiting: 2 };
  assert.equal(standing(offline, { typing: 1 }).text, "Offline, 2 waiting");
});

test("somebody who is not let in needs to know, whatever else is true", () => {
  for (const door of [OUT, GONE]) {
    const status = standing({ ...saved, state: "offline" }, { door });
    assert.deepEqual([status.state, status.text, status.trouble], ["attention", "Needs attention", door]);
  }
});

test("a browser that cannot keep drafts says so while there are any", () => {
  const unkept = new Error("quota");
  assert.equal(standing(saved, { unkept }).state, "saved");
  const status = standing({ ...saved, state: "saving" }, { unkept, typing: 1 });
  assert.equal(status.state, "attention");
  assert.match(status.trouble.message, /quota/);
});

test("a refused edit is told with its texts", () => {
  const error = { code: "TM012", message: "It is gone." };
  const edit = { id: "e1", action: "set", kind: "touchpoint", record: "t1", fields: { goal: "Long thoughts", lead_minutes: 4 } };
  const [one, two] = refusedTold([
    { item: { id: "e1", edit }, error },
    { item: { id: "u1", action: "undo" }, error },
  ]);
  assert.deepEqual(one.texts, [{ field: "goal", text: "Long thoughts" }]);
  assert.deepEqual([one.record, one.action, two.record, two.action, two.texts], ["t1", "set", null, "undo", []]);
});

test("a text that will not be saved by itself is never called Saving, and what stops everything comes before it", () => {
  const saving = { ...saved, state: "saving" };
  const { state, trouble, text } = standing(saving, { typing: 1, stuck: 1 });
  assert.deepEqual([state, trouble.code, text], ["attention", "stuck", "Needs attention"]);
  assert.equal(standing(saving, { typing: 1, stuck: 1, door: OUT }).trouble, OUT);
  assert.equal(standing(saving, { typing: 1, stuck: 0 }).state, "saving");
});
