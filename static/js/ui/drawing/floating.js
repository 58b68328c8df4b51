// Something small over the page beside what it is about: a tip, or a few buttons. It lies above everything that scrolls or clips.

import { html } from "htm/preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

const GAP = 6; // CSS pixels between it and what it is about, and the edge of the window
const REST = 250; // ms that the pointer rests on something before its tip comes
const PATIENCE = 160; // ms that a tip waits for the pointer to come over to it

/**
 * A box beside an element: under it, over it where there is no room.
 * @param {{anchor: Element, class: string, children: any, [attribute: string]: any}} props  `boxed` is given the element
 */
export function Floating({ anchor, boxed, children, ...attributes }) {
  const box = useRef(null);
  useLayoutEffect(() => {
    const element = box.current;
    // A browser that knows no popovers shows it where the page's own layers are.
    if (element.showPopover && !element.matches(":popover-open")) element.showPopover();
    const [about, own] = [anchor.getBoundingClientRect(), element.getBoundingClientRect()];
    const left = about.left + about.width / 2 - own.width / 2;
    const below = about.bottom + GAP;
    const hasRoom = below + own.height <= innerHeight - GAP;
    element.style.left = `${Math.max(GAP, Math.min(innerWidth - own.width - GAP, left))}px`;
    element.style.top = `${hasRoom ? below : Math.max(GAP, about.top - GAP - own.height)}px`;
    boxed?.(element);
  }, [anchor]);
  return html`<div ref=${box} popover="manual" ...${attributes}>${children}</div>`;
}

/**
 * A tip that comes with the pointer or the focus, stays while the pointer is over it, and goes with Escape.
 * @returns {{tip: any, on: (text: () => any) => object}}  what is to be drawn, and the handlers of what has a tip
 */
export function useTip() {
  const [told, setTold] = useState(/** @type {{anchor: Element, text: any} | null} */ (null));
  const timer = useRef(0);
  const stay = () => clearTimeout(timer.current);
  const go = () => {
    stay();
    setTold(null);
  };
  const goSoon = () => {
    stay();
    timer.current = setTimeout(go, PATIENCE);
  };
  useLayoutEffect(() => {
    if (!told) return;
    const onKey = (event) => event.key === "Escape" && go();
    document.addEventListener("keydown", onKey);
    document.addEventListener("scroll", go, { capture: true, passive: true });
    return () => {
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("scroll", go, { capture: true });
    };
  }, [told]);
  useLayoutEffect(() => stay, []);
  const on = (text) => {
    const show = (anchor) => setTold({ anchor, text: text() });
    return {
      onPointerEnter({ currentTarget, pointerType, buttons }) {
        stay();
        if (pointerType !== "touch" && !buttons) timer.current = setTimeout(() => show(currentTarget), REST);
      },
      onPointerLeave: goSoon,
      onFocus: ({ currentTarget }) => currentTarget.matches(":focus-visible") && show(currentTarget),
      onBlur: go,
    };
  };
  const tip =
    told &&
    html`<${Floating} anchor=${told.anchor} class="tm-tip" aria-hidden="true" onPointerEnter=${stay} onPointerLeave=${goSoon}>
      ${told.text}
    </${Floating}>`;
  return { tip, on, hide: go };
}
