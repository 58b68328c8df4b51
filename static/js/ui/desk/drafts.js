// What stands in the fields of the facilitator's page and was not sent yet is kept over a reload and another step.

import { changed } from "./morph.js";

const TEXTS = 'input[type="text"][id], input[type="date"][id], textarea[id]';

/** The fields' texts by the id of the field, in the tab's own storage. */
export class FieldDrafts {
  #root;
  #key;

  /** @param {Element} root @param {string} workshop */
  constructor(root, workshop) {
    this.#root = root;
    this.#key = `touchmap-desk:${workshop}`;
    root.addEventListener("input", ({ target }) => target.matches(TEXTS) && this.#keep(target));
  }

  /** Puts what was kept into fields that say what the server gave them. */
  restore() {
    for (const [id, text] of Object.entries(this.#all())) {
      const field = document.getElementById(id);
      if (field && this.#root.contains(field) && !changed(field)) field.value = text;
    }
  }

  /** Forgets the texts of a form that was sent. @param {HTMLFormElement} form */
  drop(form) {
    const all = this.#all();
    for (const field of form.elements) delete all[field.id];
    this.#put(all);
  }

  #keep(field) {
    const all = this.#all();
    if (changed(field)) all[field.id] = field.value;
    else delete all[field.id];
    this.#put(all);
  }

  #all() {
    try {
      return JSON.parse(sessionStorage.getItem(this.#key) ?? "{}");
    } catch {
      return {};
    }
  }

  #put(all) {
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(all));
    } catch {
      // a browser that keeps nothing: the fields themselves are still there
    }
  }
}
