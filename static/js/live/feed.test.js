import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { Api } from "./api.js";
import { Feed } from "./feed.js";

const HELLO = 'event: hello\ndata: {"origin":"o","seq":3,"actor":"me"}\n\n';
const change = (seq) => `id: ${seq}\nevent: change\ndata: {"seq":${seq}}\n\n`;
const QUICK = {
  HELLO_WITHIN: 60,
  SILENT_AFTER: 80,
  LOST_AFTER: 30,
  LOOK_EVERY: 20,
  FIRST_WITHIN: 60,
  POLL_WITHIN: 60,
};

/** A server whose answers a test gives one by one; streams stay open until they are ended. */
function make(...answers) {
  const asked = [];
  const told = [];
  const request = async (url, { signal }) => {
    asked.push(url);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return answer(signal, url);
  };
  const api = new Api("/w", "key", request);
  const at = { seq: 3, origin: "o" };
  const feed = new Feed({ api, position: () => at, tell: (one) => told.push(one), random: () => 0, limits: QUICK });
  const types = () => told.map(({ type }) => type);
  return { feed, asked, told, types, at };
}

const stream = (...pieces) => (signal) => {
  const encoder = new TextEncoder();
  const body = new ReadableStream({
    start(control) {
      for (const piece of pieces) if (piece !== null) control.enqueue(encoder.encode(piece));
      if (pieces.at(-1) === null) control.close();
      else signal.addEventListener("abort", () => control.error(new Error("aborted")));
    },
  });
  return new Response(body, { headers: { "Content-Type": "text/event-stream; charset=utf-8" } });
};
const json = (data, init) => () => Response.json(data, init);
const dead = () => {
  throw new TypeError("no network");
};
const never = (signal) => new Promise((_, no) => signal.addEventListener("abort", () => no(new Error("aborted"))));
const until = async (is) => {
  for (let n = 0; n < 300 && !is(); n += 1) await pause(5);
  assert.ok(is(), is.toString());
};

test("a stream is asked for from where the log was left, and tells what comes", async () => {
  const { feed, asked, told } = make(stream(`retry: 1000\n\n${HELLO}`, `${change(4)}${change(5)}`, ": beat\n\n"));
  feed.start();
  await until(() => told.length === 4);
  assert.equal(asked[0], "/w/events?after=3&origin=o");
  assert.deepEqual(told, [
    { type: "up", streamed: true },
    { type: "hello", origin: "o", seq: 3, actor: "me" },
    { type: "changes", changes: [{ seq: 4 }, { seq: 5 }] },
    { type: "beat" },
  ]);
  feed.stop();
});

test("a stream that ends with a goodbye comes back after the time that it was told, without a word of loss", async () => {
  const { feed, asked, types } = make(stream(HELLO, "retry: 20\n\n", null), stream(HELLO));
  feed.start();
  await until(() => asked.length === 2);
  await pause(40);
  assert.deepEqual(types(), ["up", "hello", "hello"]);
  feed.stop();
});

test("a server that is gone is told, and so is its return", async () => {
  const { feed, types } = make(stream(HELLO, "retry: 5\n\n", null), dead, stream(HELLO));
  feed.start();
  await until(() => types().includes("down"));
  feed.check();
  await until(() => types().at(-1) === "hello");
  assert.deepEqual(types(), ["up", "hello", "down", "up", "hello"]);
  feed.stop();
});

test("a stream without a sign of life is given up and made anew", async () => {
  const { feed, asked } = make(stream(HELLO, change(4)));
  feed.start();
  await until(() => asked.length === 3);
  assert.ok(asked.every((url) => url.startsWith("/w/events")), "changes came, so streams do get through");
  feed.stop();
});

test("where nothing of a stream gets through, changes are asked for and waited for", async () => {
  const { feed, asked, told, at } = make(never, json({ origin: "o", seq: 4, changes: [{ seq: 4 }] }), (signal) => {
    at.seq = 4;
    return never(signal);
  });
  feed.start();
  await until(() => asked.length === 3);
  assert.deepEqual(asked.slice(1), ["/w/changes?after=3", "/w/changes?after=3&wait=25"]);
  assert.deepEqual(told.slice(-2), [{ type: "up", streamed: false }, { type: "changes", changes: [{ seq: 4 }] }]);
  feed.stop();
});

test("when asking gets no answer either it is the network: told, and a stream is tried again", async () => {
  const { feed, asked, types } = make(never, never, stream(HELLO));
  feed.start();
  await until(() => types().includes("down"));
  feed.check();
  await until(() => asked.length === 3);
  assert.ok(asked[2].startsWith("/w/events"));
  feed.stop();
});

test("a log that is not the one it was is told while asking, too", async () => {
  const { feed, told } = make(never, json({ origin: "other", seq: 9, changes: [] }), never);
  feed.start();
  await until(() => told.some(({ type }) => type === "whole"));
  feed.stop();
});

test("who may not come in any more is told once, and nothing is asked again", async () => {
  for (const answer of [
    stream(HELLO, "event: out\ndata: {}\n\n"),
    json({ code: "HTTP403", message: "You are not signed in." }, { status: 403 }),
  ]) {
    const { feed, asked, types } = make(answer);
    feed.start();
    await until(() => types().at(-1) === "out");
    await pause(60);
    assert.equal(asked.length, 1);
  }
});

test("a sign-in page of a network is no stream", async () => {
  const { feed, types } = make(() => new Response("<p>Welcome", { headers: { "Content-Type": "text/html" } }));
  feed.start();
  await until(() => types().length);
  assert.deepEqual(types(), ["down"]);
  feed.stop();
});

test("a hidden page that shares no stream keeps none, looks now and then, and has one again when it is looked at", async () => {
  const { feed, asked } = make(stream(HELLO), json({ origin: "o", seq: 3, changes: [] }), json({ origin: "o", seq: 3, changes: [] }), stream(HELLO));
  feed.start();
  await until(() => asked.length === 1);
  await pause(10);
  feed.background = true;
  await until(() => asked.length === 3);
  feed.background = false;
  await until(() => asked.length >= 4);
  assert.deepEqual(asked.slice(1, 4), ["/w/changes?after=3", "/w/changes?after=3", "/w/events?after=3&origin=o"]);
  feed.stop();
});
