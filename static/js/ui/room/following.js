// Follows an open session: what the server tells of it as a signal, asked again when its mark has changed, and what is done.

import { computed, effect, signal } from "@preact/signals";
import { ApiError } from "../../live/api.js";
import { Asking } from "../../model/asking.js";
import { isCurrent } from "../../model/room/bar.js";
import { say } from "../said.js";
import { roomStream } from "./stream.js";

const PACE = 400; // ms after the last mark until it is asked; while they keep coming, some times as long
const TICK = 250; // ms

/**
 * @typedef {ReturnType<typeof followRoom>} Following
 */

/**
 * @param {import("../context.js").Editor} editor
 * @param {import("../../model/room/bar.js").Room} first  the answer that said that it is open
 * @param {() => void} ended  the session was closed
 */
export function followRoom({ session, ui, page }, first, ended) {
  const state = signal(first);
  const lost = signal(false);
  const busy = signal(false);
  const now = signal(first.now);
  let ahead = first.now - Date.now() / 1000; // seconds by which the server's clock is
  const ends = [];

  const take = (answer) => {
    lost.value = false;
    if (!isCurrent(answer, state.peek())) return;
    if (!answer.open) return stop();
    ahead = answer.now - Date.now() / 1000;
    now.value = answer.now;
    state.value = answer;
  };
  const asking = new Asking({
    ask: async (subject) => {
      const room = await session.api("room");
      return { origin: room.key ?? "", seq: 0, journey: subject, room }; // which of two is the newer is known by their keys
    },
    tell: ({ answer, failed }) => {
      if (answer) take(answer.room);
      if (failed) lost.value = true;
    },
    wait: PACE,
  });
  asking.about(page.workshop);
  const stream = roomStream(`/workshops/${encodeURIComponent(page.workshop)}/room/events`, {
    marked: (key) => key !== state.peek().key && asking.changed(),
    back: () => asking.changed(),
  });
  const look = () => {
    asking.look(!document.hidden);
    stream.look(!document.hidden);
    if (!document.hidden) asking.changed();
  };
  document.addEventListener("visibilitychange", look);
  ends.push(() => document.removeEventListener("visibilitychange", look));
  look();

  const isOff = computed(() => session.status.value.state === "offline");
  let wasOff = false;
  ends.push(
    effect(() => {
      const { value } = isOff;
      if (wasOff && !value) {
        stream.again();
        asking.again();
        asking.changed();
      }
      wasOff = value;
    }),
  );
  const running = computed(() => Boolean(state.value.step?.ends_at));
  ends.push(
    effect(() => {
      if (!running.value) return undefined;
      const timer = setInterval(() => (now.value = Math.floor(Date.now() / 1000 + ahead)), TICK);
      return () => clearInterval(timer);
    }),
  );

  function stop() {
    stream.close();
    asking.look(false);
    for (const end of ends.splice(0)) end();
    ended();
  }

  return {
    state,
    now,
    /** Whether what is shown may be old. */
    off: computed(() => lost.value || isOff.value),
    /** Whether something is being done: the next press waits for its answer, so that two are not taken for one more. */
    busy,
    /**
     * Does something with the room, and shows what came of it.
     * @param {string} path  below the room's address
     * @param {object} body
     * @returns {Promise<any>}  the answer; null when it was not done, and that was said
     */
    async send(path, body) {
      if (busy.peek()) return null;
      busy.value = true;
      try {
        const answer = await session.api(`room/${path}`, { method: "POST", body });
        take(answer);
        return answer;
      } catch (error) {
        const why = error instanceof ApiError ? `${error.message} ${error.todo}` : "Not done: the server cannot be reached. Try again when the connection is back.";
        say(ui, why.trim(), { bad: true });
        asking.changed();
        return null;
      } finally {
        busy.value = false;
      }
    },
  };
}
