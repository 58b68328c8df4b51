import assert from "node:assert/strict";
import test from "node:test";
import { chance } from "../chance.fake.js";
import { duplicateTouchpoints, mergeTouchpoints, splitTouchpoint } from "./building.js";
import { allTexts, counting, done, randomWorkshop, stateFrom } from "./desk.fake.js";
import { stationsOf, writtenWays } from "./stations.js";

const way = (id, from, to, more = {}) => [id, "transition", { journey: "j", from, to, ...more }];
const base = (...rows) =>
  stateFrom(
    ["j", "journey", { name: "Journey", start: "b" }],
    ["s1", "stage", { journey: "j", name: "S1" }],
    ["s2", "stage", { journey: "j", name: "S2" }],
    ["a", "touchpoint", { stage: "s1", name: "A", backstage: "Old", channels: ["app"], owner: "Ops", missing: true }],
    ["b", "touchpoint", { stage: "s1", name: "B", backstage: "New", place: "Gate", lead_minutes: 30 }],
    ["c", "touchpoint", { stage: "s2", name: "C", channels: ["app", "desk"], critical: true }],
    ["o", "outcome", { journey: "j", name: "Loyal", result: "loyal" }],
    ["f1", "statement", { touchpoint: "b", state: "current", text: "Fact" }],
    ["d1", "standard", { touchpoint: "b", attribute: "Promise" }],
    ["m1", "measure", { touchpoint: "b", name: "Measure", standard: "d1" }],
    ["r1", "perception", { touchpoint: "b", emotion: 1 }],
    ["i1", "opportunity", { touchpoint: "b", title: "Idea" }],
    ["v1", "vote", { opportunity: "i1", dots: 3 }],
    ["n1", "comment", { about: "b", text: "Is this so?" }],
    ["k1", "cause", { text: "Cause", touchpoints: ["a", "b"] }],
    ...rows,
  );
const ways = (view) =>
  writtenWays(view, "j").map(({ from, to, kind, share, label }) =>
    [`${from}>${to}`, kind === "next" ? "" : kind, share ?? "", label].filter((part) => part !== "").join(" "),
  );
const doing = (view, plan) => {
  assert.equal(plan.problem, "");
  return done(view, plan.edits);
};
const of = (view, kind, parent) => view.children(kind, parent).map((id) => view.get(id).fields);

// -- copying

test("a copy has everything but what people said about the original", () => {
  const view = base(way("y1", "a", "b"), way("y2", "b", "b", { kind: "repeat" }));
  const plan = duplicateTouchpoints(view, ["b"], counting("new"));
  const after = doing(view, plan);
  const [copy] = plan.made;
  assert.deepEqual(stationsOf(after, "j"), ["a", "b", copy, "c"]);
  assert.equal(after.get(copy).fields.name, "B (copy)");
  assert.deepEqual(of(after, "statement", copy), [{ touchpoint: copy, state: "current", text: "Fact" }]);
  const [standard] = after.children("standard", copy);
  assert.equal(of(after, "measure", copy)[0].standard, standard, "the copied measure checks the copied standard");
  assert.deepEqual(of(after, "perception", copy), []);
  assert.deepEqual(after.children("vote", after.children("opportunity", copy)[0]), []);
  assert.deepEqual(after.get("k1").fields.touchpoints, ["a", "b", copy]);
  assert.deepEqual(ways(after), ["a>b", "b>b repeat", `${copy}>${copy} repeat`]);
  assert.match(plan.says, /Ratings, votes and comments stay/);
});

test("copies of several stand behind the last of them with the ways among them", () => {
  const view = base(way("y1", "a", "c"), way("y2", "c", "o"));
  const plan = duplicateTouchpoints(view, ["c", "a"], counting("new"));
  const after = doing(view, plan);
  assert.deepEqual(stationsOf(after, "j"), ["a", "b", "c", ...plan.made]);
  assert.deepEqual(plan.made.map((id) => after.get(id).fields.name), ["A (copy)", "C (copy)"]);
  assert.deepEqual(ways(after), ["a>c", "c>o", `${plan.made[0]}>${plan.made[1]}`]);
});

test("a copy's name fits", () => {
  const view = base(["x", "touchpoint", { stage: "s1", name: "😀".repeat(200) }]);
  const { edits } = duplicateTouchpoints(view, ["x"], counting("new"));
  assert.equal([...edits[0].fields.name].length, 200);
});

// -- merging

test("of two becomes one: texts joined, records moved, names kept", () => {
  const view = base();
  const after = doing(view, mergeTouchpoints(view, ["b", "a"], counting("new")));
  assert.deepEqual(stationsOf(after, "j"), ["a", "c"]);
  const { name, backstage, place, owner, missing, lead_minutes: lead } = after.get("a").fields;
  assert.deepEqual([name, backstage, place, owner, missing, lead], ["A", "Old\n\nNew", "Gate", "Ops", undefined, 30]);
  for (const id of ["f1", "d1", "m1", "r1", "i1"]) assert.equal(after.get(id).fields.touchpoint, "a");
  assert.equal(after.get("m1").fields.standard, "d1");
  assert.deepEqual(after.get("k1").fields.touchpoints, ["a"]);
  assert.equal(after.get("n1").fields.about, "a");
  assert.equal(after.get("j").fields.start, "a");
  assert.deepEqual(of(after, "comment")[1], {
    about: "a",
    text: "Merged from “B”.\n“A” should have happened and did not.",
  });
});

test("a comment that tells only of names is settled", () => {
  const view = base();
  const after = doing(view, mergeTouchpoints(view, ["b", "c"], counting("new"), { name: "Gate" }));
  assert.equal(after.get("b").fields.name, "Gate");
  assert.deepEqual([after.get("b").fields.channels, after.get("b").fields.critical], [["app", "desk"], true]);
  assert.deepEqual(of(after, "comment")[1], { about: "b", text: "Merged from “B” and “C”.", resolved: true });
});

test("ways lead to the one, without those between and without twins", () => {
  const view = base(
    way("y1", "a", "b", { share: 0.9, label: "on foot" }),
    way("y2", "a", "o", { share: 0.1 }),
    way("y3", "b", "c"),
    way("y4", "c", "a", { kind: "repeat", share: 0.2, label: "again" }),
    way("y5", "c", "b", { kind: "repeat", share: 0.1, label: "once more" }),
    way("y6", "c", "o"),
  );
  const after = doing(view, mergeTouchpoints(view, ["a", "b"], counting("new")));
  assert.deepEqual(ways(after), ["a>o 0.1", "a>c 0.9", "c>a repeat 0.3 again / once more", "c>o"]);
  assert.match(of(after, "comment")[1].text, /Way from “A” to “B” \(next\): on foot/);
});

test("shares that nobody stated stay unstated", () => {
  const view = base(way("y1", "a", "c"), way("y2", "b", "c"), way("y3", "b", "o", { kind: "choice" }));
  assert.deepEqual(ways(doing(view, mergeTouchpoints(view, ["a", "b"], counting("new")))), ["a>c", "a>o choice"]);
});

test("somebody who led to both leads to the one with both shares", () => {
  const view = base(way("y1", "c", "a"), way("y2", "c", "b"), way("y3", "c", "o"));
  assert.deepEqual(ways(doing(view, mergeTouchpoints(view, ["a", "b"], counting("new")))), ["c>a 0.6667", "c>o"]);
});

test("texts that do not fit together stand in comments", () => {
  const long = "y".repeat(15_000);
  const view = base(
    ["x", "touchpoint", { stage: "s2", name: "X", backstage: long, time: "t".repeat(50) }],
    ["z", "touchpoint", { stage: "s2", name: "Z", backstage: `${long}!`, time: "u".repeat(50) }],
  );
  const after = doing(view, mergeTouchpoints(view, ["x", "z"], counting("new")));
  assert.deepEqual(of(after, "comment").slice(1).map(({ text }) => text), [
    `${long}!`,
    `Merged from “Z”.\ntime: ${"u".repeat(50)}`,
  ]);
});

test("one alone, and touchpoints of two journeys, are not merged", () => {
  const view = base(
    ["j2", "journey", { name: "J2" }],
    ["s9", "stage", { journey: "j2", name: "S9" }],
    ["z", "touchpoint", { stage: "s9", name: "Z" }],
  );
  assert.match(mergeTouchpoints(view, ["a"], counting()).problem, /two or more/);
  assert.match(mergeTouchpoints(view, ["a", "z"], counting()).problem, /of one journey/);
});

test("random merges: nothing that anybody wrote is lost, no way leads nowhere, one undo takes it back", () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const dice = chance(seed);
    const { view, stations } = randomWorkshop(dice);
    if (stations.length < 2) continue;
    const chosen = stations.filter(() => dice.is(0.5));
    if (chosen.length < 2) continue;
    const after = doing(view, mergeTouchpoints(view, chosen, counting("new")));
    const [first, ...others] = chosen;
    const texts = allTexts(after).join("\u0000");
    const were = allTexts(view).filter((text) => !view.has(text));
    const words = ["next", "choice", "failure", "recovery", "repeat"];
    for (const text of were) if (!words.includes(text)) assert.ok(texts.includes(text), `seed ${seed}: ${text}`);
    for (const [id, { kind }] of view.entries())
      if (!others.includes(id) && kind !== "transition") assert.ok(after.has(id), `seed ${seed}: ${id}`);
    const left = writtenWays(after, "j");
    for (const { from, to } of left) assert.ok(after.has(from) && after.has(to), `seed ${seed}`);
    const own = writtenWays(view, "j").filter(({ from, to }) => from === to && chosen.includes(from)).length;
    assert.ok(left.filter(({ from, to }) => from === first && to === first).length <= own, `seed ${seed}: no new loops`);
    for (const { share } of left) assert.ok(share === null || (share >= 0 && share <= 1), `seed ${seed}`);
  }
});

// -- splitting

test("of one become two: what was chosen goes to the second, ways out leave from it", () => {
  const view = base(way("y1", "a", "b"), way("y2", "b", "c", { share: 0.8 }), way("y3", "b", "o", { share: 0.2, kind: "failure" }));
  const how = { names: ["Queue", "Desk"], records: ["d1", "m1", "k1"], fields: ["backstage"], ways: ["y3"] };
  const plan = splitTouchpoint(view, "b", how, counting("new"));
  const after = doing(view, plan);
  const second = plan.made[1];
  assert.deepEqual(stationsOf(after, "j"), ["a", "b", second, "c"]);
  assert.deepEqual([after.get("b").fields.name, after.get(second).fields.name], ["Queue", "Desk"]);
  assert.deepEqual([after.get("b").fields.backstage, after.get(second).fields.backstage], [undefined, "New"]);
  for (const [id, home] of [["d1", second], ["m1", second], ["f1", "b"], ["r1", "b"]])
    assert.equal(after.get(id).fields.touchpoint, home);
  assert.deepEqual(after.get("k1").fields.touchpoints, ["a", second]);
  assert.deepEqual(ways(after), ["a>b", `${second}>c 0.8`, "b>o failure 0.2", `b>${second}`]);
});

test("in a journey without transitions a split needs none", () => {
  const view = base();
  assert.deepEqual(ways(doing(view, splitTouchpoint(view, "b", { names: ["B", "B2"] }, counting("new")))), []);
  assert.match(splitTouchpoint(view, "b", { names: ["B", " "] }, counting()).problem, /needs a name/);
});

test("random splits: every record is at the one or the other, and merging brings them together again", () => {
  for (let seed = 1; seed <= 150; seed += 1) {
    const dice = chance(seed);
    const { view, stations } = randomWorkshop(dice);
    if (!stations.length) continue;
    const id = dice.of(stations);
    const records = [...view.entries()].filter(([, { fields }]) => fields.touchpoint === id && dice.is(0.5)).map(([one]) => one);
    const plan = splitTouchpoint(view, id, { names: ["One", "Two"], records }, counting("new"));
    const after = doing(view, plan);
    for (const [one, { fields }] of view.entries())
      if (fields.touchpoint === id)
        assert.equal(after.get(one).fields.touchpoint, plan.made[records.includes(one) ? 1 : 0], `seed ${seed}`);
    const again = doing(after, mergeTouchpoints(after, plan.made, counting("more")));
    assert.deepEqual(stationsOf(again, "j"), stationsOf(view, "j"));
  }
});

test("more channels than fit stand in comments, however many", () => {
  const names = (from, count) => Array.from({ length: count }, (_, at) => `${from}${at} `.padEnd(100, "y"));
  const many = Array.from({ length: 12 }, (_, at) => [`q${at}`, "touchpoint", { stage: "s2", name: `Q${at}`, channels: names(at, 20) }]);
  const view = base(...many);
  const after = doing(view, mergeTouchpoints(view, many.map(([id]) => id), counting("new")));
  assert.equal(after.get("q0").fields.channels.length, 20);
  const comments = of(after, "comment").slice(1).map(({ text }) => text);
  assert.ok(comments.length > 1 && comments.every((text) => text.length <= 20_000));
  for (const { channels } of many.slice(1).map(([, , fields]) => fields))
    for (const channel of channels) assert.ok(comments.join("").includes(channel));
});

test("who comes again to one of them comes again to the one", () => {
  const view = base(way("y1", "b", "b", { kind: "repeat", share: 0.2 }), way("y2", "b", "c", { share: 0.8 }), way("y3", "a", "b"));
  assert.deepEqual(ways(doing(view, mergeTouchpoints(view, ["a", "b"], counting("new")))), ["a>a repeat 0.2", "a>c 0.8"]);
});

test("a cause that names as many touchpoints as it can does not name the copy", () => {
  const stations = Array.from({ length: 199 }, (_, at) => [`q${at}`, "touchpoint", { stage: "s2", name: `Q${at}` }]);
  const full = ["k9", "cause", { text: "Everywhere", touchpoints: ["a", ...stations.map(([id]) => id)] }];
  const view = base(...stations, full);
  const { edits } = duplicateTouchpoints(view, ["a"], counting("new"));
  assert.equal(edits.some(({ record }) => record === "k9"), false);
});
