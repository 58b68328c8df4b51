// The tabs of one browser that are in the same workshop: who of them lives, who of them holds the stream, and what they say
// to one another. By Web Locks; where a page may not have those (plain http from another machine), by marks in localStorage.

const PREFIX = "touchmap-1"; // another number when what is said changes: tabs of two versions do not talk
const MARK = "touchmap tab "; // in localStorage, with the tab's id: when it last gave a sign of life
const MARK_EVERY = 20_000; // ms; browsers slow the timers of hidden tabs down to once a minute
export const MARK_LASTS = 150_000;

/**
 * @typedef {object} Browser What is used of the browser; anything may be missing or forbidden.
 * @property {LockManager} [locks]
 * @property {typeof BroadcastChannel} [Channel]
 * @property {Storage} [local]
 */

/** @returns {Browser} */
export function thisBrowser() {
  const allowed = (get) => {
    try {
      return get() ?? undefined;
    } catch {
      return undefined;
    }
  };
  return {
    locks: allowed(() => navigator.locks),
    Channel: allowed(() => BroadcastChannel),
    local: allowed(() => localStorage),
  };
}

export class Tabs {
  #browser;
  #name;
  #channel = null;
  #leading = null;
  #stealing = false;
  #closed = false;
  #marking = 0;
  #letGo;
  #held = new Promise((done) => (this.#letGo = done));

  /**
   * @param {string} workshop
   * @param {string} id  a fresh one for each page that is loaded
   * @param {Browser} browser
   */
  constructor(workshop, id, browser) {
    this.id = id;
    this.workshop = workshop;
    this.#browser = browser;
    this.#name = `${PREFIX} ${workshop}`;
    /** Whether one stream can serve all tabs. */
    this.isShared = Boolean(browser.locks && browser.Channel);
    /** Called with what another tab says. */
    this.onMessage = () => {};
    /** Called when this tab was taken for closed, as one may be that slept: others have its edits now. */
    this.onTaken = () => {};
  }

  /** From now on this tab lives, for the others. */
  async open() {
    const { locks, Channel } = this.#browser;
    if (Channel) {
      this.#channel = new Channel(this.#name);
      this.#channel.onmessage = ({ data }) => this.onMessage(data);
    }
    if (locks)
      try {
        await new Promise((held, failed) => {
          const hold = () => {
            held();
            return this.#held;
          };
          locks.request(this.#tabLock(this.id), hold).catch(failed);
        });
        return;
      } catch {
        this.isShared = false; // a page without an origin of its own may have no locks
        this.#browser = { ...this.#browser, locks: undefined };
      }
    this.#mark();
    this.#marking = setInterval(() => this.look(), MARK_EVERY);
  }

  /** Without locks: gives the sign of life, and notices when this tab was taken for closed. */
  look() {
    if (!this.#marking) return;
    if (this.#ofLocal((local) => local.getItem(MARK + this.id)) === null) {
      clearInterval(this.#marking);
      this.#marking = 0;
      this.onTaken();
    } else this.#mark();
  }

  #mark() {
    this.#ofLocal((local) => local.setItem(MARK + this.id, String(Date.now())));
  }

  #ofLocal(deed) {
    try {
      return this.#browser.local ? deed(this.#browser.local) : undefined;
    } catch {
      return undefined; // full or forbidden
    }
  }

  #tabLock(id) {
    return `${PREFIX} tab ${id}`;
  }

  /**
   * The ids of the tabs that live, in any workshop.
   * @returns {Promise<Set<string>>}
   */
  async living() {
    const { locks } = this.#browser;
    if (locks) {
      const { held, pending = [] } = await locks.query();
      const start = this.#tabLock("");
      const names = [...held, ...pending].map(({ name }) => name).filter((name) => name.startsWith(start));
      return new Set(names.map((name) => name.slice(start.length)));
    }
    const marks = this.#ofLocal((local) => ({ ...local })) ?? {};
    const found = livingByMarks(marks, Date.now());
    for (const id of found.dead) this.#ofLocal((local) => local.removeItem(MARK + id));
    return found.living.add(this.id);
  }

  // -- the stream's holder

  /**
   * Holds the stream when it is this tab's turn, until it closes or another takes the stream away.
   * @param {() => void} begin
   * @param {() => void} end
   */
  lead(begin, end) {
    if (!this.isShared) begin();
    else this.#queue(begin, end, {});
  }

  /** Takes the stream from a tab that holds it and does not answer. */
  takeLead(begin, end) {
    if (!this.isShared || this.#stealing) return;
    this.#stealing = true;
    this.#leading?.abort();
    this.#queue(begin, end, { steal: true });
  }

  #queue(begin, end, { steal }) {
    const control = new AbortController();
    this.#leading = control;
    let isLeading = false;
    const hold = () => {
      isLeading = true;
      this.#stealing = false;
      begin();
      return this.#held;
    };
    const options = steal ? { steal } : { signal: control.signal };
    this.#browser.locks.request(`${this.#name} stream`, options, hold).catch(() => {
      if (steal) this.#stealing = false;
      if (isLeading) end(); // another tab has taken it
      if (isLeading && !this.#closed) this.#queue(begin, end, {});
    });
  }

  // -- talking

  /** Says something to the other tabs. */
  post(said) {
    if (!this.#closed) this.#channel?.postMessage({ ...said, from: this.id });
  }

  /** The page goes away: the others are told, and may have what it held. */
  close() {
    this.post({ type: "bye" });
    this.#closed = true;
    this.#letGo();
    this.#leading?.abort();
    this.#channel?.close();
    clearInterval(this.#marking);
    this.#marking = 0;
    if (!this.#browser.locks) this.#ofLocal((local) => local.removeItem(MARK + this.id));
  }
}

/**
 * Who lives by the marks, and who has not been seen for so long that it cannot.
 * @param {Record<string, string>} marks  what localStorage holds
 * @param {number} now  ms since 1970
 */
export function livingByMarks(marks, now) {
  const living = new Set();
  const dead = new Set();
  for (const [key, at] of Object.entries(marks)) {
    if (!key.startsWith(MARK)) continue;
    (Math.abs(now - Number(at)) < MARK_LASTS ? living : dead).add(key.slice(MARK.length));
  }
  return { living, dead };
}
