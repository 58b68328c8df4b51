// What a phone keeps by itself: what it has given and not sent yet, what is half written, and what it gave.

/**
 * @typedef {{id: string, url: string, body: string, text: string, kind?: string, what?: string, at?: number, words?: string}} Waiting
 * One form as it was sent: `id` says which sending it is (the same again changes nothing), `kind` which sort of thing it gives,
 * `what` which one of them it is about, `text` what it says for its giver,
 * `at` when it was given (ms), `words` why it was refused.
 */

const MOST = 200;
const BOX = "touchmap-room:";
const DRAFT = "touchmap-draft:";
const GAVE = "touchmap-gave:";

/** The keys of a store that begin so. */
const keysOf = (store, start) =>
  Array.from({ length: store.length }, (_, at) => store.key(at)).filter((key) => key?.startsWith(start));

function read(store, key) {
  try {
    return JSON.parse(store.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

function write(store, key, value) {
  try {
    store.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** Each thing stands under a key of its own, so that two tabs of one phone do not overwrite each other's. */
export class Phonebox {
  #store;
  #key;

  /** @param {Storage} store @param {string} owner - who gave it: another person's things on this device stay apart */
  constructor(store, owner) {
    this.#store = store;
    this.#key = `${BOX}${owner}:`;
  }

  /** Everything that is here, the oldest first. @returns {Waiting[]} */
  all() {
    return keysOf(this.#store, this.#key)
      .map((key) => read(this.#store, key))
      .filter((one) => one && typeof one.id === "string")
      .sort((one, other) => one.at - other.at);
  }

  /** What can be sent still. */
  waiting() {
    return this.all().filter((one) => !one.words);
  }

  /** Keeps one at the end. @param {Waiting} one @returns {boolean} false when this device keeps nothing (more) */
  add(one) {
    const all = this.all();
    const there = all.find(({ id }) => id === one.id);
    const at = there?.at ?? Math.max(Date.now(), (all.at(-1)?.at ?? 0) + 1); // two in one moment keep their order
    return (there !== undefined || all.length < MOST) && write(this.#store, this.#key + one.id, { ...one, at });
  }

  /** Forgets what waits before one and is about the same: a rating or a vote is always whole. @param {Waiting} one */
  dropOlder(one) {
    for (const { id, kind, what, url } of this.waiting()) {
      if (id !== one.id && kind === one.kind && what === one.what && url === one.url) this.drop(id);
    }
  }

  /** Forgets one. @param {string} id */
  drop(id) {
    this.#store.removeItem(this.#key + id);
  }

  /** Says why one was refused; it stays until its giver has read it. @param {string} id @param {string} words */
  refuse(id, words) {
    const one = read(this.#store, this.#key + id);
    if (one) write(this.#store, this.#key + id, { ...one, words });
  }

  /** Lets a refused one be sent once more, as it was: the step may be open again. @param {string} id */
  again(id) {
    this.refuse(id, undefined);
  }
}

/** What is half written, by step and touchpoint; it is there again when its giver comes back to them. */
export class PhoneDrafts {
  #store;
  #key;

  /** @param {Storage} store @param {string} owner */
  constructor(store, owner) {
    this.#store = store;
    this.#key = `${DRAFT}${owner}:`;
  }

  /** The fields that were filled in. @param {string} place @returns {Record<string, string>} */
  get(place) {
    return read(this.#store, this.#key + place) ?? {};
  }

  /** Keeps fields; none of them forgets the draft. @param {string} place @param {Record<string, string>} fields */
  set(place, fields) {
    if (Object.keys(fields).length) write(this.#store, this.#key + place, fields);
    else this.#store.removeItem(this.#key + place);
  }
}

/** What somebody gave, for the page that thanks them: only this phone can tell. */
export class Gave {
  #store;
  #key;

  /** @param {Storage} store @param {string} owner */
  constructor(store, owner) {
    this.#store = store;
    this.#key = `${GAVE}${owner}`;
  }

  /** @returns {Record<string, string>} texts by what they are */
  all() {
    return read(this.#store, this.#key) ?? {};
  }

  /** Notes what was taken by the server; without a text it was taken back. @param {string} what @param {string} [text] */
  note(what, text) {
    const all = this.all();
    delete all[what];
    write(this.#store, this.#key, text ? { ...all, [what]: text } : all);
  }
}

/** Everything that anybody gave on this phone, sent or not. @param {Storage} store @returns {{sent: string[], kept: string[]}} */
export function everythingGiven(store) {
  return {
    sent: keysOf(store, GAVE).flatMap((key) => Object.values(read(store, key) ?? {})),
    kept: keysOf(store, BOX).flatMap((key) => read(store, key)?.text ?? []),
  };
}

/** Forgets all of it. @param {Storage} store */
export function forgetEverything(store) {
  for (const key of [BOX, DRAFT, GAVE].flatMap((start) => keysOf(store, start))) store.removeItem(key);
}

/** What is left of a timer. @param {number} seconds @returns {string} such as `4:05` */
export function clock(seconds) {
  const left = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
}
