import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { Drafts } from "./drafts.js";

const READING = { seen: 4, base: { goal: "a" }, beneath: {} };

test("a draft is there at once, and written a moment later with what its writer had seen", async () => {
  const writes = [];
  const drafts = new Drafts(async (some) => void writes.push(some), { now: () => 7 });
  drafts.set("t1 goal", { text: "a", reading: READING });
  drafts.set("t1 goal", { text: "ab", reading: READING });
  assert.equal(drafts.get("t1 goal").text, "ab");
  assert.equal(writes.length, 0);
  await pause(300);
  assert.deepEqual(writes, [new Map([["t1 goal", { text: "ab", reading: READING, at: 7 }]])]);
});

test("while somebody types on and on it is written all the same", async () => {
  const writes = [];
  const drafts = new Drafts(async (some) => void writes.push([...some.values()][0].text));
  for (let n = 0; n < 8; n += 1) {
    drafts.set("t1 goal", { text: "x".repeat(n) });
    await pause(90);
  }
  assert.ok(writes.length >= 2, writes.join());
});

test("a draft that is an edit now is taken away, and every coming and going is told", async () => {
  const writes = [];
  let told = 0;
  const drafts = new Drafts(async (some) => void writes.push(...some), {
    left: new Map([["t2 name", { text: "kept" }]]),
    onChange: () => (told += 1),
  });
  assert.deepEqual(drafts.all(), [["t2 name", { text: "kept" }]]);
  drafts.set("t2 name", { text: "kept on" });
  drafts.delete("t2 name");
  drafts.delete("never there");
  await drafts.flush();
  assert.deepEqual(writes, [["t2 name", null]]);
  assert.equal(told, 1);
  assert.equal(drafts.size, 0);
});

test("a browser that cannot keep drafts is told, and what it could not keep is written with the next", async () => {
  const writes = [];
  let isFull = true;
  let told = 0;
  const write = async (some) => {
    if (isFull) throw new Error("quota");
    writes.push(...some.keys());
  };
  const drafts = new Drafts(write, { onChange: () => (told += 1) });
  drafts.set("a x", { text: "1" });
  await drafts.flush();
  assert.equal(drafts.failing.message, "quota");
  isFull = false;
  drafts.set("b y", { text: "2" });
  await drafts.flush();
  assert.equal(drafts.failing, null);
  assert.deepEqual(writes, ["a x", "b y"]);
  assert.equal(told, 4, "two drafts, failing, and working again");
});

test("a draft that is stuck is counted and told until its writer goes on with it", () => {
  let told = 0;
  const drafts = new Drafts(async () => {}, { onChange: () => (told += 1) });
  drafts.set("t1 goal", { text: "a" });
  drafts.stick("t1 goal");
  drafts.stick("t1 goal");
  drafts.stick("never there");
  assert.deepEqual([drafts.stuck, told], [1, 2]);
  drafts.set("t1 goal", { text: "ab" });
  assert.deepEqual([drafts.stuck, told], [0, 3]);
});

test("drafts of a tab that was closed meanwhile are taken in and told, but none that this page has itself", () => {
  const heard = [];
  const drafts = new Drafts(async () => {});
  drafts.onLeft = (left) => heard.push(...left.map(([key]) => key));
  drafts.set("t1 goal", { text: "mine" });
  drafts.adopt(new Map([["t1 goal", { text: "older" }], ["t2 goal", { text: "left" }]]));
  assert.deepEqual([heard, drafts.get("t1 goal").text, drafts.get("t2 goal").text], [["t2 goal"], "mine", "left"]);
  drafts.adopt(new Map());
  assert.equal(heard.length, 1);
});
