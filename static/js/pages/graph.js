// Comfort for the graph: pan and zoom with mouse, touch, buttons and the keys + − 0 and the arrows.
import { about, fit, keyAction } from "../model/pan.js";

const box = document.getElementById("graph");
const drawing = box?.querySelector("svg");
const buttons = document.getElementById("graph-buttons");

const SMALLEST = 0.1;
const LARGEST = 6;

async function live() {
  const { default: Panzoom } = await import("@panzoom/panzoom");
  const natural = { width: drawing.viewBox.baseVal.width, height: drawing.viewBox.baseVal.height };
  drawing.setAttribute("width", natural.width);
  drawing.setAttribute("height", natural.height);
  box.classList.add("live");
  buttons.hidden = false;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const whole = () => fit(natural, { width: box.clientWidth, height: box.clientHeight });
  const first = whole();
  const pan = Panzoom(drawing, {
    startScale: first.scale,
    startX: first.x,
    startY: first.y,
    canvas: true,
    minScale: SMALLEST,
    maxScale: LARGEST,
    step: 0.25,
    animate: !still,
    duration: 160,
    cursor: "grab",
    origin: "0 0",
    excludeClass: "tm-none",
  });

  const all = () => {
    const { scale, x, y } = whole();
    pan.zoom(scale, { animate: false, force: true });
    pan.pan(x, y, { animate: false, force: true });
  };
  const zoomAbout = (factor, point = { x: box.clientWidth / 2, y: box.clientHeight / 2 }) => {
    const from = pan.getScale();
    const to = Math.min(LARGEST, Math.max(SMALLEST, from * factor));
    const { x, y } = about(point, pan.getPan(), from, to);
    pan.zoom(to, { animate: false, force: true });
    pan.pan(x, y, { animate: false, force: true });
  };
  // The same way on the screen at every scale.
  const move = (x, y) => pan.pan(x / pan.getScale(), y / pan.getScale(), { relative: true });
  const acts = {
    in: () => zoomAbout(1.3),
    out: () => zoomAbout(1 / 1.3),
    all,
    left: () => move(60, 0),
    right: () => move(-60, 0),
    up: () => move(0, 60),
    down: () => move(0, -60),
  };
  buttons.addEventListener("click", (event) => acts[event.target.closest("button")?.dataset.do]?.());
  box.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return; // plain wheel scrolls the page
    event.preventDefault();
    const frame = box.getBoundingClientRect();
    const point = { x: event.clientX - frame.left - box.clientLeft, y: event.clientY - frame.top - box.clientTop };
    zoomAbout(Math.exp(-Math.sign(event.deltaY) * 0.2), point);
  }, { passive: false });
  box.addEventListener("keydown", (event) => {
    const act = keyAction(event);
    if (!act) return;
    event.preventDefault();
    acts[act]();
  });
  // A touchpoint that gets the focus comes into view.
  drawing.addEventListener("focusin", (event) => {
    const frame = box.getBoundingClientRect();
    const node = event.target.getBoundingClientRect();
    if (node.left >= frame.left && node.right <= frame.right && node.top >= frame.top && node.bottom <= frame.bottom) return;
    const x = (frame.left + frame.width / 2 - node.left - node.width / 2) / pan.getScale();
    const y = (frame.top + frame.height / 2 - node.top - node.height / 2) / pan.getScale();
    pan.pan(x, y, { relative: true, force: true });
  });
  // A drag that ends on a touchpoint does not open it.
  let from = null;
  box.addEventListener("pointerdown", (event) => (from = [event.clientX, event.clientY]), true);
  box.addEventListener("click", (event) => {
    if (from && event.detail && Math.hypot(event.clientX - from[0], event.clientY - from[1]) > 6) event.preventDefault();
  }, true);
}

if (drawing && buttons) live().catch(() => box.classList.remove("live")); // without the library the box scrolls
