import assert from "node:assert/strict";
import test from "node:test";
import { State, isEqual, listName } from "./state.js";

const stage = (position, name) => ({ kind: "stage", position, fields: { journey: "j1", name } });
const begin = () =>
  new State("w", {
    j1: { kind: "journey", position: "a0", fields: { name: "Way" } },
    s2: stage("a1", "Hotel"),
    s1: stage("a0", "Airport"),
  });

test("children stand by their keys, and by their ids where two keys are the same", () => {
  const state = begin();
  assert.deepEqual(state.children("stage", "j1"), ["s1", "s2"]);
  state.patch({ s0: stage("a1", "Bus") });
  assert.deepEqual(state.children("stage", "j1"), ["s1", "s0", "s2"]);
  assert.deepEqual(state.children("touchpoint", "s1"), []);
  assert.deepEqual(state.children("journey"), ["j1"]);
});

test("a removed id is known as gone until its record comes back", () => {
  const state = begin();
  state.patch({ s2: null });
  assert.equal(state.isGone("s2"), true);
  state.patch({ s2: stage("a1", "Hotel") });
  assert.equal(state.isGone("s2"), false);
  assert.deepEqual(state.children("stage", "j1"), ["s1", "s2"]);
});

test("a patch that was made for another state changes nothing", () => {
  const state = begin();
  const before = state.plain();
  assert.throws(() => state.patch({ s1: null, nobody: null }), RangeError);
  assert.throws(() => state.patch({ s1: null, nobody: { kind: "stage", fields: { name: "x" } } }), RangeError);
  assert.deepEqual(state.plain(), before);
});

test("a copy goes its own way", () => {
  const [state, before] = [begin(), begin().plain()];
  const copy = state.copy();
  copy.patch({ s1: null });
  assert.deepEqual(state.plain(), before);
  assert.deepEqual(state.children("stage", "j1"), ["s1", "s2"]);
  assert.equal(state.isGone("s1"), false);
});

test("what is equal is taken over from the older state, the rest is told", () => {
  const [older, newer] = [begin(), begin()];
  newer.patch({ s1: { kind: "stage", fields: { name: "Gate" } }, s3: stage("a2", "Bus") });
  assert.deepEqual(newer.settleFrom(older, ["j1", "s1", "s2", "s3"]), {
    records: ["s1", "s3"],
    lists: [listName("stage", "j1")],
  });
  assert.equal(newer.get("s2"), older.get("s2"));
  assert.equal(newer.children("journey"), older.children("journey"));
});

test("equality is that of JSON, whatever the order of keys", () => {
  assert.ok(isEqual({ a: [1, { b: null }], c: "x" }, { c: "x", a: [1, { b: null }] }));
  for (const [one, other] of [[{ a: 1 }, { a: 2 }], [{ a: 1 }, { b: 1 }], [[1], { 0: 1 }], [null, {}], [[1], [1, 2]]])
    assert.ok(!isEqual(one, other));
});

test("however a record came to be what it is, it is the very same as when it is loaded", () => {
  const loaded = { s1: { kind: "stage", position: "a0", fields: { description: "Long", journey: "j1", name: "Airport" } } };
  const [grown, mixed] = [new State("w"), new State("w", { s1: stage("a0", "Airport") })];
  grown.patch({ s1: { kind: "stage", position: "a0", fields: { name: "Airport", journey: "j1", description: "Long" } } });
  mixed.patch({ s1: { kind: "stage", fields: { description: "Long" } } });
  const older = new State("w", { s1: { kind: "stage", position: "a0", fields: { name: "Airport", journey: "j1", description: "Long" } } });
  for (const state of [grown, mixed, older]) assert.equal(JSON.stringify(state.plain()), JSON.stringify(loaded));
});
