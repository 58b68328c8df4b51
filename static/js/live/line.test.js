import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { foldPeople, Line } from "./line.js";
import { livingByMarks, MARK_LASTS, Tabs } from "./tabs.js";

/** A browser's locks and channels, as far as tabs use them; `freeze(id)` makes a tab deaf, `crash(id)` ends it. */
function makeBrowser() {
  const held = new Map();
  const waiting = [];
  const channels = new Set();
  const grant = () => {
    for (const one of [...waiting]) {
      if (held.has(one.name)) continue;
      waiting.splice(waiting.indexOf(one), 1);
      held.set(one.name, one);
      one.hold();
    }
  };
  const locksOf = (owner) => ({
    request: (name, ...rest) =>
      new Promise((_, fail) => {
        const hold = rest.at(-1);
        const { steal, signal } = rest.length > 1 ? rest[0] : {};
        const one = { name, hold, fail, owner };
        if (steal) {
          held.get(name)?.fail(new Error("stolen"));
          held.delete(name);
          waiting.unshift(one);
        } else waiting.push(one);
        signal?.addEventListener("abort", () => {
          if (!waiting.includes(one)) return;
          waiting.splice(waiting.indexOf(one), 1);
          fail(new Error("aborted"));
        });
        queueMicrotask(grant);
      }),
    query: async () => ({ held: [...held.values()].map(({ name }) => ({ name })) }),
  });
  const channelOf = (owner) =>
    class {
      constructor() {
        this.owner = owner;
        channels.add(this);
      }
      postMessage(said) {
        const data = structuredClone(said);
        for (const one of channels) if (one !== this && !one.deaf) queueMicrotask(() => one.onmessage?.({ data }));
      }
      close() {
        channels.delete(this);
      }
    };
  const crash = (owner) => {
    for (const [name, one] of held) if (one.owner === owner) held.delete(name);
    for (const one of [...waiting]) if (one.owner === owner) waiting.splice(waiting.indexOf(one), 1);
    for (const one of channels) if (one.owner === owner) channels.delete(one);
    grant();
  };
  const freeze = (owner) => {
    for (const one of channels) if (one.owner === owner) one.deaf = true;
  };
  return { crash, freeze, of: (id) => ({ locks: locksOf(id), Channel: channelOf(id) }) };
}

async function open(browser, id, seq = 1) {
  const tabs = new Tabs("w", id, browser.of(id));
  await tabs.open();
  const heard = [];
  const made = { tabs, heard, runs: 0, checks: 0, id };
  const makeFeed = (tell) => {
    made.tell = tell;
    return { start: () => (made.runs += 1), stop: () => (made.runs -= 1), check: () => (made.checks += 1) };
  };
  const limits = { silentAfter: 60, answerWithin: 30 };
  made.line = new Line({ tabs, makeFeed, hear: (told) => heard.push(told), position: () => ({ seq, origin: "o" }), limits });
  made.line.start();
  await pause(1);
  return made;
}

test("of eight tabs one holds the stream, and all hear it", async () => {
  const browser = makeBrowser();
  const all = [];
  for (let n = 0; n < 8; n += 1) all.push(await open(browser, `t${n}`));
  assert.deepEqual(all.map(({ runs }) => runs), [1, 0, 0, 0, 0, 0, 0, 0]);
  all[0].tell({ type: "changes", changes: [{ seq: 2 }] });
  await pause(1);
  for (const { heard } of all) assert.deepEqual(heard.at(-1).changes, [{ seq: 2 }]);
  all.forEach(({ line }) => line.close());
});

test("a tab that comes later is told whether the server is heard, how far the log is, and who is here", async () => {
  const browser = makeBrowser();
  const first = await open(browser, "first", 7);
  first.tell({ type: "up" });
  first.tell({ type: "people", all: true, people: [{ actor: "a", here: true, by: "Ann" }] });
  const later = await open(browser, "later");
  assert.equal(later.line.isUp, true);
  assert.deepEqual(later.heard.find(({ type }) => type === "hello"), { type: "hello", origin: "o", seq: 7 });
  assert.deepEqual(later.line.people, [{ actor: "a", here: true, by: "Ann" }]);
  [first, later].forEach(({ line }) => line.close());
});

test("when the tab with the stream is closed or crashes, the next one holds it", async () => {
  const browser = makeBrowser();
  const [one, two] = [await open(browser, "one"), await open(browser, "two")];
  browser.crash("one");
  await pause(1);
  assert.equal(two.runs, 1);
  [one, two].forEach(({ line }) => line.close());
});

test("a tab with the stream that hangs loses it to one that listens, and takes its place at the end when it wakes", async () => {
  const browser = makeBrowser();
  const [one, two] = [await open(browser, "one"), await open(browser, "two")];
  browser.freeze("one");
  await pause(120);
  assert.deepEqual([one.runs, two.runs], [0, 1]);
  browser.crash("two");
  await pause(1);
  assert.deepEqual([one.runs, one.line.isLeading], [1, true]);
  [one, two].forEach(({ line }) => line.close());
});

test("one that answers keeps the stream, and looks after it", async () => {
  const browser = makeBrowser();
  const [one, two] = [await open(browser, "one"), await open(browser, "two")];
  await pause(150);
  assert.deepEqual([one.runs, two.runs], [1, 0]);
  assert.ok(one.checks > 0);
  [one, two].forEach(({ line }) => line.close());
});

test("who is let in again in one tab is so in all", async () => {
  const browser = makeBrowser();
  const [one, two] = [await open(browser, "one"), await open(browser, "two")];
  one.runs = 0;
  one.tell({ type: "out" });
  await pause(1);
  assert.equal(two.heard.at(-1).type, "out");
  two.line.resume();
  await pause(1);
  assert.equal(one.runs, 1);
  [one, two].forEach(({ line }) => line.close());
});

test("a browser without locks has a stream for each tab", async () => {
  const tabs = new Tabs("w", "alone", {});
  await tabs.open();
  let runs = 0;
  const feed = { start: () => (runs += 1), stop: () => {}, check: () => {} };
  const line = new Line({ tabs, makeFeed: () => feed, hear: () => {}, position: () => ({ seq: 0, origin: "" }) });
  line.start();
  assert.equal(runs, 1);
  assert.deepEqual([...(await tabs.living())], ["alone"]);
  line.close();
});

test("by marks, a tab lives that was seen lately; one that has slept finds that it was taken for closed", async () => {
  const now = 1e12;
  const marks = { "touchmap tab a": String(now - 1000), "touchmap tab b": String(now - MARK_LASTS), other: "x" };
  const { living, dead } = livingByMarks(marks, now);
  assert.deepEqual([[...living], [...dead]], [["a"], ["b"]]);

  const kept = new Map();
  const local = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) };
  const tabs = new Tabs("w", "sleeper", { local });
  await tabs.open();
  let isTaken = false;
  tabs.onTaken = () => (isTaken = true);
  tabs.look();
  assert.equal(isTaken, false);
  kept.clear();
  tabs.look();
  assert.equal(isTaken, true);
  tabs.close();
});

test("news of people are folded: those who come, move and leave", () => {
  const ann = { actor: "a", here: true, by: "Ann" };
  const bob = { actor: "b", here: true, by: "Bob" };
  const moved = { ...bob, record: "t1" };
  assert.deepEqual(foldPeople([], { all: true, people: [ann, bob] }), [ann, bob]);
  assert.deepEqual(foldPeople([ann, bob], { people: [moved, { actor: "a", here: false }] }), [moved]);
  assert.deepEqual(foldPeople([ann], { all: true, people: [bob] }), [bob]);
});
