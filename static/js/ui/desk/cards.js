// The notes as cards: one tab stop, arrow keys, marks, and what is done with those that are chosen.

import { nearest } from "../../model/nearest.js";
import { settle } from "./morph.js";
import { NotSent, post } from "./sending.js";

const INNER = "input, button, summary, a";

/** The cards of the page; `desk` is {say, refresh, choosePlace}. */
export class Cards {
  #root;
  #desk;
  #current = "";
  #place = 0;

  constructor(root, desk) {
    this.#root = root;
    this.#desk = desk;
    root.addEventListener("focusin", ({ target }) => this.#met(target));
    root.addEventListener("change", () => this.#tell());
    root.addEventListener("keydown", (event) => this.#key(event));
  }

  /** All cards as they stand on the page. @returns {HTMLElement[]} */
  all() {
    return [...this.#root.querySelectorAll("[data-note]")];
  }

  /** The card in hand. @returns {HTMLElement | undefined} */
  current() {
    return this.all().find((one) => one.dataset.note === this.#current);
  }

  /** The ids of the marked cards. @returns {string[]} */
  marked() {
    return [...this.#root.querySelectorAll("[name=ticked]:checked")].map((one) => one.value);
  }

  /** The marked ones, or the one in hand. */
  chosen() {
    const marked = this.marked();
    if (marked.length) return marked;
    const one = this.current();
    return one ? [one.dataset.note] : [];
  }

  /** After the page has changed: one tab stop again, and the focus on what took the place of a card that went. */
  shown(lost) {
    const all = this.all();
    if (!all.length) return;
    if (!this.current()) {
      const next = all[Math.min(this.#place, all.length - 1)];
      this.#current = next.dataset.note;
      if (lost) next.focus({ preventScroll: true });
    }
    this.#rove();
  }

  /** Focus to the card in hand, or the first. */
  enter() {
    const one = this.current() ?? this.all()[0];
    if (one) this.#go(one);
    return Boolean(one);
  }

  /** Marks the card in hand, or takes the mark away. */
  mark() {
    const box = this.current()?.querySelector("[name=ticked]");
    if (!box) return;
    box.checked = !box.checked;
    this.#tell();
    const count = this.marked().length;
    this.#desk.say(count ? `${count} marked` : "Nothing is marked");
  }

  /** Merges cards into one. @param {string} into @param {string[]} [notes] - the marked ones when left out */
  merge(into, notes = this.marked()) {
    const others = notes.filter((one) => one !== into);
    if (!others.length) return this.#desk.say("Mark the notes that say the same first (x), then merge them into the one in hand.");
    return this.#send(`merge ${into}`, [into, ...others]);
  }

  /**
   * Does something with notes. @param {string} deed - of a button of the tray: merge, hide, or turn into something
   * @param {string[]} [notes] - the chosen ones when left out
   */
  async act(deed, notes = this.chosen()) {
    if (!notes.length) return this.#desk.say("Choose a note first: tick it, or go to it with the arrow keys.");
    if (deed === "merge") return this.merge(this.current()?.dataset.note ?? notes[0], notes);
    const cards = this.all().filter((one) => notes.includes(one.dataset.note));
    if (deed === "hide") return this.#send(cards.every((one) => one.classList.contains("off")) ? "show" : "hide", notes);
    const needs = this.#root.querySelector(`[data-drop="${deed}"]`)?.hasAttribute("data-needs");
    let at = document.getElementById("tray-at")?.value ?? "";
    if (needs && !at && cards.some((one) => !one.dataset.at)) {
      at = await this.#desk.choosePlace("At which touchpoint?");
      if (!at) return;
    }
    return this.#send(deed, notes, at);
  }

  async #send(deed, notes, at = "") {
    const form = document.getElementById("cards-form");
    const body = new URLSearchParams([["form_key", form.elements.form_key.value], ["deed", deed], ["at", at]]);
    for (const one of notes) body.append("ticked", one);
    try {
      const done = await post(form.getAttribute("action"), body);
      for (const box of form.querySelectorAll("[name=ticked]")) box.checked = false;
      settle([...form.querySelectorAll("[name=ticked]")]);
      this.#tell();
      this.#desk.say(done.said, { undo: done.undo });
      await this.#desk.refresh();
    } catch (error) {
      if (!(error instanceof NotSent)) throw error;
      this.#desk.say(error.message, { bad: true });
    }
  }

  #met(target) {
    const card = target.closest("[data-note]");
    if (!card) return;
    this.#current = card.dataset.note;
    this.#rove();
    this.#tell();
  }

  /** One card is in the tab order with what is in it; the others are reached by arrow keys. */
  #rove() {
    const all = this.all();
    if (!all.some((one) => one.dataset.note === this.#current)) this.#current = all[0]?.dataset.note ?? "";
    all.forEach((card, place) => {
      const here = card.dataset.note === this.#current;
      if (here) this.#place = place;
      card.tabIndex = here ? 0 : -1;
      for (const one of card.querySelectorAll(INNER)) one.tabIndex = here ? 0 : -1;
    });
  }

  #tell() {
    const place = this.#root.querySelector("[data-chosen]");
    if (!place) return;
    const count = this.marked().length;
    const text = this.current()?.querySelector(".card-text")?.textContent ?? "";
    const short = text.length > 40 ? `${text.slice(0, 40)}…` : text;
    place.textContent = count ? `${count} ${count === 1 ? "note" : "notes"} marked` : text ? `“${short}”` : "Tick notes";
  }

  #go(card) {
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #key(event) {
    const card = event.target.closest("[data-note]");
    if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = this.all();
    let to;
    if (event.key.startsWith("Arrow")) to = all[nearest(all.map((one) => one.getBoundingClientRect()), all.indexOf(card), event.key)];
    else if (event.key === "Home") to = all[0];
    else if (event.key === "End") to = all.at(-1);
    else if (event.key === " " && event.target === card) this.mark();
    else if (event.key === "Enter" && event.target === card) this.#root.querySelector(".tray-keys .usual, .tray-keys button")?.focus();
    else return;
    event.preventDefault();
    if (to) this.#go(to);
  }
}
