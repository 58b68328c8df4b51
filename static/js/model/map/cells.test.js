import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { State } from "../state.js";
import { cellOf, isEmpty, kept, recordsIn } from "./cells.js";
import { arcsOf, bandsOf, columnsOf, summaryOf } from "./columns.js";
import { lanesOf } from "./lanes.js";
import { aboutBand, notesOf } from "./notes.js";
import { stationsOf } from "./stations.js";
import { longestWaste } from "./times.js";

const told = JSON.parse(readFileSync(new URL("../../../../tests/cases/map/cells.json", import.meta.url), "utf8"));
const stateWith = (records = {}) => new State("w", structuredClone({ ...told.state, ...records }));

/** How the cases write an item of a lane. */
const PLAIN = {
  current: (one) => [one.text, one.level, one.evidence],
  desired: (one) => [one.text, one.level, one.evidence],
  standards: (one) => [one.text, one.status],
  measures: (one) => [one.text, one.current, one.target, one.bar && [one.bar.value, one.bar.goal], one.kept, one.needed],
  activities: (one) => [one.text, one.minutes, one.value],
  nva: (one) => [one.text, one.minutes, one.waste, Math.round(one.bar * 1e6) / 1e6],
  stories: (one) => [one.text, one.teller, one.colour],
  opportunities: (one) => [one.text, one.dots, one.pips, one.quadrant],
  behaviours: (one) => one.id,
  causes: (one) => one.id,
  vocabulary: (one) => one.id,
};

function plainCells(view, column, longest) {
  const { id, number } = column;
  const cell = (key) => cellOf(view, key, id, { number, longest });
  const { words, median } = cell("emotion");
  return {
    head: [number, column.colour, column.first],
    channel: cell("channel").names.map(({ name, icon }) => [name, icon]),
    emotion: [words, median],
    ...Object.fromEntries(Object.entries(PLAIN).map(([key, plain]) => [key, cell(key).items.map(plain)])),
  };
}

for (const { name, and, told: expected } of told.cases)
  test(`the map as the server shows it: ${name}`, () => {
    const view = stateWith(and);
    const bands = bandsOf(view, "j1").filter(({ columns }) => columns.length);
    const longest = longestWaste(view, stationsOf(view, "j1"));
    assert.deepEqual(
      {
        lanes: lanesOf(view).map((one) => [one.key, one.name, one.icon, one.shown]),
        notes: notesOf(view, "j1"),
        bands: bands.map((one) => [one.name, one.colour, aboutBand(view, one), one.columns.map(({ id }) => id)]),
        columns: Object.fromEntries(columnsOf(bands).map((one) => [one.id, plainCells(view, one, longest)])),
      },
      expected,
    );
  });

test("an empty stage has its place and its colour", () => {
  const bands = bandsOf(stateWith(), "j1");
  assert.deepEqual(bands.map(({ id, colour, columns }) => [id, colour, columns.map(({ number }) => number)]), [
    ["s1", 1, [1, 2]],
    ["s0", 2, []],
    ["s2", 3, [3]],
  ]);
});

test("a collapsed stage says how many, the median and the worst touchpoint", () => {
  const view = stateWith();
  const [airport, empty, hotel] = bandsOf(view, "j1").map((band) => summaryOf(view, band));
  assert.deepEqual(airport, {
    name: "Airport",
    count: 2,
    median: 1.5,
    worst: { id: "t1", number: 1, name: "Delay announced", median: 1.5 },
  });
  assert.deepEqual(empty, { name: "Empty stage", count: 0, median: null, worst: null });
  assert.equal(hotel.worst.id, "t3");
});

test("without transitions the ways follow the order; the one outcome is the end", () => {
  const outcome = { kind: "outcome", position: "a0", fields: { journey: "j1", name: "Back again", result: "loyal" } };
  const view = stateWith({ o: outcome });
  assert.deepEqual(arcsOf(view, "j1").map(({ id, at, toward, to }) => [id, at, toward, to]), [
    [null, 0, 1, "t2"],
    [null, 1, 2, "t3"],
    [null, 2, null, "o"],
  ]);
  assert.equal(arcsOf(stateWith({ o: outcome, o2: outcome }), "j1").length, 2, "two outcomes: nobody knows which");
});

test("transitions are arcs between places", () => {
  const way = (position, fields) => ({ kind: "transition", position, fields: { journey: "j1", ...fields } });
  const view = stateWith({
    y1: way("a0", { from: "t1", to: "t3", share: 0.3, label: "by taxi", kind: "choice" }),
    y2: way("a1", { from: "t3", to: "t1" }),
  });
  assert.deepEqual(arcsOf(view, "j1"), [
    { id: "y1", from: "t1", to: "t3", kind: "choice", share: 0.3, label: "by taxi", at: 0, toward: 2 },
    { id: "y2", from: "t3", to: "t1", kind: "next", share: null, label: "", at: 2, toward: 0 },
  ]);
});

test("texts of the touchpoint stand with what belongs beneath them", () => {
  const view = stateWith();
  assert.deepEqual(cellOf(view, "action", "t1"), { type: "field", text: "Listens", also: [] });
  assert.deepEqual(cellOf(view, "goal", "t3"), { type: "field", text: "Sleep", also: [] });
  view.patch({ t3: { kind: "touchpoint", fields: { support: "Hotel list" } } });
  assert.deepEqual(cellOf(view, "backstage", "t3").also, [{ key: "support", text: "Hotel list" }]);
});

test("a cell knows whether it is empty", () => {
  const view = stateWith();
  assert.deepEqual(
    ["action", "channel", "current", "emotion", "nva", "backstage"].map((key) => isEmpty(cellOf(view, key, "t2"))),
    [true, true, true, true, true, true],
  );
  assert.deepEqual(["action", "channel", "emotion"].map((key) => isEmpty(cellOf(view, key, "t1"))), [false, false, false]);
});

test("a standard knows whether a measure checks it", () => {
  const { items } = cellOf(stateWith(), "standards", "t2");
  assert.deepEqual(items.map(({ id, checked, target }) => [id, checked, target]), [
    ["d3", false, ""],
    ["d4", true, "3"],
  ]);
});

test("a story without consent shows nothing of itself but its place", () => {
  const [, , secret] = cellOf(stateWith(), "stories", "t1", { number: 1 }).items;
  assert.deepEqual({ ...secret, colour: "" }, { id: "e3", kind: "story", text: "", teller: "", told: false, colour: "" });
});

test("waste is in two lanes: among all activities, and alone", () => {
  const view = stateWith();
  assert.deepEqual(recordsIn(view, "activities", "t1"), ["a1", "a2", "a3"]);
  assert.deepEqual(recordsIn(view, "nva", "t1"), ["a1"]);
  assert.deepEqual(recordsIn(view, "action", "t1"), []);
});

test("a record that went away while the cell is drawn leaves no trace", () => {
  const view = stateWith();
  const reader = { get: (id) => (id === "c1" || id === "a1" ? undefined : view.get(id)), children: view.children.bind(view) };
  assert.deepEqual(cellOf(reader, "current", "t1").items.map(({ id }) => id), ["c3"]);
  assert.equal(bandsOf(reader, "j1").length, 3);
});

test("a tenth that was reached by sums is reached", () => {
  assert.equal(kept({ target: 0.3 }, { current: 0.1 + 0.2 }), true);
  assert.equal(kept({ target: 0.1 + 0.2 }, { current: 0.3 }), true);
  assert.equal(kept({ target: 0.3, better: "lower" }, { current: 0.1 + 0.2 }), true);
  assert.equal(kept({ target: 0.3, better: "exact" }, { current: 0.31 }), false);
});

test("four who disagree are not yet a split opinion", () => {
  const ratings = [-2, -2, 2, 2, 2].map((emotion, at) => [`z${at}`, { kind: "perception", position: `a${at}`, fields: { touchpoint: "t2", emotion } }]);
  const split = (rows) => cellOf(stateWith(Object.fromEntries(rows)), "emotion", "t2").split;
  assert.deepEqual([split(ratings.slice(0, 4)), split(ratings)], [false, true]);
});

test("of two touchpoints that are rated alike the first is called the worst", () => {
  const alike = { kind: "perception", position: "a0", fields: { touchpoint: "t2", emotion: 1.5 } };
  const view = stateWith({ z: alike });
  assert.equal(summaryOf(view, bandsOf(view, "j1")[0]).worst.id, "t1");
});
