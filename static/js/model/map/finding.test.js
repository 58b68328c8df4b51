import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { chance } from "../chance.fake.js";
import { State } from "../state.js";
import { stateFrom } from "./desk.fake.js";
import { FILTERS, filtered, find } from "./finding.js";

const filterNamed = (wanted) => FILTERS.find(({ name }) => name === wanted);
const told = JSON.parse(readFileSync(new URL("../../../../tests/cases/map/cells.json", import.meta.url), "utf8"));
const view = new State("w", structuredClone(told.state));
const found = (query) => find(view, "j1", query);
const marks = ({ excerpt, ranges }) => ranges.map(([from, to]) => excerpt.slice(from, to));

test("every text is found with its touchpoint, its lane and its field", () => {
  const places = (query) => found(query).map(({ record, touchpoint, lane, field }) => [record, touchpoint, lane, field]);
  assert.deepEqual(places("delay"), [
    ["t1", "t1", null, "name"],
    ["w", null, null, "title"],
  ]);
  assert.deepEqual(places("listens"), [["t1", "t1", "action", "customer_action"]]);
  assert.deepEqual(places("public"), [["t1", "t1", "channel", "channels"]]);
  assert.deepEqual(places("told in time"), [["m1", "t1", "measures", "name"]]);
  assert.deepEqual(places("waits"), [["d3", "t2", "standards", "attribute"], ["a1", "t1", "nva", "name"]].toReversed());
  assert.deepEqual(places("shows"), [["a3", "t1", "activities", "name"]]);
  assert.deepEqual(places("misconnect"), [["x1", "t2", "vocabulary", "term"]]);
  assert.deepEqual(places("early is"), [["k2", "t1", "causes", "text"]]);
  assert.deepEqual(places("explains nothing"), [["k4", null, "causes", "text"]]);
  assert.deepEqual(places("at once"), [["c2", "t1", "desired", "text"]]);
});

test("all words must be there, in any order; case and diacritics do not matter", () => {
  assert.deepEqual(found("KÍND agents").map(marks), [["Agents", "kind"]]);
  assert.deepEqual(found("kind nobody"), []);
  assert.deepEqual(found("  "), []);
});

test("the excerpt stands around the match, with every match in it marked", () => {
  const text = `${"Long before it. ".repeat(20)}The Straße is closed, the straße. ${"Long after it. ".repeat(20)}`;
  const state = stateFrom(["j", "journey", { name: "J" }], ["s", "stage", { journey: "j", name: "S", description: text }]);
  const [one] = find(state, "j", "strasse");
  assert.deepEqual(marks(one), ["Straße", "straße"]);
  assert.match(one.excerpt, /^….*closed.*…$/);
  assert.ok(one.excerpt.length < 130);
});

test("a story without consent is found, and not shown", () => {
  const [secret] = found("not to be told");
  assert.deepEqual([secret.record, secret.excerpt, secret.ranges], ["e3", "A story that may not be retold", []]);
});

test("ratings and people are private", () => {
  const state = stateFrom(
    ["j", "journey", { name: "J" }],
    ["s", "stage", { journey: "j", name: "S" }],
    ["t", "touchpoint", { stage: "s", name: "T" }],
    ["p", "person", { name: "Secret" }],
    ["r", "perception", { touchpoint: "t", remark: "Secret" }],
  );
  assert.deepEqual(find(state, "j", "secret"), []);
});

test("a comment is found at the touchpoint that it is about", () => {
  const state = view.copy();
  state.patch({ n: { kind: "comment", position: "a0", fields: { about: "d1", text: "Who checks?" } } });
  assert.deepEqual(find(state, "j1", "checks").map(({ record, touchpoint }) => [record, touchpoint]), [["n", "t1"]]);
  assert.deepEqual(filtered(state, "j1", [filterNamed("has open comment")]), ["t1"]);
  state.patch({ n: { kind: "comment", fields: { resolved: true } } });
  assert.deepEqual(filtered(state, "j1", [filterNamed("has open comment")]), []);
});

test("filters let touchpoints through, and several together those that all let through", () => {
  const lets = (query) => filtered(view, "j1", [filterNamed(query)]);
  assert.deepEqual(lets("has votes"), ["t1"]);
  assert.deepEqual(lets("no desired state"), ["t2", "t3"]);
  assert.deepEqual(lets("needs a standard"), ["t1", "t2"]);
  assert.deepEqual(lets("below −1"), []);
  const state = view.copy();
  state.patch({ r9: { kind: "perception", fields: { emotion: -1.5 } } });
  assert.deepEqual(filtered(state, "j1", [filterNamed("below −1"), filterNamed("no desired state")]), ["t2"]);
  assert.deepEqual(filtered(view, "j1", []), ["t1", "t2", "t3"]);
});

test("random texts: every mark is what was looked for", () => {
  const words = ["Ärger", "bus", "Straße", "😀", "Łódź", "gate", "e\u0301t"];
  for (let seed = 1; seed <= 200; seed += 1) {
    const dice = chance(seed);
    const text = Array.from({ length: 1 + dice.below(80) }, () => dice.of(words)).join(dice.of([" ", "", "\n"]));
    const state = stateFrom(["j", "journey", { name: "J", description: text }]);
    const word = dice.of(words);
    const [one] = find(state, "j", word);
    assert.equal(Boolean(one), text.includes(word), `seed ${seed}`);
    for (const mark of one ? marks(one) : []) assert.equal(mark.normalize(), word.normalize(), `seed ${seed}`);
    if (one) assert.ok(one.ranges.length, `seed ${seed}`);
  }
});
