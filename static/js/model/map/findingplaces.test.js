import assert from "node:assert/strict";
import test from "node:test";
import { partOf } from "./findingplaces.js";

const at = (code, kind = "touchpoint") => partOf({ code, place: { kind } });

test("a finding about a record leads to where records of its kind are written", () => {
  assert.equal(at("TM106", "transition"), "ways");
  assert.equal(at("TM215", "measure"), "standards");
});

test("a finding about a touchpoint leads to the part that its rule is about", () => {
  assert.deepEqual(["TM104", "TM112", "TM201", "TM203", "TM211", "TM301", "TM404", "TM701"].map((code) => at(code)), [
    "ways",
    "about",
    "states",
    "causes",
    "standards",
    "activities",
    "ratings",
    "states",
  ]);
});

test("a rule that is not known leads to the touchpoint", () => {
  assert.equal(at("TM999"), "head");
});
