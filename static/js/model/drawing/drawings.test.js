import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { signed } from "../map/wording.js";
import { emotionCurve } from "./emotion.js";
import { emotionsOf, groupsOf, spreadOf } from "./feelings.js";
import { journeyLine } from "./line.js";
import { journeyStrip } from "./strip.js";
import { fit, widthOf } from "./text.js";

// tests/report/charts/test_shared_vectors.py draws the same cases in Python.
const shared = (name) =>
  JSON.parse(readFileSync(new URL(`../../../../tests/cases/charts/${name}.json`, import.meta.url), "utf8"));
const NUMBER = /-?\d*\.?\d+/g;

/** Holds a drawing equal to what is expected: words and colours to the letter, numbers to a hundredth. */
function same(drawn, expected, at) {
  if (typeof expected === "number") {
    assert.ok(Math.abs(drawn - expected) < 0.0115, `${at}: ${drawn} is not ${expected}`);
  } else if (typeof expected === "string") {
    assert.deepEqual(drawn.split(NUMBER), expected.split(NUMBER), at);
    const numbers = drawn.match(NUMBER) ?? [];
    (expected.match(NUMBER) ?? []).forEach((one, place) => same(Number(numbers[place]), Number(one), at));
  } else if (expected !== null && typeof expected === "object") {
    const keys = Object.keys(expected).sort();
    const own = Object.keys(drawn).filter((key) => drawn[key] !== undefined);
    assert.deepEqual(own.sort(), keys, at);
    for (const key of keys) same(drawn[key], expected[key], `${at} ${key}`);
  } else {
    assert.equal(drawn, expected, at);
  }
}

const flat = (line) => [
  ...line.track,
  ...line.bows.flatMap((bow) => bow.shapes),
  ...line.bows.flatMap((bow) => bow.chip),
  ...line.stations.flat(),
];

for (const one of shared("line").cases)
  test(`line: ${one.name}`, () => {
    const drawn = journeyLine(one.stations, one.arcs, one);
    same({ height: drawn.height, shapes: flat(drawn) }, one.expect, one.name);
  });

for (const one of shared("emotion").cases)
  test(`emotion: ${one.name}`, () => {
    const { width, ground, drawn } = emotionCurve(one);
    same({ width, shapes: [...ground, ...drawn] }, one.expect, one.name);
  });

for (const one of shared("strip").cases)
  test(`strip: ${one.name}`, () => same({ shapes: journeyStrip(one).shapes }, one.expect, one.name));

const ratings = shared("feelings");
for (const one of ratings.cases)
  test(`ratings: ${one.name}`, () => {
    const held = one.perceptions.map((fields, place) => [`r${place}`, { fields }]);
    const person = (id) => ratings.people[id] && { fields: ratings.people[id] };
    const found = emotionsOf(held, person);
    for (const state of ["current", "desired"]) {
      const { groups, privacy } = groupsOf(found[state]);
      const plain = groups.map(({ split, ...group }) => group);
      same({ ...spreadOf(found[state]), groups: plain, privacy }, one.expect[state], `${one.name} ${state}`);
    }
  });

test("text is as wide, and figures are written, as in Python", () => {
  const { cases, figures } = shared("text");
  for (const { text, expect } of cases)
    assert.ok(Math.abs(widthOf(text, 12) - expect) < 0.002, text);
  for (const { value, expect } of figures) assert.equal(signed(value), expect, `${value}`);
});

test("a cut text never ends in half a character and is never too wide", () => {
  for (const width of [14, 30, 60]) assert.ok(widthOf(fit("😀😀😀 smileys all along", width, 12), 12) <= width);
  assert.equal(fit("short", 100, 12), "short");
});

test("a transition between neighbours is a stretch of the line, from ring to ring", () => {
  const stations = [24, 196].map((x, place) => ({ number: `${place + 1}`, stage: 0, x }));
  const { links, radius, y } = journeyLine(stations, [{ source: 0, target: 1, kind: "next" }], { width: 344 });
  assert.equal(links[0].d, `M${24 + radius} ${y}H${196 - radius}`);
});

test("a height on the curve is the value that stands there, and never beyond the scale", () => {
  const none = { median: null, desired: null, values: [] };
  const curve = emotionCurve({ columns: [{ x: 0, width: 172 }], feelings: [none], height: 186 });
  for (const value of [-2, -0.3, 1.7]) assert.ok(Math.abs(curve.valueAt(curve.yOf(value)) - value) < 1e-9);
  assert.equal(curve.valueAt(-50), 2);
  assert.equal(curve.valueAt(400), -2);
});

test("sixty touchpoints with 25 ratings each are drawn anew in less than two milliseconds", () => {
  const columns = Array.from({ length: 60 }, (_, place) => ({ x: place * 172, width: 172 }));
  const feelings = columns.map((_, place) => ({
    median: ((place * 7) % 41) / 10 - 2,
    desired: 1,
    values: columns.slice(0, 25).map((__, one) => ((place * 7 + one * 13) % 41) / 10 - 2),
  }));
  const times = Array.from({ length: 120 }, () => {
    const began = performance.now();
    emotionCurve({ columns, feelings });
    return performance.now() - began;
  }).sort((one, other) => one - other);
  // The quickest ones: those that nothing else on this machine has disturbed.
  assert.ok(times[6] < 2, `${times[6].toFixed(2)} ms`);
});
