// A face, a number: what is chosen on a phone is given a moment after the tap, so that nobody loses it who goes on without a button.
import { fieldsOf, isChanged } from "./drafts.js";

const MOMENT = 300; // ms in which somebody taps another one instead

export class Choices {
  #room;
  #send;
  #timer = 0;

  /** @param {HTMLElement} room @param {(form: HTMLFormElement) => void} send - gives a form as it stands */
  constructor(room, send) {
    this.#room = room;
    this.#send = send;
  }

  /** The forms of choices in which something is chosen that was not given yet. @returns {HTMLFormElement[]} */
  open() {
    const all = [...this.#room.querySelectorAll("form.stack:is([data-send=rating], [data-send=vote])")];
    return all.filter((form) => fieldsOf(form).some(isChanged));
  }

  /** Something was tapped: if it is a choice, it is given soon. @param {HTMLElement} field */
  made(field) {
    if (field.type !== "radio" || !this.open().includes(field.form)) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.give(), MOMENT);
  }

  /** Gives what is chosen, now: its giver goes on, or away. */
  give() {
    clearTimeout(this.#timer);
    for (const form of this.open()) this.#send(form);
  }
}
