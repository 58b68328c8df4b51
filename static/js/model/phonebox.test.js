// What a phone keeps until it is sent: in order, once each, apart for each person, and a refusal stays to be read.
import assert from "node:assert/strict";
import { test } from "node:test";
import { clock, everythingGiven, forgetEverything, Gave, Phonebox, PhoneDrafts } from "./phonebox.js";

class Store {
  kept = new Map();
  get length() {
    return this.kept.size;
  }
  key(at) {
    return [...this.kept.keys()][at] ?? null;
  }
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
  store.kept.set("touchmap-room:p:a", "{broken");
  assert.deepEqual(new Phonebox(store, "p").all(), []);
});

test("what was refused waits again when its giver says so, in its old place", () => {
  const box = new Phonebox(new Store(), "p");
  box.add(one("a"));
  box.add(one("b"));
  box.refuse("a", "The step is frozen.");
  assert.deepEqual(box.waiting().map(({ id }) => id), ["b"]);
  box.again("a");
  box.again("nothing");
  assert.deepEqual(box.waiting().map(({ id }) => id), ["a", "b"]);
});

test("two tabs of one phone lose nothing of each other", () => {
  const store = new Store();
  const [left, right] = [new Phonebox(store, "p"), new Phonebox(store, "p")];
  left.add(one("a"));
  right.add(one("b"));
  left.drop("a");
  right.add(one("c"));
  assert.deepEqual(left.all().map(({ id }) => id), ["b", "c"]);
});

test("the newest of what is about the same is sent, and nothing of others is forgotten", () => {
  const box = new Phonebox(new Store(), "p");
  const vote = (id, what, kind = "vote") => ({ ...one(id), kind, what });
  for (const given of [vote("a", "lift"), vote("b", "desk"), vote("c", "lift", "rating"), vote("d", "lift")]) box.add(given);
  box.refuse("b", "The step is frozen.");
  box.dropOlder(vote("d", "lift"));
  box.dropOlder(vote("e", "desk"));
  assert.deepEqual(box.all().map(({ id }) => id), ["b", "c", "d"]);
});

test("a draft is kept for its step and touchpoint, and goes when it is empty", () => {
  const store = new Store();
  const drafts = new PhoneDrafts(store, "p");
  drafts.set("s t", { text: "half", would_pay: "no" });
  drafts.set("s u", { text: "other" });
  assert.deepEqual(new PhoneDrafts(store, "p").get("s t"), { text: "half", would_pay: "no" });
  assert.deepEqual(new PhoneDrafts(store, "q").get("s t"), {});
  drafts.set("s t", {});
  assert.deepEqual([drafts.get("s t"), store.kept.size], [{}, 1]);
});

test("what was given is listed at the end, changed notes once, and forgotten when asked", () => {
  const store = new Store();
  const gave = new Gave(store, "p");
  gave.note("note a", "first");
  gave.note("note b", "second");
  gave.note("note a", "changed");
  gave.note("note b");
  new Phonebox(store, "p").add(one("late"));
  new PhoneDrafts(store, "p").set("s t", { text: "half" });
  store.setItem("look", "dark");
  assert.deepEqual(everythingGiven(store), { sent: ["changed"], kept: ["late"] });
  forgetEverything(store);
  assert.deepEqual([...store.kept.keys()], ["look"]);
});

test("a clock counts down to nothing and no further", () => {
  assert.deepEqual([272, 61, 60, 5, 0, -3].map(clock), ["4:32", "1:01", "1:00", "0:05", "0:00", "0:00"]);
});
