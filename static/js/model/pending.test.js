import assert from "node:assert/strict";
import test from "node:test";
import { CannotApply } from "./applying.js";
import { LiveWorkshop, MOST_BEHIND } from "./pending.js";
import { FakeServer } from "./server.fake.js";

const START = {
  w: { kind: "workshop", position: "", fields: { title: "Delays" } },
  j1: { kind: "journey", position: "a0", fields: { name: "Missed connection" } },
  s1: { kind: "stage", position: "a0", fields: { journey: "j1", name: "Airport" } },
  t1: { kind: "touchpoint", position: "a0", fields: { stage: "s1", name: "Delay", customer_action: "Runs to the gate" } },
  t2: { kind: "touchpoint", position: "a1", fields: { stage: "s1", name: "Gate" } },
};

function begin() {
  const server = new FakeServer("w", structuredClone(START));
  return { server, live: new LiveWorkshop(server.snapshot(), { actor: "me" }) };
}

let made = 0;
const set = (record, fields) => ({ id: `e${(made += 1)}`, action: "set", kind: "touchpoint", record, fields });
const text = (live) => live.view.get("t1").fields.customer_action;
const write = (live, words, reading) => live.edit(set("t1", { customer_action: words }), reading).item;
const send = (live, server, item) => {
  live.sent([item.id]);
  return server.do(structuredClone(item.edit), "me");
};

test("an edit is shown at once and stays when it is acknowledged", () => {
  const { server, live } = begin();
  const { item, changed } = live.edit(set("t1", { name: "Late" }));
  assert.deepEqual(changed, { records: ["t1"], lists: [] });
  assert.equal(live.view.get("t1").fields.name, "Late");
  assert.equal(live.confirmed.get("t1").fields.name, "Delay");
  const after = live.acknowledge([send(live, server, item).change]);
  assert.deepEqual(after, { records: [], lists: [] }, "nothing is drawn anew");
  assert.deepEqual(live.items, []);
  assert.equal(live.confirmed.get("t1").fields.name, "Late");
});

test("what has not changed is the same object, so that nothing else is drawn", () => {
  const { server, live } = begin();
  const [t2, list] = [live.view.get("t2"), live.view.children("touchpoint", "s1")];
  live.edit(set("t1", { name: "Late" }));
  live.receive([server.do(set("t1", { place: "Hall" }), "you").change]);
  assert.equal(live.view.get("t2"), t2);
  assert.equal(live.view.children("touchpoint", "s1"), list);
  const move = { ...set("t1"), action: "move", position: { after: "t2" } };
  assert.deepEqual(live.receive([server.do(move, "you").change]), { records: ["t1"], lists: ["touchpoint s1"] });
  assert.deepEqual(live.view.children("touchpoint", "s1"), ["t2", "t1"]);
});

test("others' changes come in beneath a pending edit", () => {
  const { server, live } = begin();
  live.edit(set("t1", { name: "Mine" }));
  live.receive([server.do(set("t1", { name: "Theirs", place: "Hall" }), "you").change]);
  assert.deepEqual(live.view.get("t1").fields, { ...START.t1.fields, name: "Mine", place: "Hall" });
});

test("a refused edit leaves the view, and its text is handed back", () => {
  const { live } = begin();
  const item = write(live, "Runs, at last, to the gate");
  const refused = live.refuse(item.id);
  assert.equal(refused.item.edit.fields.customer_action, "Runs, at last, to the gate");
  assert.deepEqual(refused.changed.records, ["t1"]);
  assert.equal(text(live), "Runs to the gate");
  assert.equal(live.refuse(item.id), null);
});

test("an edit that cannot be done is refused here, and nothing is kept of it", () => {
  const { live } = begin();
  assert.throws(() => live.edit(set("nobody", { name: "x" })), CannotApply);
  assert.deepEqual(live.items, []);
});

test("changes twice, late and out of order are folded once and in order; a gap is told", () => {
  const { server, live } = begin();
  const changes = ["A", "B", "C", "D"].map((name) => server.do(set("t1", { name }), "you").change);
  live.receive([changes[1], changes[3]]);
  assert.equal(live.seq, 0);
  assert.deepEqual(live.wants, { after: 0 });
  live.receive([changes[0], changes[0], changes[1]]);
  assert.equal(live.view.get("t1").fields.name, "B");
  assert.deepEqual(live.wants, { after: 2 });
  live.caughtUp(server.changes(2), 2);
  assert.equal(live.view.get("t1").fields.name, "D");
  assert.equal(live.wants, null);
  assert.deepEqual(live.receive(changes), { records: [], lists: [] });
});

test("too far behind, another log, or changes that do not fit: a snapshot is wanted", () => {
  const { server, live } = begin();
  live.heardOf(MOST_BEHIND + 1);
  assert.deepEqual(live.wants, { snapshot: true });

  const other = begin().live;
  other.caughtUp({ origin: "origin-2", seq: 0, changes: [] }, 0);
  assert.deepEqual(other.wants, { snapshot: true });
  other.replace({ ...server.snapshot(), origin: "origin-2" });
  assert.equal(other.wants, null);

  const third = begin().live;
  third.receive([{ seq: 1, id: "x", action: "remove", before: {}, after: { nobody: null } }]);
  assert.deepEqual(third.wants, { snapshot: true });
  third.replace(server.snapshot());
  assert.equal(third.wants, null);

  const fourth = begin().live;
  fourth.caughtUp({ origin: "origin-1", seq: 9, changes: [{ seq: 9, id: "x", after: {} }] }, 0);
  assert.deepEqual(fourth.wants, { snapshot: true }, "the log no longer has what was missed");
});

test("a snapshot takes over with what is pending on top; an older one is left alone", () => {
  const { server, live } = begin();
  const old = server.snapshot();
  const item = live.edit(set("t1", { name: "Mine" })).item;
  server.do({ ...set("t2"), action: "remove", fields: undefined }, "you");
  server.do(set("t1", { place: "Hall" }), "you");
  const changed = live.replace(server.snapshot());
  assert.deepEqual(changed.records.sort(), ["t1", "t2"]);
  assert.deepEqual(changed.lists, ["touchpoint s1"]);
  assert.equal(live.view.get("t1").fields.name, "Mine");
  assert.deepEqual(live.replace(old), { records: [], lists: [] });
  assert.equal(live.seq, 2);
  live.acknowledge([send(live, server, item).change]);
  assert.deepEqual(live.items, []);
});

test("an answered edit stays in the view until its turn has come", () => {
  const { server, live } = begin();
  const missed = server.do(set("t2", { name: "Other" }), "you").change;
  const { item } = live.edit(set("t1", { name: "Mine" }));
  live.acknowledge([send(live, server, item).change]);
  assert.equal(live.view.get("t1").fields.name, "Mine");
  assert.equal(live.confirmed.get("t1").fields.name, "Delay");
  live.receive([missed]);
  assert.equal(live.confirmed.get("t1").fields.name, "Mine");
  assert.deepEqual(live.items, []);
});

test("an answered edit that a snapshot holds already is not done again", () => {
  const { server, live } = begin();
  server.do(set("t2", { name: "Other" }), "you");
  const { item } = live.edit(set("t1", { name: "Mine" }));
  live.acknowledge([send(live, server, item).change]);
  live.replace(server.snapshot());
  assert.deepEqual(live.items, []);
});

test("while typing waits to be sent, the newer text joins it; once sent it stays as it is", () => {
  const { live } = begin();
  const first = write(live, "Runs to the gate, late");
  const second = write(live, "Runs to the gate, late again");
  assert.equal(second.id, first.id);
  assert.equal(live.items.length, 1);
  live.sent([first.id]);
  const third = write(live, "Runs to the gate, late again and again");
  assert.notEqual(third.id, first.id);
  assert.equal(third.edit.upon, first.id);
  assert.equal(text(live), "Runs to the gate, late again and again");
});

test("two texts that do not touch are both in the view, before and after the server has merged them", () => {
  const { server, live } = begin();
  const item = write(live, "Quickly runs to the gate");
  live.receive([server.do({ ...set("t1", { customer_action: "Runs to the closed gate" }), seen: 0 }, "you").change]);
  assert.equal(text(live), "Quickly runs to the closed gate");
  live.acknowledge([send(live, server, item).change]);
  assert.equal(text(live), "Quickly runs to the closed gate");
  assert.deepEqual(live.conflicts, []);
});

test("who writes a name is told that somebody else has just written one, and not of the own", () => {
  const { server, live } = begin();
  const reading = live.reading("t1", ["name"]);
  const mine = live.edit({ id: "n1", ...set("t1", { name: "Mine" }) }).item;
  live.acknowledge([send(live, server, mine).change]);
  assert.equal(live.changedSince("t1", "name", reading), null);
  live.receive([server.do(set("t1", { name: "Theirs" }), "you").change]);
  assert.deepEqual(live.changedSince("t1", "name", reading), { by: "you", seq: 2, text: "Theirs" });
  assert.equal(live.changedSince("t1", "name", live.reading("t1", ["name"])), null);
});

test("who goes on typing in the own text is merged upon it, not upon what others made of it", () => {
  const { server, live } = begin();
  const reading = live.reading("t1", ["customer_action"]);
  const first = write(live, "Runs to the gate now", reading);
  live.sent([first.id]);
  const theirs = server.do({ ...set("t1", { customer_action: "Soon runs to the gate" }), seen: 0 }, "you").change;
  live.receive([theirs]);
  const since = live.changedSince("t1", "customer_action", reading);
  assert.deepEqual(since, { by: "you", seq: 1, text: "Soon runs to the gate" });
  const second = write(live, "Runs to the gate now!", live.readingAfter(first));
  assert.equal(text(live), "Soon runs to the gate now!");
  live.acknowledge([send(live, server, first).change, send(live, server, second).change]);
  assert.equal(text(live), "Soon runs to the gate now!");
  assert.equal(server.state.get("t1").fields.customer_action, "Soon runs to the gate now!");
  assert.deepEqual(live.conflicts, []);
});

test("texts that touch: the newer one stands, the other waits for a choice that settles it", () => {
  const { server, live } = begin();
  const item = write(live, "Hurries to the gate");
  live.receive([server.do({ ...set("t1", { customer_action: "Walks to the gate" }), seen: 0 }, "you").change]);
  assert.equal(text(live), "Hurries to the gate");
  live.acknowledge([send(live, server, item).change]);
  const conflict = { seq: 2, record: "t1", field: "customer_action", other: "Walks to the gate", by: "you" };
  assert.deepEqual(live.conflicts, [conflict]);
  assert.deepEqual(new LiveWorkshop(server.snapshot()).conflicts, [conflict], "who comes late sees it too");
  const choice = live.edit({ ...set("t1", { customer_action: "Walks, hurries" }), settles: 2 }).item;
  assert.deepEqual(live.conflicts, [], "chosen as soon as the person has");
  live.acknowledge([send(live, server, choice).change]);
  assert.deepEqual(live.conflicts, []);
});

test("an edit of what others have removed is hidden, and comes back with its record", () => {
  const { server, live } = begin();
  const { item } = live.edit(set("t2", { name: "Gate 12" }));
  live.receive([server.do({ ...set("t2"), action: "remove", fields: undefined }, "you").change]);
  assert.equal(live.view.has("t2"), false);
  assert.equal(live.isHidden(item.id), true);
  live.receive([server.reverse("u1", "undo", "you").change]);
  assert.equal(live.view.get("t2").fields.name, "Gate 12");
  assert.equal(live.isHidden(item.id), false);
});

test("undo and redo are shown at once: of what is pending, and of what was confirmed", () => {
  const { server, live } = begin();
  const first = live.edit(set("t1", { name: "One" })).item;
  live.acknowledge([send(live, server, first).change]);
  live.edit({ id: "e-add", action: "add", kind: "touchpoint", record: "t3", fields: { stage: "s1", name: "New" } });
  live.reverse("u1", "undo");
  assert.equal(live.view.has("t3"), false);
  live.reverse("u2", "undo");
  assert.equal(live.view.get("t1").fields.name, "Delay");
  live.reverse("u3", "redo");
  assert.equal(live.view.get("t1").fields.name, "One");
  live.reverse("u4", "redo");
  assert.equal(live.view.has("t3"), true);
  const before = live.view.plain();
  for (const item of [...live.items]) {
    const answer = item.edit ? send(live, server, item) : server.reverse(item.id, item.action, "me");
    live.acknowledge([answer.change]);
    assert.deepEqual(live.view.plain(), before, "the answers change nothing that is shown");
  }
  assert.deepEqual(live.confirmed.plain(), server.state.plain());
});

test("an undo of something from before this page waits for the server", () => {
  const { server, live } = begin();
  server.do(set("t1", { name: "Before" }), "me");
  const late = new LiveWorkshop(server.snapshot(), { actor: "me" });
  late.reverse("u1", "undo");
  assert.equal(late.view.get("t1").fields.name, "Before");
  late.acknowledge([server.reverse("u1", "undo", "me").change]);
  assert.equal(late.view.get("t1").fields.name, "Delay");
  assert.equal(live.seq, 0);
});

test("the edits kept from before are shown again over a newer workshop", () => {
  const { server, live } = begin();
  const item = write(live, "Quickly runs to the gate");
  const kept = structuredClone(item);
  server.do({ ...set("t1", { customer_action: "Runs to the closed gate" }), seen: 0 }, "you");
  const again = new LiveWorkshop(server.snapshot(), { items: [kept] });
  assert.equal(text(again), "Quickly runs to the closed gate");
  assert.equal(again.confirmed.get("t1").fields.customer_action, "Runs to the closed gate");
});

test("what was written upon a refused text stands whole", () => {
  const { live } = begin();
  const first = write(live, "Runs to the gate now");
  live.sent([first.id]);
  write(live, "Soon runs to the gate now", live.readingAfter(first));
  live.refuse(first.id);
  assert.equal(text(live), "Soon runs to the gate now");
});

test("a record that was drawn with a pending edit is not drawn again when the edit is confirmed", () => {
  const { server, live } = begin();
  const { item } = live.edit(set("t1", { name: "Late" }));
  const drawn = live.view.get("t1");
  live.edit(set("t2", { name: "Other" }));
  live.acknowledge([send(live, server, item).change]);
  live.edit(set("t2", { place: "Hall" }));
  assert.equal(live.view.get("t1"), drawn);
});

test("every change folded in is heard once and in order, the person's own marked as such", () => {
  const { server, live } = begin();
  const first = server.do(set("t2", { place: "Hall" }), "you").change;
  const { item } = live.edit(set("t1", { name: "Late" }));
  const answer = send(live, server, item).change;
  live.acknowledge([answer]);
  assert.deepEqual(live.takeHeard(), [], "what comes too early is not told yet");
  live.receive([first, answer, first]);
  assert.deepEqual(live.takeHeard().map(({ change, own }) => [change.seq, own]), [[1, false], [2, true]]);
  assert.deepEqual(live.takeHeard(), []);
});

test("a paste that nobody has answered is taken back whole, done again whole, and the server does the same", () => {
  const { server, live } = begin();
  const before = JSON.stringify(live.view.plain());
  const line = (n) => ({ id: `l${n}`, action: "add", kind: "statement", record: `x${n}`, fields: { touchpoint: "t1", state: "current", text: `Line ${n}` }, group: "g" });
  const items = [1, 2, 3].map((n) => live.edit(line(n)).item);
  items.push(live.edit({ id: "l4", action: "set", kind: "statement", record: "x3", fields: { evidence: "measured" }, group: "g" }).item);
  const after = JSON.stringify(live.view.plain());
  items.push(live.reverse("u1", "undo").item);
  assert.equal(JSON.stringify(live.view.plain()), before);
  items.push(live.reverse("u2", "redo").item);
  assert.equal(JSON.stringify(live.view.plain()), after);
  items.push(live.reverse("u3", "undo").item);
  for (const item of items) {
    const answer = item.edit ? send(live, server, item) : server.reverse(item.id, item.action, "me");
    live.acknowledge([answer.change]);
    assert.equal(JSON.stringify(live.view.plain()), before, "the answers change nothing that is shown");
  }
  assert.equal(JSON.stringify(server.state.plain()), before);
});
