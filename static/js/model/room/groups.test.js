// The groups that may be told are those of the server: one set of cases for both.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { namesOf, told } from "./groups.js";

const { cases } = JSON.parse(readFileSync(new URL("../../../../tests/cases/room/groups.json", import.meta.url), "utf8"));

for (const { groups, names, told: said } of cases) {
  test(`a small group is never told alone: ${groups.join(", ") || "nobody"}`, () => {
    const found = namesOf(groups);
    assert.deepEqual(Object.fromEntries(found), names);
    for (const [group, name] of Object.entries(said)) assert.equal(told(found, group), name);
  });
}
