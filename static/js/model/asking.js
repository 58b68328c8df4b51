// Asks the server anew for what follows from a workshop, some time after its last change: one question at a time, the newest answer counts.

const LONGEST = 5; // a row of changes without a pause is not waited out: times the usual wait
const SLOW = 600; // ms after which somebody who waits is told so
const RETRY = 5000; // ms after a question that was not answered; twice as long each time
const RARELY = 60_000;

/**
 * @typedef {{origin: string, seq: number, journey: string | null}} Answer  and whatever else the server says
 *
 * @typedef {object} Clock
 * @property {() => number} now  ms
 * @property {(deed: () => void, ms: number) => unknown} later
 * @property {(timer: unknown) => void} cancel
 */

/** @type {Clock} */
const USUAL = {
  now: () => Date.now(),
  later: (deed, ms) => setTimeout(deed, ms),
  cancel: (timer) => clearTimeout(timer),
};

export class Asking {
  #ask;
  #tell;
  #clock;
  #wait;
  #subject = null;
  #since = null; // when the first change came that is not asked about yet
  #timer = null;
  #isAsking = false;
  #isAgain = false;
  #isOn = false;
  #fails = 0;
  #shown = null;

  /**
   * @param {object} means
   * @param {(subject: string) => Promise<Answer>} means.ask
   * @param {(told: {answer?: Answer | null, at?: number, slow?: boolean, failed?: boolean}) => void} means.tell  what is new:
   *   an answer and when it came (null: what was shown is about something else), whether one is long in coming, or did not come
   * @param {number} [means.wait]  ms after the last change
   * @param {Clock} [means.clock]
   */
  constructor({ ask, tell, wait = 800, clock = USUAL }) {
    this.#ask = ask;
    this.#tell = tell;
    this.#wait = wait;
    this.#clock = clock;
  }

  /** How long after a change is asked, from now on. @param {number} ms */
  set wait(ms) {
    this.#wait = ms;
  }

  /** What is asked about from now on: asked at once, and what is shown of something else goes. @param {string} subject */
  about(subject) {
    if (subject === this.#subject) return;
    this.#subject = subject;
    if (this.#shown && this.#shown.journey !== subject) {
      this.#shown = null;
      this.#tell({ answer: null });
    }
    this.#due(0);
  }

  /** Whether anybody looks: while nobody does, changes are only counted. @param {boolean} isOn */
  look(isOn) {
    if (isOn === this.#isOn) return;
    this.#isOn = isOn;
    if (!isOn) this.#stop();
    else if (this.#since !== null || !this.#shown) this.#due(0);
  }

  /** Something has changed; asked about when no more has changed for a while. */
  changed() {
    const now = this.#clock.now();
    this.#since ??= now;
    this.#due(Math.max(0, Math.min(this.#wait, this.#since + LONGEST * this.#wait - now)));
  }

  /** The server can be reached again. */
  again() {
    if (this.#fails) this.#due(0);
  }

  #due(ms) {
    this.#since ??= this.#clock.now();
    if (this.#subject === null || !this.#isOn) return;
    this.#stop();
    this.#timer = this.#clock.later(() => this.#go(), ms);
  }

  #stop() {
    this.#clock.cancel(this.#timer);
    this.#timer = null;
  }

  async #go() {
    this.#stop();
    if (this.#isAsking) {
      this.#isAgain = true;
      return;
    }
    this.#isAsking = true;
    this.#since = null;
    const subject = this.#subject;
    const slow = this.#clock.later(() => this.#tell({ slow: true }), SLOW);
    try {
      const answer = await this.#ask(subject);
      this.#fails = 0;
      this.#take(answer, subject);
    } catch {
      this.#failed();
    } finally {
      this.#clock.cancel(slow);
      this.#isAsking = false;
    }
    if (!this.#isAgain) return;
    this.#isAgain = false;
    this.#due(0);
  }

  #take(answer, subject) {
    const isMeant = subject === this.#subject;
    const isOlder = this.#shown?.origin === answer.origin && answer.seq < this.#shown.seq;
    if (!isMeant || isOlder) return this.#tell({ slow: false, failed: false });
    this.#shown = answer;
    return this.#tell({ answer, at: this.#clock.now(), slow: false, failed: false });
  }

  #failed() {
    this.#fails += 1;
    this.#tell({ slow: false, failed: true });
    this.#due(Math.min(RARELY, RETRY * 2 ** (this.#fails - 1)));
  }
}

const DRAWN = {
  touchpoint: ["name", "missing", "critical", "stage", "number"],
  journey: ["name", "start", "persona"],
  stage: ["name"],
};
const WHOLE = ["transition", "outcome", "perception", "activity", "term"];

/**
 * Whether a change may show in the drawing of a journey: its structure and what is written on it, not what hangs on its touchpoints.
 * @param {import("./changes.js").Change} change
 */
export function isDrawn({ before, after }) {
  return Object.keys(after).some((id) => {
    const part = after[id] ?? before[id];
    if (!part || WHOLE.includes(part.kind)) return Boolean(part);
    const keys = DRAWN[part.kind];
    if (!keys) return false;
    const isNew = !after[id] || !before[id];
    return isNew || part.position !== undefined || Object.keys(part.fields ?? {}).some((key) => keys.includes(key));
  });
}
