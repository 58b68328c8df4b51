// A change reads as people would say it: what, where, before and after, in the client's words.

import assert from "node:assert/strict";
import { test } from "node:test";
import { stateFrom } from "./map/desk.fake.js";
import { labelsOf } from "./map/labels.js";
import { linesOf, nameOf, subjectOf, summaryOf, toldWord } from "./telling.js";

const JOURNEY = [
  ["j", "journey", { name: "Rebook" }],
  ["s", "stage", { journey: "j", name: "Airport" }],
  ["t1", "touchpoint", { stage: "s", name: "Gate closed" }],
  ["t2", "touchpoint", { stage: "s", name: "Service-desk queue" }],
  ["c1", "statement", { touchpoint: "t2", state: "current", text: "Two hours in line." }],
];
const view = stateFrom(...JOURNEY);
const labels = labelsOf(view);
const change = (more) => ({ seq: 5, by: "Maya", at: "2026-11-23T10:00:00Z", ...more });
const set = (before, after) =>
  change({
    action: "set",
    kind: "statement",
    record: "c1",
    before: { c1: { kind: "statement", fields: before } },
    after: { c1: { kind: "statement", fields: after } },
  });

test("a touchpoint is called by its number and name", () => {
  assert.equal(nameOf(view, "t2"), "2 Service-desk queue");
});

test("a new text is told before and after, and what it was can be brought back", () => {
  const [line] = linesOf(view, set({ text: "One hour." }, { text: "Two hours in line." }), labels);
  assert.deepEqual(
    [line.title, line.deed, line.before, line.after, line.was],
    ["Current statement", "changed", "One hour.", "Two hours in line.", "One hour."],
  );
});

test("another field is named in plain words", () => {
  const [line] = linesOf(view, set({ evidence: null }, { evidence: "measured" }), labels);
  assert.deepEqual([line.title, line.before, line.after], ["Current statement · evidence", "", "measured"]);
});

test("a removed touchpoint is one line, and what went with it another", () => {
  const gone = stateFrom(...JOURNEY.slice(0, 3));
  const all = Object.fromEntries(["t2", "c1"].map((id) => [id, view.get(id)]));
  const removed = change({
    action: "remove",
    kind: "touchpoint",
    record: "t2",
    before: all,
    after: { t2: null, c1: null },
  });
  const lines = linesOf(gone, removed, labels);
  assert.deepEqual(
    lines.map(({ title, deed, before }) => [title, deed, before]),
    [
      ["Touchpoint", "removed", "Service-desk queue"],
      ["With it", "removed", "1 statement"],
    ],
  );
  assert.equal(subjectOf(gone, removed, labels), "touchpoint Service-desk queue");
});

test("what was moved only is told as moved", () => {
  const moved = change({
    action: "move",
    kind: "touchpoint",
    record: "t2",
    before: { t2: { kind: "touchpoint", fields: {}, position: "a1" } },
    after: { t2: { kind: "touchpoint", fields: {}, position: "b1" } },
  });
  assert.deepEqual(linesOf(view, moved, labels).map(({ deed, after }) => [deed, after]), [["moved", "2 Service-desk queue"]]);
});

test("a subject says what and where", () => {
  assert.equal(subjectOf(view, set({ text: "a" }, { text: "b" }), labels), "current statement at 2 Service-desk queue");
});

test("what one person did at one place is one phrase", () => {
  const added = ["x1", "x2", "x3", "x4"].map((id) => {
    const entry = { kind: "statement", position: "c1", fields: { touchpoint: "t2", state: "current", text: id } };
    return change({ action: "add", kind: "statement", record: id, before: { [id]: null }, after: { [id]: entry } });
  });
  assert.equal(summaryOf(view, added, labels), "Maya: 4 new statements at 2 Service-desk queue");
  const both = [...added, { ...set({ text: "a" }, { text: "b" }), by: "Jonas" }];
  assert.equal(
    summaryOf(view, both, labels),
    "Maya: 4 new statements at 2 Service-desk queue. Jonas: changed 1 statement at 2 Service-desk queue",
  );
});

test("the client's own words are used", () => {
  const own = stateFrom(...JOURNEY, ["w1", "term", { term: "Moment", label_for: "touchpoint" }]);
  const named = change({
    action: "set",
    kind: "touchpoint",
    record: "t1",
    before: { t1: { kind: "touchpoint", fields: { name: "Gate" } } },
    after: { t1: { kind: "touchpoint", fields: { name: "Gate closed" } } },
  });
  assert.equal(subjectOf(own, named, labelsOf(own)), "Moment 1 Gate closed");
});

test("a sentence of the server names records, not ids", () => {
  assert.equal(
    toldWord(view, "'text' of 'c1' has been changed since and stays."),
    "text of “Two hours in line.” has been changed since and stays.",
  );
});
