import assert from "node:assert/strict";
import test from "node:test";
import { chance } from "../chance.fake.js";
import { fit, folded, ranked } from "./scoring.js";

const COMMANDS = ["Add a touchpoint", "Add a stage", "Undo", "Redo", "Zoom: overview", "Show lane: Vocabulary", "Find", "Paste as touchpoints"];
const best = (query) => ranked(query, COMMANDS, (text) => text).map(({ item }) => item);
const marked = (query, text) => fit(query, text)?.ranges.map(([from, to]) => text.slice(from, to));

test("what begins with the query comes before what has it in a word, and that before what has it inside", () => {
  assert.deepEqual(ranked("do", ["Undo", "What to do", "Do it"], (text) => text).map(({ item }) => item), ["Do it", "What to do", "Undo"]);
  assert.ok(fit("undo", "Undo").score > fit("undo", "Undo all").score);
});

test("the letters that begin words are enough, and so are words in any order", () => {
  assert.equal(best("aat")[0], "Add a touchpoint");
  assert.equal(best("stage add")[0], "Add a stage");
  assert.deepEqual(marked("aat", "Add a touchpoint"), ["A", "a", "t"]);
  assert.deepEqual(marked("stage add", "Add a stage"), ["Add", "stage"]);
});

test("letters one after another fit when they stand near each other", () => {
  assert.equal(best("vcb")[0], "Show lane: Vocabulary");
  assert.equal(fit("ug", "unfortunately nothing"), null);
  assert.equal(fit("xyz", "Add a stage"), null);
});

test("case and diacritics do not matter, and the marks stand in the text as it is written", () => {
  assert.deepEqual(marked("milos", "Persona Miloš"), ["Miloš"]);
  assert.deepEqual(marked("strasse", "Die Straße"), ["Straße"]);
  assert.deepEqual(marked("lodz", "Łódź 😀"), ["Łódź"]);
  assert.deepEqual(marked("росица", "Росица"), ["Росица"]);
});

test("an empty query gives everything in its order", () => {
  assert.deepEqual(best(" "), COMMANDS);
  assert.equal(ranked("", COMMANDS, (text) => text, 3).length, 3);
});

test("random texts: a part of a text fits it, and every mark is within it", () => {
  const signs = [..."abc ABC-äÖß😀ŁéÀ"];
  for (let seed = 1; seed <= 500; seed += 1) {
    const dice = chance(seed);
    const text = Array.from({ length: 1 + dice.below(20) }, () => dice.of(signs)).join("");
    const from = dice.below(text.length);
    const query = text.slice(from, from + 1 + dice.below(6));
    const found = fit(query, text);
    if (query.isWellFormed?.() !== false) assert.ok(found, `seed ${seed}: ${query} in ${text}`);
    for (const [start, end] of found?.ranges ?? []) assert.ok(0 <= start && start < end && end <= text.length, `seed ${seed}`);
    assert.equal(folded(text).places.length, folded(text).folded.length + 1);
  }
});

test("the best place of several in a text counts", () => {
  assert.deepEqual(fit("do", "undo, do")?.ranges, [[6, 8]]);
});
