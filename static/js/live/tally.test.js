import assert from "node:assert/strict";
import test from "node:test";
import { Tally, tallied } from "./tally.js";

const none = { undo: 0, redo: 0 };
const set = { action: "set" };

test("what is done can be taken back, what was taken back done again, and a new deed ends that", () => {
  assert.deepEqual(tallied(none, [set, set]), { undo: 2, redo: 0 });
  assert.deepEqual(tallied(none, [set, set, { action: "undo" }]), { undo: 1, redo: 1 });
  assert.deepEqual(tallied(none, [set, { action: "undo" }, { action: "redo" }]), { undo: 1, redo: 0 });
  assert.deepEqual(tallied(none, [set, { action: "undo" }, set]), { undo: 1, redo: 0 });
});

test("a paste of many lines is one step", () => {
  const lines = Array.from({ length: 20 }, () => ({ action: "add", group: "paste" }));
  assert.deepEqual(tallied(none, [set, ...lines, { action: "set", group: "other" }]), { undo: 3, redo: 0 });
});

test("two hundred at most, and never less than none", () => {
  assert.equal(tallied(none, Array(300).fill(set)).undo, 200);
  assert.deepEqual(tallied(none, [{ action: "undo" }]), { undo: 0, redo: 1 });
});

test("the server's word counts, with what came after it and what is still on its way", () => {
  const tally = new Tally();
  tally.take({ seq: 5, action: "set" });
  tally.know({ undo: 40, redo: 2, seq: 5 });
  assert.deepEqual(tally.left([]), { undo: 40, redo: 2 });
  tally.take({ seq: 6, action: "undo" });
  tally.take({ seq: 6, action: "undo" });
  assert.deepEqual(tally.left([]), { undo: 39, redo: 3 });
  assert.deepEqual(tally.left([{ action: "redo" }, { edit: { action: "set" } }]), { undo: 41, redo: 0 });
  tally.know({ undo: 40, redo: 2, seq: 5 });
  assert.deepEqual(tally.left([]), { undo: 39, redo: 3 }, "a word that comes late takes nothing back");
});

test("hours of work are counted without being kept", () => {
  const tally = new Tally();
  for (let seq = 1; seq <= 1000; seq += 1) tally.take({ seq, action: "set" });
  assert.equal(tally.left([]).undo, 200);
});
