import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import * as wording from "./wording.js";

const { about, ...cases } = JSON.parse(readFileSync(new URL("../../../../tests/cases/wording.json", import.meta.url), "utf8"));

for (const [name, told] of Object.entries(cases))
  test(`${name} reads as it does on the server`, () => {
    for (const [given, said] of told) assert.equal(wording[name](...given), said, `${name}(${given.join(", ")})`);
  });

test("the cases are there", () => {
  assert.match(about, /wording/);
  assert.equal(Object.values(cases).flat().length > 100, true);
});
