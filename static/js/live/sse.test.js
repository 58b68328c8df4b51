import assert from "node:assert/strict";
import test from "node:test";
import { EventReader } from "./sse.js";

const STREAM =
  'retry: 1500\n\nevent: hello\ndata: {"origin":"o","seq":4}\n\n: beat\n\nid: 5\nevent: change\ndata: {"seq":5,"by":"é"}\n\nid: 7\n\n';
const FRAMES = [
  { name: "retry", data: 1500, id: null },
  { name: "hello", data: { origin: "o", seq: 4 }, id: null },
  { name: "beat", data: null, id: null },
  { name: "change", data: { seq: 5, by: "é" }, id: 5 },
  { name: "passed", data: null, id: 7 },
];

test("a stream is read the same wherever it is cut", () => {
  for (let size = 1; size <= STREAM.length; size += 1) {
    const reader = new EventReader();
    const found = [];
    for (let at = 0; at < STREAM.length; at += size) found.push(...reader.push(STREAM.slice(at, at + size)));
    assert.deepEqual(found, FRAMES, `cut into pieces of ${size}`);
  }
});

test("line ends of a proxy that rewrites them are read too", () => {
  assert.deepEqual(new EventReader().push(STREAM.replaceAll("\n", "\r\n")), FRAMES);
});

test("an event that is not whole is not told, and one that is no JSON is left out", () => {
  const reader = new EventReader();
  assert.deepEqual(reader.push('event: change\ndata: {"seq":1}\n'), []);
  assert.deepEqual(reader.push("\nevent: change\ndata: {oh\n\n: beat\n\n"), [
    { name: "change", data: { seq: 1 }, id: null },
    { name: "beat", data: null, id: null },
  ]);
});
