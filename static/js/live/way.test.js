import assert from "node:assert/strict";
import test from "node:test";
import { Way } from "./way.js";

const make = () => new Way(() => 0.5);

test("tries in vain are spread and grow to a quarter of a minute; a greeting begins anew", () => {
  const way = make();
  const delays = [];
  for (let n = 0; n < 8; n += 1) {
    way.ended("failed", n);
    delays.push(way.delay);
    assert.equal(way.next(n), "stream");
  }
  assert.deepEqual(delays, [750, 1500, 3000, 6000, 11250, 11250, 11250, 11250]);
  way.greeted();
  way.ended("failed", 9);
  assert.equal(way.delay, 750);
});

test("a server that says goodbye is taken at its word, and one that asks for patience gets it", () => {
  const way = make();
  way.ended("closed", 0, { retry: 3456 });
  assert.equal(way.delay, 3456);
  way.ended("failed", 0, { retryAfter: 20 });
  assert.ok(way.delay >= 20_000);
});

test("without a greeting it asks instead, and tries a stream again later and later", () => {
  const way = make();
  way.ended("mute", 1000);
  assert.deepEqual([way.next(1000), way.delay], ["poll", 0]);
  assert.equal(way.next(120_999), "poll");
  assert.equal(way.next(121_000), "stream");
  way.ended("mute", 121_000);
  assert.equal(way.next(121_000 + 239_999), "poll");
  assert.equal(way.next(121_000 + 240_000), "stream");
});

test("one silence means a dead connection; two without a sign of life between mean that streams do not get through", () => {
  const way = make();
  way.ended("silent", 0);
  assert.deepEqual([way.next(0), way.delay], ["stream", 0]);
  way.greeted();
  way.beaten();
  way.ended("silent", 1);
  assert.equal(way.next(1), "stream");
  way.greeted();
  way.ended("silent", 2);
  assert.equal(way.next(2), "poll");
});

test("asking that is not answered either is no proxy's fault: a stream is next", () => {
  const way = make();
  way.ended("mute", 0);
  way.unanswered();
  assert.equal(way.next(0), "stream");
  assert.equal(way.delay, 750);
});

test("the first question does not wait, the next do; one that was not waited for is not repeated in a rush", () => {
  const way = make();
  way.ended("mute", 0);
  assert.equal(way.waits, false);
  way.answered(20, false);
  assert.deepEqual([way.waits, way.delay], [true, 0]);
  way.answered(20, false);
  assert.equal(way.delay, 2000, "the server had no room for somebody who waits");
  way.answered(20, true);
  assert.equal(way.delay, 0);
  way.answered(25_000, false);
  assert.equal(way.delay, 0);
});

test("a hint that the network is back is followed at once", () => {
  const way = make();
  for (let n = 0; n < 9; n += 1) way.ended("failed", n);
  way.hurry();
  assert.equal(way.delay, 0);
  way.ended("failed", 10);
  assert.equal(way.delay, 3000);
});
