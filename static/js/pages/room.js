// The pages of a room follow it: the running step is asked for again when its mark changes, never under somebody who types;
// what a phone gives is kept here until the server has it.
import { clock, Phonebox } from "../model/phonebox.js";

const room = document.getElementById("room");
const goneOn = document.getElementById("gone-on");
const outbox = document.getElementById("outbox");
const net = document.getElementById("net");
const box = outbox && new Phonebox(localStorage, room.dataset.me);
const AGAIN = 4_000; // ms until what could not be sent is tried again
const CROWD = 1_200; // ms over which phones spread what they ask for when only what is seen has changed

let latest = null; // the newest marks from the stream
let offset = 0; // ms by which the server's clock is ahead of this one
let asking = false;
let sending = false;
let later = 0;

const now = () => room.querySelector(".step-now");
const fresh = (letter) =>
  `${letter}-${[...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;

/** Whether somebody is writing, or has chosen something that was not sent. */
function busy() {
  return [...room.querySelectorAll("input, textarea, select")].some((field) => {
    if (field.type === "hidden" || field.closest("[data-sent]")) return false;
    if (field.type === "radio" || field.type === "checkbox") return field.checked !== field.defaultChecked;
    if (field.tagName === "SELECT") return field === document.activeElement;
    return field.value !== field.defaultValue || (field === document.activeElement && field.value !== "");
  });
}

function tick() {
  for (const timer of room.querySelectorAll("[data-ends]")) {
    const said = clock(Number(timer.dataset.ends) - (Date.now() + offset) / 1000);
    if (timer.textContent !== said) timer.textContent = said;
  }
}

/** Puts the step in place of the one that is shown; focus stays where it can be found again. */
function show(html) {
  const held = document.activeElement?.closest("#room") && document.activeElement;
  const mark = held && [held.id, held.name, held.value, held.getAttribute("aria-label")];
  room.innerHTML = html;
  offset = Number(now().dataset.now) * 1000 - Date.now();
  if (mark) {
    const found = [...room.querySelectorAll("button, a, input, select, textarea")].find(
      (one) =>
        (mark[0] && one.id === mark[0]) ||
        (one.tagName === held.tagName && one.name === mark[1] && one.getAttribute("aria-label") === mark[3] && (mark[3] || one.value === mark[2])),
    );
    found?.focus({ preventScroll: true });
  }
  tick();
  reach();
}

/** The touchpoint in hand stands in the middle of its line. */
function reach() {
  const here = room.querySelector(".line [aria-current]");
  const line = here?.closest(".line");
  if (line) line.scrollLeft = here.offsetLeft + here.parentElement.offsetLeft - line.clientWidth / 2 + 22;
}

async function ask(address = room.dataset.part + location.search) {
  if (asking) return;
  asking = true;
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (answer.status === 403 || answer.status === 409) return location.reload(); // no part in it any more; no session
    if (answer.ok && !busy()) show(await answer.text());
  } catch {
    // offline: the stream comes back by itself, and with it this
  } finally {
    asking = false;
  }
  follow();
}

/** Brings the page to the newest marks, or says that there is something new while somebody writes. */
function follow() {
  if (!latest || !now()) return;
  const there = now().dataset;
  for (const field of document.querySelectorAll("[data-count]")) field.textContent = latest[field.dataset.count];
  const [moved, changed] = [there.step !== latest.step, there.view !== latest.view];
  const wanted = room.dataset.all ? there.key !== latest.key : moved || changed;
  const typing = busy();
  if (goneOn) {
    goneOn.hidden = !(moved && typing);
    if (moved && typing && goneOn.dataset.to !== latest.step) {
      goneOn.dataset.to = latest.step;
      goneOn.replaceChildren("The facilitator has gone on to “", latest.title, "”. What you write stays here: ");
      const link = document.createElement("a");
      link.href = room.dataset.page;
      link.textContent = "go there";
      goneOn.append(link);
    }
  }
  if (!wanted || typing || asking) return;
  clearTimeout(later);
  later = setTimeout(ask, moved || room.dataset.all ? 0 : Math.random() * CROWD);
}

function listen() {
  const stream = new EventSource(room.dataset.events);
  stream.addEventListener("room", (event) => {
    latest = JSON.parse(event.data);
    follow();
    flush();
  });
  stream.addEventListener("out", () => {
    stream.close();
    location.replace(room.dataset.page);
  });
  stream.addEventListener("error", () => {
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN);
  });
}

// -- giving

/** A form as it stands, under a number of its own. */
function packed(form, button) {
  const data = new URLSearchParams(new FormData(form, button));
  const kind = form.dataset.send;
  const text = data.get("text") || { rating: "Your rating", vote: "Your vote", done: "“I am done”", withdraw: "A note taken back" }[kind];
  return { id: data.get("sending"), url: form.getAttribute("action"), body: data.toString(), text };
}

/** The form is ready for the next one: its numbers are new, its text is gone. */
function renew(form) {
  const { sending: again, nonce, text } = form.elements;
  if (again) again.value = fresh("s");
  if (form.dataset.send !== "note") return;
  nonce.value = fresh("n");
  form.reset();
  text.defaultValue = text.value = "";
}

async function flush() {
  if (!box || sending) return;
  sending = true;
  let sent = false;
  for (const one of box.waiting()) {
    let answer;
    try {
      const headers = { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" };
      answer = await fetch(one.url, { method: "POST", headers, body: one.body });
    } catch {
      break; // offline
    }
    if (answer.ok) {
      box.drop(one.id);
      sent = true;
    } else if (answer.status >= 500 || answer.status === 429) break;
    else {
      const said = await answer.json().catch(() => ({}));
      box.refuse(one.id, [said.message ?? "This was not taken.", said.todo].filter(Boolean).join(" "));
      sent = true;
    }
  }
  sending = false;
  list();
  if (box.waiting().length) setTimeout(flush, AGAIN);
  if (sent && !busy()) ask();
}

/** Says what waits, and what was refused. */
function list() {
  const all = box.all();
  const shown = all.filter((one) => one.words || !sending);
  outbox.hidden = !shown.length;
  const items = document.createElement("ul");
  for (const one of shown) {
    const item = document.createElement("li");
    const [what, why] = [document.createElement("p"), document.createElement("p")];
    what.dir = "auto";
    what.textContent = one.text;
    why.className = "small wait";
    why.textContent = one.words ? `Not sent. ${one.words}` : "Sends later";
    item.append(what, why);
    if (one.words) {
      const drop = document.createElement("button");
      drop.className = "wide-link";
      drop.textContent = "I have read it";
      drop.addEventListener("click", () => {
        box.drop(one.id);
        list();
      });
      item.append(drop);
    }
    items.append(item);
  }
  outbox.replaceChildren(items);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!box || !form.dataset.send) return;
  const one = packed(form, event.submitter);
  if (!box.add(one)) return; // nothing can be kept here: the form goes its own way
  event.preventDefault();
  form.dataset.sent = "";
  renew(form);
  const here = new URL(location.href);
  here.searchParams.delete("edit"); // the note is changed; what comes next is a new one
  history.replaceState(null, "", here);
  if (form.dataset.send === "note") delete form.dataset.sent;
  list();
  flush();
});
document.addEventListener("input", (event) => delete event.target.form?.dataset.sent);
document.addEventListener("focusout", () => setTimeout(follow, 200));
document.addEventListener("visibilitychange", () => document.hidden || (follow(), flush()));
addEventListener("online", flush);
addEventListener("offline", () => box && list());

if (room && now()) {
  offset = Number(now().dataset.now) * 1000 - Date.now();
  setInterval(tick, 500);
  reach();
  listen();
  if (net) {
    addEventListener("offline", () => net.classList.add("off"));
    addEventListener("online", () => net.classList.remove("off"));
  }
  if (box) {
    list();
    flush();
  }
}
