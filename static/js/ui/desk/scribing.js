// Writing for people without phones: Enter adds, the field is ready at once, and what could not be sent waits here.

import { Phonebox } from "../../model/phonebox.js";
import { ballots } from "./scribeballot.js";
import { NotSent, address, post } from "./sending.js";

const AGAIN = 4_000; // ms

/** @param {HTMLElement} root @param {{say: Function, refresh: Function, sent: Function, send: Function}} desk */
export function scribing(root, desk) {
  const box = new Phonebox(localStorage, `desk:${root.dataset.workshop}`);
  const sheet = ballots(root, desk);
  let sending = false;
  let again = 0;

  /** Takes a form of the scribe; whether it did. */
  function take(form) {
    if (!form.hasAttribute("data-scribe")) return false;
    if (form.hasAttribute("data-ballot")) {
      const one = sheet.read(form);
      if (!one) return true;
      if (!box.add({ ...one, url: address(form) })) return false;
      sheet.next(form);
      flush();
      return true;
    }
    const nonce = form.elements.nonce;
    const text = form.elements.text.value.trim();
    if (!text) return true;
    const body = new URLSearchParams(new FormData(form)).toString();
    if (!box.add({ id: nonce.value, url: address(form), body, text })) return false;
    nonce.value = `n-${[...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
    for (const name of ["text", "minutes"]) if (form.elements[name]) form.elements[name].value = "";
    if (form.elements.would_pay) form.elements.would_pay.value = "";
    form.elements.text.focus();
    desk.sent(form);
    flush();
    return true;
  }

  async function flush() {
    if (sending) return;
    sending = true;
    clearTimeout(again);
    let done = null;
    for (let one = box.waiting()[0]; one; one = box.waiting()[0]) {
      try {
        done = await post(one.url, one.body);
        box.drop(one.id);
      } catch (error) {
        if (!(error instanceof NotSent)) throw error;
        if (error.again) break;
        box.refuse(one.id, error.message);
      }
    }
    sending = false;
    list();
    if (box.waiting().length) again = setTimeout(flush, AGAIN);
    if (done) {
      desk.say(done.said, { undo: done.undo });
      desk.refresh();
    }
  }

  /** Shows what waits and what was refused, each with its text. */
  function list() {
    const place = document.getElementById("unsent");
    if (!place) return;
    const all = box.all().filter((one) => one.words || !sending);
    place.hidden = !all.length;
    place.replaceChildren(...all.map((one) => row(one)));
  }

  function row(one) {
    const [item, words] = [document.createElement("li"), document.createElement("span")];
    words.dir = "auto";
    words.textContent = `${one.text} — ${one.words ? `not taken. ${one.words}` : "waits for the connection"}`;
    item.append(words);
    if (one.words) {
      item.append(
        press("Back into the field", () => {
          box.drop(one.id);
          if (sheet.fill(one.body)) return;
          const field = document.getElementById("scribe-text");
          field.value = one.text;
          field.focus();
        }),
        press("Let it go", () => box.drop(one.id)),
      );
    }
    return item;
  }

  function press(words, done) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn";
    made.textContent = words;
    made.addEventListener("click", () => {
      done();
      list();
    });
    return made;
  }

  addEventListener("online", flush);
  flush();
  return { take, flush, list, takeBack: sheet.takeBack, takenBack: sheet.takenBack, shown: sheet.shown };
}
