// How a connection is kept up: by a stream or, where streams do not get through, by asking; when to try again; pure.

/** How long is waited for what; tests wait less. */
export const BOUNDS = {
  HELLO_WITHIN: 8_000, // ms; a proxy that keeps answers back until they end never lets a greeting through
  SILENT_AFTER: 40_000, // ms without a byte; the server gives a sign of life every 15 s
  POLL_WAIT: 25, // s that the server is asked to wait for a change
  POLL_WITHIN: 40_000, // ms for an answer to that
  FIRST_WITHIN: 10_000, // ms for the answer to the first question, which does not wait
};
const FIRST_DELAY = 1_000; // ms
const LONGEST_DELAY = 15_000;
const POLLS_FOR = 120_000; // ms until streams are tried again; doubled each time they do not get through
const POLLS_LONGEST = 1_800_000;
const LEAST_BETWEEN = 2_000; // ms between two questions that were not waited for

/**
 * @typedef {"closed" | "failed" | "mute" | "silent"} Ending
 *   closed: it worked, and the other side has ended it (a server that stops says goodbye so); failed: no connection, or an
 *   error; mute: no greeting; silent: nothing came for too long, not even a sign of life
 */

export class Way {
  #tries = 0;
  #delay = 0;
  #pollsUntil = 0;
  #pollsFor = POLLS_FOR;
  #silences = 0;
  #isAnswered = false;

  /** @param {() => number} [random]  numbers in [0, 1): a room does not come back in one moment */
  constructor(random = Math.random) {
    this.random = random;
  }

  /**
   * What to do next.
   * @param {number} now  ms
   * @returns {"stream" | "poll"}
   */
  next(now) {
    return now < this.#pollsUntil ? "poll" : "stream";
  }

  /** Milliseconds to wait before that. */
  get delay() {
    return this.#delay;
  }

  /** Whether the next question waits for changes: the first one does not, so that it is soon known if asking works. */
  get waits() {
    return this.#isAnswered;
  }

  /** A stream has greeted. */
  greeted() {
    this.#tries = 0;
  }

  /** A stream gave a sign of life after its greeting: streams do get through. */
  beaten() {
    this.#silences = 0;
    this.#pollsFor = POLLS_FOR;
  }

  /**
   * A stream has ended.
   * @param {Ending} ending
   * @param {number} now  ms
   * @param {{retry?: number, retryAfter?: number}} [hints]  what the server said: ms in the stream, s in a header
   */
  ended(ending, now, { retry = 0, retryAfter = 0 } = {}) {
    this.#isAnswered = false;
    if (ending === "silent") this.#silences += 1;
    if (ending === "mute" || this.#silences >= 2) {
      this.#pollsUntil = now + this.#pollsFor;
      this.#pollsFor = Math.min(POLLS_LONGEST, 2 * this.#pollsFor);
      this.#silences = 0;
      this.#delay = 0;
    } else if (ending === "silent") this.#delay = 0;
    else if (ending === "closed" && retry) this.#delay = retry;
    else this.#later(retryAfter * 1000);
  }

  /**
   * A question was answered.
   * @param {number} took  ms
   * @param {boolean} isNew  whether there were changes
   */
  answered(took, isNew) {
    this.#tries = 0;
    this.#delay = isNew || took > LEAST_BETWEEN || !this.#isAnswered ? 0 : LEAST_BETWEEN;
    this.#isAnswered = true;
  }

  /** A question was not answered: it is not the proxy then, so the next try is a stream again. */
  unanswered({ retryAfter = 0 } = {}) {
    this.#isAnswered = false;
    this.#pollsUntil = 0;
    this.#later(retryAfter * 1000);
  }

  /** There is reason to think that the network is back, or somebody looks: the next try is now. */
  hurry() {
    this.#delay = 0;
    this.#tries = Math.min(this.#tries, 2);
  }

  #later(least) {
    const longest = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** this.#tries);
    this.#tries = Math.min(this.#tries + 1, 10);
    this.#delay = Math.max(least, longest / 2) + (this.random() * longest) / 2;
  }
}
