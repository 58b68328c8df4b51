import assert from "node:assert/strict";
import test from "node:test";
import { CannotApply } from "./applying.js";
import { Client } from "./client.js";
import { FakeServer } from "./server.fake.js";

const START = {
  w: { kind: "workshop", position: "", fields: { title: "Delays" } },
  j1: { kind: "journey", position: "a0", fields: { name: "Missed connection" } },
  s1: { kind: "stage", position: "a0", fields: { journey: "j1", name: "Airport" } },
  t1: { kind: "touchpoint", position: "a0", fields: { stage: "s1", name: "Delay" } },
};

function makeStorage() {
  const kept = new Map();
  return {
    load: async () => structuredClone([...kept.values()]),
    put: async (one) => void kept.set(one.id, structuredClone(one)),
    remove: async (ids) => ids.forEach((id) => kept.delete(id)),
  };
}

let made = 0;

async function begin(server = new FakeServer("w", structuredClone(START)), kept = {}) {
  const { storage = makeStorage(), snapshot = server.snapshot() } = kept;
  const seen = [];
  const makeId = () => `id-${(made += 1)}`;
  const means = { actor: "me", makeId, random: () => 0.5, onChange: (one) => seen.push(one) };
  return { server, storage, snapshot, seen, client: await Client.open(snapshot, storage, means) };
}

function exchange(client, server, now = 0) {
  const request = client.next(now);
  if (request) client.answered(server.answer(request, "me"), now);
  return request;
}

const name = (value) => ({ action: "set", kind: "touchpoint", record: "t1", fields: { name: value } });

test("an edit is shown, sent and saved, and every step is told", async () => {
  const { client, server, seen } = await begin();
  client.do(name("Late"));
  assert.equal(client.status().text, "Saving");
  assert.deepEqual(seen, [{ records: ["t1"], lists: [] }]);
  exchange(client, server);
  assert.equal(client.status().text, "Saved");
  assert.equal(server.state.get("t1").fields.name, "Late");
});

test("offline for minutes, the tab closed: all arrives once and in order", async () => {
  const { client, server, ...kept } = await begin();
  const added = client.do({ action: "add", kind: "touchpoint", record: "t2", fields: { stage: "s1", name: "Gate" } });
  client.do({ action: "set", kind: "touchpoint", record: "t2", fields: { backstage: "Nobody there" } });
  client.undo();
  const lost = client.next(0);
  server.answer(lost, "me");
  client.unreachable(0);
  assert.equal(client.status().text, "Offline, 3 waiting");
  await client.outbox.stored;

  const { client: again } = await begin(server, kept);
  assert.deepEqual(again.view.get("t2").fields, { stage: "s1", name: "Gate" }, "the undo is shown too");
  again.caughtUp(server.changes(0), 0);
  while (exchange(again, server));
  assert.equal(again.status().text, "Saved");
  assert.deepEqual(server.log.map(({ action }) => action), ["add", "set", "undo"]);
  assert.equal(server.log[0].id, added.id);
  assert.deepEqual(again.view.plain(), server.state.plain());
});

test("what a closed tab has left is shown and sent by another that is open, once and before its own", async () => {
  const { client, server, ...kept } = await begin();
  client.do({ action: "add", kind: "touchpoint", record: "t3", fields: { stage: "s1", name: "Left" } });
  server.answer(client.next(0), "me");
  client.do({ action: "set", kind: "touchpoint", record: "t3", fields: { name: "Left behind" } });
  await client.outbox.stored;

  const { client: other, seen } = await begin(server, { snapshot: kept.snapshot });
  other.do(name("Late"));
  other.adopt(await kept.storage.load());
  assert.equal(other.view.get("t3").fields.name, "Left behind");
  assert.deepEqual(seen.at(-1), { records: ["t3"], lists: ["touchpoint s1"] });
  assert.equal(other.status().waiting, 3);
  while (exchange(other, server));
  assert.deepEqual(server.log.map(({ action, record }) => `${action} ${record}`), ["add t3", "set t3", "set t1"]);
  assert.deepEqual(other.view.plain(), server.state.plain());
  assert.equal(other.status().text, "Saved");
});

test("a refused edit is rolled back, kept as a draft with its reason, and can be done again", async () => {
  const { client, server } = await begin();
  const remove = { id: "r1", action: "remove", kind: "touchpoint", record: "t1" };
  const { change } = server.do(remove, "you");
  client.do({ action: "set", kind: "touchpoint", record: "t1", fields: { backstage: "Long thoughts" } });
  exchange(client, server);
  assert.equal(client.status().text, "Needs attention");
  const [{ item, error }] = client.outbox.drafts;
  assert.equal(item.edit.fields.backstage, "Long thoughts");
  assert.equal(error.code, "TM012");
  assert.equal(client.view.get("t1").fields.backstage, undefined);

  client.receive([change]);
  assert.throws(() => client.again([item.id]), CannotApply);
  assert.equal(client.outbox.drafts.length, 1);
  client.receive([server.reverse("u1", "undo", "you").change]);
  client.again([item.id]);
  exchange(client, server);
  assert.equal(client.status().text, "Saved");
  assert.equal(server.state.get("t1").fields.backstage, "Long thoughts");
});

test("a refused removal that is tried again is still part of its step, and still goes only into what is there", async () => {
  const { client, server } = await begin();
  server.do({ id: "a2", action: "add", kind: "touchpoint", record: "t2", fields: { stage: "s1", name: "Gate" } }, "you");
  server.do({ id: "a3", action: "add", kind: "transition", record: "w1", fields: { journey: "j1", from: "t1", to: "t2" } }, "you");
  client.caughtUp(server.changes(0), 0);
  const { change } = server.do({ id: "r2", action: "remove", kind: "touchpoint", record: "t2" }, "you");
  client.do({ action: "set", kind: "touchpoint", record: "t2", fields: { backstage: "Of both" }, group: "g" }, undefined, "Merged.");
  client.do({ action: "remove", kind: "transition", record: "w1", group: "g" }, undefined, "Merged.");
  client.do({ action: "remove", kind: "touchpoint", record: "t1", group: "g", into: "t2" }, undefined, "Merged.");
  exchange(client, server);
  const ids = client.outbox.drafts.map(({ item }) => item.id);
  assert.deepEqual(client.outbox.drafts.map(({ error }) => error.code), ["TM012", "TM012", "TM009"]);
  client.receive([change]);
  assert.throws(() => client.again(ids), CannotApply);
  assert.ok(client.view.has("t1"));
  client.receive([server.reverse("u2", "undo", "you").change]);
  const items = client.again(ids);
  assert.deepEqual(items.map(({ edit, told }) => [edit.action, edit.group, edit.into, told]), [
    ["set", "g", undefined, "Merged."],
    ["remove", "g", undefined, "Merged."],
    ["remove", "g", "t2", "Merged."],
  ]);
  exchange(client, server);
  assert.deepEqual([client.status().text, server.state.has("t1"), server.state.get("t2").fields.backstage], ["Saved", false, "Of both"]);
});

test("a text that is tried again keeps what others have written since its writer looked", async () => {
  const { client, server } = await begin();
  const write = (id, text) => ({ id, action: "set", kind: "touchpoint", record: "t1", fields: { backstage: text }, seen: server.seq });
  client.receive([server.do(write("w1", "One. Two."), "you").change]);
  client.do({ action: "set", kind: "touchpoint", record: "t1", fields: { backstage: "One. Two. Mine." } });
  const { change } = server.do({ id: "r1", action: "remove", kind: "touchpoint", record: "t1" }, "you");
  exchange(client, server);
  const back = server.reverse("u1", "undo", "you").change;
  client.receive([change, back, server.do(write("w2", "Theirs. One. Two."), "you").change]);
  client.again(client.outbox.drafts.map(({ item }) => item.id));
  exchange(client, server);
  assert.equal(server.state.get("t1").fields.backstage, "Theirs. One. Two. Mine.");
});
