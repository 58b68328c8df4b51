import assert from "node:assert/strict";
import test from "node:test";
import { recordsIn } from "./cells.js";
import { counting, done, stateFrom } from "./desk.fake.js";
import { EXAMPLES, exampleOf } from "./examples.js";
import { LANES } from "./lanes.js";
import { QUESTIONS, TURNS, answered, planLine, questionOf, stepFrom, stepsOf } from "./scribing.js";
import { stationsOf } from "./stations.js";

const base = (...rows) =>
  stateFrom(
    ["j", "journey", { name: "Journey" }],
    ["s1", "stage", { journey: "j", name: "S1" }],
    ["a", "touchpoint", { stage: "s1", name: "A" }],
    ["b", "touchpoint", { stage: "s1", name: "B" }],
    ["x1", "activity", { touchpoint: "a", name: "Waits", minutes: 44 }],
    ["x2", "activity", { touchpoint: "a", name: "Asks", would_pay: "yes" }],
    ["x3", "activity", { touchpoint: "a", name: "Walks" }],
    ["g", "term", { term: "guest", label_for: "customer" }],
    ...rows,
  );
const LANES_ASKED = ["current", "emotion", "desired", "activities"];
const said = (step) => step && [step.touchpoint, step.lane, step.activity].filter(Boolean).join(" ");
const doing = (view, plan) => {
  assert.equal(plan.problem, "");
  return done(view, plan.edits);
};

test("one touchpoint after another, one lane after another, and whether the customer would pay", () => {
  assert.deepEqual(stepsOf(base(), "j", LANES_ASKED).map(said), [
    "a current",
    "a desired",
    "a activities",
    "a activities x1",
    "a activities x3",
    "b current",
    "b desired",
    "b activities",
  ]);
});

test("the next question and the one before it, to either end", () => {
  const view = base();
  const step = (from, by, stride) => said(stepFrom(view, "j", LANES_ASKED, from, by, stride));
  assert.equal(step(null), "a current");
  assert.equal(step({ touchpoint: "a", lane: "activities" }), "a activities x1");
  assert.equal(step({ touchpoint: "b", lane: "current" }, -1), "a activities x3");
  assert.equal(step({ touchpoint: "b", lane: "activities" }), null);
  assert.equal(step({ touchpoint: "a", lane: "current" }, -1), null);
  assert.equal(step({ touchpoint: "a", lane: "desired" }, 1, "touchpoint"), "b current");
  assert.equal(step({ touchpoint: "b", lane: "desired" }, -1, "touchpoint"), "a current");
  assert.equal(step({ touchpoint: "b", lane: "desired" }, 1, "touchpoint"), null);
});

test("a question that was answered, or taken away by others, does not stop the scribe", () => {
  const view = base();
  const asked = { touchpoint: "a", lane: "activities", activity: "x1" };
  const after = doing(view, answered(view, "x1", "no"));
  assert.equal(said(stepFrom(after, "j", LANES_ASKED, asked)), "a activities x3");
  const both = doing(after, answered(after, "x3", "?"));
  assert.equal(said(stepFrom(both, "j", LANES_ASKED, { ...asked, activity: "x3" })), "b current");
  assert.equal(said(stepFrom(view, "j", ["current", "activities"], { touchpoint: "a", lane: "desired" })), "a current");
});

test("questions are asked in the client's words", () => {
  const view = base();
  assert.equal(questionOf(view, { touchpoint: "a", lane: "current" }), "What happens here now?");
  assert.equal(questionOf(view, { touchpoint: "a", lane: "action" }), "What does the guest do here?");
  assert.equal(
    questionOf(view, { touchpoint: "a", lane: "nva", activity: "x1" }),
    "Waits: Would the guest pay for this if they knew?",
  );
});

test("a line goes where its question asks, or where its mark leads", () => {
  const view = base();
  const at = (lane) => ({ touchpoint: "a", lane });
  const now = doing(view, planLine(view, at("current"), "Told late (measured)", counting()));
  assert.equal(now.get(recordsIn(now, "current", "a")[0]).fields.evidence, "measured");
  for (const [line, lane] of [["-> Told at once", "desired"], ["! One message", "opportunities"]]) {
    const after = doing(view, planLine(view, at("action"), line, counting()));
    assert.equal(recordsIn(after, lane, "a").length, 1, line);
    assert.equal(after.get("a").fields.customer_action, undefined);
  }
  const more = doing(view, planLine(view, at("current"), "+ Bus", counting()));
  assert.deepEqual(stationsOf(more, "j").map((id) => more.get(id).fields.name), ["A", "Bus", "B"]);
  assert.match(planLine(view, at("current"), " ", counting()).problem, /blank/);
  assert.deepEqual(TURNS.map(([mark]) => mark), ["->", "!", "+"]);
});

test("whether the customer would pay classes an activity that nobody has classed", () => {
  const view = base(["x4", "activity", { touchpoint: "b", name: "Passport", class: "business-necessary" }]);
  const fields = (id, line) => planLine(view, { touchpoint: "a", lane: "activities", activity: id }, line, counting()).edits[0]?.fields;
  assert.deepEqual(fields("x1", "no, waiting"), { would_pay: "no", class: "non-value-added", waste: "waiting" });
  assert.deepEqual(fields("x1", "Y"), { would_pay: "yes", class: "value-added" });
  assert.deepEqual(fields("x1", "?"), { would_pay: "unknown" });
  assert.deepEqual(fields("x4", "n"), { would_pay: "no" });
  assert.match(answered(view, "x1", "nobody knows").problem, /yes, no/);
});

test("every lane has its question but the ratings, its example and its button", () => {
  const view = base(["u", "term", { term: "promise", label_for: "standard" }], ["v", "term", { term: "idea", label_for: "opportunity" }]);
  for (const { key } of LANES) {
    assert.equal(key in QUESTIONS, key !== "emotion");
    const { example, button } = exampleOf(view, key);
    assert.ok(example.length > 5 && !/[{}]/.test(example + button), key);
  }
  assert.deepEqual(Object.keys(EXAMPLES), LANES.map(({ key }) => key));
  assert.equal(exampleOf(view, "standards").button, "Add a promise");
  assert.equal(exampleOf(view, "opportunities").button, "Add an idea");
  assert.equal(exampleOf(view, "action").button, "Write what the guest does");
});
