import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { KINDS } from "../kinds.js";
import { LISTS, TEXTS, fits } from "./texts.js";

const told = JSON.parse(readFileSync(new URL("../../../../tests/cases/map/texts.json", import.meta.url), "utf8"));

test("texts and their limits are those of the server", () => {
  assert.deepEqual([TEXTS, LISTS], [told.texts, told.lists]);
});

test("every long text of the kinds here is among them", () => {
  for (const [kind, texts] of Object.entries(TEXTS))
    for (const { key, limit } of KINDS[kind].long) assert.equal(texts[key], limit, `${kind}.${key}`);
});

test("a character beyond the first plane counts as one", () => {
  assert.equal(fits("touchpoint", "time", "😀".repeat(60)), true);
  assert.equal(fits("touchpoint", "time", "😀".repeat(61)), false);
});
