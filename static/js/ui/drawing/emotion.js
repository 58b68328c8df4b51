// The emotion curve over the columns of the map: faces that take a rating, and desired points that are moved like sliders.

import { html } from "htm/preact";
import { useMemo, useRef, useState } from "preact/hooks";
import { emotionCurve } from "../../model/drawing/emotion.js";
import { onDemand } from "../ondemand.js";
import { useTip } from "./floating.js";
import { Rateable, Wish } from "./points.js";
import { Shapes } from "./shapes.js";
import { useSliding } from "./sliding.js";

const Faces = onDemand("Faces");

/**
 * @typedef {import("../../model/drawing/emotion.js").Feeling & {words?: string, shared?: boolean}} Felt  words: all of it in a
 *   sentence; shared: what is desired was rated by people, so that it takes one more rating and is not moved
 *
 * @typedef {object} CurveProps
 * @property {string} label  what it is, for those who hear the page
 * @property {{x: number, width: number}[]} columns
 * @property {({id: string, number: number, name: string} | null)[]} touchpoints  for each column; null where it stands for
 *   several and cannot be rated
 * @property {Felt[]} feelings  for each column
 * @property {number} height  CSS pixels
 * @property {number[]} [stages]  for each column, from 0
 * @property {boolean} [values]  whether medians are written
 * @property {{moment: string, none: string}} [words]
 * @property {(touchpoint: string, state: "current" | "desired", value: number) => void} [onRate]  left out: to look at only
 */

/** @param {CurveProps} props */
export function EmotionCurve(props) {
  const { label, columns, touchpoints, feelings, height, stages, values = true, words, onRate } = props;
  const [rated, setRated] = useState(/** @type {{state: "current" | "desired", id: string, anchor: Element} | null} */ (null));
  const [stop, setStop] = useState(""); // the touchpoint that has the focus when one comes by Tab
  const tips = useTip();
  const svg = useRef(null);
  const kept = useRef(/** @type {Map<string, {key: string, node: any}>} */ (new Map()));
  const wishOf = (id) => feelings[touchpoints.findIndex((one) => one?.id === id)]?.desired;
  const { moved, sliding } = useSliding({ wishOf, hide: tips.hide, tell: (id, value) => onRate(id, "desired", value) });
  const shown = useMemo(
    () => feelings.map((one, place) => (moved && touchpoints[place]?.id === moved.id ? { ...one, desired: moved.value } : one)),
    [feelings, touchpoints, moved],
  );
  const curve = useMemo(
    () => emotionCurve({ columns, feelings: shown, height, stages, values, words }),
    [columns, shown, height, String(stages), values, words],
  );
  const ground = useMemo(() => html`<${Shapes} of=${curve.ground} />`, [columns, height, String(stages), values]);
  const there = touchpoints.filter(Boolean);
  const at = there.find(({ id }) => id === stop) ?? there[0];
  const about = there.find(({ id }) => id === rated?.id);

  /** A point as it was drawn last, unless something about it has changed: a change redraws one point and not 120. */
  function point(state, touchpoint, place) {
    if (!touchpoint) return null;
    const { id, number, name } = touchpoint;
    const { words: said = "", desired: value, shared } = shown[place];
    const { x, y, desired } = curve.points[place];
    const isOpen = rated?.state === state && rated.id === id;
    const given = { id, number, name, x, stop: touchpoint === at, isOpen, radius: curve.radius, none: curve.yOf(0) };
    if (state === "current") Object.assign(given, { y, said });
    else Object.assign(given, { y: desired, value, shared, isMoved: moved?.id === id, start: curve.yOf(1) });
    const key = Object.values(given).join("|");
    const is = kept.current.get(`${state} ${id}`);
    if (is?.key === key) return is.node;
    const rate = (event) => {
      tips.hide();
      setRated({ state, id, anchor: event.currentTarget });
    };
    const valueAt = (clientY) => curve.valueAt(clientY - svg.current.getBoundingClientRect().top);
    const part = state === "current" || shared ? Rateable : Wish;
    const node = html`<${part} key=${`${state} ${id}`} state=${state} ...${given} on=${tips.on} onRate=${rate} onStop=${setStop} sliding=${sliding} valueAt=${valueAt} />`;
    kept.current.set(`${state} ${id}`, { key, node });
    return node;
  }

  /** Goes to the same kind of point at the next touchpoint. */
  function keydown(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const { point: state, touchpoint } = event.target.dataset ?? {};
    if (!step || !state || (state === "desired") !== event.ctrlKey || event.altKey || event.metaKey) return;
    const next = there[there.findIndex(({ id }) => id === touchpoint) + step];
    if (next) svg.current.querySelector(`[data-point="${state}"][data-touchpoint="${CSS.escape(next.id)}"]`).focus();
    event.preventDefault();
    event.stopPropagation();
  }

  // Keys are heard by the box around the SVG, as in line.js.
  return html`<div onKeyDown=${keydown}>
    <svg
      ref=${svg}
      class="tm-emotion live"
      role="group"
      aria-label=${label}
      viewBox=${`0 0 ${curve.width} ${height}`}
      width=${curve.width}
      height=${height}
      font-size="12"
    >
      <g aria-hidden="true">${ground}<${Shapes} of=${curve.drawn} /></g>
      ${onRate && touchpoints.map((one, place) => point("current", one, place))}
      ${onRate && touchpoints.map((one, place) => point("desired", one, place))}
    </svg>
    ${tips.tip}
    ${about &&
    html`<${Faces}
      anchor=${rated.anchor}
      label=${`How it ${rated.state === "current" ? "feels" : "should feel"} at ${about.number} ${about.name}`}
      onRate=${(value) => onRate(about.id, rated.state, value)}
      onClose=${() => setRated(null)}
    />`}
  </div>`;
}
