import assert from "node:assert/strict";
import test from "node:test";
import { reasonsOf, refusedWords } from "./reasons.js";

test("each reason is said once, in words for a person, the server's own where there are none", () => {
  const refused = ["TM009", "TM012", "TM014"].map((code) => ({ error: { code, message: "The workshop is full.", todo: "Remove something." } }));
  assert.deepEqual(reasonsOf(refused), ["What it belongs to has been removed meanwhile.", "The workshop is full. Remove something."]);
});

test("one change was, many were", () => {
  assert.deepEqual([refusedWords(1), refusedWords(2)], ["1 change was not taken in", "2 changes were not taken in"]);
});
