// Texts that are typed and not yet edits: outside the page's elements, with what their writers had seen, kept over a closed tab.

const PAUSE = 250; // ms

/** @typedef {import("./storage.js").Draft} Draft */

export class Drafts {
  /** @type {Map<string, Draft>} */
  #drafts;
  /** @type {Map<string, Draft | null>} what is not yet written; null: taken away */
  #unwritten = new Map();
  #timer = 0;
  /** @type {Error | null} */
  #failing = null;

  /**
   * @param {(drafts: Map<string, Draft | null>) => Promise<void>} write
   * @param {object} [means]
   * @param {Map<string, Draft>} [means.left]  from before
   * @param {Error | null} [means.failing]  why nothing can be kept, when that is known already
   * @param {() => void} [means.onChange]  there is one more or less, or keeping them fails or works again
   * @param {() => number} [means.now]  ms since 1970
   */
  constructor(write, { left = new Map(), failing = null, onChange = () => {}, now = Date.now } = {}) {
    this.write = write;
    this.onChange = onChange;
    this.now = now;
    /** @type {(left: [string, Draft][]) => void} set by what shows the drafts: some have been taken in */
    this.onLeft = () => {};
    this.#drafts = new Map(left);
    this.#failing = failing;
  }

  /** @returns {Draft | undefined} */
  get(key) {
    return this.#drafts.get(key);
  }

  /**
   * @param {string} key  `${record} ${field}`
   * @param {Draft} draft
   */
  set(key, draft) {
    const was = this.#drafts.get(key);
    this.#drafts.set(key, draft);
    this.#later(key, { ...draft, at: this.now() });
    if (!was || Boolean(was.stuck) !== Boolean(draft.stuck)) this.onChange();
  }

  /** Takes a draft away: it has become an edit, or is not wanted. */
  delete(key) {
    if (!this.#drafts.delete(key)) return;
    this.#later(key, null);
    this.onChange();
  }

  /** Takes in drafts that a closed tab has left, where there are none; whoever asked hears of them. */
  adopt(left) {
    const fresh = [...left].filter(([key]) => !this.#drafts.has(key));
    if (!fresh.length) return;
    for (const [key, draft] of fresh) this.#drafts.set(key, draft);
    this.onChange();
    this.onLeft(fresh);
  }

  /** @returns {[string, Draft][]} */
  all() {
    return [...this.#drafts];
  }

  get size() {
    return this.#drafts.size;
  }

  /** How many of them will not be saved by themselves: their writer has to look at them. */
  get stuck() {
    return [...this.#drafts.values()].filter((draft) => draft.stuck).length;
  }

  /** Says that a draft will not be saved by itself: its place is gone, what it says cannot be taken, or its page was closed. */
  stick(key) {
    const draft = this.#drafts.get(key);
    if (draft && !draft.stuck) this.set(key, { ...draft, stuck: true });
  }

  /** What is not yet written: null for a draft that was taken away. @returns {Map<string, Draft | null>} */
  get unwritten() {
    return this.#unwritten;
  }

  /** Why drafts cannot be kept over a closed tab just now; null when they can. */
  get failing() {
    return this.#failing;
  }

  #later(key, draft) {
    this.#unwritten.set(key, draft);
    this.#timer ||= setTimeout(() => this.flush(), PAUSE);
  }

  /** Writes at once what is not yet written. */
  async flush() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (!this.#unwritten.size) return;
    const writing = this.#unwritten;
    this.#unwritten = new Map();
    const before = this.#failing;
    try {
      await this.write(writing);
      this.#failing = null;
    } catch (error) {
      this.#failing = error;
      // Tried again with the next word; what was typed since goes before.
      this.#unwritten = new Map([...writing, ...this.#unwritten]);
    }
    if (Boolean(before) !== Boolean(this.#failing)) this.onChange();
  }
}
