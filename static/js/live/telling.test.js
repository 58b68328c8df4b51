import assert from "node:assert/strict";
import test from "node:test";
import { Telling } from "./telling.js";

const ME = { actor: "a1", by: "Ann" };

/** An outbox that holds what the server has refused, and a client around it. */
function refusing(...drafts) {
  const outbox = {
    drafts,
    waiting: [],
    settle: (id) => drafts.splice(drafts.findIndex(({ item }) => item.id === id), 1),
    status: () => ({ state: "saved", waiting: 0, refused: drafts.length, trouble: null }),
  };
  Object.defineProperty(outbox, "drafts", { get: () => [...drafts] });
  return { outbox, live: { items: [], conflicts: [] } };
}

function refused(id, action, code = "TM012", where = "record", group = undefined) {
  return { item: { id, edit: { action, group, kind: "statement", record: "s1", fields: { text: "a" } } }, error: { code, where, message: "" } };
}

test("when two have removed the same thing nobody is asked about it; a text for it stays", () => {
  const telling = new Telling();
  const client = refusing(refused("1", "remove"), refused("2", "move"), refused("3", "set"), refused("4", "remove", "TM013"), refused("5", "move", "TM012", "position"));
  telling.tell({ client, drafts: { size: 0, failing: null, stuck: 0 }, door: null, people: [], me: ME });
  assert.deepEqual(telling.refused.value.map(({ id }) => id), ["3", "4", "5"]);
});

test("a part that asks nothing stays with its step while another part of that needs a person, or is on its way", () => {
  const telling = new Telling();
  const client = refusing(refused("1", "remove", "TM012", "record", "g"), refused("2", "move", "TM009", "fields.touchpoint", "g"), refused("3", "remove", "TM012", "record", "h"));
  client.outbox.waiting.push({ id: "4", edit: { action: "move", group: "h" } });
  const tell = () => telling.tell({ client, drafts: { size: 0, failing: null, stuck: 0 }, door: null, people: [], me: ME });
  tell();
  assert.deepEqual(telling.refused.value.map(({ id }) => id), ["1", "2"]);
  assert.deepEqual(client.outbox.drafts.map(({ item }) => item.id), ["1", "2", "3"]);
  client.outbox.waiting.pop();
  tell();
  assert.deepEqual(client.outbox.drafts.map(({ item }) => item.id), ["1", "2"]);
});
