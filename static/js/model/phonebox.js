// What a phone has given and not sent yet: kept in the order in which it was given, across a closed tab.

/**
 * @typedef {{id: string, url: string, body: string, text: string, words?: string}} Waiting
 * One form as it was sent: `id` says which sending it is (the same again changes nothing), `text` what it says for its giver,
 * `words` why it was refused.
 */

const MOST = 200;

export class Phonebox {
  #store;
  #key;

  /** @param {Storage} store @param {string} owner - who gave it: another person's things on this device stay apart */
  constructor(store, owner) {
    this.#store = store;
    this.#key = `touchmap-room:${owner}`;
  }

  /** Everything that is here, the oldest first. @returns {Waiting[]} */
  all() {
    try {
      const found = JSON.parse(this.#store.getItem(this.#key) ?? "[]");
      return Array.isArray(found) ? found : [];
    } catch {
      return [];
    }
  }

  /** What can be sent still. */
  waiting() {
    return this.all().filter((one) => !one.words);
  }

  /** Keeps one at the end. @param {Waiting} one @returns {boolean} false when this device keeps nothing (more) */
  add(one) {
    const all = this.all().filter((other) => other.id !== one.id);
    return all.length < MOST && this.#put([...all, one]);
  }

  /** Forgets one. @param {string} id */
  drop(id) {
    this.#put(this.all().filter((one) => one.id !== id));
  }

  /** Says why one was refused; it stays until its giver has read it. @param {string} id @param {string} words */
  refuse(id, words) {
    this.#put(this.all().map((one) => (one.id === id ? { ...one, words } : one)));
  }

  #put(all) {
    try {
      if (all.length) this.#store.setItem(this.#key, JSON.stringify(all));
      else this.#store.removeItem(this.#key);
      return true;
    } catch {
      return false;
    }
  }
}

/** What is left of a timer. @param {number} seconds @returns {string} such as `4:05` */
export function clock(seconds) {
  const left = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
}
