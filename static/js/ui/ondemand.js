// Parts that are opened rarely: fetched when the page is idle, so that they are there without a network too.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";

let parts = null;
let coming = null;

/** Fetches them; called again after a failure, it tries again. */
export function fetchParts() {
  coming ??= import("./rarely.js").then(
    (found) => (parts = found),
    () => (coming = null),
  );
  return coming;
}

/** A component that stands for one of them by its name. */
export function onDemand(name) {
  return function OnDemand(props) {
    const [, again] = useState(0);
    useEffect(() => void (parts || fetchParts().then(() => again(1))), []);
    const Part = parts?.[name];
    return Part ? html`<${Part} ...${props} />` : null;
  };
}
