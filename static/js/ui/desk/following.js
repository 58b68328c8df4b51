// The facilitator's page follows its room: asks for how things stand when the stream says so, and says when it is cut off.

import { clock } from "../../model/phonebox.js";
import { morph } from "./morph.js";

const AGAIN = 3_000; // ms until a closed stream is opened again
const SPACING = 250; // ms between two looks, whatever a full room does
const PATIENCE = 1_500; // ms of a cut before it is said

/** Loads the page anew from its top, where it says why. */
function anew() {
  history.scrollRestoration = "manual";
  location.reload();
}

/**
 * @param {HTMLElement} root @param {{cut: HTMLElement, held: () => boolean, shown: () => void, back: () => void}} on - `held`
 * says whether the page must not change just now; `shown` is called after each change, `back` when the stream is there again
 * @returns {{refresh: () => Promise<void>}}
 */
export function follow(root, on) {
  let offset = 0; // ms by which the server's clock is ahead
  let latest = "";
  let asked = null;
  let wanted = false;
  let late = 0;
  let stream;

  const now = () => root.querySelector(".step-now");
  const measure = () => (offset = Number(now().dataset.now) * 1000 - Date.now());

  async function look() {
    try {
      const answer = await fetch(root.dataset.part + location.search, { headers: { Accept: "text/html" } });
      if (answer.status === 403 || answer.status === 409) return anew(); // signed out, or the session is closed
      if (!answer.ok) return;
      const fresh = document.createElement("div");
      fresh.innerHTML = await answer.text();
      if (on.held()) return void setTimeout(refresh, SPACING);
      morph(root, fresh);
      measure();
      tick();
      on.shown();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // TypeError: offline; the stream comes back, and with it this
    }
  }

  async function refresh() {
    wanted = true;
    asked ??= (async () => {
      while (wanted) {
        wanted = false;
        await look();
        if (wanted) await new Promise((done) => setTimeout(done, SPACING));
      }
      asked = null;
    })();
    return asked;
  }

  function tick() {
    for (const timer of root.querySelectorAll("[data-ends]")) {
      const said = clock(Number(timer.dataset.ends) - (Date.now() + offset) / 1000);
      if (timer.textContent !== said) timer.textContent = said;
    }
  }

  function isCut() {
    const at = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    on.cut.textContent ||= `No connection since ${at}. What you see may be old; the page comes back by itself.`;
  }

  function isBack() {
    clearTimeout(late);
    late = 0;
    on.cut.textContent = "";
    refresh();
    on.back();
  }

  function listen() {
    stream = new EventSource(root.dataset.events);
    stream.addEventListener("open", isBack);
    stream.addEventListener("room", (event) => {
      latest = JSON.parse(event.data).key;
      if (now().dataset.key !== latest) refresh();
    });
    stream.addEventListener("out", anew);
    stream.addEventListener("error", () => {
      late ||= setTimeout(isCut, PATIENCE);
      if (stream.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN);
    });
  }

  addEventListener("offline", isCut); // the browser knows before the stream does
  addEventListener("online", () => stream.readyState === EventSource.OPEN && isBack());
  measure();
  setInterval(tick, 500);
  listen();
  return { refresh };
}
