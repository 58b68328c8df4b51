import assert from "node:assert/strict";
import test from "node:test";
import { FIRST_DELAY, LONGEST_DELAY, MOST_TOGETHER, Outbox, statusText } from "./outbox.js";

const TROUBLE = { code: "TE620", message: "Too many edits wait at once." };
const REFUSAL = { code: "TM012", message: "The touchpoint 't1' has been removed.", todo: "Undo the removal." };

function makeStorage() {
  const kept = new Map();
  return {
    kept,
    load: async () => structuredClone([...kept.values()]),
    put: async (one) => void kept.set(one.id, structuredClone(one)),
    remove: async (ids) => ids.forEach((id) => kept.delete(id)),
  };
}

function begin(storage = makeStorage()) {
  return { storage, outbox: new Outbox(storage, { random: () => 0.5 }) };
}

const item = (id, text = "x") => ({ id, edit: { id, fields: { name: text } }, base: {}, beneath: {} });
const done = (ids) => ids.map((id) => ({ id, change: { id, seq: 1 } }));
const words = (outbox, typing) => statusText(outbox.status(typing));

test("edits go in their order, together, one request at a time", () => {
  const { outbox } = begin();
  ["a", "b"].forEach((id) => outbox.put(item(id)));
  const request = outbox.next(0);
  assert.deepEqual(request, { to: "edits", body: { edits: [item("a").edit, item("b").edit] }, ids: ["a", "b"] });
  outbox.put(item("c"));
  assert.equal(outbox.next(0), null);
  outbox.answered(done(["a", "b"]), 0);
  assert.deepEqual(outbox.next(0).ids, ["c"]);
});

test("an undo goes alone and in its turn", () => {
  const { outbox } = begin();
  outbox.put(item("a"));
  outbox.put({ id: "u", action: "undo", base: {}, beneath: {} });
  outbox.put(item("b"));
  assert.deepEqual(outbox.next(0).ids, ["a"]);
  outbox.answered(done(["a"]), 0);
  assert.deepEqual(outbox.next(0), { to: "undo", body: { id: "u" }, ids: ["u"] });
  outbox.answered(done(["u"]), 0);
  assert.deepEqual(outbox.next(0).ids, ["b"]);
});

test("a request is no larger than the server takes", () => {
  const { outbox } = begin();
  for (let n = 0; n < MOST_TOGETHER + 5; n += 1) outbox.put(item(`e${n}`));
  assert.equal(outbox.next(0).ids.length, MOST_TOGETHER);
  const long = begin().outbox;
  ["a", "b", "c"].forEach((id) => long.put(item(id, "é".repeat(200_000))));
  assert.deepEqual(long.next(0).ids, ["a", "b"]);
});

test("without an answer the same is sent again, later and later, never twice at once", () => {
  const { outbox } = begin();
  outbox.put(item("a"));
  let [now, last] = [0, 0];
  for (let n = 0; n < 12; n += 1) {
    assert.deepEqual(outbox.next(now).ids, ["a"]);
    outbox.unreachable(now);
    assert.equal(outbox.next(now), null);
    const delay = outbox.delay(now);
    assert.ok(delay >= last && delay >= FIRST_DELAY / 2 && delay <= LONGEST_DELAY);
    [now, last] = [now + delay, delay];
  }
  outbox.put(item("b"));
  outbox.reachable();
  assert.deepEqual(outbox.next(now).ids, ["a", "b"]);
});

test("chance spreads the tries", () => {
  const delays = [0, 0.5, 0.99].map((random) => {
    const outbox = new Outbox(makeStorage(), { random: () => random });
    outbox.put(item("a"));
    outbox.next(0);
    outbox.unreachable(0);
    return outbox.delay(0);
  });
  assert.deepEqual(delays, [...new Set(delays)].sort((one, other) => one - other));
});

test("a server that is busy is asked again when it says", () => {
  const { outbox } = begin();
  outbox.put(item("a"));
  outbox.next(0);
  outbox.turnedAway(503, TROUBLE, { now: 0, retryAfter: 7 });
  assert.ok(outbox.delay(0) >= 7000);
  assert.equal(words(outbox), "Saving");
});

test("each edit is done, refused or sent again for itself", () => {
  const { outbox } = begin();
  ["a", "b", "c"].forEach((id) => outbox.put(item(id)));
  outbox.next(0);
  const found = outbox.answered([...done(["a"]), { id: "b", error: REFUSAL }, { id: "c", error: TROUBLE }], 0);
  assert.deepEqual(found, { done: [{ id: "a", seq: 1 }], refused: [{ id: "b", error: REFUSAL }] });
  assert.deepEqual(outbox.drafts, [{ item: { ...item("b"), sent: true }, error: REFUSAL }]);
  assert.equal(outbox.next(0), null);
  assert.deepEqual(outbox.next(outbox.delay(0)).ids, ["c"]);
});

test("answers to what is not asked, or that come twice, do nothing", () => {
  const { outbox } = begin();
  outbox.put(item("a"));
  assert.deepEqual(outbox.answered(done(["a"]), 0), { done: [], refused: [] });
  assert.equal(outbox.waiting.length, 1);
});

test("when a request is turned away for one bad edit, the others get through", () => {
  const { outbox } = begin();
  ["a", "b", "c"].forEach((id) => outbox.put(item(id)));
  outbox.next(0);
  outbox.turnedAway(413, { code: "TE413", message: "Too large." }, { now: 0 });
  assert.deepEqual(outbox.next(0).ids, ["a"]);
  outbox.answered(done(["a"]), 0);
  assert.deepEqual(outbox.next(0).ids, ["b"]);
  assert.equal(outbox.turnedAway(413, { code: "TE413", message: "Too large." }, { now: 0 }).refused.length, 1);
  assert.deepEqual(outbox.next(0).ids, ["c"]);
});

test("signed out: nothing is sent until a person has mended it, and nothing is lost", () => {
  const { outbox } = begin();
  outbox.put(item("a"));
  outbox.next(0);
  outbox.turnedAway(403, { code: "session", message: "Sign in again." }, { now: 0 });
  assert.equal(outbox.next(1e9), null);
  assert.deepEqual(outbox.status(), {
    state: "attention", waiting: 1, refused: 0, trouble: { code: "session", message: "Sign in again." },
  });
  outbox.resume();
  assert.deepEqual(outbox.next(0).ids, ["a"]);
});

test("what is shown is true: saved, saving, offline, needs attention", () => {
  const { outbox } = begin();
  assert.equal(words(outbox), "Saved");
  assert.equal(words(outbox, 1), "Saving", "a draft is not saved yet");
  outbox.put(item("a"));
  assert.equal(words(outbox), "Saving");
  outbox.next(0);
  assert.equal(words(outbox), "Saving");
  outbox.unreachable(0);
  outbox.put(item("b"));
  assert.equal(words(outbox), "Offline, 2 waiting");
  outbox.next(outbox.delay(0));
  assert.equal(words(outbox), "Offline, 2 waiting", "until the server has answered");
  outbox.answered([...done(["a"]), { id: "b", error: REFUSAL }], 0);
  assert.equal(words(outbox), "Needs attention");
  assert.equal(outbox.status().trouble, REFUSAL);
  assert.deepEqual(outbox.settle("b").edit, item("b").edit);
  assert.equal(words(outbox), "Saved");
  outbox.lost();
  assert.equal(words(outbox), "Offline");
});

test("a server that fails time and again needs attention", () => {
  const { outbox } = begin();
  outbox.put(item("a"));
  for (let [n, now] = [0, 0]; n < 5; n += 1) {
    outbox.next(now);
    outbox.turnedAway(507, { code: "TE600", message: "The disk is full." }, { now });
    now += outbox.delay(now);
  }
  assert.equal(words(outbox), "Needs attention");
});

test("a closed tab keeps what waits and what was refused, in order, and sends it as it was", async () => {
  const { storage, outbox } = begin();
  ["a", "b", "c"].forEach((id) => outbox.put(item(id)));
  outbox.put(item("c", "newer"));
  outbox.next(0);
  outbox.answered([{ id: "a", error: REFUSAL }, ...done(["b"])], 0);
  await outbox.stored;
  const again = begin(storage).outbox;
  again.put(item("d"));
  await again.load();
  again.put(item("e"));
  assert.deepEqual(again.waiting.map(({ id }) => id), ["c", "d", "e"]);
  assert.equal(again.waiting[0].edit.fields.name, "newer");
  assert.equal(again.waiting[0].sent, true, "nobody knows whether the server has it");
  assert.deepEqual(again.drafts, [{ item: { ...item("a"), sent: true }, error: REFUSAL }]);
  again.settle("a");
  await again.stored;
  const third = begin(storage).outbox;
  await third.load();
  assert.deepEqual(third.waiting.map(({ id }) => id), ["c", "d", "e"]);
});

test("a browser that cannot keep edits sends them all the same, and says so when it is offline", async () => {
  const { outbox } = begin({ ...makeStorage(), put: () => Promise.reject(new Error("quota")) });
  await outbox.put(item("a"));
  assert.equal(words(outbox), "Saving");
  assert.deepEqual(outbox.next(0).ids, ["a"]);
  outbox.unreachable(0);
  assert.equal(words(outbox), "Needs attention");
  assert.match(outbox.status().trouble.message, /quota/);
});

test("an edit on its way is not changed", () => {
  const { outbox } = begin();
  outbox.put(item("a"));
  outbox.next(0);
  assert.throws(() => outbox.put(item("a", "newer")), RangeError);
});

test("what was kept unsent counts as sent after a restart: another page may have begun to send it", async () => {
  const { storage, outbox } = begin();
  await outbox.put(item("a"));
  assert.equal(storage.kept.get("a").item.sent, undefined);
  const again = begin(storage).outbox;
  await again.load();
  assert.equal(again.waiting[0].sent, true);
});

test("a slow storage does not bring back what was done", async () => {
  const storage = makeStorage();
  const put = storage.put;
  storage.put = (one) => new Promise((kept) => setTimeout(() => kept(put(one)), 5));
  const { outbox } = begin(storage);
  outbox.put(item("a"));
  outbox.next(0);
  outbox.answered(done(["a"]), 0);
  await outbox.stored;
  await new Promise((waited) => setTimeout(waited, 20));
  assert.equal(storage.kept.size, 0);
});
