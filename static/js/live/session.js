// A workshop as the editor uses it: what is in it as signals, deeds that are shown at once and sent until they are answered,
// who else is here, and one word on how all of that stands.

import { signal } from "@preact/signals";
import { perform } from "../model/applying.js";
import { Client } from "../model/client.js";
import { Outbox } from "../model/outbox.js";
import { LiveWorkshop } from "../model/pending.js";
import { uuid7Maker } from "../model/uuid7.js";
import { Api } from "./api.js";
import { Catching } from "./catching.js";
import { settling } from "./choosing.js";
import { Door } from "./door.js";
import { Drafts } from "./drafts.js";
import { Feed } from "./feed.js";
import { Keeper, leftBehind } from "./keeper.js";
import { keepLastWords, takeLastWords } from "./lastwords.js";
import { Line } from "./line.js";
import { firstSight } from "./opening.js";
import { watchPage } from "./page.js";
import { Presence } from "./presence.js";
import { Sender } from "./sending.js";
import { BrowserStore } from "./storage.js";
import { Store } from "./store.js";
import { Tabs, thisBrowser } from "./tabs.js";
import { Telling } from "./telling.js";

/**
 * @typedef {import("../model/applying.js").Edit} Edit
 * @typedef {import("../model/pending.js").Item} Item
 * @typedef {import("../model/pending.js").Reading} Reading
 * @typedef {{actor: string, by: string}} Me
 */

/**
 * Opens a workshop. Throws ApiError when this browser may not see it or it is not there, and Unreachable when there is neither
 * a network nor anything kept of it.
 * @param {object} means
 * @param {string} means.workshop  its id
 * @param {string} means.formKey
 * @param {Me} means.me
 * @param {string} [means.base]  address of the API, without a slash at its end
 * @param {import("./tabs.js").Browser} [means.browser]
 * @param {object} [means.limits]  other times than usual, for tests: those of way.js, and PATIENCE for an answer in ms
 * @returns {Promise<Session>}
 */
export async function openSession({ workshop, formKey, me, base = "/api/v1", browser = thisBrowser(), limits = {} }) {
  const random = (count) => crypto.getRandomValues(new Uint8Array(count));
  const makeId = uuid7Maker(() => Date.now(), random);
  const api = new Api(`${base}/workshops/${encodeURIComponent(workshop)}`, formKey, undefined, limits.PATIENCE);
  const store = new BrowserStore();
  const tabs = new Tabs(workshop, makeId(), browser);
  await tabs.open();
  try {
    const nothing = (unkept) => ({ items: [], drafts: new Map(), unkept });
    const [{ snapshot, isKept }, left] = await Promise.all([
      firstSight(api, () => store.snapshot(workshop)),
      leftBehind({ store, tabs, makeId }).catch(nothing),
    ]);
    const session = new Session({ api, base, store, tabs, makeId, me, snapshot, isKept, left, limits });
    const living = await tabs.living();
    for (const [key, draft] of takeLastWords(lastWords(), workshop, (tab) => tab !== tabs.id && !living.has(tab)))
      if (draft) session.drafts.set(key, draft);
      else session.drafts.delete(key);
    return session;
  } catch (error) {
    tabs.close();
    throw error;
  }
}

/** The browser's local storage; one that keeps nothing where it is forbidden. */
function lastWords() {
  try {
    return localStorage;
  } catch {
    return { setItem() {}, getItem: () => null, removeItem() {} };
  }
}

export class Session {
  #api;
  #client;
  #line;
  #sender;
  #catching;
  #presence;
  #keeper;
  #door;
  #store;
  #base;
  #tab;
  #isOwn = false;
  #telling = new Telling();
  #unwatch;

  /** The changes that came last, `{change, own}`: others' and, from whichever tab, this person's own. */
  heard = signal(/** @type {import("../model/pending.js").Heard[]} */ ([]));

  /** What is true of everything done here: `{state, waiting, refused, trouble, text}`. */
  status = this.#telling.status;
  /** Who else is here: `{actor, by, record, field, typing}`. */
  people = this.#telling.people;
  /** Long texts that could not be merged: `{seq, record, field, other, by, isMine}`. */
  conflicts = this.#telling.conflicts;
  /** Refused edits: `{id, action, record, kind, texts: [{field, text}], error, item}`. */
  refused = this.#telling.refused;
  /** Edits that the server has not answered, the oldest first. */
  waiting = this.#telling.waiting;
  /** Whether there is something to take back, or to do again. */
  canUndo = this.#telling.canUndo;
  canRedo = this.#telling.canRedo;

  /** Use `openSession`. */
  constructor({ api, base, store, tabs, makeId, me, snapshot, isKept, left, limits }) {
    this.#api = api;
    this.#base = base;
    this.#tab = tabs.id;
    this.workshop = snapshot.workshop;
    this.me = { ...me };
    this.makeId = makeId;
    const outbox = new Outbox(store.outbox(this.workshop, tabs.id));
    outbox.adopt(left.items);
    const live = new LiveWorkshop(snapshot, { actor: me.actor, items: outbox.waiting });
    this.#store = new Store(() => live.view);
    this.#client = new Client(live, outbox, {
      makeId,
      onChange: (changed) => this.#changed(changed),
      onHeard: (changes) => this.#telling.heard(changes, this.me.actor),
    });
    this.drafts = new Drafts((some) => store.putDrafts(this.workshop, tabs.id, some), {
      left: left.drafts,
      failing: left.unkept,
      onChange: () => this.#tell(),
    });
    this.#connect(tabs, store, limits);
    this.#listen(tabs);
    this.#tell();
    if (!isKept) this.#keeper.changed();
    this.#line.hidden = document.hidden;
    this.#line.start();
    this.#sender.kick();
    this.#askLeft();
  }

  #connect(tabs, store, limits) {
    const [client, api] = [this.#client, this.#api];
    const onRefused = ({ status }) => this.#door.shut(status === 401 || status === 403 ? "out" : "gone");
    this.#sender = new Sender({
      client,
      api,
      onChange: () => this.#tell(),
      onLeft: (left) => this.#telling.know(left),
      onRefused,
    });
    this.#catching = new Catching({ client, api, onRefused, onWhole: () => this.#askLeft() });
    this.#presence = new Presence(api);
    const mayKeep = () => this.#line.isLeading; // one tab of the browser is enough
    const onAdopted = ({ drafts }) => {
      this.drafts.adopt(drafts);
      this.#tell();
      this.#sender.kick();
    };
    this.#keeper = new Keeper({ store, tabs, client, makeId: this.makeId, mayKeep, onAdopted, idle: limits.KEEP_AFTER });
    this.#door = new Door({
      session: () => new Api(this.#base, "").ask("session"),
      snapshot: () => api.ask("snapshot"),
      onShut: () => this.#tell(),
      onOpen: (found) => this.#letIn(found),
    });
    const position = () => ({ seq: client.live.seq, origin: client.live.origin });
    this.#line = new Line({
      tabs,
      position,
      makeFeed: (tell) => new Feed({ api, position, tell, limits }),
      hear: (told) => this.#hear(told),
      talk: () => {
        this.#keeper.sweepSoon();
        if (!document.hidden) this.#presence.again();
      },
    });
    tabs.onTaken = () => location.reload();
  }

  // -- the workshop

  /**
   * A record, reactive inside components.
   * @returns {import("../model/state.js").Entry | undefined}
   */
  record(id) {
    return this.#store.record(id);
  }

  /** The ids of the records of a kind under a parent (null: on the workshop), in order; reactive. */
  children(kind, parent = null) {
    return this.#store.children(kind, parent);
  }

  /** The workshop as it is shown, not reactive: for commands. */
  get view() {
    return this.#client.view;
  }

  /** The workshop as far as it is looked at like a state, reactive. */
  get live() {
    return {
      get: (id) => this.record(id),
      has: (id) => this.record(id) !== undefined,
      children: (kind, parent) => this.children(kind, parent),
    };
  }

  // -- deeds

  /**
   * Does an edit, or several of which either all are done or none; several are one step for undo.
   * @param {Omit<Edit, "id"> | Omit<Edit, "id">[]} edits  ids are made for them and, when missing, for the records they add
   * @param {{reading?: Reading, group?: string, told?: string}} [how]  what the writer of a long text had seen; an id shared
   *   with other steps; what is done, in a sentence, for when it is refused
   * @returns {Item[]}
   */
  do(edits, { reading, group, told } = {}) {
    const all = [edits].flat().map((edit) => ({ ...edit, id: this.makeId(), record: edit.record ?? this.makeId() }));
    const shared = all.length > 1 ? (group ?? this.makeId()) : group;
    const full = shared === undefined ? all : all.map((edit) => ({ ...edit, group: shared }));
    if (full.length > 1) {
      const trial = this.view.copy();
      for (const edit of full) perform(trial, edit);
    }
    return this.#own(() => full.map((edit) => this.#client.do(edit, reading, told)));
  }

  /** Takes back this person's last step; null when there is none. */
  undo() {
    return this.canUndo.peek() ? this.#own(() => this.#client.undo()) : null;
  }

  /** Does again what was taken back last; null when there is nothing. */
  redo() {
    return this.canRedo.peek() ? this.#own(() => this.#client.redo()) : null;
  }

  /** Settles a conflict; the choice is an edit like any other. */
  choose(conflict, choice) {
    const entry = this.view.get(conflict.record);
    return entry ? this.do(settling(entry, conflict, choice)) : [];
  }

  /** Does refused edits once more, as the workshop is now; see `Client.again`. Throws CannotApply; then they stay. */
  again(ids) {
    return this.#own(() => this.#client.again(ids));
  }

  /** Puts refused edits away: their texts were used, or are not wanted. @param {readonly string[]} ids */
  dismiss(ids) {
    for (const id of ids) this.#client.outbox.settle(id);
    this.#tell();
  }

  #own(deed) {
    this.#isOwn = true;
    try {
      return deed();
    } finally {
      this.#isOwn = false;
      this.#tell();
      this.#sender.kick();
    }
  }

  // -- writing

  /** What somebody has seen who begins to write now; see `LiveWorkshop.reading`. */
  reading(record, keys) {
    return this.#client.live.reading(record, keys);
  }

  /** The reading of somebody who goes on writing in a field that was sent as this item. */
  readingAfter(item, record, keys) {
    const { live } = this.#client;
    return item.edit?.seen === undefined ? live.reading(record, keys) : live.readingAfter(item);
  }

  /** Who else has changed a long text since: `{by, seq, text}` or null. */
  changedSince(record, key, reading) {
    return this.#client.live.changedSince(record, key, reading);
  }

  /** While somebody composes a character, what others change is shown afterwards. */
  hold() {
    this.#store.hold();
  }

  release() {
    this.#store.release();
  }

  // -- with others

  /**
   * This person is at a record and a field, typing or not; told to the others now and then.
   * @param {{record?: string | null, field?: string | null, typing?: boolean}} place
   */
  here(place) {
    this.#presence.here(place);
  }

  /**
   * A request to the API below this workshop, JSON in and out. Throws ApiError and Unreachable.
   * @param {string} path  such as `history/gate-closed`
   * @param {{method?: string, body?: unknown, signal?: AbortSignal}} [init]  `body` becomes JSON
   */
  api(path, init) {
    return this.#api.ask(path, init);
  }

  /** Looks and sends at once instead of in its turn, because somebody asks for it. */
  retry() {
    this.#client.outbox.reachable();
    this.#wake({ doubt: true });
  }

  // -- what comes

  #changed(changed) {
    this.#store.changed(changed, { now: this.#isOwn });
    const heard = this.#client.live.takeHeard();
    if (heard.length) this.heard.value = heard;
  }

  #hear(told) {
    const { live } = this.#client;
    if (told.type === "changes") this.#client.receive(told.changes);
    else if (told.type === "hello") this.#greeted(told);
    else if (told.type === "whole") this.#client.caughtUp({ ...told, changes: [] }, live.seq);
    else if (told.type === "out" || told.type === "gone") this.#door.shut(told.type);
    else if (told.type === "up") this.#up(told);
    else if (told.type === "down") this.#client.outbox.lost();
    if (told.type === "down" || told.type === "out") this.#presence.on = false;
    if (told.type !== "beat") this.#tell();
    this.#catching.look();
  }

  #greeted({ origin, seq }) {
    if (origin === this.#client.live.origin) this.#client.live.heardOf(seq);
    else this.#client.caughtUp({ origin, seq, changes: [] }, seq);
  }

  #up({ streamed = true }) {
    this.#client.outbox.reachable();
    this.#presence.streamed = streamed;
    this.#presence.on = true;
    this.#sender.kick();
    this.#catching.hurry();
    if (!this.#telling.isKnown) this.#askLeft();
  }

  #letIn({ session, snapshot }) {
    this.#api.formKey = session.form_key;
    this.me = { actor: session.actor, by: session.by };
    this.#client.live.actor = session.actor;
    if (snapshot) this.#client.replace(snapshot);
    this.#client.outbox.resume();
    this.#line.resume();
    this.#sender.kick();
    this.#catching.hurry();
    this.#askLeft();
    this.#tell();
  }

  async #askLeft() {
    try {
      this.#telling.know(await this.#api.ask("undo"));
      this.#tell();
    } catch {
      // Asked again when the server is heard; until then, what was done on this page counts.
    }
  }

  // -- how it stands

  #tell() {
    const { people } = this.#line;
    this.#telling.tell({ client: this.#client, drafts: this.drafts, door: this.#door.trouble, people, me: this.me });
    this.#keeper.changed();
  }

  // -- the page

  #listen(tabs) {
    this.#unwatch = watchPage({
      leave: () => this.#leave(),
      wake: () => this.#wake({ doubt: true }),
      doubt: () => this.#line.check({ doubt: true }),
      isLosing: () => this.status.peek().trouble?.code === "storage",
      hide: (isHidden) => {
        this.#line.hidden = isHidden;
        if (isHidden) this.drafts.flush();
        else {
          tabs.look();
          this.#presence.again();
          this.#wake({});
        }
      },
    });
  }

  #wake(hint) {
    this.#door.look();
    this.#line.check(hint);
    this.#sender.kick();
    this.#catching.hurry();
  }

  #leave() {
    keepLastWords(lastWords(), this.workshop, this.#tab, this.drafts.unwritten);
    this.drafts.flush();
    this.#sender.leave();
    this.close();
  }

  /** Ends everything; what waits stays kept, and another tab goes on with it. */
  close() {
    this.#unwatch();
    this.#sender.stop();
    this.#catching.stop();
    this.#presence.stop();
    this.#keeper.stop();
    this.#door.stop();
    this.#line.close();
  }
}
