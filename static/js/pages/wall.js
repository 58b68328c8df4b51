// The wall follows the room by itself: it asks for its picture again when the room's mark changes, shows one leaf after another,
// and comes back by itself from a lost connection or a restarted server.
import { clock } from "../model/phonebox.js";

const SPACING = 500; // ms between two askings, whatever hundreds of phones do
const AGAIN = 3_000; // ms until a stream that was refused is asked for again
const IDLE = 3_000; // ms without mouse or keys until the window's own buttons go
const LOST = 4_000; // ms without a connection until that is said
const LEAST = 10_000; // ms that a leaf is shown, and longer for much text
const MOST = 30_000;
const PER_WORD = 260; // ms

const wall = document.getElementById("wall");
const tools = document.getElementById("tools");
const lost = document.getElementById("lost");
const hold = document.getElementById("hold");

let offset = 0; // ms by which the server's clock is ahead of this one
let latest = ""; // the newest mark from the stream
let asking = false;
let asked = 0;
let held = false;
let leaf = 0;
let turning = 0;
let idle = 0;
let losing = 0;
let seen = new Set(); // notes that were shown before

const now = () => wall.firstElementChild;
const leaves = () => [...wall.querySelectorAll(".w-leaf")];

/** Shows one leaf and says which of how many; `place` may be beyond either end. */
function turn(place) {
  const all = leaves();
  clearTimeout(turning);
  if (!all.length) return;
  leaf = (place + all.length) % all.length;
  for (const [number, one] of all.entries()) one.hidden = number !== leaf;
  const said = wall.querySelector("#leaf-of");
  if (said) said.textContent = all.length > 1 ? `${leaf + 1} of ${all.length}${held ? ", held" : ""}` : "";
  if (all.length > 1 && !held) {
    const words = all[leaf].textContent.split(/\s+/).length;
    turning = setTimeout(() => turn(leaf + 1), Math.min(MOST, Math.max(LEAST, words * PER_WORD)));
  }
}

/** The seconds that a full ring stands for: the most that were ever left in this step, also after a reload. */
function whole(timer, left) {
  const name = `wall-whole-${timer.dataset.step}`;
  const most = Math.max(left, Number(sessionStorage.getItem(name)), 1);
  sessionStorage.setItem(name, most);
  return most;
}

function tick() {
  for (const timer of wall.querySelectorAll("[data-ends]")) {
    const left = Math.max(0, Number(timer.dataset.ends) - (Date.now() + offset) / 1000);
    const said = clock(left);
    const shown = timer.querySelector("b");
    if (shown.textContent !== said) shown.textContent = said;
    timer.querySelector(".arc").setAttribute("stroke-dasharray", `${(100 * left) / whole(timer, left)} 200`);
    timer.classList.toggle("soon", left > 0 && left <= 10);
    timer.classList.toggle("over", left <= 0);
  }
}

/** The wall as it has just come: the same leaf as before unless there is something newer on the first one. */
function settle(before) {
  offset = Number(now().dataset.now) * 1000 - Date.now();
  const keys = leaves().map((one) => one.dataset.leaf);
  const cards = [...wall.querySelectorAll("[data-note]")];
  for (const card of cards) card.classList.toggle("new", Boolean(before) && !seen.has(card.dataset.note));
  seen = new Set(cards.map((card) => card.dataset.note));
  const same = before && before.first === keys[0] ? keys.indexOf(before.here) : -1;
  if (before && same < 0) holding(false);
  turn(Math.max(0, same));
  tick();
}

function show(html) {
  const all = leaves();
  const before = { first: all[0]?.dataset.leaf, here: all[leaf]?.dataset.leaf };
  wall.innerHTML = html;
  settle(before);
}

async function ask() {
  if (asking || !latest || now().dataset.key === latest) return;
  asking = true;
  const wait = Math.max(0, asked + SPACING - Date.now());
  if (wait) await new Promise((done) => setTimeout(done, wait));
  asked = Date.now();
  let again = SPACING;
  try {
    const answer = await fetch(wall.dataset.part, { headers: { Accept: "text/html" } });
    if (answer.status === 403) return location.reload(); // the owner's session has ended
    if (answer.ok) show(await answer.text());
    else again = AGAIN;
  } catch {
    again = AGAIN; // the server is away for a moment
  } finally {
    asking = false;
  }
  if (now().dataset.key !== latest) setTimeout(ask, again);
}

/** Before there is a session there is no stream either: the page itself is asked from time to time. */
async function wait() {
  const answer = await fetch(wall.dataset.part, { headers: { Accept: "text/html" } }).catch(() => null);
  if (answer?.status === 403) return location.reload(); // the owner's session has ended
  if (answer?.ok) show(await answer.text());
  listen();
}

function listen() {
  if (now().dataset.what === "shut") return setTimeout(wait, AGAIN);
  const stream = new EventSource(wall.dataset.events);
  stream.addEventListener("room", (event) => {
    clearTimeout(losing);
    losing = 0;
    lost.hidden = true;
    latest = JSON.parse(event.data).key;
    ask();
  });
  stream.addEventListener("out", () => {
    stream.close();
    setTimeout(listen, AGAIN);
  });
  stream.addEventListener("error", () => {
    losing ||= setTimeout(() => (lost.hidden = false), LOST);
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN);
  });
}

// -- the window: full screen, pages, light and dark; everything by key as well

function holding(wanted) {
  held = wanted;
  hold.setAttribute("aria-pressed", String(held));
}

function full() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.();
}

/** Light or dark for this window alone: a projector in a bright room wants light, whatever the desk has. */
function look() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  sessionStorage.setItem("wall-look", root.dataset.theme);
}

const DEEDS = {
  f: full,
  l: look,
  " ": () => {
    holding(!held);
    turn(leaf);
  },
  ArrowRight: () => turn(leaf + 1),
  ArrowLeft: () => turn(leaf - 1),
};

function stir() {
  document.body.classList.remove("idle");
  clearTimeout(idle);
  idle = setTimeout(() => document.body.classList.add("idle"), IDLE);
}

/** Keeps the screen on where the browser allows it. */
async function stayAwake() {
  if (document.hidden) return;
  await navigator.wakeLock?.request("screen").catch(() => {});
}

addEventListener("keydown", (event) => {
  const deed = DEEDS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!deed || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === " " && event.target.closest("button")) return; // it presses the button
  event.preventDefault();
  deed();
});
addEventListener("pointermove", stir);
document.addEventListener("visibilitychange", stayAwake);
document.getElementById("full").addEventListener("click", full);
document.getElementById("look").addEventListener("click", look);
hold.addEventListener("click", DEEDS[" "]);

const chosen = sessionStorage.getItem("wall-look");
if (chosen) document.documentElement.dataset.theme = chosen;
tools.hidden = false;
document.body.classList.add("idle");
setInterval(tick, 250);
settle(null);
listen();
stayAwake();
