import assert from "node:assert/strict";
import test from "node:test";
import { chance } from "../chance.fake.js";
import { recordsIn } from "./cells.js";
import { counting, done, stateFrom } from "./desk.fake.js";
import { LANES } from "./lanes.js";
import { parsePasted, planPaste } from "./pasting.js";
import { stationsOf, writtenWays } from "./stations.js";
import { itemsIn } from "./table.js";

const base = (...rows) =>
  stateFrom(
    ["j", "journey", { name: "Journey" }],
    ["s1", "stage", { journey: "j", name: "S1" }],
    ["a", "touchpoint", { stage: "s1", name: "A", customer_action: "Runs" }],
    ["b", "touchpoint", { stage: "s1", name: "B", channels: ["app"] }],
    ["c", "touchpoint", { stage: "s1", name: "C" }],
    ["f0", "statement", { touchpoint: "a", state: "current", text: "There before" }],
    ["x1", "term", { term: "Wave", touchpoints: ["c"] }],
    ["k1", "cause", { text: "Silence" }],
    ["k2", "cause", { text: "Early is punished", cause: "k1" }],
    ...rows,
  );
const doing = (view, plan) => {
  assert.equal(plan.problem, "");
  return done(view, plan.edits);
};
const paste = (view, text, how) => planPaste(view, parsePasted(text), { touchpoint: "a", ...how }, counting());
const texts = (view, lane, touchpoint) => recordsIn(view, lane, touchpoint).map((id) => Object.values(view.get(id).fields).at(-1));
const said = (view, lane, touchpoint) => recordsIn(view, lane, touchpoint).map((id) => view.get(id).fields.text);

// -- what was pasted

test("a list of lines is one column, without bullets, numbers, boxes and blank lines", () => {
  const text = "\n • Told late\n\n- No list\r\n2. Nobody decides\n3) Bus\n☐ Claim\n- [x] Letter\n[ ] Call\n– Wait\n-> Wanted\na) Door\n\n";
  assert.deepEqual(parsePasted(text).map(([cell]) => cell), [
    "Told late",
    "No list",
    "Nobody decides",
    "Bus",
    "Claim",
    "Letter",
    "Call",
    "Wait",
    "-> Wanted",
    "Door",
  ]);
});

test("blank cells of a column stay when they mean something", () => {
  assert.deepEqual(parsePasted("one\n\nthree\n", { gaps: true }), [["one"], [""], ["three"]]);
});

test("a block from a spreadsheet is a table; quoted cells hold lines, tabs and quotes", () => {
  assert.deepEqual(parsePasted('A\tB\t\n"one\ntwo"\t"say ""hi"""\t\n\tlast\n'), [
    ["A", "B"],
    ["one\ntwo", 'say "hi"'],
    ["", "last"],
  ]);
});

test("one quoted cell with lines is one cell; a quotation is a quotation", () => {
  assert.deepEqual(parsePasted('"one\ntwo"'), [["one\ntwo"]]);
  assert.deepEqual(parsePasted('"Yes," she said\tdesk\n"No"\tgate'), [['"Yes," she said', "desk"], ["No", "gate"]]);
  assert.deepEqual(parsePasted('"They laughed."\n"Yes," she said'), [['"They laughed."'], ['"Yes," she said']]);
});

test("comma-separated values are a table; prose with commas is not", () => {
  assert.deepEqual(parsePasted('a,b\n"c,d",e'), [["a", "b"], ["c,d", "e"]]);
  assert.deepEqual(parsePasted("a;b;c\nd;e;f")[1], ["d", "e", "f"]);
  assert.equal(parsePasted("Late, of course\nLost, too")[0].length, 1);
  assert.equal(parsePasted("Wait 0,5 min\nAsk 1,5 min")[0].length, 1);
});

test("what no server takes is left out", () => {
  assert.deepEqual(parsePasted("a\0b\ud800c 😀"), [["abc 😀"]]);
  assert.deepEqual(parsePasted(" \n\t\n"), []);
});

test("a cell whose lines all have bullets is a list of its own", () => {
  assert.deepEqual(itemsIn("- one\n- two"), ["one", "two"]);
  assert.deepEqual(itemsIn("one\n- two"), ["one\n- two"]);
});

// -- where it goes

test("all lines into one cell, behind what is there or behind one item", () => {
  const view = base(["f9", "statement", { touchpoint: "a", state: "current", text: "Last" }]);
  const plan = paste(view, "One (measured)\n-> Two", { way: "here", lane: "current" });
  const after = doing(view, plan);
  assert.deepEqual(said(after, "current", "a"), ["There before", "Last", "One"]);
  assert.deepEqual(said(after, "desired", "a"), ["Two"]);
  assert.deepEqual([plan.says, plan.made], ["2 statements into 1 touchpoint.", ["n1", "n2"]]);
  const inside = doing(view, paste(view, "One\nTwo", { way: "here", lane: "current", after: "f0" }));
  assert.deepEqual(said(inside, "current", "a"), ["There before", "One", "Two", "Last"]);
});

test("a line to each touchpoint; a blank cell of a row passes one over", () => {
  const view = base();
  assert.deepEqual(["a", "b", "c"].map((id) => said(doing(view, paste(view, "1\n2\n3", { way: "along", lane: "desired" })), "desired", id)), [["1"], ["2"], ["3"]]);
  const row = doing(view, paste(view, "1\t\t3", { way: "along", lane: "desired" }));
  assert.deepEqual(["a", "b", "c"].map((id) => said(row, "desired", id)), [["1"], [], ["3"]]);
});

test("too few touchpoints: it is said how many are missing, or they are added", () => {
  const view = base(["y", "transition", { journey: "j", from: "b", to: "c" }]);
  const plan = paste(view, "1\n2\n3\n4\n5", { way: "along", lane: "opportunities" });
  assert.deepEqual([plan.problem, plan.short, plan.edits], ["There are 5 lines, but only 3 touchpoints from here on.", 2, []]);
  const more = paste(view, "1\n2\n3\n4\n5", { way: "along", lane: "opportunities", more: true });
  const after = doing(view, more);
  assert.deepEqual(stationsOf(after, "j").map((id) => after.get(id).fields.name), ["A", "B", "C", "Touchpoint 4", "Touchpoint 5"]);
  assert.deepEqual(recordsIn(after, "opportunities", more.made[1]).map((id) => after.get(id).fields.title), ["5"]);
  assert.deepEqual(writtenWays(after, "j").map(({ from, to }) => `${from}>${to}`), ["b>c", "c>n1", "n1>n2"]);
  assert.equal(more.says, "5 opportunities into 5 touchpoints.");
});

test("lines become touchpoints behind this one", () => {
  const view = base();
  const plan = paste(view, "1. Bus\n2. Desk", { way: "touchpoints" });
  const after = doing(view, plan);
  assert.deepEqual(stationsOf(after, "j").map((id) => after.get(id).fields.name), ["A", "Bus", "Desk", "B", "C"]);
  assert.match(paste(view, "Bus\tx\nDesk\ty", { way: "touchpoints" }).problem, /as a block/);
});

test("a block: columns are touchpoints and rows are lanes, or the other way round", () => {
  const view = base();
  const lanes = ["current", "desired"];
  for (const [across, text] of [["columns", "n1\tn2\nw1\tw2"], ["rows", "n1\tw1\nn2\tw2"]]) {
    const after = doing(view, paste(view, text, { way: "block", across, touchpoint: "b", lanes }));
    assert.deepEqual(["b", "c"].map((id) => [...said(after, "current", id), ...said(after, "desired", id)]), [["n1", "w1"], ["n2", "w2"]]);
  }
  assert.match(paste(view, "1\n2\n3\n", { way: "block", lanes }).problem, /3 lines to put into lanes, but only 2 lanes/);
});

test("a block can bring the names of new touchpoints", () => {
  const view = base();
  const text = "Bus\tLate\nDesk\t\"- Queue\n- No chairs\"";
  const plan = paste(view, text, { way: "block", across: "rows", names: true, lanes: ["current"], touchpoint: "c" });
  const after = doing(view, plan);
  const [bus, desk] = plan.made;
  assert.deepEqual([after.get(bus).fields.name, said(after, "current", bus)], ["Bus", ["Late"]]);
  assert.deepEqual(said(after, "current", desk), ["Queue", "No chairs"]);
});

test("texts are added to what is there, channels once", () => {
  const view = base();
  const after = doing(view, paste(view, "to the gate\nand back", { way: "here", lane: "action" }));
  assert.equal(after.get("a").fields.customer_action, "Runs\nto the gate\nand back");
  const channels = doing(view, paste(view, "app, desk\nphone", { way: "here", lane: "channel", touchpoint: "b" }));
  assert.deepEqual(channels.get("b").fields.channels, ["app", "desk", "phone"]);
});

test("words and causes that are known are named here too; others are new", () => {
  const view = base();
  const after = doing(view, paste(view, "wave\nirreg = a bad evening", { way: "here", lane: "vocabulary" }));
  assert.deepEqual(after.get("x1").fields.touchpoints, ["c", "a"]);
  assert.deepEqual(texts(after, "vocabulary", "a").at(-1), ["a"]);
  const causes = doing(view, paste(view, "early is punished\nNo list\nno list", { way: "here", lane: "causes" }));
  assert.deepEqual(causes.get("k2").fields.touchpoints, ["a"]);
  assert.equal(causes.children("cause").length, 2, "one new cause");
});

test("what cannot be taken is told with its line, and nothing is done", () => {
  const view = base();
  for (const [text, how, problem] of [
    [" \n", { way: "here", lane: "current" }, /nothing to paste/],
    ["fine\n" + "x".repeat(501), { way: "here", lane: "opportunities" }, /^Line 2: This line is too long: “x{40}…”/],
    ["+1", { way: "here", lane: "emotion" }, /by people themselves/],
    ["x".repeat(20_000), { way: "here", lane: "action" }, /does not fit/],
    [Array.from({ length: 21 }, (_, n) => `c${n}`).join("\n"), { way: "here", lane: "channel" }, /too many/],
    ["a\tb\nc\td", { way: "along", lane: "current" }, /as a block/],
    ["x".repeat(201), { way: "touchpoints" }, /too long/],
  ]) {
    const plan = paste(view, text, how);
    assert.match(plan.problem, problem);
    assert.deepEqual(plan.edits, []);
  }
});

test("twenty lines are twenty statements in twenty touchpoints", () => {
  const stations = Array.from({ length: 20 }, (_, at) => [`t${at}`, "touchpoint", { stage: "s1", name: `T${at}` }]);
  const view = base(...stations);
  const text = Array.from({ length: 20 }, (_, at) => `${at + 1}. Fact ${at}`).join("\n");
  const plan = paste(view, text, { way: "along", lane: "current", touchpoint: "t0" });
  assert.equal(plan.says, "20 statements into 20 touchpoints.");
  assert.deepEqual(said(doing(view, plan), "current", "t19"), ["Fact 19"]);
});

test("random pastes are done whole or refused with a sentence", () => {
  const signs = ['"', "\t", "\n", ",", ";", "- ", "a", "Ä", "😀", " ", "44 min", "(measured)", "\r", "=", "x".repeat(300)];
  for (let seed = 1; seed <= 400; seed += 1) {
    const dice = chance(seed);
    const text = Array.from({ length: dice.below(60) }, () => dice.of(signs)).join("");
    const matrix = parsePasted(text, { gaps: dice.is(0.3) });
    assert.ok(matrix.every((row) => row.length === matrix[0].length), `seed ${seed}`);
    const lane = dice.of(LANES).key;
    const lanes = LANES.slice(dice.below(10)).map(({ key }) => key);
    const how = { way: dice.of(["here", "along", "touchpoints", "block"]), lane, lanes, touchpoint: dice.of(["a", "b"]) };
    Object.assign(how, { across: dice.of(["rows", "columns"]), more: dice.is(0.5), names: dice.is(0.3) });
    const view = base();
    const plan = planPaste(view, matrix, how, counting());
    if (plan.problem) assert.deepEqual(plan.edits, []);
    else done(view, plan.edits);
  }
});
