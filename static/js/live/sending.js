// The way up: what waits in the outbox goes to the server, one request at a time, again and again until it is answered.

import { ApiError, Unreachable } from "./api.js";
import { surface } from "./surfacing.js";

const MOST_LEAVING = 60_000; // bytes that browsers send for a page that is gone
const MOST_EDITS = 100;
const LOOK_EVERY = 5_000; // ms, in case a timer was lost while the machine slept

export class Sender {
  #timer = 0;
  #isSending = false;
  #stopped = false;

  /**
   * @param {object} means
   * @param {import("../model/client.js").Client} means.client
   * @param {import("./api.js").Api} means.api
   * @param {() => void} means.onChange  the status may be another one
   * @param {(left: {undo: number, redo: number, seq: number}) => void} [means.onLeft]  what the server says can be undone
   * @param {(error: ApiError) => void} [means.onRefused]  this browser is not let in any more, or there is no such workshop
   * @param {() => number} [means.now]  ms
   */
  constructor({ client, api, onChange, onLeft = () => {}, onRefused = () => {}, now = () => performance.now() }) {
    Object.assign(this, { client, api, onChange, onLeft, onRefused, now });
  }

  /** Something waits, or the server may be there again. */
  kick() {
    if (this.#stopped || this.#isSending) return;
    clearTimeout(this.#timer);
    if (!this.client.outbox.waiting.length) return;
    const delay = Math.min(this.client.outbox.delay(this.now()), LOOK_EVERY);
    if (delay > 0) this.#timer = setTimeout(() => this.kick(), delay);
    else this.#send();
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #send() {
    const request = this.client.next(this.now());
    if (!request) return;
    this.#isSending = true;
    this.onChange();
    try {
      const answer = await this.api.ask(request.to, { method: "POST", body: request.body });
      this.#answered(request, answer);
    } catch (error) {
      this.#failed(error);
    }
    this.#isSending = false;
    this.onChange();
    this.kick();
  }

  #answered(request, answer) {
    if (request.to === "edits") this.client.answered(answer.answers, this.now());
    else {
      this.client.answered([{ id: request.ids[0], change: answer }], this.now());
      if (answer.left) this.onLeft({ ...answer.left, seq: answer.seq });
    }
  }

  #failed(error) {
    if (error instanceof ApiError) {
      this.client.turnedAway(error.status, error.said, { now: this.now(), retryAfter: error.retryAfter });
      if ([401, 403, 404, 410].includes(error.status)) this.onRefused(error);
      return;
    }
    this.client.unreachable(this.now()); // an answer that cannot be understood is none, and what it was about is sent again
    if (!(error instanceof Unreachable)) surface(error);
  }

  /**
   * The page goes away: what waits is given to the browser to send without it, as far as that is allowed. It stays kept until
   * a page hears the answer, and the server does each edit once.
   */
  leave() {
    const request = leaving(this.client.outbox.waiting);
    if (!request) return;
    this.client.live.sent(request.ids);
    this.api.ask(request.to, { method: "POST", body: request.body, keepalive: true }).catch(() => {});
  }
}

/**
 * One request with as much as may be sent for a page that is gone: from the oldest on, in order, without a gap.
 * @param {import("../model/pending.js").Item[]} waiting
 * @returns {import("../model/outbox.js").Request | null}
 */
export function leaving(waiting) {
  const [first] = waiting;
  if (!first) return null;
  if (first.action) return { to: first.action, body: { id: first.id }, ids: [first.id] };
  const edits = [];
  let bytes = 12;
  for (const { edit } of waiting) {
    bytes += edit ? new TextEncoder().encode(JSON.stringify(edit)).length + 1 : Infinity;
    if (bytes > MOST_LEAVING || edits.length === MOST_EDITS) break;
    edits.push(edit);
  }
  return edits.length ? { to: "edits", body: { edits }, ids: edits.map(({ id }) => id) } : null;
}
