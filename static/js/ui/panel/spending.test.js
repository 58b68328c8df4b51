import assert from "node:assert/strict";
import test from "node:test";
import { State } from "../../model/state.js";
import { inWords, spendingOf, suggestedClass } from "./spending.js";

function stateWith(activities, touchpoint = {}) {
  const records = { tp: { kind: "touchpoint", position: "a0", fields: { stage: "s", name: "Queue", ...touchpoint } } };
  activities.forEach((fields, at) => {
    records[`a${at}`] = { kind: "activity", position: `a${at}`, fields: { touchpoint: "tp", name: "x", ...fields } };
  });
  return new State("w", records);
}

test("minutes count times how often, by class; what no activity explains is a part of its own", () => {
  const view = stateWith(
    [{ minutes: 10, class: "value-added" }, { minutes: 5, times: 2, class: "non-value-added" }, { minutes: 4 }, {}],
    { lead_minutes: 30 },
  );
  const { lead, parts, efficiency, most } = spendingOf(view, "tp");
  assert.equal(lead, 30);
  assert.deepEqual(parts.map(({ key, minutes }) => [key, minutes]), [["va", 10], ["nva", 10], ["un", 4], ["ex", 6]]);
  assert.equal(efficiency, 10 / 30);
  assert.equal(most, 20 / 30);
});

test("lead time is the activities' sum where that is larger than what was stated", () => {
  const { lead, parts, efficiency, most } = spendingOf(stateWith([{ minutes: 8, class: "business-necessary" }], { lead_minutes: 3 }), "tp");
  assert.deepEqual([lead, parts.length, efficiency, most], [8, 1, 0, null]);
});

test("no efficiency is invented while nothing is classified or no time passes", () => {
  assert.equal(spendingOf(stateWith([{ minutes: 8 }]), "tp").efficiency, null);
  assert.equal(spendingOf(stateWith([{ minutes: 0, class: "value-added" }]), "tp").efficiency, null);
  assert.deepEqual(spendingOf(stateWith([]), "tp").parts, []);
});

test("an efficiency is not rounded to nothing or to all", () => {
  assert.deepEqual([0, 0.001, 0.029, 0.999, 1].map(inWords), ["0\u202f%", "< 1\u202f%", "3\u202f%", "> 99\u202f%", "100\u202f%"]);
});

test("an answer suggests a class, and never again once it has it", () => {
  assert.equal(suggestedClass({ would_pay: "no" }), "non-value-added");
  assert.equal(suggestedClass({ would_pay: "no", class: "value-added" }), "non-value-added");
  assert.equal(suggestedClass({ would_pay: "no", class: "business-necessary" }), "");
  assert.equal(suggestedClass({ would_pay: "yes", class: "non-value-added" }), "value-added");
  assert.equal(suggestedClass({ would_pay: "yes", class: "value-added" }), "");
  assert.equal(suggestedClass({ would_pay: "unknown" }), "");
  assert.equal(suggestedClass({}), "");
});
