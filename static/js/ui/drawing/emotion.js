// The emotion curve over the columns of the map: faces that take a rating, and desired points that are moved like sliders.

import { html } from "htm/preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { emotionCurve } from "../../model/drawing/emotion.js";
import { signed } from "../../model/map/wording.js";
import { useTip } from "./floating.js";
import { still } from "./pulling.js";
import { Faces } from "./rating.js";
import { Shapes } from "./shapes.js";

const PAUSE = 700; // ms after the last key until a desired point is told
const LEAST = 12; // half of what a finger or an unsteady hand needs (WCAG 2.5.8)
const START = 1; // where a desired point begins that nobody has set
const STEPS = { ArrowUp: 0.1, ArrowRight: 0.1, ArrowDown: -0.1, ArrowLeft: -0.1, PageUp: 1, PageDown: -1, Home: -4, End: 4 };

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
  const [moved, setMoved] = useState(/** @type {{place: number, value: number} | null} */ (null));
  const [rated, setRated] = useState(/** @type {{state: "current" | "desired", place: number, anchor: Element} | null} */ (null));
  const [stop, setStop] = useState(0); // the column that has the focus when one comes by Tab
  const { tip, on, hide } = useTip();
  const svg = useRef(null);
  const shown = useMemo(
    () => feelings.map((one, place) => (place === moved?.place ? { ...one, desired: moved.value } : one)),
    [feelings, moved],
  );
  const curve = useMemo(
    () => emotionCurve({ columns, feelings: shown, height, stages, values, words }),
    [columns, shown, height, String(stages), values, words],
  );
  const ground = useMemo(() => html`<${Shapes} of=${curve.ground} />`, [columns, height, String(stages), values]);
  const sliding = useSliding({ feelings, touchpoints, moved, setMoved, onRate });
  const at = touchpoints[stop] ? stop : touchpoints.findIndex(Boolean);
  const kept = useRef(/** @type {Map<string, {key: string, node: any}>} */ (new Map()));

  /** A point as it was drawn last, unless something about it has changed: a change redraws one point and not 120. */
  function point(state, touchpoint, place, make) {
    if (!touchpoint) return null;
    const { x, y, desired } = curve.points[place];
    const isOpen = rated?.state === state && rated.place === place;
    const { words: said, desired: wish, shared } = shown[place];
    const own = state === "current" ? [y, said] : [desired, wish, shared, moved?.place === place];
    const key = [touchpoint.id, touchpoint.number, touchpoint.name, x, height, values, place === at, isOpen, ...own].join("|");
    const name = `${state} ${place}`;
    if (kept.current.get(name)?.key !== key) kept.current.set(name, { key, node: make(touchpoint, place) });
    return kept.current.get(name).node;
  }

  /** Goes to the same kind of point at the next touchpoint. */
  function keydown(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const [state, place] = (event.target.dataset?.point ?? "").split(" ");
    if (!step || (state === "desired") !== event.ctrlKey || event.altKey || event.metaKey) return;
    let next = Number(place) + step;
    while (touchpoints[next] === null) next += step;
    svg.current.querySelector(`[data-point="${state} ${next}"]`)?.focus();
    event.preventDefault();
    event.stopPropagation();
  }

  const pointing = (state, place) => ({
    "data-point": `${state} ${place}`,
    "data-lane": "emotion",
    "data-touchpoint": touchpoints[place].id,
    tabindex: place === at ? 0 : -1,
    onFocusIn: () => setStop(place),
  });

  /** A point that takes one more rating. */
  const button = (state, place, { said, label, tell, y, r }) => {
    const rate = (event) => {
      hide();
      setRated({ state, place, anchor: event.currentTarget });
    };
    const isOpen = rated?.state === state && rated.place === place;
    return html`<g
      key=${`${state} ${touchpoints[place].id}`}
      class=${state === "current" ? "tm-today" : "tm-wish shared"}
      role="button"
      aria-haspopup="true"
      aria-expanded=${String(isOpen)}
      aria-label=${`${label}: ${said}. Add a rating`}
      onClick=${rate}
      onKeyDown=${(event) => isPress(event) && rate(event)}
      ...${pointing(state, place)}
      ...${on(() => html`<b dir="auto">${tell}</b><span>${said}</span><span>Press to add a rating</span>`)}
    >
      <circle class="tm-hit" cx=${curve.points[place].x} cy=${y} r=${r} fill="#0000" />
    </g>`;
  };

  const face = (touchpoint, place) => {
    const label = `${touchpoint.number} ${touchpoint.name}`;
    const y = curve.points[place].y ?? curve.yOf(0);
    return button("current", place, { said: feelings[place].words ?? "", label, tell: label, y, r: Math.max(LEAST, curve.radius) });
  };

  const wish = (touchpoint, place) => {
    const { desired: now, shared } = shown[place];
    const { x, desired } = curve.points[place];
    const said = now === null ? "not set" : signed(now);
    const label = `Desired emotion at ${touchpoint.number} ${touchpoint.name}`;
    if (shared) return button("desired", place, { said: `median ${said}`, label, tell: "Desired", y: desired, r: LEAST });
    return html`<g
      key=${`desired ${touchpoint.id}`}
      class=${`tm-wish${now === null ? " unset" : ""}${moved?.place === place ? " moved" : ""}`}
      role="slider"
      aria-orientation="vertical"
      aria-valuemin="-2"
      aria-valuemax="2"
      aria-valuenow=${now ?? START}
      aria-valuetext=${said}
      aria-label=${label}
      ...${pointing("desired", place)}
      ...${on(() => html`<b>Desired ${said}</b><span>Drag it up or down</span>`)}
      ...${sliding(place, (y) => curve.valueAt(y - svg.current.getBoundingClientRect().top), hide)}
    >
      <rect class="tm-hit" x=${x - LEAST} y=${(desired ?? curve.yOf(START)) - LEAST} width=${2 * LEAST} height=${2 * LEAST} rx=${LEAST} fill="#0000" />
      ${now === null && html`<circle class="tm-ghost" cx=${x} cy=${curve.yOf(START)} r="3" />`}
      ${moved?.place === place && html`<text class="tm-value" x=${x + LEAST + 4} y=${desired + 4}>${said}</text>`}
    </g>`;
  };

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
      ${onRate && touchpoints.map((one, place) => point("current", one, place, face))}
      ${onRate && touchpoints.map((one, place) => point("desired", one, place, wish))}
    </svg>
    ${tip}
    ${rated &&
    touchpoints[rated.place] &&
    html`<${Faces}
      anchor=${rated.anchor}
      label=${`How it ${rated.state === "current" ? "feels" : "should feel"} at ${touchpoints[rated.place].number} ${touchpoints[rated.place].name}`}
      onRate=${(value) => onRate(touchpoints[rated.place].id, rated.state, value)}
      onClose=${() => setRated(null)}
    />`}
  </div>`;
}

function isPress(event) {
  if (event.key !== "Enter" && event.key !== " ") return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}

const onScale = (value) => Math.max(-2, Math.min(2, Math.round(value * 10) / 10));

/**
 * The handlers of a desired point: dragged, or stepped with keys; told when it is let go, left, or rests a while. Escape puts
 * it back.
 */
function useSliding({ feelings, touchpoints, moved, setMoved, onRate }) {
  const timer = useRef(0);
  const held = useRef(-1); // the pointer that drags
  const now = useRef(/** @type {any} */ (null));
  now.current = { moved, tell, feelings };
  useEffect(() => () => now.current.tell(), []); // a point that goes away is told

  function tell() {
    clearTimeout(timer.current);
    const last = now.current.moved;
    if (!last) return;
    now.current.moved = null;
    setMoved(null);
    if (touchpoints[last.place] && last.value !== feelings[last.place].desired)
      onRate(touchpoints[last.place].id, "desired", last.value);
  }

  function move(place, value) {
    clearTimeout(timer.current);
    now.current.moved = { place, value: onScale(value) };
    setMoved(now.current.moved);
  }

  function putBack() {
    clearTimeout(timer.current);
    now.current.moved = null;
    setMoved(null);
  }

  return (place, valueAt, hide) => ({
    onPointerDown(event) {
      if (event.button || !event.isPrimary) return;
      event.preventDefault();
      event.currentTarget.focus({ preventScroll: true });
      hide();
      event.currentTarget.setPointerCapture(event.pointerId);
      held.current = event.pointerId;
    },
    onPointerMove(event) {
      if (event.currentTarget.hasPointerCapture(event.pointerId)) move(place, valueAt(event.clientY));
    },
    onTouchMove: still,
    onPointerUp: () => now.current.tell(),
    onPointerCancel: putBack,
    onFocusOut: () => now.current.tell(),
    onKeyDown(event) {
      const step = STEPS[event.key];
      if (event.key === "Escape") {
        if (!now.current.moved) return;
        if (event.currentTarget.hasPointerCapture(held.current)) event.currentTarget.releasePointerCapture(held.current);
        putBack();
      } else if (event.key === "Enter") {
        now.current.tell();
      } else if (step && !event.ctrlKey && !event.altKey && !event.metaKey) {
        const from = now.current.moved?.value ?? now.current.feelings[place].desired;
        move(place, from === null ? START : from + step);
        timer.current = setTimeout(() => now.current.tell(), PAUSE);
      } else return;
      event.preventDefault();
      event.stopPropagation();
    },
  });
}
