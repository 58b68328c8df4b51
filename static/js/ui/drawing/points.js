// The points of the emotion curve that can be pressed or moved: they lie over its picture and are seen only by their rings.

import { html } from "htm/preact";
import { signed } from "../../model/map/wording.js";

const LEAST = 12; // half of what a finger or an unsteady hand needs (WCAG 2.5.8)
/** Where a desired point begins that nobody has set. */
export const START = 1;

/**
 * @typedef {object} PointProps
 * @property {"current" | "desired"} state
 * @property {string} id  the touchpoint's
 * @property {number} number
 * @property {string} name
 * @property {number} x  CSS pixels
 * @property {number | null} y  null where nobody has rated
 * @property {number} none  the height at which that is said
 * @property {number} radius  of the faces
 * @property {boolean} stop  whether it has the focus when one comes by Tab
 * @property {(text: () => any) => object} on  the handlers of its tip
 * @property {(id: string) => void} onStop
 */

const pointing = ({ state, id, stop, onStop }) => ({
  "data-point": state,
  "data-lane": "emotion",
  "data-touchpoint": id,
  "data-f": `felt ${state}|${id}`, // by which the focus finds it when the curve moves to another cell
  tabindex: stop ? 0 : -1,
  onFocusIn: () => onStop(id),
});

/**
 * A point that takes one more rating: today's face, or what several people desire.
 * @param {PointProps & {said?: string, value?: number, isOpen: boolean, onRate: (event: Event) => void}} props
 */
export function Rateable(props) {
  const { state, number, name, x, y, none, radius, value, isOpen, on, onRate } = props;
  const isToday = state === "current";
  const who = `${number} ${name}`;
  const said = isToday ? props.said : `median ${signed(value)}`;
  const keydown = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    onRate(event);
  };
  return html`<g
    class=${isToday ? "tm-today" : "tm-wish shared"}
    role="button"
    aria-haspopup="true"
    aria-expanded=${String(isOpen)}
    aria-label=${`${isToday ? "" : "Desired emotion at "}${who}: ${said}. Add a rating`}
    onClick=${onRate}
    onKeyDown=${keydown}
    ...${pointing(props)}
    ...${on(() => html`<b dir="auto">${isToday ? who : "Desired"}</b><span>${said}</span><span>Press to add a rating</span>`)}
  >
    <circle class="tm-hit" cx=${x} cy=${y ?? none} r=${isToday ? Math.max(LEAST, radius) : LEAST} fill="#0000" />
  </g>`;
}

/**
 * What is desired, as a slider.
 * @param {PointProps & {value: number | null, start: number, isMoved: boolean, valueAt: (clientY: number) => number,
 *   sliding: (id: string, valueAt: (clientY: number) => number) => object}} props  start: the height at which it begins
 */
export function Wish(props) {
  const { id, number, name, x, y, value, start, isMoved, on, sliding, valueAt } = props;
  const isSet = value !== null;
  const said = isSet ? signed(value) : "not set";
  return html`<g
    class=${`tm-wish${isMoved ? " moved" : ""}`}
    role="slider"
    aria-orientation="vertical"
    aria-valuemin="-2"
    aria-valuemax="2"
    aria-valuenow=${value ?? START}
    aria-valuetext=${said}
    aria-label=${`Desired emotion at ${number} ${name}`}
    ...${pointing(props)}
    ...${on(() => html`<b>Desired ${said}</b><span>Drag it up or down</span>`)}
    ...${sliding(id, valueAt)}
  >
    <circle class="tm-hit" cx=${x} cy=${y ?? start} r=${LEAST} fill="#0000" />
    ${!isSet && html`<circle class="tm-ghost" cx=${x} cy=${start} r="3" />`}
    ${isMoved && html`<text class="tm-value" x=${x + LEAST + 4} y=${y + 4}>${said}</text>`}
  </g>`;
}
