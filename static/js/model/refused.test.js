import assert from "node:assert/strict";
import test from "node:test";
import { byDeed, isMoot } from "./refused.js";

const part = (id, group, told) => ({ item: { id, edit: { id, action: "move", group }, ...(told && { told }) }, error: { code: "TM009" } });

test("what was one step is one deed, with the sentence that was told then", () => {
  const undo = { item: { id: "u", action: "undo" }, error: { code: "TM012" } };
  const refused = [part("a", "g", "Merged."), part("b", undefined), part("c", "g", "Merged."), undo];
  const ids = byDeed(refused).map(({ id, told, parts }) => [id, told, parts.map(({ item }) => item.id)]);
  assert.deepEqual(ids, [["g", "Merged.", ["a", "c"]], ["b", "", ["b"]], ["u", "", ["u"]]]);
});

test("to remove or to move what is gone asks nothing of anybody; a text does", () => {
  assert.ok(isMoot({ action: "remove" }, ["TM012"]) && isMoot({ action: "move" }, ["TM012"]));
  assert.ok(!isMoot({ action: "set" }, ["TM012"]) && !isMoot({ action: "move" }, ["TM009"]));
});
