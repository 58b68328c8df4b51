import assert from "node:assert/strict";
import test from "node:test";
import { graphList } from "./graphlist.js";

const NAMES = { a: "Delay", b: "Queue", c: "Flight", end: "Comes back" };

function view(transitions) {
  const records = new Map(Object.entries(NAMES).map(([id, name]) => [id, { fields: { name } }]));
  transitions.forEach((fields, at) => records.set(`t${at}`, { fields }));
  const lists = { "stage j": ["s"], "touchpoint s": ["a", "b", "c"], "outcome j": ["end"], "transition j": transitions.map((_, at) => `t${at}`) };
  records.set("j", { fields: {} });
  return { get: (id) => records.get(id), children: (kind, parent) => lists[`${kind} ${parent}`] ?? [] };
}

const words = (transitions) => graphList(view(transitions), "j").map(({ ways }) => ways.map((way) => way.words));

test("a journey without ways is the line of its touchpoints, and the ways are nobody's records", () => {
  assert.deepEqual(words([]), [["all go on to 2 Queue"], ["all go on to 3 Flight"], ["all end in “Comes back”"]]);
  assert.equal(graphList(view([]), "j")[0].ways[0].id, null);
});

test("shares, skipped touchpoints and kinds are said; a share that nobody stated is told to be assumed", () => {
  const said = words([
    { from: "a", to: "b", share: 0.69 },
    { from: "a", to: "c" },
    { from: "b", to: "a", kind: "repeat" },
    { from: "c", to: "end", kind: "failure", share: 0.4 },
    { from: "c", to: "b", share: 0.6 },
  ]);
  assert.deepEqual(said[0], ["69\u202f% go on to 2 Queue", "31\u202f% skip to 3 Flight (assumed)"]);
  assert.deepEqual(said[1], ["repeat: all come again to 1 Delay"]);
  assert.deepEqual(said[2], ["failure: 40\u202f% end in “Comes back”", "60\u202f% go back to 2 Queue"]);
});
