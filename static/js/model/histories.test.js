// Random histories: clients edit at once over a network that drops, repeats and reorders, and browsers that restart.

import assert from "node:assert/strict";
import test from "node:test";
import { CannotApply } from "./applying.js";
import { apply, reverse } from "./changes.js";
import { chance } from "./chance.fake.js";
import { Client } from "./client.js";
import { FakeServer } from "./server.fake.js";
import { State } from "./state.js";
import { uuid7Maker } from "./uuid7.js";

const CLIENTS = 8;
const EDITS = 200;
const START = {
  w: entry("workshop", "", { title: "Delays" }),
  j1: entry("journey", "a0", { name: "Missed connection" }),
  s1: entry("stage", "a0", { journey: "j1", name: "Airport" }),
  s2: entry("stage", "a1", { journey: "j1", name: "Hotel" }),
  t1: entry("touchpoint", "a0", { stage: "s1", name: "Delay shown", customer_action: "Runs to the gate" }),
  t2: entry("touchpoint", "a1", { stage: "s1", name: "Gate closed" }),
  t3: entry("touchpoint", "a0", { stage: "s2", name: "Night" }),
  a: entry("transition", "a0", { journey: "j1", from: "t1", to: "t2" }),
  c1: entry("cause", "a0", { text: "Nobody tells them", touchpoints: ["t1", "t2"] }),
};

function entry(kind, position, fields) {
  return { kind, position, fields };
}

/** A storage that outlives its client, and keeps copies, as IndexedDB does. */
function makeStorage() {
  const kept = new Map();
  return {
    load: async () => structuredClone([...kept.values()]),
    put: async (one) => void kept.set(one.id, structuredClone(one)),
    remove: async (ids) => ids.forEach((id) => kept.delete(id)),
  };
}

/** What somebody does next: an edit that fits what this person sees, more or less. */
function chosen(view, random, makeId) {
  const ids = (kind) => [...view.entries()].filter(([, one]) => one.kind === kind).map(([id]) => id);
  const [touchpoint, stage] = [random.of(ids("touchpoint")), random.of(ids("stage"))];
  const cause = () => random.of(ids("cause"));
  const add = (kind, fields) => ({ action: "add", kind, record: makeId(), fields });
  const set = (fields) => ({ action: "set", kind: "touchpoint", record: touchpoint, fields });
  const move = (kind, record, fields) => ({ action: "move", kind, record, fields });
  const place = () => ({ position: { before: random.of(ids("touchpoint")) } });
  const way = () => ({ journey: "j1", from: touchpoint, to: random.of(ids("touchpoint")) });
  const deeds = [
    [3, () => stage && { ...add("touchpoint", { stage, name: "New" }), position: { after: touchpoint ?? null } }],
    [3, () => touchpoint && add("statement", { touchpoint, state: "current", text: `Seen ${makeId()}` })],
    [1, () => add("stage", { journey: "j1", name: "More" })],
    [2, () => touchpoint && add("transition", way())],
    [2, () => add("cause", random.is(0.7) && cause() ? { text: "Why", cause: cause() } : { text: "Why" })],
    [8, () => touchpoint && typed(view, touchpoint, random)],
    [4, () => touchpoint && set({ name: `N${random.below(99)}` })],
    [4, () => touchpoint && { ...move("touchpoint", touchpoint, { stage }), ...place() }],
    [1, () => cause() && move("cause", cause(), { cause: cause() })],
    [2, () => touchpoint && view.size > 40 && { action: "remove", kind: "touchpoint", record: touchpoint }],
    [0.3, () => ids("stage").length > 2 && { action: "remove", kind: "stage", record: stage }],
    [2, () => "undo"],
    [1, () => "redo"],
  ];
  let at = random.next() * deeds.reduce((sum, [weight]) => sum + weight, 0);
  return deeds.find(([weight]) => (at -= weight) < 0)[1]();
}

const typedWords = new Set();

/** Puts a word of its own into a long text, sometimes in the place of one that was there from the start. */
function typed(view, record, random) {
  const there = (view.get(record).fields.customer_action ?? "").split(" ");
  const place = random.below(there.length + 1);
  const word = `word${typedWords.size + 1}.`;
  typedWords.add(word);
  there.splice(place, /^[a-z]+$/i.test(there[place] ?? "") ? 1 : 0, word);
  return { action: "set", kind: "touchpoint", record, fields: { customer_action: there.join(" ").trim() } };
}

class Desk {
  constructor(name, server, random) {
    Object.assign(this, { name, server, random, storage: makeStorage(), done: 0, ids: new Set(), refused: new Set() });
    this.heard = 0; // what the stream has told so far
    this.late = []; // what is still under way in the network: [due, deed]
    this.life = 0;
  }

  async open(snapshot) {
    this.life += 1;
    const actor = this.name;
    const bytes = (count) => new Uint8Array(count).map(() => this.random.below(256));
    const makeId = uuid7Maker(() => 1_700_000_000_000, bytes);
    this.client = await Client.open(snapshot, this.storage, { actor, makeId, random: this.random.next });
    this.heard = this.client.live.seq;
    this.late = [];
  }

  /** One beat: perhaps an edit, perhaps a request, perhaps news; `isFine`: nothing goes wrong any more. */
  async beat(now, isFine) {
    const { random } = this;
    if (this.done < EDITS && random.is(0.5)) this.edit();
    if (!isFine && random.is(0.004)) await this.restart();
    if (random.is(0.02)) this.client.outbox.reachable();
    this.send(now, isFine);
    this.listen(now, isFine);
    this.ask(now, isFine);
    for (const one of this.late.filter(([due]) => due <= now)) one[1]();
    this.late = this.late.filter(([due]) => due > now);
  }

  edit() {
    const deed = chosen(this.client.view, this.random, this.client.makeId);
    if (!deed) return;
    this.done += 1;
    try {
      // Some of what follows one another is one step for undo, as the lines of a paste are.
      if (this.random.is(0.3)) this.group = this.random.is(0.5) ? this.client.makeId() : undefined;
      const item = typeof deed === "string" ? this.client[deed]() : this.client.do({ ...deed, ...(this.group && { group: this.group }) });
      this.ids.add(item.id);
    } catch (error) {
      if (!(error instanceof CannotApply)) throw error;
    }
  }

  async restart() {
    await this.client.outbox.stored;
    const { live } = this.client;
    const old = { workshop: "w", origin: live.origin, seq: live.seq, records: live.confirmed.plain(), conflicts: [] };
    await this.open(structuredClone(this.random.is(0.5) ? old : this.server.snapshot()));
  }

  later(now, isFine, deed) {
    const life = this.life;
    const wait = isFine ? 0 : this.random.below(this.random.is(0.1) ? 4000 : 400);
    this.late.push([now + wait, () => this.life === life && deed()]);
  }

  send(now, isFine) {
    const request = this.client.next(now);
    if (!request) return;
    const { random, client } = this;
    if (!isFine && random.is(0.1)) return this.later(now, isFine, () => client.unreachable(now));
    if (!isFine && random.is(0.05)) {
      const error = { code: "TE620", message: "Too many edits wait at once." };
      return this.later(now, isFine, () => client.turnedAway(503, error, { now, retryAfter: 1 }));
    }
    const answers = this.server.answer(request, this.name);
    if (!isFine && random.is(0.1)) return this.later(now, isFine, () => client.unreachable(now));
    this.later(now, isFine, () => {
      for (const { id, error } of answers) if (error) this.refused.add(id);
      client.answered(answers, now);
    });
  }

  listen(now, isFine) {
    const { random, client } = this;
    const { changes } = this.server.changes(this.heard);
    this.heard += changes.length;
    while (changes.length) {
      const together = changes.splice(0, 1 + random.below(5));
      if (!isFine && random.is(0.05)) continue;
      const times = !isFine && random.is(0.1) ? 2 : 1;
      for (let n = 0; n < times; n += 1) this.later(now, isFine, () => client.receive(together));
    }
    if (isFine) client.live.heardOf(this.server.seq);
  }

  ask(now, isFine) {
    const { wants } = this.client.live;
    const { random, client, server } = this;
    if (!wants || (!isFine && random.is(0.8))) return;
    if (wants.snapshot) {
      const snapshot = server.snapshot();
      this.later(now, isFine, () => client.replace(snapshot));
    } else {
      const answer = server.changes(wants.after, 50);
      this.later(now, isFine, () => client.caughtUp(answer, wants.after));
    }
  }

  get isQuiet() {
    return this.done >= EDITS && this.client.status().waiting === 0 && !this.client.live.wants && !this.late.length;
  }
}

async function history(seed) {
  const random = chance(seed);
  typedWords.clear();
  const server = new FakeServer("w", structuredClone(START));
  const desks = Array.from({ length: CLIENTS }, (_, n) => new Desk(`desk-${n}`, server, chance(seed * 100 + n)));
  for (const desk of desks) await desk.open(server.snapshot());
  let now = 0;
  for (let beat = 0; !desks.every((desk) => desk.isQuiet); beat += 1) {
    assert.ok(beat < 5000, "the desks come to rest");
    now += 20 + random.below(60);
    const isFine = desks.every((desk) => desk.done >= EDITS) && beat % 2 === 0;
    for (const desk of desks) await desk.beat(now, isFine);
  }
  return { server, desks };
}

for (const seed of [1, 2])
  test(`${CLIENTS} clients of ${EDITS} edits on a bad network end with the same workshop (seed ${seed})`, async () => {
    const { server, desks } = await history(seed);
    const wanted = server.state.plain();

    const folded = new State("w", structuredClone(START));
    for (const change of server.log) apply(folded, change);
    assert.deepEqual(folded.plain(), wanted, "the log folds to the workshop");
    for (const change of server.log.toReversed()) reverse(folded, change);
    assert.deepEqual(folded.plain(), new State("w", START).plain(), "and back to its start");

    const late = new Desk("late", server, chance(9));
    await late.open({ workshop: "w", origin: server.origin, seq: 0, records: structuredClone(START) });
    late.done = EDITS;
    for (let now = 0; now === 0 || !late.isQuiet; now += 1) await late.beat(now, true);

    for (const { client, name } of [...desks, late]) {
      assert.equal(JSON.stringify(client.view.plain()), JSON.stringify(wanted), `${name} shows the workshop`);
      assert.equal(client.live.seq, server.seq);
      assert.deepEqual(client.live.items, []);
      for (const [id, { kind }] of client.view.entries())
        for (const under of ["stage", "touchpoint", "statement", "cause"])
          assert.deepEqual(client.view.children(under, id), server.state.children(under, id), `${kind} ${id}`);
    }
    assertOnce(server, desks);
    assertTextsKept(server, desks);
  });

function assertOnce(server, desks) {
  const logged = server.log.map(({ id }) => id);
  assert.equal(new Set(logged).size, logged.length, "nothing was done twice");
  for (const { ids, client } of desks) {
    const drafts = new Set(client.outbox.drafts.map(({ item }) => item.id));
    for (const id of ids) assert.ok(logged.includes(id) !== drafts.has(id), `${id} was done or is a draft`);
  }
  assert.ok(desks.reduce((sum, { ids }) => sum + ids.size, 0) > CLIENTS * EDITS * 0.8);
}

/** Every word that somebody typed stands in the log, or in a draft that the person can see. */
function assertTextsKept(server, desks) {
  const everything = JSON.stringify([server.log, desks.map(({ client }) => client.outbox.drafts)]);
  for (const word of typedWords) assert.ok(everything.includes(word), `${word} is not lost`);
}
