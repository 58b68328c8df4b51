// A picture that is moved and zoomed with mouse, finger, buttons and keys, and that stays where it is when it is drawn anew.

import { about, fit, gripOf, keyAction } from "../../model/pan.js";

const SMALLEST = 0.1;
const LARGEST = 6;
const STEP = 60; // CSS pixels
const CLICK = 6; // CSS pixels that a pointer may go and still mean a click

export class Panning {
  #box;
  #sheet;
  #scale = 1;
  #place = { x: 0, y: 0 }; // in the picture's own pixels
  #fingers = new Map(); // where the pointers are that are down, by their ids
  #ending = new AbortController();
  #size = { width: 1, height: 1 };
  #isWhole = true;
  #watch;

  /**
   * @param {HTMLElement} box  what is looked through
   * @param {HTMLElement} sheet  what lies in it, and is never replaced
   */
  constructor(box, sheet) {
    this.#box = box;
    this.#sheet = sheet;
    this.#listen();
    // A box that changes its size shows all of the picture as long as nobody has chosen a part of it.
    this.#watch = new ResizeObserver(() => this.#isWhole && this.whole());
    this.#watch.observe(box);
  }

  /** Ends it. */
  end() {
    this.#watch.disconnect();
    this.#ending.abort();
  }

  /** The picture's own size; without a part that somebody has chosen, all of it is shown. @param {{width: number, height: number}} size */
  set size(size) {
    this.#size = size;
    if (this.#isWhole) this.whole();
  }

  /** Whether all of the picture is shown, because nobody has chosen a part of it. */
  get isWhole() {
    return this.#isWhole;
  }

  /** Shows all of it. */
  whole() {
    if (!this.#box.clientWidth) return;
    const { scale, x, y } = fit(this.#size, { width: this.#box.clientWidth, height: this.#box.clientHeight });
    this.#put(scale, x, y);
    this.#isWhole = true;
  }

  /** Zooms about a point of the box, its middle if none is given. */
  zoom(factor, point = { x: this.#box.clientWidth / 2, y: this.#box.clientHeight / 2 }) {
    const from = this.#scale;
    const to = Math.min(LARGEST, Math.max(SMALLEST, from * factor));
    const { x, y } = about(point, this.#place, from, to);
    this.#put(to, x, y);
  }

  /** Moves it so many CSS pixels of the screen, the same way at every scale. */
  move(x, y) {
    this.#put(this.#scale, this.#place.x + x / this.#scale, this.#place.y + y / this.#scale);
  }

  /** Brings an element into sight, if it is not. @param {Element} element */
  reveal(element) {
    const frame = this.#box.getBoundingClientRect();
    const place = element.getBoundingClientRect();
    const isSeen = place.left >= frame.left && place.right <= frame.right && place.top >= frame.top && place.bottom <= frame.bottom;
    if (!isSeen) this.move(frame.left + frame.width / 2 - place.left - place.width / 2, frame.top + frame.height / 2 - place.top - place.height / 2);
  }

  /** Does what a key means here; whether it means anything. @param {KeyboardEvent} event */
  press(event) {
    const act = keyAction(event);
    if (!act) return false;
    const acts = {
      in: () => this.zoom(1.3),
      out: () => this.zoom(1 / 1.3),
      all: () => this.whole(),
      left: () => this.move(STEP, 0),
      right: () => this.move(-STEP, 0),
      up: () => this.move(0, STEP),
      down: () => this.move(0, -STEP),
    };
    acts[act]();
    return true;
  }

  #put(scale, x, y) {
    this.#scale = scale;
    this.#place = { x, y };
    this.#sheet.style.transform = `scale(${scale}) translate(${x}px, ${y}px)`;
    this.#isWhole = false;
  }

  /** One pointer moves the picture, two zoom it about the middle between them. */
  #drag() {
    const box = this.#box;
    const { signal } = this.#ending;
    box.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault(); // the press selects no text and takes no focus; menus hear of it and close
      this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    });
    // Not captured: a click is still on what lies under it.
    const move = (event) => {
      if (!event.buttons) this.#fingers.delete(event.pointerId); // it was let go where nobody could see it
      if (!this.#fingers.has(event.pointerId)) return;
      const before = gripOf([...this.#fingers.values()]);
      this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      const after = gripOf([...this.#fingers.values()]);
      const isWhole = this.#isWhole && !before.spread; // a press that goes hardly anywhere chooses no part of the picture
      if (before.spread) this.zoom(after.spread / before.spread, this.#within(before));
      this.move(after.x - before.x, after.y - before.y);
      this.#isWhole = isWhole;
    };
    const up = (event) => this.#fingers.delete(event.pointerId);
    addEventListener("pointermove", move, { signal });
    addEventListener("pointerup", up, { signal });
    addEventListener("pointercancel", up, { signal });
  }

  /** A point of the window as one of the box. */
  #within({ x, y }) {
    const frame = this.#box.getBoundingClientRect();
    return { x: x - frame.left - this.#box.clientLeft, y: y - frame.top - this.#box.clientTop };
  }

  #listen() {
    const box = this.#box;
    this.#drag();
    box.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return; // plain wheel scrolls what is around
      event.preventDefault();
      this.zoom(Math.exp(-Math.sign(event.deltaY) * 0.2), this.#within({ x: event.clientX, y: event.clientY }));
    }, { passive: false });
    box.addEventListener("dragstart", (event) => event.preventDefault()); // a touchpoint is a link: the browser would carry it away
    // A drag that ends on a touchpoint does not open it; a press that goes nowhere chooses no part of the picture.
    let from = null;
    box.addEventListener("pointermove", ({ buttons, clientX, clientY }) => {
      if (buttons && from && Math.hypot(clientX - from[0], clientY - from[1]) > CLICK) this.#isWhole = false;
    });
    box.addEventListener("pointerdown", ({ clientX, clientY }) => (from = [clientX, clientY]), true);
    box.addEventListener("click", (event) => {
      if (!from || !event.detail || Math.hypot(event.clientX - from[0], event.clientY - from[1]) <= CLICK) return;
      event.preventDefault();
      event.stopPropagation();
    }, true);
  }
}
