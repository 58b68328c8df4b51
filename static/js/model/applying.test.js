import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";
import { CannotApply, perform } from "./applying.js";
import { apply, reverse } from "./changes.js";
import { KINDS, named } from "./kinds.js";
import { textsSeen } from "./server.fake.js";
import { State } from "./state.js";
import { inverse } from "./undoing.js";

const folder = new URL("../../../tests/cases/edits/", import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, folder), "utf8"));
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));

/** What only the server checks: the form of an edit (TM001 to TM007, TM013), and a neighbour that never was. */
const isServers = (error) => /^TM00[1-7]|^TM013|^TM009 position/.test(error);

for (const name of files) {
  const { workshop, state: records, cases } = read(name);
  for (const { name: rule, steps } of records ? cases : [])
    test(`${name.replace(".json", "")}: ${rule}`, () => run(workshop, records, steps));
}

function run(workshop, records, steps) {
  const state = new State(workshop, structuredClone(records));
  const log = [];
  for (const step of steps) {
    if (step.errors?.some(isServers)) continue;
    if (step.errors) refused(state, step, log);
    else done(state, step, log);
  }
  for (const change of log.toReversed()) reverse(state, change);
  assert.deepEqual(state.plain(), new State(workshop, records).plain(), "taken back, the state is as it was");
}

function refused(state, { edit, errors }, log) {
  const before = state.plain();
  assert.throws(
    () => perform(state, edit, textsSeen(edit, log)),
    (error) => {
      assert.ok(error instanceof CannotApply);
      assert.deepEqual(error.codes, errors.map((text) => text.split(" ")[0]));
      return true;
    },
  );
  assert.deepEqual(state.plain(), before);
}

function done(state, step, log) {
  const id = step.edit?.id ?? step.id;
  let sent = {};
  if (step.edit) {
    const trial = state.copy();
    const made = perform(trial, step.edit, textsSeen(step.edit, log));
    assert.deepEqual({ before: made.before, after: made.after }, pick(step.change, "before", "after"));
    assert.deepEqual(Object.keys(made.sent).sort(), step.change.merged ?? []);
    assert.deepEqual(made.conflict, step.change.conflict ?? {});
    sent = made.sent;
    assert.deepEqual(trial.plain(), folded(state, step.change).plain());
  }
  if (step.undo) {
    const made = inverse(state, log.find((change) => change.id === step.undo));
    assert.deepEqual(made, pick(step.change, "before", "after"));
  }
  apply(state, step.change);
  assertLists(state);
  log.push({ seq: log.length + 1, id, record: step.edit?.record ?? "", sent, ...pick(step.change, "before", "after") });
}

function folded(state, change) {
  const found = state.copy();
  apply(found, change);
  return found;
}

function pick(from, ...keys) {
  return Object.fromEntries(keys.map((key) => [key, from[key]]));
}

/** The lists that are kept up are those that a fresh state makes. */
function assertLists(state) {
  const fresh = new State(state.workshop, state.plain());
  for (const [id] of state.entries())
    for (const kind of Object.keys(KINDS)) assert.deepEqual(state.children(kind, id), fresh.children(kind, id));
  for (const kind of Object.keys(KINDS)) assert.deepEqual(state.children(kind), fresh.children(kind));
}

test("what a browser knows of the kinds is what Python says", () => {
  const { kinds } = read("kinds.json");
  const said = Object.entries(KINDS).map(([kind, { parent = null, references, long }]) => [
    kind,
    {
      parent,
      references: references.map((one) => [one.key, Boolean(one.needed), Boolean(one.many), one.kinds]),
      long: long.map((one) => [one.key, one.limit, Boolean(one.needed)]),
    },
  ]);
  assert.deepEqual(Object.fromEntries(said), kinds);
});

test("a reference names one, several or none", () => {
  const entry = { kind: "cause", position: "a0", fields: { touchpoints: ["t1", "t2"] } };
  assert.deepEqual(KINDS.cause.references.map((reference) => named(entry, reference)), [[], ["t1", "t2"]]);
});

test("a record that was refused has not been: its id can be taken", () => {
  const state = new State("w", { w: { kind: "workshop", position: "", fields: { title: "Delays" } } });
  const add = { id: "e1", action: "add", kind: "stage", record: "s1", fields: { journey: "j1", name: "Gate" } };
  assert.throws(() => perform(state, add), CannotApply);
  assert.equal(state.isGone("s1"), false);
  perform(state, { ...add, kind: "journey", record: "j1", fields: { name: "Way" } });
  perform(state, add);
  assert.deepEqual(state.children("stage", "j1"), ["s1"]);
});
