// What the tests of the map's commands share: edits done as the server would take them, and random journeys.

import assert from "node:assert/strict";
import { perform } from "../applying.js";
import { KINDS } from "../kinds.js";
import { State } from "../state.js";
import { inverse } from "../undoing.js";

/** A maker of ids: `n1`, `n2` … */
export function counting(prefix = "n") {
  let made = 0;
  return () => `${prefix}${(made += 1)}`;
}

/** A state from `[id, kind, fields]` in order: each stands after the one before it in its list. */
export function stateFrom(...rows) {
  const records = { w: { kind: "workshop", position: "", fields: { title: "Delays" } } };
  rows.forEach(([id, kind, fields], at) => {
    records[id] = { kind, position: `b${String(at).padStart(2, "0")}1`, fields };
  });
  return new State("w", records);
}

/** The state after edits, one after another; each is also taken back again, all of them as one. */
export function done(view, edits) {
  const after = view.copy();
  const made = edits.map((edit, at) => {
    assertForm(after, edit);
    return perform(after, { id: `e${at}`, ...edit });
  });
  const again = after.copy();
  for (const change of made.toReversed()) again.patch(inverse(again, change).after);
  assert.deepEqual(again.plain(), view.plain(), "one undo brings everything back");
  return after;
}

/** What only the server would refuse: the form of an edit. */
function assertForm(state, { id, action, kind, record, fields, position, into, ...more }) {
  assert.equal(id, undefined, "the session gives edits their ids");
  assert.deepEqual(more, {});
  assert.ok(KINDS[kind] && record, `${kind} ${record}`);
  assert.ok(!into || action === "remove", "only a removal goes into another");
  const { parent } = KINDS[kind];
  const keys = Object.keys(fields ?? {});
  const given = Object.entries(fields ?? {});
  if (action === "set") {
    assert.equal(position, undefined);
    assert.ok(keys.length && !keys.includes(parent), `a set of ${keys}`);
  } else if (action === "move") {
    assert.ok(keys.length || position);
    assert.ok(keys.every((key) => key === parent || (kind === "statement" && key === "state")), `a move of ${keys}`);
  } else if (action === "remove") {
    if (into) assert.ok(state.has(into) && into !== record);
    assert.deepEqual([fields, position], [undefined, undefined]);
  } else {
    assert.ok(given.every(([, value]) => value !== undefined), "nothing undefined travels");
  }
  if (position) {
    const [[side, neighbour]] = Object.entries(position);
    assert.ok(["after", "before"].includes(side));
    if (neighbour !== null) assert.ok(state.has(neighbour), `${neighbour} to stand ${side}`);
  }
}

/** A random journey `j` with everything that can hang on its touchpoints, and another beside it. */
export function randomWorkshop({ below, is, of }) {
  const rows = [["j", "journey", { name: "Journey" }], ["j2", "journey", { name: "Other" }]];
  const stations = [];
  for (let stage = 0; stage < 1 + below(4); stage += 1) {
    rows.push([`s${stage}`, "stage", { journey: "j", name: `Stage ${stage}` }]);
    for (let at = below(4); at > 0; at -= 1) {
      const id = `t${stations.length}`;
      stations.push(id);
      rows.push([id, "touchpoint", touchpoint(id, `s${stage}`, { is, below })]);
      rows.push(...hanging(id, { below, is, of }));
    }
  }
  rows.push(["so", "stage", { journey: "j2", name: "Other" }], ["to", "touchpoint", { stage: "so", name: "Other" }]);
  rows.push(["o0", "outcome", { journey: "j", name: "Loyal", result: "loyal" }]);
  if (stations.length) rows.push(...across(stations, { below, is, of }));
  return { view: stateFrom(...rows), stations };
}

function touchpoint(id, stage, { is, below }) {
  const fields = { stage, name: `Touchpoint ${id}` };
  for (const key of ["customer_action", "customer_goal", "customer_feeling", "place", "time", "owner", "backstage", "support"])
    if (is(0.4)) fields[key] = `${key} of ${id}${is(0.1) ? " and on".repeat(below(90)) : ""}`.slice(0, 60);
  if (is(0.3)) fields.channels = [`desk ${id}`, "phone"];
  if (is(0.3)) fields.lead_minutes = below(90);
  if (is(0.2)) fields.missing = true;
  if (is(0.2)) fields.critical = true;
  return fields;
}

function hanging(touchpoint, { below, is, of }) {
  const rows = [];
  const add = (kind, fields) => {
    const id = `${kind.slice(0, 4)}-${touchpoint}-${rows.length}`;
    rows.push([id, kind, { touchpoint, ...fields }]);
    return id;
  };
  for (let at = below(3); at > 0; at -= 1) {
    add("statement", { state: of(["current", "desired"]), text: `Fact ${at} of ${touchpoint}` });
    const standard = add("standard", { attribute: `Promise ${at} of ${touchpoint}` });
    add("measure", { name: `Measure ${at} of ${touchpoint}`, ...(is(0.7) && { standard }) });
    add("activity", { name: `Deed ${at} of ${touchpoint}`, minutes: below(50) });
    add("perception", { emotion: below(5) - 2, remark: `Remark ${at} of ${touchpoint}` });
    add("story", { text: `Story ${at} of ${touchpoint}`, consent: of(["yes", "no"]) });
    add("behaviour", { text: `Behaviour ${at} of ${touchpoint}` });
    const opportunity = add("opportunity", { title: `Idea ${at} of ${touchpoint}` });
    rows.push([`vote-${opportunity}`, "vote", { opportunity, dots: below(4) }]);
    rows.push([`note-${touchpoint}-${at}`, "comment", { about: of([touchpoint, standard]), text: `Comment on ${touchpoint}` }]);
  }
  return rows;
}

function across(stations, { below, is, of }) {
  const some = () => [...new Set([of(stations), of(stations)])];
  const rows = [
    ["cause-1", "cause", { text: "Cause 1", touchpoints: some() }],
    ["cause-2", "cause", { text: "Cause 2", cause: "cause-1", touchpoints: some() }],
    ["term-1", "term", { term: "misconnect", touchpoints: some() }],
    ["fix-1", "intervention", { title: "One message", kind: "tool", touchpoints: some(), causes: ["cause-2"] }],
  ];
  for (let at = is(0.2) ? 0 : below(3 * stations.length); at > 0; at -= 1) {
    const fields = { journey: "j", from: of(stations), to: is(0.1) ? "o0" : of(stations) };
    if (is(0.5)) fields.kind = of(["next", "choice", "failure", "recovery", "repeat"]);
    if (is(0.4)) fields.share = below(100) / 100;
    if (is(0.4)) fields.label = `Way ${at}`;
    if (fields.kind === "recovery") fields.options = [`Option ${at}`];
    rows.push([`y${at}`, "transition", fields]);
  }
  return rows;
}

/** Every text and list of texts of some kinds of records, as one long text, ids left out. */
export function allTexts(view) {
  const found = [];
  for (const [, { fields }] of view.entries())
    for (const value of Object.values(fields).flat()) if (typeof value === "string") found.push(value);
  return found;
}
