import assert from "node:assert/strict";
import test from "node:test";
import { effect } from "@preact/signals";
import { State } from "../model/state.js";
import { Store } from "./store.js";

let frames = [];
globalThis.requestAnimationFrame = (run) => frames.push(run);
const frame = () => frames.splice(0).forEach((run) => run());

const START = {
  w: { kind: "workshop", position: "", fields: { title: "Delays" } },
  j1: { kind: "journey", position: "a0", fields: { name: "Missed" } },
  s1: { kind: "stage", position: "a0", fields: { journey: "j1", name: "Airport" } },
};

function make() {
  const state = new State("w", structuredClone(START));
  const store = new Store(() => state);
  const shown = [];
  effect(() => void shown.push(store.record("s1")?.fields.name));
  const rename = (name) => state.put("s1", { ...state.get("s1"), fields: { journey: "j1", name } });
  frames = [];
  return { state, store, shown, rename };
}
const S1 = { records: ["s1"], lists: [] };

test("a storm of others' changes is shown once per frame, as it is then", () => {
  const { store, shown, rename } = make();
  for (let n = 0; n < 50; n += 1) {
    rename(`Name ${n}`);
    store.changed(S1);
  }
  assert.deepEqual(shown, ["Airport"]);
  assert.equal(frames.length, 1);
  frame();
  assert.deepEqual(shown, ["Airport", "Name 49"]);
});

test("one's own change is shown at once", () => {
  const { store, shown, rename } = make();
  rename("Gate");
  store.changed(S1, { now: true });
  assert.deepEqual(shown, ["Airport", "Gate"]);
});

test("while somebody composes, others' changes wait and one's own do not", () => {
  const { store, shown, rename } = make();
  store.hold();
  store.hold();
  rename("Theirs");
  store.changed(S1);
  frame();
  store.release();
  assert.deepEqual(shown, ["Airport"], "held twice, released once");
  store.changed(S1, { now: true });
  assert.deepEqual(shown, ["Airport", "Theirs"]);
  rename("Later");
  store.changed(S1);
  store.release();
  assert.deepEqual(shown.at(-1), "Later");
});

test("a list is shown anew when it changes, and only then", () => {
  const { state, store } = make();
  const shown = [];
  effect(() => void shown.push(store.children("stage", "j1").join()));
  state.put("s2", { kind: "stage", position: "a1", fields: { journey: "j1", name: "Home" } });
  store.changed({ records: ["s2"], lists: ["stage j1"] }, { now: true });
  store.changed(S1, { now: true });
  assert.deepEqual(shown, ["s1", "s1,s2"]);
});
