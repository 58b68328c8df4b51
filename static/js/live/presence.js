// Telling the others where this person is, no more often than it helps: pure but for the class that sends.

const EVERY = 1_000; // ms between two words
const TYPING_EVERY = 3_000; // ms; the server forgets typing after six seconds
const TYPING_LASTS = 4_000; // ms since the last key
const UNSTREAMED_EVERY = 20_000; // ms; somebody without a stream is forgotten after thirty seconds

/**
 * @typedef {object} Place
 * @property {string | null} record
 * @property {string | null} field
 * @property {boolean} typing
 */

/** What to say of a person's place, and when. */
export class Pacing {
  #place = null;
  #wantedAt = 0;
  #said = null;
  #saidAt = -Infinity;
  #notBefore = 0;

  /** Whether a stream says that this person is here. */
  isStreamed = true;

  /**
   * The person is at a place.
   * @param {Place} place
   * @param {number} now  ms
   */
  at(place, now) {
    this.#place = { record: place.record ?? null, field: place.field ?? null, typing: Boolean(place.typing) };
    this.#wantedAt = now;
  }

  /**
   * Milliseconds until there is something to say; null when there is not.
   * @param {number} now
   */
  due(now) {
    if (!this.#place) return null;
    const at = Math.max(this.#dueAt(), this.#notBefore);
    return at === Infinity ? null : Math.max(0, at - now);
  }

  #dueAt() {
    const { typing } = this.#place;
    if (!isSame(this.#said, this.#place)) return this.#saidAt + EVERY;
    const again = this.#wantedAt > this.#saidAt ? this.#saidAt + TYPING_EVERY : Infinity;
    const alive = this.isStreamed ? Infinity : this.#saidAt + UNSTREAMED_EVERY;
    return typing ? Math.min(this.#wantedAt + TYPING_LASTS, again, alive) : alive;
  }

  /**
   * What to say now; it counts as said.
   * @param {number} now
   * @returns {Place}
   */
  take(now) {
    const { typing } = this.#place;
    if (typing && now - this.#wantedAt >= TYPING_LASTS) this.#place = { ...this.#place, typing: false };
    this.#said = this.#place;
    this.#saidAt = now;
    return this.#said;
  }

  /** It could not be said: once more, after so many ms. */
  failed(now, wait) {
    this.#said = null;
    this.#notBefore = now + wait;
  }

  /** Another tab of this browser, or nobody, may have spoken since: this tab says its place again. */
  again() {
    this.#said = null;
  }
}

function isSame(one, other) {
  return Boolean(one) && one.record === other.record && one.field === other.field && one.typing === other.typing;
}

export class Presence {
  #pacing = new Pacing();
  #timer = 0;
  #isSending = false;
  #isOn = false;

  /**
   * @param {import("./api.js").Api} api
   * @param {{now?: () => number}} [means]
   */
  constructor(api, { now = () => performance.now() } = {}) {
    this.api = api;
    this.now = now;
  }

  /** @param {Partial<Place>} place */
  here(place) {
    this.#pacing.at(place, this.now());
    this.#plan();
  }

  /** Whether the server can be reached; without it nothing is said, and nothing is told later that is old by then. */
  set on(is) {
    if (is && !this.#isOn) this.#pacing.again();
    this.#isOn = is;
    this.#plan();
  }

  /** This tab is looked at again. */
  again() {
    this.#pacing.again();
    this.#plan();
  }

  /** Whether a stream says that this person is here; else it is said again and again. */
  set streamed(is) {
    this.#pacing.isStreamed = is;
    this.#plan();
  }

  stop() {
    clearTimeout(this.#timer);
    this.#isOn = false;
  }

  #plan() {
    clearTimeout(this.#timer);
    const due = this.#pacing.due(this.now());
    if (!this.#isOn || this.#isSending || due === null) return;
    this.#timer = setTimeout(() => this.#say(), due);
  }

  async #say() {
    this.#isSending = true;
    try {
      await this.api.ask("presence", { method: "POST", body: this.#pacing.take(this.now()), within: 10_000 });
    } catch (error) {
      this.#pacing.failed(this.now(), 1000 * (error.retryAfter || 5));
    }
    this.#isSending = false;
    this.#plan();
  }
}
