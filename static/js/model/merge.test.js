import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { chance } from "./chance.fake.js";
import { hunks, merge, split } from "./merge.js";

const shared = new URL("../../../tests/cases/edits/merging.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(shared, "utf8"));

test("texts merge as in Python", () => {
  for (const [base, mine, theirs, both] of cases)
    assert.equal(merge(base, mine, theirs), both, JSON.stringify([base, mine, theirs]));
});

test("the side does not matter, and what is taken from both holds what each put in", () => {
  const random = chance(7);
  const words = ["a", "b", " ", "\n", "gate", "é", "."];
  const text = () => Array.from({ length: random.below(12) }, () => random.of(words)).join("");
  for (let round = 0; round < 3000; round += 1) {
    const [base, mine, theirs] = [text(), text(), text()];
    const both = merge(base, mine, theirs);
    assert.equal(both, merge(base, theirs, mine));
    assert.equal(rebuilt(base, mine), mine);
    if (both === null || mine === theirs) continue;
    for (const side of [mine, theirs])
      for (const [, , put] of hunks(split(base), split(side))) assert.ok(both.includes(put.join("")));
  }
});

function rebuilt(base, now) {
  const words = split(base);
  let [out, place] = ["", 0];
  for (const [start, end, put] of hunks(words, split(now))) {
    out += words.slice(place, start).join("") + put.join("");
    place = end;
  }
  return out + words.slice(place).join("");
}

test("long texts that have nothing in common are quick", () => {
  const began = performance.now();
  const base = "x ".repeat(10_000);
  assert.equal(merge(base, "y ".repeat(10_000), Array.from({ length: 4000 }, (_, n) => n).join(" ")), null);
  assert.equal(merge(base, `new ${base}`, `${base} end`), `new ${base} end`);
  assert.ok(performance.now() - began < 2000);
});
