import assert from "node:assert/strict";
import test from "node:test";
import { ApiError, Unreachable } from "./api.js";
import { Door } from "./door.js";

const error = (status) => new ApiError(status, { code: `HTTP${status}`, message: "No." });
const thrown = (why) => async () => {
  throw why;
};
const SESSION = { actor: "a2", by: "Maya", form_key: "fresh" };

function make() {
  const told = [];
  const door = new Door({
    session: thrown(error(403)),
    snapshot: async () => ({ workshop: "w" }),
    onShut: () => told.push("shut"),
    onOpen: (found) => told.push(found),
  });
  return { door, told };
}

test("being shut out is told once, and stays so while the answer is no or there is none", async () => {
  const { door, told } = make();
  door.shut("out");
  door.shut("out");
  await door.look();
  door.session = thrown(new Unreachable("no network"));
  await door.look();
  assert.deepEqual(told, ["shut"]);
  assert.equal(door.trouble.code, "out");
  door.stop();
});

test("signed in again, the page goes on with the fresh key", async () => {
  const { door, told } = make();
  door.shut("out");
  door.session = async () => SESSION;
  await door.look();
  assert.deepEqual(told, ["shut", { session: SESSION, snapshot: undefined }]);
  assert.equal(door.trouble, null);
});

test("a workshop that was removed is looked for, and taken anew when it is back", async () => {
  const { door, told } = make();
  door.session = async () => SESSION;
  door.snapshot = thrown(error(404));
  door.shut("gone");
  await door.look();
  assert.equal(door.trouble.code, "gone");
  door.snapshot = async () => ({ workshop: "w" });
  await door.look();
  assert.deepEqual(told.at(-1), { session: SESSION, snapshot: { workshop: "w" } });
});

test("an open door is not looked at", async () => {
  const { door, told } = make();
  await door.look();
  assert.deepEqual(told, []);
});
