import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "../model/client.js";
import { FakeServer } from "../model/server.fake.js";
import { ApiError, Unreachable } from "./api.js";
import { Catching } from "./catching.js";
import { leaving, Sender } from "./sending.js";

const START = {
  w: { kind: "workshop", position: "", fields: { title: "Delays" } },
  j1: { kind: "journey", position: "a0", fields: { name: "Missed" } },
  s1: { kind: "stage", position: "a0", fields: { journey: "j1", name: "Airport" } },
  t1: { kind: "touchpoint", position: "a0", fields: { stage: "s1", name: "Delay" } },
};
const name = (value) => ({ action: "set", kind: "touchpoint", record: "t1", fields: { name: value } });

/** A client before a server whose way of answering a test chooses: `fails` are thrown first, one for each request. */
async function begin({ fails = [], loses = 0 } = {}) {
  const server = new FakeServer("w", structuredClone(START));
  const storage = { load: async () => [], put: async () => {}, remove: async () => {} };
  let made = 0;
  const makeId = () => `id-${(made += 1)}`;
  const client = await Client.open(server.snapshot(), storage, { actor: "me", makeId, random: () => 0 });
  const asked = [];
  const refused = [];
  const api = {
    ask: async (path, init = {}) => {
      asked.push({ path, ...init });
      if (path === "snapshot") return server.snapshot();
      if (path.startsWith("changes")) return server.changes(Number(path.split("=")[1]));
      if (fails.length) throw fails.shift();
      const answers = server.answer({ to: path, body: init.body }, "me");
      if (asked.length <= loses) throw new Unreachable("the answer was lost");
      return path === "edits" ? { answers } : { ...answers[0].change, left: { undo: 0, redo: 1 } };
    },
  };
  let left = null;
  const means = { client, api, onChange: () => {}, onLeft: (one) => (left = one), onRefused: (error) => refused.push(error) };
  const sender = new Sender(means);
  return { server, client, sender, asked, refused, api, left: () => left };
}
const saved = async (client) => {
  for (let n = 0; n < 400 && client.status().state !== "saved"; n += 1) await pause(10);
  assert.equal(client.status().state, "saved");
};

test("what waits is sent in order, an undo by itself, until all of it is answered", async () => {
  const { server, client, sender, asked, left } = await begin();
  client.do(name("One"));
  client.undo();
  client.do(name("Two"));
  sender.kick();
  await saved(client);
  assert.deepEqual(asked.map(({ path }) => path), ["edits", "undo", "edits"]);
  assert.deepEqual(server.log.map(({ action }) => action), ["set", "undo", "set"]);
  assert.deepEqual(left(), { undo: 0, redo: 1, seq: 2 });
});

test("an answer that is lost is asked for again, and nothing is done twice", async () => {
  const { server, client, sender } = await begin({ loses: 1 });
  client.do(name("Once"));
  sender.kick();
  await pause(5);
  assert.equal(client.status().text, "Offline, 1 waiting");
  await saved(client);
  assert.equal(server.log.length, 1);
});

test("a server that is busy is waited for; a hint that it is there again sends at once", async () => {
  const busy = new ApiError(503, { code: "TE620", message: "Too many edits wait." }, 60);
  const { server, client, sender } = await begin({ fails: [busy] });
  client.do(name("Later"));
  sender.kick();
  await pause(20);
  assert.equal(server.log.length, 0);
  client.outbox.reachable();
  sender.kick();
  await saved(client);
});

test("who is not let in stops and is told; let in again, it goes on", async () => {
  const out = new ApiError(403, { code: "HTTP403", message: "You are not signed in." });
  const { client, sender, refused, asked } = await begin({ fails: [out] });
  client.do(name("Kept"));
  sender.kick();
  await pause(20);
  sender.kick();
  await pause(20);
  assert.deepEqual([refused.length, asked.length, client.status().state], [1, 1, "attention"]);
  client.outbox.resume();
  sender.kick();
  await saved(client);
});

test("an answer that makes no sense is none: it is sent again", async () => {
  const { server, client, sender, api } = await begin();
  const ask = api.ask;
  let isFirst = true;
  api.ask = async (...means) => {
    const answer = await ask(...means);
    if (!isFirst) return answer;
    isFirst = false;
    throw new Unreachable("Something other than touchmap answered.");
  };
  client.do(name("Again"));
  sender.kick();
  await saved(client);
  assert.equal(server.log.length, 1);
});

test("a fault while an answer is taken in is told, and does not stop the sending", async () => {
  const { server, client, sender, api } = await begin();
  const faults = [];
  globalThis.reportError = (error) => faults.push(error.message);
  const ask = api.ask;
  let isFirst = true;
  api.ask = async (...means) => {
    const answer = await ask(...means);
    if (!isFirst) return answer;
    isFirst = false;
    return { answers: null };
  };
  client.do(name("Fault"));
  sender.kick();
  await saved(client);
  assert.equal(server.log.length, 1);
  assert.equal(faults.length, 1);
});

test("a page that goes away hands over what fits, in order and without a gap", async () => {
  const { client } = await begin();
  assert.equal(leaving(client.outbox.waiting), null);
  client.do(name("One"));
  client.do({ ...name("Two"), record: "t1" });
  client.undo();
  client.do(name("Three"));
  const request = leaving(client.outbox.waiting);
  assert.equal(request.body.edits.length, 2, "an undo goes by itself, after them");
  const long = { action: "set", kind: "touchpoint", record: "t1", fields: { customer_action: "x".repeat(70_000) } };
  const other = await begin();
  other.client.do(long);
  assert.equal(leaving(other.client.outbox.waiting), null, "too much for a browser to send for a closed page; it is kept");
});

test("what the stream does not tell is asked for after a moment, and a workshop that is another one is taken anew", async () => {
  const { server, client, api, asked } = await begin();
  let taken = 0;
  const catching = new Catching({ client, api, onWhole: () => (taken += 1) });
  const { change } = server.do({ id: "x1", ...name("Missed") }, "you");
  server.do({ id: "x2", ...name("Heard") }, "you");
  client.live.heardOf(2);
  catching.look();
  assert.equal(asked.length, 0);
  await pause(260);
  assert.deepEqual(asked.map(({ path }) => path), ["changes?after=0"]);
  assert.equal(client.view.get("t1").fields.name, "Heard");
  client.receive([change]);
  server.origin = "origin-2";
  client.caughtUp({ origin: "origin-2", seq: 2, changes: [] }, 2);
  catching.look();
  await pause(260);
  assert.equal(asked.at(-1).path, "snapshot");
  assert.equal(taken, 1);
  catching.stop();
});

test("what comes by itself in time is not asked for", async () => {
  const { server, client, api, asked } = await begin();
  const catching = new Catching({ client, api });
  const { change } = server.do({ id: "x1", ...name("Soon") }, "you");
  client.live.heardOf(1);
  catching.look();
  client.receive([change]);
  await pause(260);
  assert.equal(asked.length, 0);
  catching.stop();
});
