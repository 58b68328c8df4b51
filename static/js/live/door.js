// When this browser is not let in any more, or the workshop is gone: looks now and then whether that has changed.

import { ApiError } from "./api.js";
import { GONE, OUT } from "./standing.js";

const LOOK_EVERY = 15_000; // ms

export class Door {
  #timer = 0;
  #isLooking = false;
  /** @type {import("../model/outbox.js").Trouble | null} */
  #trouble = null;

  /**
   * @param {object} means
   * @param {() => Promise<{actor: string, by: string, form_key: string}>} means.session  asks who this browser is
   * @param {() => Promise<object>} means.snapshot  asks for the workshop
   * @param {() => void} means.onShut
   * @param {(found: {session?: object, snapshot?: object}) => void} means.onOpen
   */
  constructor({ session, snapshot, onShut, onOpen }) {
    Object.assign(this, { session, snapshot, onShut, onOpen });
  }

  /** Why nothing gets through; null when the door is open. */
  get trouble() {
    return this.#trouble;
  }

  /** @param {"out" | "gone"} why */
  shut(why) {
    const trouble = why === "out" ? OUT : GONE;
    if (this.#trouble === trouble) return;
    this.#trouble = trouble;
    this.#plan();
    this.onShut();
  }

  /** Looks at once, as when the person comes back to the page. */
  async look() {
    if (!this.#trouble || this.#isLooking) return;
    clearTimeout(this.#timer);
    this.#isLooking = true;
    try {
      const session = await this.session();
      const snapshot = this.#trouble === GONE ? await this.snapshot() : undefined;
      this.#trouble = null;
      this.onOpen({ session, snapshot });
    } catch (error) {
      if (error instanceof ApiError && this.#trouble === OUT && error.status === 404) this.shut("gone");
      if (error instanceof ApiError && this.#trouble === GONE && error.status === 403) this.shut("out");
    }
    this.#isLooking = false;
    if (this.#trouble) this.#plan();
  }

  stop() {
    clearTimeout(this.#timer);
    this.#trouble = null;
  }

  #plan() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.look(), LOOK_EVERY);
  }
}
