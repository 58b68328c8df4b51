// The bar's words: steps, timer, counts, and what the next press does.

import assert from "node:assert/strict";
import { test } from "node:test";
import { canReveal, closing, isCurrent, progressOf, revealedWords, stepLine, timerOf, timerWords } from "./bar.js";

const room = (key) => ({ open: true, key });
const step = (more = {}) => ({ id: "s", gives: "note", visibility: "private", revealed: "none", frozen: false, ends_at: null, left: null, ...more });
const agenda = (many, at) =>
  Array.from({ length: many }, (_, index) => ({ id: `s${index}`, title: `T${index}`, minutes: 5, place: index < at ? "open" : index === at ? "now" : "next" }));

test("an answer that was overtaken by a newer one is not shown", () => {
  assert.equal(isCurrent(room("a-b-4-7"), room("a-b-4-6")), true);
  assert.equal(isCurrent(room("a-b-4-7"), room("a-b-4-7")), true);
  assert.equal(isCurrent(room("a-b-3-7"), room("a-b-4-6")), false);
  assert.equal(isCurrent(room("a-b-4-5"), room("a-b-4-6")), false);
  assert.equal(isCurrent(room("other-1-1"), room("a-b-4-6")), true);
  assert.equal(isCurrent({ open: false }, room("a-b-4-6")), true);
  assert.equal(isCurrent(room("a-b-4-6"), null), true);
});

test("in a long agenda only the neighbours of the running step keep their names", () => {
  assert.deepEqual(stepLine({ agenda: agenda(14, 5) }).filter(({ near }) => near).map(({ id }) => id), ["s4", "s6"]);
  assert.ok(stepLine({ agenda: agenda(7, 2) }).every(({ near }) => near));
});

test("every step is told with its place, and those to come with their plan", () => {
  const [first, second, third] = stepLine({ agenda: agenda(3, 1) });
  assert.equal(first.words, "Step 1 of 3: T0, done");
  assert.equal(second.words, "Step 2 of 3: T1, running");
  assert.equal(third.words, "Step 3 of 3: T2, 5 minutes planned");
});

test("a timer runs down, is over and stands still", () => {
  assert.equal(timerOf(step(), 100), null);
  assert.equal(timerOf(null, 100), null);
  assert.deepEqual(timerOf(step({ ends_at: 292 }), 100), { text: "3:12", seconds: 192, paused: false, over: false });
  assert.equal(timerOf(step({ ends_at: 100 }), 100).text, "0:00");
  assert.deepEqual(timerOf(step({ ends_at: 100 }), 165), { text: "+1:05", seconds: -65, paused: false, over: true });
  assert.equal(timerOf(step({ left: 3700 }), 0).text, "1:01:40");
});

test("a timer is heard in words", () => {
  assert.equal(timerWords(timerOf(step({ ends_at: 292 }), 100)), "3 minutes left");
  assert.equal(timerWords(timerOf(step({ left: 40 }), 100)), "40 seconds left, paused");
  assert.equal(timerWords(timerOf(step({ ends_at: 0 }), 90)), "over by 2 minutes");
  assert.equal(timerWords(timerOf(step({ ends_at: 90 }), 90)), "time is up");
  assert.equal(timerWords(null), "no timer");
});

test("how far the room is: done of those here, what was given, what is held back", () => {
  const counts = { people: 21, done: 17, given: 83, held: 40 };
  assert.deepEqual(progressOf({ step: step({ gives: "vote" }), counts }), { share: 17 / 21, done: "17 of 21 done", given: "83 votes given, 40 not revealed" });
  assert.deepEqual(progressOf({ step: null, counts: {}, people: 0 }), { share: 0, done: "Nobody is here yet", given: "" });
  assert.equal(progressOf({ step: step(), counts: { people: 1, done: 0, given: 1, held: 0 } }).given, "1 note given");
});

test("one button closes the input of a step, and opens it again", () => {
  assert.deepEqual(closing(step({ gives: "vote" })), { words: "Close voting", frozen: true });
  assert.deepEqual(closing(step({ frozen: true })), { words: "Open again", frozen: false });
  assert.equal(closing(step({ gives: "" })), null);
  assert.equal(closing(null), null);
});

test("only what is held back can be revealed", () => {
  assert.equal(canReveal(step()), true);
  assert.equal(canReveal(step({ revealed: "some" })), true);
  assert.equal(canReveal(step({ revealed: "all" })), false);
  assert.equal(canReveal(step({ visibility: "open" })), false);
  assert.equal(canReveal(step({ gives: "" })), false);
  assert.equal(revealedWords({ moved: 3, left: 0 }, 2), "3 revealed; 2 not revealed yet.");
  assert.equal(revealedWords({ moved: 0, left: 1 }, 0), "Nothing was waiting there. 1 stay back: what they are about was removed.");
});
