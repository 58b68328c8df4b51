import assert from "node:assert/strict";
import test from "node:test";
import { Authors, settling } from "./choosing.js";

const entry = { kind: "touchpoint", position: "a0", fields: { goal: "To fly today" } };
const conflict = { seq: 9, record: "t1", field: "goal", other: "To sleep in a bed", by: "Maya" };
const text = (choice, change = {}) => settling(entry, { ...conflict, ...change }, choice).fields.goal;

test("a choice is an edit that settles the change with the conflict", () => {
  assert.deepEqual(settling(entry, conflict, "theirs"), {
    action: "set",
    kind: "touchpoint",
    record: "t1",
    settles: 9,
    fields: { goal: "To sleep in a bed" },
  });
});

test("mine is what I wrote, whichever of the two stands", () => {
  assert.equal(text("mine"), "To fly today");
  assert.equal(text("mine", { isMine: true }), "To sleep in a bed");
  assert.equal(text("theirs", { isMine: true }), "To fly today");
});

test("both texts are kept, and what is in both is not said twice", () => {
  assert.equal(text("both"), "To fly today\n\nTo sleep in a bed");
  assert.equal(text("both", { other: "To fly" }), "To fly today");
  assert.equal(text("both", { other: "To fly today, or else a bed" }), "To fly today, or else a bed");
  assert.throws(() => text("neither"), RangeError);
});

test("the text that gave way is mine when it has my name and I did not write the one that stands", () => {
  const authors = new Authors();
  const me = { actor: "a1", by: "Maya" };
  assert.equal(authors.told([conflict], me)[0].isMine, true);
  authors.take({ seq: 9, actor: "a1", conflict: { goal: {} } });
  assert.equal(authors.told([conflict], me)[0].isMine, false, "two browsers of one name, and this one wrote second");
  assert.equal(authors.told([conflict], { actor: "a2", by: "Jo" })[0].isMine, false);
});
