// What becomes of a note: a record on the map, part of another note, hidden; each one plan, which one undo takes back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { State } from "../state.js";
import { TARGETS, cardsOf, dropNote, hideNote, mergeNotes, partNotes, turnNote, usualTarget } from "./notes.js";

let made = 0;
const makeId = () => `new-${(made += 1)}`;
const entry = (kind, position, fields) => ({ kind, position, fields });
const note = (position, fields) => entry("note", position, { step: "now", text: `Text ${position}`, ...fields });
const target = (key) => TARGETS.find((one) => one.key === key);

function workshop(notes = {}) {
  return new State("w", {
    w: entry("workshop", "a", { title: "W" }),
    j: entry("journey", "a", { name: "J" }),
    st: entry("stage", "a", { journey: "j", name: "Before" }),
    gate: entry("touchpoint", "a", { stage: "st", name: "Gate", customer_action: "Waits" }),
    desk: entry("touchpoint", "b", { stage: "st", name: "Desk" }),
    now: entry("step", "a", { title: "What is" }),
    ana: entry("person", "a", { name: "Ana", group: "Crew" }),
    m1: entry("person", "b", { group: "Managers" }),
    m2: entry("person", "c", { group: "Managers" }),
    m3: entry("person", "d", { group: "Managers" }),
    m4: entry("person", "e", { group: "Managers" }),
    c2: entry("person", "f", { group: "Crew" }),
    c3: entry("person", "g", { group: "Crew" }),
    ...notes,
  });
}

test("the newest note stands first, with whoever it names and what was made of it", () => {
  const view = workshop({
    n1: note("a", { person: "ana", touchpoint: "gate", became: "x" }),
    x: entry("statement", "a", { touchpoint: "gate", state: "current", text: "T" }),
    n2: note("b", { group: "Managers", hidden: true, touchpoint: "gone", became: "gone" }),
    n3: note("c", { merged: "n1" }),
  });
  const [second, first, ...rest] = cardsOf(view, "now");
  assert.deepEqual(rest, []);
  assert.deepEqual([first.by, first.touchpoint, first.became, first.record, first.same], ["Ana", "gate", "statement", "x", 1]);
  assert.deepEqual([second.by, second.touchpoint, second.became, second.hidden], ["Managers", "", "", true]);
});

test("a group of fewer than three is not told beside its note", () => {
  const view = workshop({ boss: entry("person", "h", { group: "Board" }), n1: note("a", { group: "Board" }), n2: note("b", { person: "boss" }) });
  for (const { by } of cardsOf(view, "now")) assert.equal(by, "others");
});

test("dropped into a cell a note becomes what that lane holds there", () => {
  const view = workshop({ n: note("a", { text: " Nobody\n knows ", minutes: 44, would_pay: "no", touchpoint: "desk" }) });
  const expected = {
    current: ["statement", { state: "current", text: "Nobody\n knows" }],
    desired: ["statement", { state: "desired", text: "Nobody\n knows" }],
    standards: ["standard", { attribute: "Nobody knows" }],
    measures: ["measure", { name: "Nobody knows" }],
    activities: ["activity", { name: "Nobody knows", minutes: 44, would_pay: "no" }],
    nva: ["activity", { name: "Nobody knows", minutes: 44, would_pay: "no", class: "non-value-added" }],
    stories: ["story", { text: "Nobody\n knows" }],
    opportunities: ["opportunity", { title: "Nobody knows" }],
    behaviours: ["behaviour", { text: "Nobody knows" }],
  };
  for (const [lane, [kind, fields]] of Object.entries(expected)) {
    const { edits, problem } = dropNote(view, "n", { touchpoint: "gate", lane }, makeId);
    assert.equal(problem, "", lane);
    assert.deepEqual([edits[0].action, edits[0].kind, edits[0].fields], ["add", kind, { touchpoint: "gate", ...fields }], lane);
    assert.deepEqual(edits[1], { action: "set", kind: "note", record: "n", fields: { became: edits[0].record } });
    assert.equal(edits.length, 2);
  }
  for (const [lane, kind, key] of [["causes", "cause", "text"], ["vocabulary", "term", "term"]]) {
    const [added] = dropNote(view, "n", { touchpoint: "gate", lane }, makeId).edits;
    assert.deepEqual([added.kind, added.fields], [kind, { touchpoints: ["gate"], [key]: "Nobody knows" }]);
  }
});

test("dropped on a text of the touchpoint it goes on there; ratings are nobody's to type", () => {
  const view = workshop({ n: note("a") });
  const { edits } = dropNote(view, "n", { touchpoint: "gate", lane: "action" }, makeId);
  assert.deepEqual(edits[0].fields, { customer_action: "Waits\nText a" });
  assert.deepEqual(edits[1].fields, { became: "gate" });
  assert.match(dropNote(view, "n", { touchpoint: "gate", lane: "emotion" }, makeId).problem, /rated by people/);
});

test("by its letter a note goes where it says itself, else where the map is", () => {
  const view = workshop({ n: note("a", { touchpoint: "desk", state: "desired" }), free: note("b") });
  assert.equal(turnNote(view, "n", target("story"), {}, makeId).edits[0].fields.touchpoint, "desk");
  assert.equal(turnNote(view, "n", target("current"), {}, makeId).edits[0].fields.state, "current");
  assert.equal(turnNote(view, "n", target("story"), { touchpoint: "gate" }, makeId).edits[0].fields.touchpoint, "gate");
  assert.match(turnNote(view, "free", target("story"), {}, makeId).problem, /Choose a touchpoint/);
  assert.deepEqual(turnNote(view, "free", target("term"), {}, makeId).edits[0].fields, { term: "Text b" });
  assert.deepEqual(turnNote(view, "free", target("commitment"), { touchpoint: "gate" }, makeId).edits[0].fields, { action: "Text b" });
  assert.deepEqual(turnNote(view, "n", target("intervention"), {}, makeId).edits[0].fields, { touchpoints: ["desk"], kind: "process change", title: "Text a" });
});

test("onto a gap a note becomes a touchpoint there", () => {
  const view = workshop({ n: note("a", { text: "Bus to\nthe gate" }) });
  const { edits } = turnNote(view, "n", target("touchpoint"), { where: { after: "gate" } }, makeId);
  assert.deepEqual([edits[0].kind, edits[0].fields.name, edits[0].position], ["touchpoint", "Bus to the gate", { after: "gate" }]);
  assert.deepEqual(edits.at(-1).fields, { became: edits[0].record });
  assert.equal(turnNote(view, "n", target("touchpoint"), { journey: "j" }, makeId).edits[0].fields.stage, "st");
});

test("a note that is too long for one line is not cut", () => {
  const view = workshop({ n: note("a", { text: "x".repeat(600), touchpoint: "gate" }) });
  assert.match(turnNote(view, "n", target("opportunity"), {}, makeId).problem, /too long/);
  assert.equal(turnNote(view, "n", target("story"), {}, makeId).problem, "");
});

test("a note that somebody has removed is not turned, hidden or merged", () => {
  const view = workshop({ n: note("a") });
  for (const plan of [turnNote(view, "gone", target("story"), {}, makeId), hideNote(view, "gone", true), mergeNotes(view, ["gone"], "n"), mergeNotes(view, ["n"], "gone")])
    assert.match(plan.problem, /not there any more/);
});

test("hiding and showing set one field", () => {
  const view = workshop({ n: note("a") });
  assert.deepEqual(hideNote(view, "n", true).edits, [{ action: "set", kind: "note", record: "n", fields: { hidden: true } }]);
  assert.deepEqual(hideNote(view, "n", false).edits[0].fields, { hidden: null });
});

test("merging takes along what was merged before, and parting lets all stand for themselves", () => {
  const view = workshop({ a: note("a"), b: note("b"), c: note("c", { merged: "b" }), d: note("d", { merged: "a" }) });
  const into = (plan) => plan.edits.map(({ record, fields }) => [record, fields.merged]);
  assert.deepEqual(into(mergeNotes(view, ["b"], "a")), [["b", "a"], ["c", "a"]]);
  assert.deepEqual(into(mergeNotes(view, ["a"], "c")), [["a", "c"], ["d", "c"], ["c", null]]);
  assert.deepEqual(into(mergeNotes(view, ["b"], "c")), [["b", "c"], ["c", null]]);
  assert.deepEqual(into(partNotes(view, "b")), [["c", null]]);
});

test("every target has a letter of its own, and steps offer what is usual", () => {
  assert.equal(new Set(TARGETS.map(({ on }) => on)).size, TARGETS.length);
  assert.equal(usualTarget("waste").key, "activity");
  assert.equal(usualTarget("rate"), undefined);
});
