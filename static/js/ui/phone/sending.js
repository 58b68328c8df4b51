// Sending what a phone gives: once each, in order, and again after a lost connection, a lost answer or a closed tab.

const AGAIN = 4_000; // ms until what could not be sent is tried again
const PATIENCE = 12_000; // ms until an answer is given up; the same sending is then sent again

const NAMES = { rating: "Your rating", vote: "Your vote", done: "“I am done”", withdraw: "A note taken back" };

/** A number for a sending or a note. */
export const fresh = (letter) =>
  `${letter}-${[...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;

/**
 * A form as it stands. `what` says which thing it is about, for the list of what was given. Every sending has a number of its own:
 * the forms of one page come with the same, and the next of them may be sent before the first has its answer.
 */
export function packed(form, button, place) {
  const data = new URLSearchParams(new FormData(form, button));
  data.set("sending", fresh("s"));
  const kind = form.dataset.send;
  const about = kind === "vote" ? form.closest("li").querySelector("h2").textContent : kind === "rating" ? place : "";
  const what = data.get("nonce") ?? data.get("opportunity") ?? data.get("touchpoint") ?? "";
  const text = data.get("text") || (about ? `${NAMES[kind]}: ${about}` : NAMES[kind]);
  return { id: data.get("sending"), url: form.getAttribute("action"), body: data.toString(), kind, what, text };
}

export class Sender {
  #box;
  #gave;
  #formKey;
  #told;
  #running = false;
  #again = 0;

  /**
   * @param {import("../../model/phonebox.js").Phonebox} box
   * @param {import("../../model/phonebox.js").Gave} gave
   * @param {() => string} formKey - the page's key now: what was kept before may carry that of an older page
   * @param {(sent: object[], refused: object[]) => void} told - called after each round
   */
  constructor(box, gave, formKey, told) {
    this.#box = box;
    this.#gave = gave;
    this.#formKey = formKey;
    this.#told = told;
  }

  /** Whether it is sending just now. */
  get running() {
    return this.#running;
  }

  /** Sends what waits, the oldest first, until it is done or the network is gone. */
  async flush() {
    if (this.#running) return;
    this.#running = true;
    clearTimeout(this.#again);
    const [sent, refused] = [[], []];
    for (let one = this.#box.waiting()[0]; one; one = this.#box.waiting()[0]) {
      const answer = await this.#send(one);
      if (!answer || answer.status >= 500 || answer.status === 429) break;
      if (answer.ok) {
        this.#box.drop(one.id);
        if (one.kind !== "done") this.#gave.note(`${one.kind === "withdraw" ? "note" : one.kind} ${one.what}`, one.kind !== "withdraw" && one.text);
        sent.push({ ...one, ...(await answer.json().catch(() => ({}))) });
      } else {
        const said = await answer.json().catch(() => ({}));
        this.#box.refuse(one.id, [said.message ?? "This was not taken.", said.todo].filter(Boolean).join(" "));
        refused.push(one);
      }
    }
    this.#running = false;
    if (this.#box.waiting().length) this.#again = setTimeout(() => this.flush(), AGAIN);
    this.#told(sent, refused);
  }

  async #send({ url, body }) {
    const given = new URLSearchParams(body);
    given.set("form_key", this.#formKey());
    const headers = { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" };
    const giveUp = new AbortController();
    const timer = setTimeout(() => giveUp.abort(), PATIENCE);
    try {
      return await fetch(url, { method: "POST", headers, body: given.toString(), signal: giveUp.signal });
    } catch {
      return null; // offline, or nothing came back: whether it arrived is not known, so it is sent again as it is
    } finally {
      clearTimeout(timer);
    }
  }
}

const make = (tag, className, text) => {
  const one = document.createElement(tag);
  one.className = className;
  one.textContent = text;
  return one;
};

/**
 * One card of what is not sent.
 * @param {import("../../model/phonebox.js").Waiting} one
 * @param {{drop: (id: string) => void, again: (id: string) => void, icon: (name: string) => Element}} on
 */
export function card(one, { drop, again, icon }) {
  const item = document.createElement("li");
  const what = make("p", "", one.text);
  what.dir = "auto";
  const why = make("p", `small wait${one.words ? " no" : ""}`, one.words ? `Not sent. ${one.words}` : "Sends later");
  why.prepend(icon(one.words ? "circle-alert" : "cloud-off"));
  item.append(what, why);
  if (!one.words) return item;
  const row = make("div", "cf", "");
  const [send, copy, read] = ["Send again", "Copy the text", "I have read it"].map((words) => make("button", "wide-link", words));
  send.addEventListener("click", () => again(one.id));
  copy.addEventListener("click", () => {
    getSelection().selectAllChildren(what);
    if (navigator.clipboard) navigator.clipboard.writeText(one.text).then(() => (copy.textContent = "Copied"), () => {});
    else copy.textContent = document.execCommand("copy") ? "Copied" : "Selected";
  });
  read.addEventListener("click", () => drop(one.id));
  row.append(send, copy, read);
  item.append(row);
  return item;
}
