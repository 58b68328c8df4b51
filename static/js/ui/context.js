// What every component of the editor reaches: the session, what this person sees of it, and the commands.

import { createContext } from "preact";
import { useContext } from "preact/hooks";

/**
 * @typedef {object} Editor
 * @property {import("../live/session.js").Session} session  the workshop, its people, what is on its way
 * @property {import("./state.js").UiState} ui  what this person has chosen to see, and where they are in it
 * @property {import("./commands.js").Commands} commands
 * @property {import("@preact/signals").ReadonlySignal<import("./shape.js").Shape>} shape  the map as it is shown
 * @property {import("@preact/signals").ReadonlySignal<Map<string, object[]>>} here  who is in which cell, by `lane|touchpoint`
 * @property {import("@preact/signals").ReadonlySignal<Map<string, object[]>>} torn  texts to choose between, by cell as well
 * @property {import("@preact/signals").ReadonlySignal<number>} longest  minutes of the longest waste, which bars are measured by
 * @property {import("@preact/signals").ReadonlySignal<Record<string, string>>} notes  the small lines under the lanes' names
 * @property {(touchpoint: string) => import("@preact/signals").ReadonlySignal<import("../model/map/ratings.js").Feeling>} feelings
 * @property {import("./doing/hand.js").Hand} hand  does what commands, dialogs and drags plan
 * @property {import("@preact/signals").ReadonlySignal<Set<string>>} vacant  keys of the lanes that hold nothing anywhere
 * @property {import("./readings.js").Readings} readings  what the server says of the journey: findings, figures, the drawing
 * @property {import("@preact/signals").Signal<import("./room/begin.js").RoomParts | null>} room  the open session; null while none is
 * @property {object} page  addresses and names that the server has given with the page
 */

export const EditorContext = createContext(/** @type {Editor | null} */ (null));

/** @returns {Editor} */
export function useEditor() {
  return useContext(EditorContext);
}
