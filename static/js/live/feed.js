// The one connection down: a stream of events read as it comes, or asking for changes where streams do not get through.

import { ApiError, refusalOf, Unreachable } from "./api.js";
import { EventReader } from "./sse.js";
import { surface } from "./surfacing.js";
import { BOUNDS, Way } from "./way.js";

const LOST_AFTER = 2_500; // ms without a connection until it is told; a server that restarts is back before
const LOOK_EVERY = 5_000; // ms, of a hidden page that may keep no connection

/**
 * @typedef {object} Told What a feed tells, and what the tabs of a browser tell one another of it.
 * @property {"up" | "down" | "beat" | "hello" | "changes" | "whole" | "people" | "out" | "gone"} type
 *   up, down: whether the server is heard; beat: a sign of life; whole: the workshop is to be taken anew; out: not signed in
 *   any more; gone: there is no such workshop
 * @property {boolean} [streamed]  with `up`: whether by a stream, which also says that this person is here
 * @property {string} [origin]
 * @property {number} [seq]
 * @property {string} [actor]
 * @property {object[]} [changes]
 * @property {boolean} [all]
 * @property {object[]} [people]
 */

export class Feed {
  #way;
  #listener;
  #control = null;
  #wake = () => {};
  /** @type {"stream" | "poll" | false | null} how the server is heard; false: not; null: not yet known */
  #isUp = null;
  #lost = 0;
  #heard = 0;
  #isBackground = false;
  #running = false;

  /**
   * @param {object} means
   * @param {import("./api.js").Api} means.api  of the workshop
   * @param {() => {seq: number, origin: string}} means.position  from where the log is wanted
   * @param {(told: Told) => void} means.tell
   * @param {() => number} [means.now]  ms
   * @param {() => number} [means.random]
   * @param {Partial<typeof BOUNDS>} [means.limits]  other times than usual, for tests
   */
  constructor({ api, position, tell, now = () => performance.now(), random = Math.random, limits = {} }) {
    Object.assign(this, { api, position, now });
    this.#listener = tell;
    this.limits = { ...BOUNDS, LOST_AFTER, LOOK_EVERY, ...limits };
    this.#way = new Way(random);
  }

  /** Begins; once more after a stop. */
  start() {
    if (this.#running) return;
    this.#running = true;
    this.#isUp = null;
    this.#run();
  }

  /** Ends the connection and does not come back by itself. */
  stop() {
    this.#running = false;
    clearTimeout(this.#lost);
    this.#control?.abort();
    this.#wake();
  }

  /** How long nothing was heard, in ms. */
  get silence() {
    return this.now() - this.#heard;
  }

  /**
   * Looks whether the connection is still one: after a change of networks, when a page is looked at again.
   * @param {{doubt?: boolean}} [hint]  with `doubt` also one that was heard a moment ago is made anew
   */
  check({ doubt = false } = {}) {
    this.#way.hurry();
    if (this.#control && (doubt || this.silence > this.limits.SILENT_AFTER / 2)) this.#control.abort("doubt");
    this.#wake();
  }

  /** A page that is not looked at, and that can share no stream, keeps no connection and only looks now and then. */
  set background(is) {
    if (is === this.#isBackground) return;
    this.#isBackground = is;
    this.#control?.abort("background");
    this.#wake();
  }

  async #run() {
    while (this.#running) {
      const isStream = !this.#isBackground && this.#way.next(this.now()) === "stream";
      await (isStream ? this.#stream() : this.#poll());
      if (this.#running) await this.#sleep(this.#isBackground ? this.limits.LOOK_EVERY : this.#way.delay);
    }
  }

  #sleep(delay) {
    return new Promise((done) => {
      const timer = setTimeout(done, delay);
      this.#wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }

  /** Tells; a fault in the one who listens is none of the connection's. */
  #tell(told) {
    try {
      this.#listener(told);
    } catch (error) {
      surface(error);
    }
  }

  #up(streamed) {
    clearTimeout(this.#lost);
    this.#lost = 0;
    this.#heard = this.now();
    const means = streamed ? "stream" : "poll";
    if (this.#isUp === means) return;
    this.#isUp = means;
    this.#tell({ type: "up", streamed });
  }

  #down() {
    clearTimeout(this.#lost);
    if (this.#isUp === false || !this.#running) return;
    this.#isUp = false;
    this.#tell({ type: "down" });
  }

  #final(type) {
    this.stop();
    this.#tell({ type });
  }

  // -- the stream

  async #stream() {
    const control = (this.#control = new AbortController());
    const seen = { hello: false, retry: 0, ending: "" };
    const limit = (ending, delay) =>
      setTimeout(() => {
        seen.ending = ending;
        control.abort();
      }, delay);
    let timer = limit("mute", this.limits.HELLO_WITHIN);
    try {
      const answer = await this.#asked(control.signal);
      const reader = answer.body.getReader();
      const text = new TextDecoder();
      const events = new EventReader();
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
        this.#take(events.push(text.decode(piece.value, { stream: true })), seen);
        if (!this.#running) return control.abort();
        if (!seen.hello) continue;
        clearTimeout(timer);
        timer = limit("silent", this.limits.SILENT_AFTER);
      }
      this.#ended(seen.hello ? "closed" : "failed", seen);
    } catch (error) {
      this.#broken(error, seen, control.signal);
    } finally {
      clearTimeout(timer);
      this.#control = null;
    }
  }

  async #asked(signal) {
    const { seq, origin } = this.position();
    const path = `${this.api.root}/events?after=${seq}&origin=${encodeURIComponent(origin)}`;
    const answer = await this.api.request(path, { signal, cache: "no-store", redirect: "manual" });
    const type = answer.headers.get("Content-Type") ?? "";
    if (!answer.ok || !type.startsWith("text/event-stream")) throw await refusalOf(answer);
    return answer;
  }

  #take(frames, seen) {
    const changes = frames.filter(({ name }) => name === "change").map(({ data }) => data);
    if (frames.length) this.#heard = this.now();
    for (const { name, data } of frames) {
      if (name === "hello") {
        seen.hello = true;
        this.#way.greeted();
        this.#up(true);
        this.#tell({ type: "hello", ...data });
      } else if (name === "retry") seen.retry = data;
      else if (name === "snapshot") this.#tell({ type: "whole", ...data });
      else if (name === "here") this.#tell({ type: "people", ...data });
      else if (name === "out" || name === "gone") this.#final(name);
      if (name === "beat" || name === "change") this.#way.beaten();
    }
    if (changes.length) this.#tell({ type: "changes", changes });
    else if (frames.some(({ name }) => name === "beat")) this.#tell({ type: "beat" });
  }

  #broken(error, seen, signal) {
    if (error instanceof ApiError) {
      const type = { 401: "out", 403: "out", 404: "gone", 410: "gone" }[error.status];
      if (type) return this.#final(type);
    }
    if (signal.reason === "background") return undefined;
    if (signal.reason === "doubt") return this.#ended("silent", seen);
    return this.#ended(seen.ending || (seen.hello ? "closed" : "failed"), { ...seen, retryAfter: error.retryAfter });
  }

  /** Tells the loss at once when there is no connection, and after a moment when there was one: it mostly comes back. */
  #ended(ending, hints) {
    this.#way.ended(ending, this.now(), hints);
    if (ending === "failed") this.#down();
    else if (this.#running && !this.#lost) this.#lost = setTimeout(() => this.#down(), this.limits.LOST_AFTER);
  }

  // -- asking

  async #poll() {
    const control = (this.#control = new AbortController());
    const { seq, origin } = this.position();
    const isWaiting = this.#way.waits && !this.#isBackground;
    const wait = isWaiting ? `&wait=${this.limits.POLL_WAIT}` : "";
    const within = isWaiting ? this.limits.POLL_WITHIN : this.limits.FIRST_WITHIN;
    const began = this.now();
    try {
      const answer = await this.api.ask(`changes?after=${seq}${wait}`, { within, signal: control.signal });
      if (!this.#running) return;
      this.#way.answered(this.now() - began, answer.changes.length > 0);
      this.#up(false);
      if (answer.origin !== origin || answer.seq < seq) this.#tell({ type: "whole", ...answer, changes: undefined });
      else if (answer.changes.length) this.#tell({ type: "changes", changes: answer.changes });
      else this.#tell({ type: "beat" });
    } catch (error) {
      const type = error instanceof ApiError && { 401: "out", 403: "out", 404: "gone", 410: "gone" }[error.status];
      if (type) this.#final(type);
      else if (control.signal.reason !== "background") {
        this.#way.unanswered({ retryAfter: error.retryAfter });
        if (error instanceof ApiError || error instanceof Unreachable) this.#down();
        else throw error;
      }
    } finally {
      this.#control = null;
    }
  }
}
