// What comes after the map: fetched once it is drawn, so that it is there without a network too, and tried again until it is.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";

const PAUSE = 1000; // ms until what could not be fetched is tried again; then twice as long each time
const LONGEST = 30_000;

/**
 * A module that comes later, and components that stand for its parts until then.
 * @template {Record<string, unknown>} Module
 * @param {() => Promise<Module>} load
 * @param {(ms: number) => Promise<unknown>} [pause]
 */
export function later(load, pause = paused) {
  let parts = null;
  let coming = null;
  const tried = async () => {
    for (let wait = PAUSE; ; wait = Math.min(2 * wait, LONGEST)) {
      try {
        return (parts = await load());
      } catch (error) {
        if (!isGone(error)) throw error;
        await pause(wait);
      }
    }
  };
  /** Fetches it, once, however often it is called. @returns {Promise<Module>} */
  const fetch = () => (coming ??= tried());
  /** A component that stands for one of its parts by its name. */
  const part = (name) =>
    function OnDemand(props) {
      const [, again] = useState(0);
      useEffect(() => void (parts || fetch().then(() => again(1))), []);
      const Part = parts?.[name];
      return Part ? html`<${Part} ...${props} />` : null;
    };
  return { fetch, part };
}

/** Whether a module could not be fetched; a fault in it stays one. Browsers say that by the kind of error only. */
function isGone(error) {
  return error instanceof TypeError;
}

/** Waits, but not longer than until the network is back. */
function paused(ms) {
  return new Promise((done) => {
    setTimeout(done, ms);
    globalThis.addEventListener?.("online", done, { once: true });
  });
}

export const { fetch: fetchRest, part: onDemand } = later(() => import("./afterwards.js"));
