// Five faces to choose from: how somebody felt at a touchpoint.

import { html } from "htm/preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { signed } from "../../model/map/wording.js";
import { Floating } from "./floating.js";
import { FaceIcon } from "./marks.js";

const FACES = [
  [-2, "very bad"],
  [-1, "bad"],
  [0, "neutral"],
  [1, "good"],
  [2, "very good"],
];

/**
 * The faces beside an element; the focus goes to the middle one, and back when they close.
 * @param {{anchor: Element, label: string, onRate: (value: number) => void, onClose: () => void}} props
 */
export function Faces({ anchor, label, onRate, onClose }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  useLayoutEffect(() => {
    box.current.querySelectorAll("button")[2].focus();
    const away = (event) => {
      if (!box.current?.contains(event.target) && !anchor.contains(event.target)) onClose();
    };
    addEventListener("pointerdown", away, true);
    addEventListener("scroll", away, { capture: true, passive: true });
    return () => {
      removeEventListener("pointerdown", away, true);
      removeEventListener("scroll", away, { capture: true });
    };
  }, [anchor]);

  function keydown(event) {
    const buttons = [...box.current.querySelectorAll("button")];
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) buttons.at((buttons.indexOf(event.target) + step) % buttons.length).focus();
    else if (/^[1-5]$/.test(event.key)) rate(FACES[event.key - 1][0]);
    else if (event.key === "Escape") close();
    else if (event.key === "Tab") return close();
    else if (event.key === "Enter" || event.key === " ") return event.stopPropagation();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function close() {
    anchor.focus();
    onClose();
  }

  function rate(value) {
    close();
    onRate(value);
  }

  return html`<${Floating} anchor=${anchor} class="tm-faces" role="group" aria-label=${label} boxed=${(element) => (box.current = element)}
    onKeyDown=${keydown} onFocusIn=${(event) => event.stopPropagation()}>
    ${FACES.map(
      ([value, name]) =>
        html`<button type="button" key=${value} title=${`${signed(value)} ${name}`} aria-label=${`${signed(value)} ${name}`} onClick=${() => rate(value)}>
          <${FaceIcon} value=${value} size=${30} label="" />
        </button>`,
    )}
  </${Floating}>`;
}
