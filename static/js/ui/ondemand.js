// Parts that are opened rarely: fetched when the page is idle, so that they are there without a network too.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";

/**
 * A module that comes later, and components that stand for its parts until then.
 * @param {() => Promise<Record<string, unknown>>} load
 */
export function later(load) {
  let parts = null;
  let coming = null;
  /** Fetches it; called again after a failure, it tries again. */
  const fetch = () => {
    coming ??= load().then(
      (found) => (parts = found),
      () => (coming = null),
    );
    return coming;
  };
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

export const { fetch: fetchParts, part: onDemand } = later(() => import("./rarely.js"));
