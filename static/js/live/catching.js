// Catching up: what the stream has not told is asked for, after a moment in which it mostly comes by itself.

import { ApiError } from "./api.js";

const PATIENCE = 200; // ms
const FIRST_DELAY = 1_000; // ms
const LONGEST_DELAY = 20_000;

export class Catching {
  #timer = 0;
  #isAsking = false;
  #tries = 0;
  #stopped = false;

  /**
   * @param {object} means
   * @param {import("../model/client.js").Client} means.client
   * @param {import("./api.js").Api} means.api
   * @param {(error: ApiError) => void} [means.onRefused]  this browser is not let in, or there is no such workshop
   * @param {() => void} [means.onWhole]  the workshop was taken anew
   */
  constructor({ client, api, onRefused = () => {}, onWhole = () => {} }) {
    Object.assign(this, { client, api, onRefused, onWhole });
  }

  /** Something was told: looks whether anything is missing. */
  look() {
    if (this.#timer || this.#isAsking || this.#stopped || !this.client.live.wants) return;
    this.#later(PATIENCE, this.client.live.seq);
  }

  /** The server can be reached again. */
  hurry() {
    this.#tries = 0;
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.look();
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #later(delay, seq) {
    this.#timer = setTimeout(() => {
      this.#timer = 0;
      const isMoving = this.client.live.seq > seq; // the stream is at it
      if (isMoving) this.look();
      else this.#ask();
    }, delay);
  }

  async #ask() {
    const wants = this.client.live.wants;
    if (!wants || this.#stopped) return;
    this.#isAsking = true;
    try {
      if (wants.snapshot) {
        this.client.replace(await this.api.ask("snapshot"));
        this.onWhole();
      } else this.client.caughtUp(await this.api.ask(`changes?after=${wants.after}`), wants.after);
      this.#tries = 0;
    } catch (error) {
      if (error instanceof ApiError && [401, 403, 404, 410].includes(error.status)) this.onRefused(error);
      this.#tries = Math.min(this.#tries + 1, 10);
    }
    this.#isAsking = false;
    if (!this.#tries) this.look();
    else if (!this.#timer && !this.#stopped) this.#later(delayFor(this.#tries), Infinity);
  }
}

/** Milliseconds before another try, after so many in vain. */
export function delayFor(tries) {
  return Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (tries - 1));
}
