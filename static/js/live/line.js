// One line to the server for all tabs of a browser: the tab that holds the stream tells the others what it hears; when it
// closes, the next takes over from the seq that it has itself.

const SILENT_AFTER = 45_000; // ms in which a tab heard nothing from the one that holds the stream
const ANSWER_WITHIN = 3_000; // ms for its word, when asked; then the stream is taken from it

/** @typedef {import("./feed.js").Told} Told */

export class Line {
  #isLeading = false;
  #isUp = null;
  #isStreamed = true;
  #people = [];
  #heard = 0;
  #watch = 0;
  #asked = 0;
  #ended = false;
  #closed = false;

  /**
   * @param {object} means
   * @param {import("./tabs.js").Tabs} means.tabs
   * @param {(tell: (told: Told) => void) => import("./feed.js").Feed} means.makeFeed
   * @param {(told: Told) => void} means.hear  what comes down, from the server or by another tab
   * @param {() => {seq: number, origin: string}} means.position  of this tab
   * @param {(said: object) => void} [means.talk]  what another tab says besides
   * @param {{silentAfter?: number, answerWithin?: number}} [means.limits]  ms
   */
  constructor({ tabs, makeFeed, hear, position, talk = () => {}, limits = {} }) {
    Object.assign(this, { tabs, hear, position, talk });
    this.limits = { silentAfter: SILENT_AFTER, answerWithin: ANSWER_WITHIN, ...limits };
    this.feed = makeFeed((told) => this.#told(told));
    tabs.onMessage = (said) => this.#message(said);
  }

  /** Begins to listen, as the one that holds the stream or by it. */
  start() {
    this.#ended = false;
    this.tabs.post({ type: "join" });
    this.tabs.lead(this.#begin, this.#end);
    this.#awaitWord();
  }

  /** Whether this tab holds the stream. */
  get isLeading() {
    return this.#isLeading;
  }

  /** Everybody who is here, as the server says it: `{actor, by, record, field, typing}`. */
  get people() {
    return this.#people;
  }

  /** Whether the server is heard; null while that is not known. */
  get isUp() {
    return this.#isUp;
  }

  #begin = () => {
    this.#isLeading = true;
    clearTimeout(this.#watch);
    clearTimeout(this.#asked);
    if (!this.#ended) this.feed.start();
  };

  #end = () => {
    this.#isLeading = false;
    this.feed.stop();
    this.#awaitWord();
  };

  /** Once more, after this browser was let in again. */
  resume() {
    this.#ended = false;
    if (this.#isLeading) this.feed.start();
    else this.tabs.post({ type: "again" });
  }

  /** See `Feed.check`; also asks the tab that holds the stream for a word. */
  check(hint = {}) {
    if (this.#isLeading) this.feed.check(hint);
    else if (!this.#ended) this.#ask(hint);
  }

  /** This page is hidden, or looked at again. */
  set hidden(is) {
    if (!this.tabs.isShared) this.feed.background = is;
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#watch);
    clearTimeout(this.#asked);
    this.feed.stop();
    this.tabs.close();
  }

  // -- what this tab's own feed tells

  #told(told) {
    this.#take(told);
    if (this.tabs.isShared) this.tabs.post(told);
  }

  #take(told) {
    if (told.type === "up" || told.type === "down") this.#isUp = told.type === "up";
    if (told.type === "up") this.#isStreamed = told.streamed;
    if (told.type === "out" || told.type === "gone") [this.#ended, this.#isUp] = [true, null];
    if (told.type === "people") this.#people = foldPeople(this.#people, told);
    if (told.type === "down" || told.type === "out") this.#people = [];
    this.hear(told);
  }

  // -- what other tabs say

  #message(said) {
    const { type, to } = said;
    if (to !== undefined && to !== this.tabs.id) return;
    if (type === "join" || type === "ask" || type === "again") {
      if (this.#isLeading) this.#answer(said);
    } else if (type === "bye" || type === "left") this.talk(said);
    else if (!this.#isLeading) {
      this.#awaitWord();
      if (type === "state") this.#takeState(said);
      else this.#take(said);
    }
  }

  #answer({ type, from, doubt }) {
    if (type === "again" && this.#ended) this.resume();
    const state = { isUp: this.#isUp, streamed: this.#isStreamed, people: this.#people, ...this.position() };
    this.tabs.post({ type: "state", to: from, ...state });
    if (type === "ask") this.feed.check({ doubt });
  }

  #takeState({ isUp, streamed, people, origin, seq }) {
    if (isUp !== null && isUp !== this.#isUp) this.#take(isUp ? { type: "up", streamed } : { type: "down" });
    this.#take({ type: "hello", origin, seq });
    this.#take({ type: "people", all: true, people });
  }

  // A tab that hears nothing asks; when there is no answer either, the other one hangs, and this one takes the stream.
  #awaitWord() {
    clearTimeout(this.#watch);
    clearTimeout(this.#asked);
    this.#asked = 0;
    if (!this.tabs.isShared || this.#isLeading || this.#closed) return;
    this.#watch = setTimeout(() => this.#ask({}), this.limits.silentAfter);
  }

  #ask(hint) {
    this.tabs.post({ type: "ask", ...hint });
    if (this.#asked) return;
    this.#asked = setTimeout(() => {
      this.#asked = 0;
      if (!this.#isLeading) this.tabs.takeLead(this.#begin, this.#end);
    }, this.limits.answerWithin);
  }
}

/**
 * Who is here, after news of it.
 * @param {{actor: string, here?: boolean}[]} people
 * @param {{all?: boolean, people: {actor: string, here?: boolean}[]}} news
 */
export function foldPeople(people, { all = false, people: news }) {
  const found = new Map(all ? [] : people.map((one) => [one.actor, one]));
  for (const one of news) {
    if (one.here === false) found.delete(one.actor);
    else found.set(one.actor, one);
  }
  return [...found.values()];
}
