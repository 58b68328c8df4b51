import assert from "node:assert/strict";
import test from "node:test";
import { keepLastWords, takeLastWords } from "./lastwords.js";

function makeStorage() {
  const storage = Object.create({
    setItem: (name, value) => (storage[name] = value),
    getItem: (name) => storage[name],
    removeItem: (name) => delete storage[name],
  });
  return storage;
}

const draft = (text) => ({ text, at: 1 });

test("what a closed tab said last is taken once, a draft that was taken away too", () => {
  const storage = makeStorage();
  keepLastWords(storage, "w", "tab-1", new Map([["a name", draft("half a word")], ["b name", null]]));
  assert.deepEqual(takeLastWords(storage, "w", () => true), [["a name", draft("half a word")], ["b name", null]]);
  assert.deepEqual(takeLastWords(storage, "w", () => true), []);
});

test("the words of a tab that lives, and those of another workshop, stay where they are", () => {
  const storage = makeStorage();
  keepLastWords(storage, "w", "tab-1", new Map([["a name", draft("mine")]]));
  keepLastWords(storage, "other", "tab-2", new Map([["a name", draft("theirs")]]));
  assert.deepEqual(takeLastWords(storage, "w", (tab) => tab !== "tab-1"), []);
  assert.equal(takeLastWords(storage, "w", () => true).length, 1);
  assert.equal(takeLastWords(storage, "other", () => true).length, 1);
});

test("a storage that is full or unreadable breaks nothing", () => {
  const full = Object.create({
    setItem: () => {
      throw new Error("full");
    },
  });
  keepLastWords(full, "w", "tab", new Map([["a name", draft("x")]]));
  const broken = makeStorage();
  broken["touchmap last words w tab"] = "{";
  assert.deepEqual(takeLastWords(broken, "w", () => true), []);
});
