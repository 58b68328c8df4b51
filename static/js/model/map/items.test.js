import assert from "node:assert/strict";
import test from "node:test";
import { convertItem, link, moveItem, removeItems, setMany } from "./building.js";
import { recordsIn } from "./cells.js";
import { counting, done, stateFrom } from "./desk.fake.js";

const base = (...rows) =>
  stateFrom(
    ["j", "journey", { name: "Journey" }],
    ["s1", "stage", { journey: "j", name: "S1" }],
    ["a", "touchpoint", { stage: "s1", name: "A" }],
    ["b", "touchpoint", { stage: "s1", name: "B" }],
    ["f1", "statement", { touchpoint: "a", state: "current", text: "Nobody knows", evidence: "staff story" }],
    ["f2", "statement", { touchpoint: "a", state: "current", text: "Long queue", evidence: "assumed" }],
    ["f3", "statement", { touchpoint: "b", state: "desired", text: "One message" }],
    ["a1", "activity", { touchpoint: "a", name: "Waits", minutes: 44 }],
    ["k1", "cause", { text: "Silence", touchpoints: ["a"] }],
    ["k2", "cause", { text: "Early is punished", cause: "k1" }],
    ["x1", "term", { term: "wave", touchpoints: ["a", "b"] }],
    ...rows,
  );
const doing = (view, plan) => {
  assert.equal(plan.problem, "");
  return done(view, plan.edits);
};
const to = (touchpoint, lane, position) => ({ touchpoint, lane, ...(position && { position }) });

test("a statement moves to another touchpoint, another state, another place", () => {
  const view = base();
  const there = doing(view, moveItem(view, "f1", to("b", "desired", { after: null }), counting()));
  assert.deepEqual(recordsIn(there, "desired", "b"), ["f1", "f3"]);
  const here = doing(view, moveItem(view, "f1", to("a", "current", { after: "f2" }), counting()));
  assert.deepEqual(recordsIn(here, "current", "a"), ["f2", "f1"]);
  assert.deepEqual(moveItem(view, "f1", to("a", "current"), counting()).edits, [], "it is there already");
});

test("an activity that is put among waste is waste", () => {
  const view = base();
  const after = doing(view, moveItem(view, "a1", to("a", "nva"), counting()));
  assert.deepEqual(recordsIn(after, "nva", "a"), ["a1"]);
  assert.equal(after.get("a1").fields.minutes, 44);
});

test("a statement becomes another kind, and what is said of it goes along", () => {
  const view = base(["n", "comment", { about: "f1", text: "True?" }]);
  for (const [lane, kind, key] of [
    ["standards", "standard", "attribute"],
    ["activities", "activity", "name"],
    ["opportunities", "opportunity", "title"],
    ["stories", "story", "text"],
    ["measures", "measure", "name"],
    ["behaviours", "behaviour", "text"],
  ]) {
    const plan = moveItem(view, "f1", to("b", lane), counting());
    const after = doing(view, plan);
    assert.equal(after.get(plan.made[0]).kind, kind);
    assert.equal(after.get(plan.made[0]).fields[key], "Nobody knows (evidence: staff story)");
    assert.equal(after.has("f1"), false);
    assert.equal(after.get("n").fields.about, plan.made[0], "a comment goes along");
  }
  const plain = doing(view, moveItem(view, "f2", to("b", "standards"), counting()));
  assert.equal(plain.get("n1").fields.attribute, "Long queue");
  const activity = doing(view, moveItem(view, "a1", to("b", "desired"), counting()));
  assert.deepEqual(activity.get("n1").fields, { touchpoint: "b", state: "desired", text: "Waits (minutes: 44)" });
});

test("a story without consent stays a story; one without a name loses its teller", () => {
  const story = (consent) => ["e", "story", { touchpoint: "a", text: "They laughed.", teller: "agent", ...(consent && { consent }) }];
  const why = (view) => convertItem(view, "e", to("a", "current"), counting());
  assert.match(why(base(story())).problem, /without consent/);
  assert.equal(why(base(story("anonymous"))).edits[0].fields.text, "They laughed.");
  assert.equal(why(base(story("yes"))).edits[0].fields.text, "They laughed. (teller: agent)");
});

test("what others hang on or name stays what it is", () => {
  const view = base(
    ["i1", "opportunity", { touchpoint: "a", title: "Idea" }],
    ["i2", "opportunity", { touchpoint: "a", title: "Taken up" }],
    ["v1", "vote", { opportunity: "i1", dots: 1 }],
    ["p1", "intervention", { title: "Do it", kind: "tool", opportunities: ["i2"] }],
    ["d1", "standard", { touchpoint: "a", attribute: "Promise" }],
    ["m1", "measure", { touchpoint: "b", name: "Measure", standard: "d1" }],
    ["q1", "commitment", { action: "Go", measures: ["m1"] }],
  );
  const why = (id) => convertItem(view, id, to("b", "current"), counting()).problem;
  assert.match(why("i1"), /votes on it/);
  assert.match(why("i2"), /intervention names it/);
  assert.match(why("d1"), /measure names it/);
  assert.match(why("m1"), /commitment names it/);
  assert.match(why("x1"), /cannot be moved/);
  assert.match(convertItem(view, "f1", to("b", "emotion"), counting()).problem, /cannot be moved/);
});

test("a text that is too long for one line is not cut", () => {
  const view = base(["f9", "statement", { touchpoint: "a", state: "current", text: "y".repeat(501) }]);
  assert.match(moveItem(view, "f9", to("a", "opportunities"), counting()).problem, /too long/);
});

test("a term and a cause move to another touchpoint; an inherited cause does not", () => {
  const view = base();
  const from = "a";
  assert.deepEqual(doing(view, moveItem(view, "x1", { ...to("b", "vocabulary"), from }, counting())).get("x1").fields.touchpoints, ["b"]);
  assert.deepEqual(doing(view, moveItem(view, "k1", { ...to("b", "causes"), from }, counting())).get("k1").fields.touchpoints, ["b"]);
  assert.match(moveItem(view, "k2", { ...to("b", "causes"), from }, counting()).problem, /cause above it/);
});

test("a term is linked to a touchpoint, and no longer", () => {
  const view = base();
  assert.deepEqual(doing(view, link(view, "k1", "b", true)).get("k1").fields.touchpoints, ["a", "b"]);
  assert.equal(doing(view, link(view, "k1", "a", false)).get("k1").fields.touchpoints, undefined);
  assert.deepEqual(link(view, "k1", "a", true).edits, []);
});

test("a field is set on several at once, where it is not so already", () => {
  const view = base();
  const plan = setMany(view, ["f1", "f2"], { evidence: "assumed" });
  assert.equal(plan.edits.length, 1);
  assert.equal(doing(view, plan).get("f1").fields.evidence, "assumed");
  assert.equal(doing(view, setMany(view, ["f1"], { evidence: null })).get("f1").fields.evidence, undefined);
});

test("several items are removed together", () => {
  const view = base();
  const after = doing(view, removeItems(view, ["f1", "a1", "x1"]));
  assert.deepEqual(["f1", "a1", "x1"].map((id) => after.has(id)), [false, false, false]);
});
