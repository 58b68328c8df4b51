import assert from "node:assert/strict";
import test from "node:test";
import { LINE, MINUTES, NAMES, SHARE, numberBetween } from "./figures.js";

test("a number may be written with a comma, a real minus sign and narrow spaces", () => {
  const { read, write } = numberBetween(-1e9, 1e9);
  assert.equal(read("12,5"), 12.5);
  assert.equal(read("\u22123"), -3);
  assert.equal(read("1\u202f200"), 1200);
  assert.equal(read(" "), null);
  assert.equal(write(read("12,5")), "12.5");
  assert.equal(write(undefined), "");
});

test("what is no number, too large or not whole is told in a sentence", () => {
  assert.throws(() => numberBetween(0, 100).read("many"), { name: "RangeError", message: "Write a number from 0 to 100." });
  assert.throws(() => numberBetween(0, 100).read("101"), RangeError);
  assert.throws(() => numberBetween(0, 1e9, { whole: true }).read("1.5"), { message: "Write a whole number from 0 on." });
});

test("minutes may be said in hours", () => {
  for (const [text, value] of [["90", 90], ["1:30", 90], ["1 h 30", 90], ["1h30 min", 90], ["2 h", 120], ["7 min", 7], ["", null]])
    assert.equal(MINUTES.read(text), value, text);
  assert.throws(() => MINUTES.read("soon"), RangeError);
});

test("a share is written in per cent and kept from 0 to 1", () => {
  assert.equal(SHARE.read("31 %"), 0.31);
  assert.equal(SHARE.read("33.3"), 0.333);
  assert.equal(SHARE.write(0.07), "7");
  assert.equal(SHARE.write(undefined), "");
  assert.throws(() => SHARE.read("120"), RangeError);
});

test("a list has each name once, and a line has no breaks", () => {
  assert.deepEqual(NAMES.read("app, desk; app,\nphone, "), ["app", "desk", "phone"]);
  assert.equal(NAMES.write(["app", "desk"]), "app, desk");
  assert.equal(LINE.read(" one \n two "), "one two");
});
