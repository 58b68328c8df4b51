import assert from "node:assert/strict";
import test from "node:test";
import { Asking, isDrawn } from "./asking.js";

/** A server that answers when it is told to, and a clock that goes when it is told to. */
function desk() {
  let now = 0;
  const timers = new Map();
  const asked = [];
  const told = [];
  const clock = {
    now: () => now,
    later: (deed, ms) => {
      const key = Symbol("timer");
      timers.set(key, { deed, at: now + ms });
      return key;
    },
    cancel: (key) => timers.delete(key),
  };
  const ask = (subject) => new Promise((answer, fail) => asked.push({ subject, answer: (seq, origin = "o") => answer({ origin, seq, journey: subject }), fail }));
  const asking = new Asking({ ask, tell: (news) => told.push(news), clock });
  const pass = async (ms) => {
    const ends = now + ms;
    for (;;) {
      const [next] = [...timers].filter(([, { at }]) => at <= ends).sort(([, a], [, b]) => a.at - b.at);
      if (!next) break;
      timers.delete(next[0]);
      now = next[1].at;
      next[1].deed();
      await settled();
    }
    now = ends;
  };
  const answers = () => told.filter(({ answer }) => answer !== undefined).map(({ answer }) => answer?.seq ?? null);
  return { asking, asked, told, pass, answers };
}

const settled = () => new Promise((done) => setImmediate(done));

async function shown(seq = 1) {
  const made = desk();
  made.asking.look(true);
  made.asking.about("j");
  await made.pass(0);
  made.asked[0].answer(seq);
  await settled();
  return made;
}

test("what is looked at is asked for at once", async () => {
  const { asked, answers } = await shown();
  assert.deepEqual(asked.map(({ subject }) => subject), ["j"]);
  assert.deepEqual(answers(), [1]);
});

test("changes in a row are asked about once, some time after the last", async () => {
  const { asking, asked, pass } = await shown();
  for (let times = 0; times < 4; times += 1) {
    asking.changed();
    await pass(500);
  }
  assert.equal(asked.length, 1);
  await pass(300);
  assert.equal(asked.length, 2);
});

test("changes that never pause are asked about all the same", async () => {
  const { asking, asked, pass } = await shown();
  for (let times = 0; times < 20; times += 1) {
    asking.changed();
    await pass(250);
  }
  assert.equal(asked.length, 2);
});

test("one question at a time: what changes meanwhile is asked about after the answer", async () => {
  const { asking, asked, pass, answers } = await shown();
  asking.changed();
  await pass(800);
  asking.changed();
  await pass(5000);
  assert.equal(asked.length, 2);
  asked[1].answer(2);
  await settled();
  await pass(0);
  assert.equal(asked.length, 3);
  asked[2].answer(3);
  await settled();
  assert.deepEqual(answers(), [1, 2, 3]);
});

test("an answer that is older than what is shown is dropped; one of another log is not", async () => {
  const { asking, asked, pass, answers } = await shown(7);
  for (const [seq, origin] of [[5, "o"], [8, "o"], [2, "restored"]]) {
    asking.changed();
    await pass(800);
    asked.at(-1).answer(seq, origin);
    await settled();
  }
  assert.deepEqual(answers(), [7, 8, 2]);
});

test("an answer about another journey than is looked at by now is dropped", async () => {
  const { asking, asked, pass, answers } = await shown();
  asking.changed();
  await pass(800);
  asking.about("other");
  assert.equal(answers().at(-1), null, "what is shown is of another journey");
  await pass(0);
  asked[1].answer(2);
  await settled();
  await pass(0);
  assert.equal(asked[2].subject, "other");
  asked[2].answer(2);
  await settled();
  assert.deepEqual(answers(), [1, null, 2]);
});

test("somebody who waits long is told so", async () => {
  const { asking, asked, pass, told } = await shown();
  asking.changed();
  await pass(800 + 599);
  assert.ok(!told.some(({ slow }) => slow));
  await pass(1);
  assert.ok(told.at(-1).slow);
  asked[1].answer(2);
  await settled();
  assert.equal(told.at(-1).slow, false);
});

test("what was not answered is asked again later, and at once when the server is back", async () => {
  const { asking, asked, pass, told } = await shown();
  asking.changed();
  await pass(800);
  asked[1].fail(new Error("away"));
  await settled();
  assert.ok(told.at(-1).failed);
  await pass(4999);
  assert.equal(asked.length, 2);
  await pass(1);
  assert.equal(asked.length, 3);
  asked[2].fail(new Error("away"));
  await settled();
  asking.again();
  await pass(0);
  assert.equal(asked.length, 4);
});

test("nobody looks: nothing is asked; looking again shows what has changed meanwhile", async () => {
  const { asking, asked, pass } = await shown();
  asking.look(false);
  asking.changed();
  await pass(60_000);
  assert.equal(asked.length, 1);
  asking.look(true);
  await pass(0);
  assert.equal(asked.length, 2);
  asked[1].answer(2);
  await settled();
  asking.look(false);
  asking.look(true);
  await pass(60_000);
  assert.equal(asked.length, 2, "nothing has changed");
});

test("structure and what stands on the drawing is drawn; what hangs on a touchpoint is not", () => {
  const name = { kind: "touchpoint", fields: { name: "A" } };
  const said = { kind: "statement", fields: { text: "A" } };
  const text = { kind: "touchpoint", fields: { customer_action: "A" } };
  const one = (before, after) => isDrawn({ before: { x: before }, after: { x: after } });
  assert.ok(one(name, name));
  assert.ok(one(text, null), "a touchpoint that goes");
  assert.ok(one({ kind: "stage", fields: {}, position: "a" }, { kind: "stage", fields: {}, position: "b" }));
  assert.ok(one({ kind: "transition", fields: {} }, null));
  assert.ok(!one(text, text));
  assert.ok(!one(null, said));
});
