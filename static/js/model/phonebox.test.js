// What a phone keeps until it is sent: in order, once each, apart for each person, and a refusal stays to be read.
import assert from "node:assert/strict";
import { test } from "node:test";
import { clock, Phonebox } from "./phonebox.js";

class Store {
  kept = new Map();
  getItem(key) {
    return this.kept.get(key) ?? null;
  }
  setItem(key, value) {
    this.kept.set(key, value);
  }
  removeItem(key) {
    this.kept.delete(key);
  }
}

const one = (id) => ({ id, url: "/room/s/note", body: `sending=${id}`, text: id });

test("what was given is kept in its order, also for a page that is opened anew", () => {
  const store = new Store();
  const box = new Phonebox(store, "p-1");
  assert.ok(box.add(one("a")) && box.add(one("b")));
  assert.deepEqual(new Phonebox(store, "p-1").all().map(({ id }) => id), ["a", "b"]);
  assert.deepEqual(new Phonebox(store, "p-2").all(), []);
});

test("the same sending is kept once", () => {
  const box = new Phonebox(new Store(), "p");
  box.add(one("a"));
  box.add(one("a"));
  assert.equal(box.all().length, 1);
});

test("what was sent goes, and leaves nothing behind", () => {
  const store = new Store();
  const box = new Phonebox(store, "p");
  box.add(one("a"));
  box.drop("a");
  assert.equal(store.kept.size, 0);
});

test("what was refused stays to be read, and is not sent again", () => {
  const box = new Phonebox(new Store(), "p");
  box.add(one("a"));
  box.refuse("a", "This step is frozen.");
  assert.equal(box.all()[0].words, "This step is frozen.");
  assert.deepEqual(box.waiting(), []);
});

test("a store that is full or broken says so", () => {
  const store = new Store();
  store.setItem = () => {
    throw new Error("full");
  };
  assert.equal(new Phonebox(store, "p").add(one("a")), false);
  store.kept.set("touchmap-room:p", "{broken");
  assert.deepEqual(new Phonebox(store, "p").all(), []);
});

test("a clock counts down to nothing and no further", () => {
  assert.deepEqual([272, 61, 60, 5, 0, -3].map(clock), ["4:32", "1:01", "1:00", "0:05", "0:00", "0:00"]);
});
