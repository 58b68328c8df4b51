import assert from "node:assert/strict";
import test from "node:test";
import { chance } from "../chance.fake.js";
import * as building from "./building.js";
import { counting, done, randomWorkshop, stateFrom } from "./desk.fake.js";
import { stationsOf, writtenWays } from "./stations.js";

const stage = (id) => [id, "stage", { journey: "j", name: id.toUpperCase() }];
const station = (id, on) => [id, "touchpoint", { stage: on, name: id.toUpperCase() }];
const way = (id, from, to, more = {}) => [id, "transition", { journey: "j", from, to, ...more }];
/** Two stages with A, B and C, then an empty one; an outcome. */
const base = (...rows) =>
  stateFrom(
    ["j", "journey", { name: "Journey" }],
    stage("s1"),
    stage("s2"),
    stage("s3"),
    station("a", "s1"),
    station("b", "s1"),
    station("c", "s2"),
    ["o", "outcome", { journey: "j", name: "Loyal", result: "loyal" }],
    ...rows,
  );
const names = (view) => stationsOf(view, "j").map((id) => view.get(id).fields.name);
const ways = (view) =>
  writtenWays(view, "j").map(({ from, to, kind, share, label }) =>
    [`${from}>${to}`, kind === "next" ? "" : kind, share ?? "", label].filter((part) => part !== "").join(" "),
  );
const doing = (view, plan) => {
  assert.equal(plan.problem, "");
  return done(view, plan.edits);
};

test("a new touchpoint after another leads on to the one after it", () => {
  const view = base(way("y1", "a", "b", { share: 0.8, label: "on foot" }), way("y2", "a", "o", { kind: "choice", share: 0.2 }));
  const plan = building.insertTouchpoint(view, { after: "a" }, "  New ", counting());
  const after = doing(view, plan);
  assert.deepEqual(names(after), ["A", "New", "B", "C"]);
  assert.deepEqual(ways(after), ["a>n1 0.8 on foot", "a>o choice 0.2", "n1>b"]);
  assert.deepEqual([plan.made, plan.says], [["n1"], "Added “New” after “A”."]);
});

test("while no way is written down, the order says it all", () => {
  const view = base();
  const after = doing(view, building.insertTouchpoint(view, { before: "a" }, "New", counting()));
  assert.deepEqual([names(after), ways(after)], [["New", "A", "B", "C"], []]);
});

test("several touchpoints are one after another, also across the border of a stage", () => {
  const view = base(way("y1", "a", "b"), way("y2", "b", "c"), way("y3", "c", "o"));
  const after = doing(view, building.insertTouchpoints(view, { before: "c" }, ["N", "M"], counting()));
  assert.deepEqual(names(after), ["A", "B", "N", "M", "C"]);
  assert.equal(after.get("n1").fields.stage, "s2");
  assert.deepEqual(ways(after), ["a>b", "b>n1", "c>o", "n1>n2", "n2>c"]);
});

test("at the end, the one way to an outcome goes through the new one; an open end is led on", () => {
  const view = base(way("y1", "a", "b"), way("y3", "c", "o"));
  const after = doing(view, building.insertTouchpoint(view, { stage: "s3" }, "New", counting()));
  assert.deepEqual([names(after), ways(after)], [["A", "B", "C", "New"], ["a>b", "c>n1", "n1>o"]]);
  const open = base(way("y1", "a", "b"));
  assert.deepEqual(ways(doing(open, building.insertTouchpoint(open, { after: "c" }, "New", counting()))), ["a>b", "c>n1"]);
  const split = base(way("y1", "c", "o"), way("y2", "c", "a", { kind: "repeat" }));
  assert.deepEqual(ways(doing(split, building.appendTouchpoint(split, "j", "New", counting()))), ["c>o", "c>a repeat"]);
});

test("a new first touchpoint is where customers come in", () => {
  const view = base(way("y1", "a", "b")).copy();
  view.patch({ j: { kind: "journey", fields: { start: "a" } } });
  const after = doing(view, building.insertTouchpoint(view, { before: "a" }, "New", counting()));
  assert.equal(after.get("j").fields.start, "n1");
  assert.deepEqual(ways(after), ["a>b", "n1>a"]);
});

test("a failure is not a way to be led through: it stays", () => {
  const view = base(way("y1", "a", "b", { kind: "failure" }));
  const after = doing(view, building.insertTouchpoint(view, { after: "a" }, "New", counting()));
  assert.deepEqual(ways(after), ["a>b failure"]);
});

test("a name is needed, and must fit", () => {
  const view = base();
  for (const [name, said] of [[" ", /needs a name/], ["x".repeat(201), /too long/]])
    assert.match(building.insertTouchpoint(view, { after: "a" }, name, counting()).problem, said);
  assert.match(building.insertStage(view, "j", "", counting()).problem, /needs a name/);
  assert.match(building.addOutcome(view, "j", { name: "", result: "lost" }, counting()).problem, /needs a name/);
});

test("the first touchpoint of an empty journey brings its stage", () => {
  const view = stateFrom(["j", "journey", { name: "J" }]);
  const after = doing(view, building.appendTouchpoint(view, "j", "Hello", counting()));
  assert.deepEqual(names(after), ["Hello"]);
  assert.equal(after.get("n1").fields.name, "Stage 1");
});

test("stages and outcomes are added", () => {
  const view = base();
  const after = doing(view, building.insertStage(view, "j", "Hotel", counting(), { before: "s2" }));
  assert.deepEqual(after.children("stage", "j"), ["s1", "n1", "s2", "s3"]);
  const ended = doing(view, building.addOutcome(view, "j", { name: "Gone", result: "lost" }, counting()));
  assert.deepEqual(ended.children("outcome", "j"), ["o", "n1"]);
});

// -- moving

test("a touchpoint goes a place to the right, and over the border into the next stage, an empty one too", () => {
  let view = base();
  const right = (id) => (view = doing(view, building.shiftTouchpoints(view, [id], "right")));
  const where = () => ["s1", "s2", "s3"].map((id) => view.children("touchpoint", id).join(""));
  right("a");
  assert.deepEqual(where(), ["ba", "c", ""]);
  right("a");
  assert.deepEqual(where(), ["b", "ac", ""]);
  right("a");
  right("a");
  assert.deepEqual(where(), ["b", "c", "a"]);
  assert.match(building.shiftTouchpoints(view, ["a"], "right").problem, /no place further/);
});

test("touchpoints that are moved together stay together", () => {
  const view = base();
  const left = doing(view, building.shiftTouchpoints(view, ["b", "c"], "left"));
  assert.deepEqual(["s1", "s2"].map((id) => left.children("touchpoint", id).join("")), ["bac", ""]);
  const blocked = doing(view, building.shiftTouchpoints(view, ["a", "c"], "left"));
  assert.deepEqual(["s1", "s2"].map((id) => blocked.children("touchpoint", id).join("")), ["abc", ""]);
});

test("touchpoints are put into a stage in station order", () => {
  const view = base();
  const after = doing(view, building.moveTouchpoints(view, ["c", "a"], { stage: "s1", after: "b" }));
  assert.deepEqual(after.children("touchpoint", "s1"), ["b", "a", "c"]);
  const first = doing(view, building.moveTouchpoints(view, ["c"], { stage: "s1", after: null }));
  assert.deepEqual(first.children("touchpoint", "s1"), ["c", "a", "b"]);
  const last = doing(view, building.moveTouchpoints(view, ["a", "b"], { stage: "s3" }));
  assert.deepEqual(last.children("touchpoint", "s3"), ["a", "b"]);
  assert.deepEqual(building.moveTouchpoints(view, ["c"], { stage: "s2" }).edits, [], "it is there already");
});

test("touchpoints stay in their journey", () => {
  const view = base(["j2", "journey", { name: "Other" }], ["s9", "stage", { journey: "j2", name: "S9" }]);
  assert.match(building.moveTouchpoints(view, ["a"], { stage: "s9" }).problem, /stay in their journey/);
});

test("a stage moves among the others", () => {
  const view = base();
  assert.deepEqual(doing(view, building.moveStage(view, "s1", 1)).children("stage", "j"), ["s2", "s1", "s3"]);
  assert.deepEqual(doing(view, building.moveStage(view, "s3", 0)).children("stage", "j"), ["s3", "s1", "s2"]);
  assert.match(building.moveStage(view, "s3", 9).problem, /already/);
});

test("random moves: nothing is lost, the order of the others stays, left takes back right", () => {
  for (let seed = 1; seed <= 150; seed += 1) {
    const dice = chance(seed);
    const { view, stations } = randomWorkshop(dice);
    const chosen = stations.filter(() => dice.is(0.4));
    if (!chosen.length) continue;
    const { edits } = building.shiftTouchpoints(view, chosen, dice.of(["left", "right"]));
    const after = done(view, edits);
    const rest = (state) => stationsOf(state, "j").filter((id) => !chosen.includes(id));
    assert.deepEqual(rest(after), rest(view), `seed ${seed}`);
    assert.deepEqual(stationsOf(after, "j").filter((id) => chosen.includes(id)), chosen, `seed ${seed}`);
    const stage = dice.of(view.children("stage", "j"));
    const there = view.children("touchpoint", stage);
    const put = done(view, building.moveTouchpoints(view, chosen, { stage, after: dice.of([null, undefined, ...there]) }).edits);
    assert.deepEqual(rest(put), rest(view), `seed ${seed}`);
    assert.deepEqual(put.children("touchpoint", stage).filter((id) => chosen.includes(id)), chosen, `seed ${seed}`);
  }
});

// -- removing

test("where a touchpoint goes, the line closes", () => {
  const view = base(way("y1", "a", "b", { share: 0.6, kind: "choice" }), way("y2", "b", "c", { label: "by bus" }), way("y3", "c", "o"));
  assert.deepEqual(ways(doing(view, building.removeTouchpoints(view, ["b"]))), ["a>c choice 0.6 by bus", "c>o"]);
  assert.deepEqual(ways(doing(view, building.removeTouchpoints(view, ["b", "c"]))), ["a>o choice 0.6 by bus"]);
  assert.deepEqual(ways(doing(view, building.removeTouchpoints(view, ["b"], { splice: false }))), ["c>o"]);
  assert.deepEqual(ways(doing(view, building.removeStage(view, "s2"))), ["a>b choice 0.6", "b>o by bus"]);
});

test("the line is not closed where nobody can say how", () => {
  const view = base(way("y1", "a", "b"), way("y2", "b", "c"), way("y3", "b", "o", { kind: "choice" }));
  assert.deepEqual(ways(doing(view, building.removeTouchpoints(view, ["b"]))), []);
  const back = base(way("y1", "a", "b"), way("y2", "b", "a", { kind: "repeat" }), way("y3", "a", "c"));
  assert.deepEqual(ways(doing(back, building.removeTouchpoints(back, ["b"]))), ["a>c"]);
});

test("where there is such a way already, the shares are added", () => {
  const view = base(way("y1", "a", "b", { share: 0.7 }), way("y2", "b", "c"), way("y3", "a", "c", { share: 0.3 }));
  assert.deepEqual(ways(doing(view, building.removeTouchpoints(view, ["b"]))), ["a>c 1"]);
});

test("customers come in at the next touchpoint when the start goes", () => {
  const view = base(way("y1", "a", "b"), way("y2", "b", "c"));
  view.patch({ j: { kind: "journey", fields: { start: "a" } } });
  assert.equal(doing(view, building.removeTouchpoints(view, ["a"])).get("j").fields.start, "b");
  assert.equal(doing(view, building.removeTouchpoints(view, ["a", "b"])).get("j").fields.start, "c");
  assert.equal(doing(view, building.removeStage(view, "s1")).get("j").fields.start, "c");
});

test("random removals: no way leads to what is gone, and one undo brings everything back", () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const dice = chance(seed);
    const { view, stations } = randomWorkshop(dice);
    const chosen = stations.filter(() => dice.is(0.4));
    if (!chosen.length) continue;
    const after = done(view, building.removeTouchpoints(view, chosen).edits);
    for (const { from, to } of writtenWays(after, "j")) assert.ok(after.has(from) && after.has(to), `seed ${seed}`);
    done(view, building.removeStage(view, dice.of(view.children("stage", "j"))).edits);
  }
});

// -- ways

test("the first way that is drawn writes down the line that was implied", () => {
  const view = base();
  const plan = building.connect(view, { from: "a", to: "c", share: 0.2, label: " a short cut " }, counting());
  const after = doing(view, plan);
  assert.deepEqual(ways(after), ["a>b", "b>c", "c>o", "a>c choice 0.2 a short cut"]);
  assert.equal(plan.made[0], after.children("transition", "j").at(-1));
});

test("a way is drawn once, within its journey, to a touchpoint or an outcome", () => {
  const view = base(way("y1", "a", "b"), ["j2", "journey", { name: "J2" }], ["o2", "outcome", { journey: "j2", name: "L", result: "lost" }]);
  const why = (fields) => building.connect(view, fields, counting()).problem;
  assert.match(why({ from: "a", to: "b", kind: "next" }), /already/);
  assert.match(why({ from: "a", to: "o2" }), /stays in its journey/);
  assert.match(why({ from: "a", to: "s1" }), /leads to a touchpoint/);
  assert.match(why({ from: "o", to: "a" }), /starts at a touchpoint/);
  assert.deepEqual(ways(doing(view, building.connect(view, { from: "b", to: "a" }, counting()))), ["a>b", "b>a repeat"]);
});

test("the likely kind of a way", () => {
  const view = base(way("y1", "a", "b"), ["o3", "outcome", { journey: "j", name: "Gone", result: "lost" }]);
  const kind = (from, to) => building.likelyKind(view, from, to);
  assert.deepEqual(
    [kind("b", "c"), kind("a", "c"), kind("c", "a"), kind("a", "a"), kind("c", "o"), kind("c", "o3")],
    ["next", "choice", "repeat", "repeat", "next", "failure"],
  );
});

test("a way is led elsewhere, and taken away", () => {
  const view = base(way("y1", "a", "b"), way("y2", "a", "c"));
  assert.deepEqual(ways(doing(view, building.reconnect(view, "y1", { to: "o" }))), ["a>o", "a>c"]);
  assert.deepEqual(ways(doing(view, building.reconnect(view, "y1", { from: "b", to: "c" }))), ["b>c", "a>c"]);
  assert.match(building.reconnect(view, "y1", { to: "c" }).problem, /already/);
  assert.deepEqual(building.reconnect(view, "y1", {}).edits, []);
  assert.deepEqual(ways(doing(view, building.removeTransition(view, "y1"))), ["a>c"]);
  assert.match(building.removeTransition(base(way("y1", "a", "b")), "y1").says, /in their order/);
});

test("an implied way is cut by writing the others down", () => {
  const view = base();
  assert.deepEqual(ways(doing(view, building.cut(view, "b", "c", counting()))), ["a>b", "c>o"]);
  const short = stateFrom(["j", "journey", { name: "J" }], stage("s1"), station("a", "s1"), station("b", "s1"));
  assert.match(building.cut(short, "a", "b", counting()).problem, /draw another way first/);
});

test("what is left of the whole for a new way", () => {
  const view = base(way("y1", "a", "b", { share: 0.66 }), way("y2", "b", "c", { share: 0.99 }));
  assert.deepEqual([building.shareLeft(view, "a"), building.shareLeft(view, "b"), building.shareLeft(view, "c")], [0.34, 0, 1]);
});

test("random insertions: the new one stands where it should, and no way is lost", () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const dice = chance(seed);
    const { view, stations } = randomWorkshop(dice);
    if (!stations.length) continue;
    const beside = dice.of(stations);
    const plan = building.insertTouchpoints(view, dice.is(0.5) ? { after: beside } : { before: beside }, ["N", "M"], counting());
    const after = doing(view, plan);
    const order = stationsOf(after, "j");
    assert.deepEqual(order.filter((id) => !plan.made.includes(id)), stationsOf(view, "j"), `seed ${seed}`);
    assert.equal(Math.abs(order.indexOf(beside) - order.indexOf(plan.made[order.indexOf(beside) < order.indexOf("n1") ? 0 : 1])), 1);
    for (const id of view.children("transition", "j")) assert.ok(after.has(id), `seed ${seed}`);
  }
});
