import assert from "node:assert/strict";
import test from "node:test";
import { State } from "../../model/state.js";
import { SETS, cornerOf, pilesOf, ratingsOn } from "./scales.js";

const [, TWO_PS] = SETS;
const [, PERSONAL] = TWO_PS.scales;

function rated(...perceptions) {
  const records = {};
  perceptions.forEach((fields, at) => {
    records[`r${at}`] = { kind: "perception", position: `a${at}`, fields: { touchpoint: "tp", ...fields } };
  });
  return ratingsOn(new State("w", records), "tp", PERSONAL);
}

test("ratings are kept one by one, by group, and what is desired apart", () => {
  const of = (group, ...values) => values.map((personal) => ({ group, personal }));
  const { n, values, median, groups, split, desired } = rated(...of("guests", 1, 1, 1), ...of("staff", 5, 5, 5), { personal: 4, state: "desired" });
  assert.deepEqual([n, values, median, desired, split], [6, [1, 1, 1, 5, 5, 5], 3, 4, true]);
  assert.deepEqual(groups.map(({ name, median: own }) => [name, own]), [["guests", 1], ["staff", 5]]);
});

test("agreement is measured by the scale's own width", () => {
  const ease = { key: "ease", low: 1, high: 7 };
  const records = Object.fromEntries([1, 4, 4, 5, 5].map((value, at) => [`r${at}`, { kind: "perception", position: `a${at}`, fields: { touchpoint: "tp", ease: value } }]));
  const { consensus, split } = ratingsOn(new State("w", records), "tp", ease);
  assert.ok(consensus > 0.5 && !split);
});

test("a group that is too small to hide in is not shown", () => {
  const { groups, privacy } = rated({ group: "managers", personal: 1 }, { group: "staff", personal: 5 });
  assert.deepEqual(groups, []);
  assert.match(privacy, /fewer than three/);
});

test("two medians are named by their corner; on the middle counts as low", () => {
  assert.equal(cornerOf(TWO_PS, [2, 4]), "people carry it");
  assert.equal(cornerOf(TWO_PS, [4, 2]), "cold but reliable");
  assert.equal(cornerOf(TWO_PS, [3, 3]), "both weak");
  assert.equal(cornerOf(TWO_PS, [5, 5]), "both strong");
  assert.equal(cornerOf(TWO_PS, [null, 4]), "");
});

test("every rating has a dot of its own, in piles that are not too high", () => {
  const piles = pilesOf([1, 1, 1, 1, 1, 1, 3, 5], PERSONAL);
  assert.deepEqual(piles.map(({ at, dots }) => [at, dots.length]), [[0, 6], [0.5, 1], [1, 1]]);
  assert.deepEqual(piles[0].dots, [[-0.5, 0], [0.5, 0], [-0.5, 1], [0.5, 1], [-0.5, 2], [0.5, 2]]);
  assert.deepEqual(piles[1].dots, [[0, 0]]);
});
