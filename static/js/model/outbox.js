// The queue of edits on their way to the server: in order, each until it is answered, kept over a closed tab.
//
// Nothing here talks to a network, a clock or a database: they are passed in, or told.

/**
 * @typedef {import("./pending.js").Item} Item
 * @typedef {import("./changes.js").Change} Change
 *
 * @typedef {object} Trouble Why an edit was refused, or why nothing can be sent: an error of the API.
 * @property {string} code
 * @property {string} message
 * @property {string} [todo]
 *
 * @typedef {object} Kept What the storage holds of an item: `order` sorts, `error` is there when it was refused.
 * @property {string} id
 * @property {number} order
 * @property {Item} item
 * @property {Trouble} [error]
 *
 * @typedef {object} Storage What one tab keeps. It hands over the items of another tab only when that tab is closed: an
 *   edit that is not sent may still take newer text in, which another tab would not know of.
 * @property {() => Promise<Kept[]>} load
 * @property {(kept: Kept) => Promise<void>} put  one with the same id is replaced
 * @property {(ids: string[]) => Promise<void>} remove
 *
 * @typedef {object} Request What to send next: a list of edits, or one undo or redo; the ids are those of its items.
 * @property {"edits" | "undo" | "redo"} to
 * @property {{edits: object[]} | {id: string}} body
 * @property {string[]} ids
 *
 * @typedef {{id: string, change: Change} | {id: string, error: Trouble}} Answer
 */

export const MOST_TOGETHER = 100;
export const MOST_BYTES = 900_000; // the server takes 1,000,000
export const FIRST_DELAY = 500; // ms
export const LONGEST_DELAY = 30_000;
const PATIENCE = 4; // tries in vain before a person is told

export class Outbox {
  /** @type {Kept[]} */
  #kept = [];
  #order = 0;
  /** @type {string[]} ids on their way */
  #flying = [];
  /** how many of the next are sent one by one */
  #single = 0;
  #tries = 0;
  #notBefore = 0;
  #isOffline = false;
  /** @type {Trouble | null} */
  #stopped = null;
  /** @type {Trouble | null} what the server says time and again */
  #failing = null;
  /** @type {Trouble | null} */
  #unkept = null;
  #storing = Promise.resolve();

  /**
   * @param {Storage} storage
   * @param {{random?: () => number}} [chance]  numbers in [0, 1) for the jitter
   */
  constructor(storage, { random = Math.random } = {}) {
    this.storage = storage;
    this.random = random;
  }

  /** Takes in what was kept before; whether any of it was sent then nobody knows, so it must not change any more. */
  async load() {
    this.adopt(await this.storage.load());
  }

  /**
   * Takes in what was kept before, here or by a tab that is closed: it goes first.
   * @param {Kept[]} found
   * @returns {Item[]} those that wait for an answer
   */
  adopt(found) {
    const mine = new Set(this.#kept.map(({ id }) => id));
    const old = found
      .filter(({ id }) => !mine.has(id))
      .map((kept) => ({ ...kept, item: { ...kept.item, sent: true } }))
      .sort((one, other) => one.order - other.order);
    this.#order = old.reduce((most, { order }) => Math.max(most, order + 1), 0);
    const fresh = this.#kept;
    this.#kept = [...old, ...fresh];
    for (const kept of fresh) {
      kept.order = this.#order++;
      this.#store(() => this.storage.put({ ...kept }));
    }
    return old.filter(({ error }) => !error).map(({ item }) => item);
  }

  /** What waits for an answer, in the order in which it was done. */
  get waiting() {
    return this.#kept.filter(({ error }) => !error).map(({ item }) => item);
  }

  /** What the server has refused: the items with what was typed in them, and why. They stay until they are dealt with. */
  get drafts() {
    return this.#kept.filter(({ error }) => error).map(({ item, error }) => ({ item, error }));
  }

  /**
   * Takes an item in at the end, or in place of the one with its id. It counts as waiting from now on.
   * @param {Item} item
   * @returns {Promise<void>} when it is kept; a storage that fails is told by `status`, and the item is sent all the same
   */
  put(item) {
    const there = this.#kept.find(({ id }) => id === item.id);
    if (there && this.#flying.includes(item.id)) throw new RangeError(`edit ${item.id} is on its way`);
    const kept = there ? Object.assign(there, { item }) : { id: item.id, order: this.#order++, item };
    if (!there) this.#kept.push(kept);
    return this.#store(() => this.storage.put({ ...kept }));
  }

  /** When everything that was put is kept, or could not be. */
  get stored() {
    return this.#storing;
  }

  // Deeds to the storage go one after another, so that an item is never put back after it was removed.
  #store(deed) {
    this.#storing = this.#storing.then(deed).then(
      () => (this.#unkept = null),
      (error) => {
        const todo = "Keep this page open until everything is saved.";
        this.#unkept = { code: "storage", message: `This browser cannot keep edits: ${error.message}`, todo };
      },
    );
    return this.#storing;
  }

  // -- sending

  /**
   * The request to send now; null when nothing waits, one is on its way, or it is too early (`delay` says how long).
   * @param {number} now  milliseconds
   * @returns {Request | null}
   */
  next(now) {
    if (this.#flying.length || this.#stopped || this.delay(now) > 0) return null;
    const [first, ...others] = this.waiting;
    if (!first) return null;
    const items = [first];
    let bytes = sizeOf(first);
    const isSingle = first.action || this.#single > 0;
    this.#single = Math.max(0, this.#single - 1);
    for (const item of isSingle ? [] : others) {
      bytes += sizeOf(item);
      if (item.action || items.length === MOST_TOGETHER || bytes > MOST_BYTES) break;
      items.push(item);
    }
    for (const item of items) item.sent = true;
    this.#flying = items.map(({ id }) => id);
    const ids = [...this.#flying];
    if (first.action) return { to: first.action, body: { id: first.id }, ids };
    return { to: "edits", body: { edits: items.map(({ edit }) => edit) }, ids };
  }

  /** Milliseconds until something may be sent; 0: now. */
  delay(now) {
    return Math.max(0, this.#notBefore - now);
  }

  /**
   * Takes in the answer to a request: what was done or refused is no longer waiting, the rest is sent again.
   * @param {Answer[]} answers
   * @param {number} now
   * @returns {{done: Change[], refused: {id: string, error: Trouble}[]}}
   */
  answered(answers, now) {
    const flying = new Set(this.#flying);
    const mine = answers.filter(({ id }) => flying.has(id));
    const done = mine.filter(({ change }) => change).map(({ change }) => change);
    const refused = mine.filter(({ error }) => error && isRefusal(error));
    this.#land();
    this.#remove(done.map(({ id }) => id));
    for (const { id, error } of refused) this.#refuse(id, error);
    this.#isOffline = false;
    if (done.length + refused.length === flying.size) this.#free();
    else this.#wait(now, 0, mine.find(({ error }) => error && !isRefusal(error))?.error);
    return { done, refused };
  }

  /**
   * A request that got no answer at all: the network, or a server that is going down.
   * @param {number} now
   */
  unreachable(now) {
    this.#land();
    this.#isOffline = true;
    this.#wait(now, 0);
  }

  /**
   * A request that was turned away as a whole.
   * @param {number} status  of HTTP
   * @param {Trouble} error
   * @param {{now: number, retryAfter?: number}} when  what the header says, in seconds
   * @returns {{done: Change[], refused: {id: string, error: Trouble}[]}}
   */
  turnedAway(status, error, { now, retryAfter = 0 }) {
    const ids = this.#flying;
    this.#land();
    this.#isOffline = status === 502 || status === 504; // a proxy's word for a server that is not there
    if (status === 429 || status === 408 || status >= 500) {
      this.#wait(now, retryAfter * 1000, error);
    } else if ([401, 403, 404, 410].includes(status)) {
      this.#stopped = error;
    } else if (ids.length > 1) {
      this.#single = ids.length; // one of them is bad: sent one by one, only that one is refused
    } else {
      ids.forEach((id) => this.#refuse(id, error));
      return { done: [], refused: ids.map((id) => ({ id, error })) };
    }
    return { done: [], refused: [] };
  }

  /** The connection has come back, or somebody asks for another try: what waits may be sent at once. */
  reachable() {
    this.#isOffline = false;
    this.#free();
  }

  /** The stream has broken, or the browser says that there is no network. */
  lost() {
    this.#isOffline = true;
  }

  /** What stopped the sending is mended: signed in again, for example. */
  resume() {
    this.#stopped = null;
    this.reachable();
  }

  /** A refused edit has been dealt with: its text was used, or is not wanted. Gives its item. */
  settle(id) {
    const kept = this.#kept.find((one) => one.id === id && one.error);
    if (kept) this.#remove([id]);
    return kept?.item ?? null;
  }

  #land() {
    this.#flying = [];
  }

  #free() {
    this.#tries = 0;
    this.#notBefore = 0;
    this.#failing = null;
  }

  /** Waits longer with every try, half of it by chance, so that a room does not come back in one second. */
  #wait(now, least, error = null) {
    this.#failing = error;
    const longest = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** this.#tries);
    this.#tries = Math.min(this.#tries + 1, 30);
    this.#notBefore = now + Math.max(least, longest / 2) + (this.random() * longest) / 2;
  }

  #remove(ids) {
    if (!ids.length) return;
    this.#kept = this.#kept.filter(({ id }) => !ids.includes(id));
    this.#store(() => this.storage.remove(ids));
  }

  #refuse(id, error) {
    const kept = this.#kept.find((one) => one.id === id);
    kept.error = error;
    this.#store(() => this.storage.put({ ...kept }));
  }

  // -- what to show

  /**
   * What is true of everything the person has done here.
   *
   * `attention`: something needs a person: edits were refused, sending is stopped, the server fails time and again, or this
   * browser cannot keep what waits while it is offline.
   * `offline`: the server cannot be reached. `saving`: something is not yet answered. `saved`: all of it is durable.
   * @param {number} [typing]  drafts that are not yet edits
   */
  status(typing = 0) {
    const waiting = this.waiting.length;
    const unkept = waiting && this.#isOffline ? this.#unkept : null;
    const failing = this.#tries >= PATIENCE ? this.#failing : null;
    const trouble = this.#stopped ?? this.drafts[0]?.error ?? unkept ?? failing;
    const isSaving = waiting + typing > 0;
    const state = trouble ? "attention" : this.#isOffline ? "offline" : isSaving ? "saving" : "saved";
    return { state, waiting, refused: this.drafts.length, trouble };
  }
}

/** The words of a status. */
export function statusText({ state, waiting }) {
  const words = { attention: "Needs attention", saving: "Saving", saved: "Saved" };
  if (state === "offline") return waiting ? `Offline, ${waiting} waiting` : "Offline";
  return words[state];
}

/** Whether an edit will never be done as it is; everything else is worth another try. */
function isRefusal({ code }) {
  return code.startsWith("TM");
}

const ENCODER = new TextEncoder();

function sizeOf({ edit }) {
  return edit ? ENCODER.encode(JSON.stringify(edit)).length + 2 : 0;
}
