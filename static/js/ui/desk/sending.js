// The forms of the facilitator's page are sent without leaving it: what was done is said with its undo, what was refused too.

import { settle } from "./morph.js";

/** A server's refusal or a cut connection, in words for a person; `again` when it is worth sending the same later. */
export class NotSent extends Error {
  constructor(words, again = false) {
    super(words);
    this.again = again;
  }
}

/**
 * Sends a form's fields. @param {string} url @param {URLSearchParams | string} body
 * @returns {Promise<{said: string, undo: ?number}>} @throws {NotSent}
 */
export async function post(url, body) {
  const headers = { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" };
  let answer;
  try {
    answer = await fetch(url, { method: "POST", headers, body: body.toString() });
  } catch {
    throw new NotSent("There is no connection; nothing was sent. Try again when the page is back.", true);
  }
  if (answer.ok && answer.headers.get("Content-Type")?.includes("json")) return answer.json();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (answer.ok) return { said: page.querySelector("main > .said p")?.textContent.trim() ?? "", undo: null };
  const words = ["main h1", "main .lead"].map((one) => page.querySelector(one)?.textContent.trim()).filter(Boolean);
  throw new NotSent(words.join(" ") || "This was not taken.", answer.status >= 500 || answer.status === 429);
}

/** Where a form goes when a button sends it; a field may be named `action`, so that form.action is that field. */
export const address = (form, button) => button?.getAttribute("formaction") ?? form.getAttribute("action");

/**
 * Takes over the forms in `root`. @param {Element} root
 * @param {{say: Function, refresh: Function, own: (form: Element, button: ?Element) => boolean, sent: Function}} desk - `own` says
 * whether another part of the page sends this form
 */
export function sendForms(root, desk) {
  const busy = new Set();
  root.addEventListener("submit", async (event) => {
    const form = event.target;
    const button = event.submitter;
    if (form.method !== "post" && form.getAttribute("method") !== "post") return;
    event.preventDefault();
    if (desk.own(form, button) || busy.has(form)) return;
    busy.add(form);
    try {
      const done = await post(address(form, button), new URLSearchParams(new FormData(form, button)));
      if (form.id !== "cards-form") settle([...form.elements]);
      desk.sent(form);
      desk.say(done.said, { undo: done.undo });
      busy.delete(form); // looking may take as long as the room gives things: the next press counts meanwhile
      await desk.refresh();
    } catch (error) {
      if (!(error instanceof NotSent)) throw error;
      desk.say(error.message, { bad: true });
    } finally {
      busy.delete(form);
    }
  });
}
