// What the server says about the journey that is looked at: places for it, which ui/graph/keeping.js fills when the page is idle.

import { signal } from "@preact/signals";

/**
 * @typedef {object} Told
 * @property {import("@preact/signals").Signal<any>} answer  as the API gives it; null while there is none
 * @property {import("@preact/signals").Signal<number>} at  when it came, ms
 * @property {import("@preact/signals").Signal<boolean>} slow  a newer one is long in coming
 * @property {import("@preact/signals").Signal<boolean>} failed  a newer one could not be had
 *
 * @typedef {ReturnType<typeof makeReadings>} Readings
 */

/** @returns {Told} */
const told = () => ({ answer: signal(null), at: signal(0), slow: signal(false), failed: signal(false) });

export function makeReadings() {
  return {
    /** GET …/reading: findings and figures */
    said: told(),
    /** GET …/graph: the drawing */
    drawn: told(),
    /** the list of findings that is open: of which touchpoint, "" all of them; null none is open */
    listed: signal(/** @type {string | null} */ (null)),
    /** the severity that is listed alone; "" all of them */
    severity: signal(""),
  };
}
