// What comes after the map: fetched by itself or when it is asked for, and tried again until it is there.

import { signal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";

const PAUSE = 1000; // ms until what could not be fetched is tried again; then twice as long each time
const LONGEST = 30_000;
const PATIENCE = 60_000; // ms for one file
const SHORT = 300; // ms of waiting that nobody is told of

/** What is said of a part that could not be fetched; a server that is newer than the page does not have it any more. */
export const MISSING = "This part could not be fetched yet. It is tried again and comes by itself; if it does not, load the page anew: nothing is lost by that.";

/** The files that this browser has got. */
const got = new Set();

/**
 * A module that comes later, and components that stand for its parts until then.
 * @template {Record<string, unknown>} Module
 * @param {string} name  its file's, by which the page knows its bundles
 * @param {() => Promise<Module>} load
 */
export function later(name, load) {
  let parts = null;
  let coming = null;
  /** Whether it could not be fetched so far. */
  const missing = signal(false);
  const tried = async () => {
    for (let wait = PAUSE; ; wait = Math.min(2 * wait, LONGEST)) {
      try {
        await get(filesOf(name));
        parts = await load();
        missing.value = false;
        return parts;
      } catch (error) {
        if (!isGone(error)) throw error;
        missing.value = true;
        await paused(wait);
      }
    }
  };
  /** Fetches it, once, however often it is called. @returns {Promise<Module>} */
  const fetched = () => (coming ??= tried());
  /**
   * A component that stands for one of its parts by its name.
   * @param {string} name
   * @param {import("preact").ComponentType<{words: string}>} [Wait]  what is shown when it does not come at once, with what to say
   */
  const part = (name, Wait) =>
    function OnDemand(props) {
      const [isLong, again] = useState(0);
      useEffect(() => {
        if (parts) return undefined;
        const timer = setTimeout(again, SHORT, 1);
        fetched().then(() => again(2));
        return () => clearTimeout(timer);
      }, []);
      const Part = parts?.[name];
      if (Part) return html`<${Part} ...${props} />`;
      return Wait && isLong ? html`<${Wait} words=${missing.value ? MISSING : "Fetching…"} />` : null;
    };
  return { fetch: fetched, part, missing };
}

/** The addresses of a module's bundles, as the page tells them; none where it does not. @returns {string[]} */
function filesOf(name) {
  return JSON.parse(document.getElementById("editor")?.dataset.parts ?? "{}")[name] ?? [];
}

/**
 * Gets files, all at once, so that a module that is imported then is there: Firefox never tries again what an import could
 * not fetch once. They may be kept by the browser, so that they come only once.
 * @param {string[]} files
 */
async function get(files) {
  const one = async (file) => {
    const answer = await fetch(file, { signal: AbortSignal.timeout(PATIENCE) });
    // A network that wants something first answers with a page of its own.
    if (!answer.ok || !answer.headers.get("content-type")?.includes("javascript")) throw new TypeError(`${answer.status}`);
    await answer.arrayBuffer();
    got.add(file);
  };
  await Promise.all(files.filter((file) => !got.has(file)).map(one));
}

/** Whether a module could not be fetched; a fault in it stays one. Browsers say that by the kind of error only. */
function isGone(error) {
  return error instanceof TypeError || error.name === "TimeoutError";
}

/** Waits, but not longer than until the network is back. */
function paused(ms) {
  return new Promise((done) => {
    setTimeout(done, ms);
    globalThis.addEventListener?.("online", done, { once: true });
  });
}

/** What people can do with the map, without a network too: it comes by itself. */
export const { fetch: fetchRest, part: onDemand, missing: missingRest } = later("afterwards", () => import("./afterwards.js"));

/** What is drawn and said by the server, which nobody sees without it: it comes when it is asked for. */
export const { part: ofGraph } = later("beside", () => import("./graph/beside.js"));
