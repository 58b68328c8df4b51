// A first session, to draw against: the store and one tab's own stream; "wires" replaces it.

import { batch, computed, signal } from "@preact/signals";
import { Client } from "../model/client.js";
import { listName } from "../model/state.js";
import { uuid7Maker } from "../model/uuid7.js";

export async function openSession({ workshop, formKey, me, base = "/api/v1" }) {
  const root = `${base}/workshops/${workshop}`;
  const records = new Map();
  const lists = new Map();
  const drafts = new Map();
  const status = signal({ state: "saved", waiting: 0, refused: 0, trouble: null, text: "Saved" });
  const people = signal([]);
  const conflicts = signal([]);
  const refused = signal([]);
  const memory = { load: async () => [], put: async () => {}, remove: async () => {} };
  const snapshot = await (await fetch(`${root}/snapshot`)).json();
  let client;
  const makeId = uuid7Maker(() => Date.now(), (count) => crypto.getRandomValues(new Uint8Array(count)));
  const told = (changed) => {
    batch(() => {
      for (const id of changed.records) if (records.has(id)) records.get(id).value = client.view.get(id);
      for (const name of changed.lists) if (lists.has(name)) lists.get(name).value = byName(name);
    });
    status.value = client.status();
    conflicts.value = client.live.conflicts;
  };
  const byName = (name) => {
    const [kind, parent = null] = name.split(" ");
    return client.view.children(kind, parent);
  };
  client = await Client.open(snapshot, memory, { actor: me.actor, makeId, onChange: told });
  const send = async () => {
    const request = client.next(Date.now());
    if (!request) return;
    status.value = client.status();
    try {
      const answer = await fetch(`${root}/${request.to}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Form-Key": formKey },
        body: JSON.stringify(request.body),
      });
      const data = await answer.json();
      if (answer.ok) client.answered(request.to === "edits" ? data.answers : [{ id: request.ids[0], change: data }], Date.now());
      else client.turnedAway(answer.status, data, { now: Date.now() });
    } catch {
      client.unreachable(Date.now());
    }
    status.value = client.status();
    setTimeout(send, client.outbox.delay(Date.now()));
  };
  const source = new EventSource(`${root}/events?after=${snapshot.seq}&origin=${snapshot.origin}`);
  source.addEventListener("change", (event) => client.receive([JSON.parse(event.data)]));
  return {
    workshop,
    me,
    makeId,
    status,
    people,
    conflicts,
    refused,
    drafts,
    canUndo: computed(() => true),
    canRedo: computed(() => true),
    get view() {
      return client.view;
    },
    record(id) {
      if (!records.has(id)) records.set(id, signal(client.view.get(id)));
      return records.get(id).value;
    },
    children(kind, parent = null) {
      const name = listName(kind, parent);
      if (!lists.has(name)) lists.set(name, signal(client.view.children(kind, parent)));
      return lists.get(name).value;
    },
    do(edits, { reading, group } = {}) {
      const all = [].concat(edits);
      const shared = all.length > 1 ? (group ?? makeId()) : group;
      const items = all.map((edit) =>
        client.do({ id: makeId(), ...edit, record: edit.record ?? makeId(), ...(shared ? { group: shared } : {}) }, reading),
      );
      send();
      return items;
    },
    undo: () => (client.undo(), send()),
    redo: () => (client.redo(), send()),
    reading: (record, keys) => client.live.reading(record, keys),
    readingAfter: (item, record, keys) =>
      item.edit?.seen === undefined ? client.live.reading(record, keys) : client.live.readingAfter(item),
    changedSince: (record, key, reading) => client.live.changedSince(record, key, reading),
    get live() {
      return { get: this.record, has: (id) => Boolean(this.record(id)), children: this.children };
    },
    here() {},
    hold() {},
    release() {},
  };
}
