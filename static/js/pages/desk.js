// The facilitator's page of a room, alive: follows the room in place, sends its forms without leaving, and is run by keys alone.

import { Cards } from "../ui/desk/cards.js";
import { dragging } from "../ui/desk/dragging.js";
import { FieldDrafts } from "../ui/desk/drafts.js";
import { follow } from "../ui/desk/following.js";
import { listenToKeys, reach } from "../ui/desk/keys.js";
import { placeChooser } from "../ui/desk/places.js";
import { sayer } from "../ui/desk/saying.js";
import { scribing } from "../ui/desk/scribing.js";
import { NotSent, post, sendForms } from "../ui/desk/sending.js";

const root = document.getElementById("desk");

/** Sends something that is no form of the page, and says what came of it; whether it was taken. */
async function send(url, fields) {
  try {
    const done = await post(url, new URLSearchParams([["form_key", root.dataset.formKey], ...fields]));
    desk.say(done.said, { undo: done.undo });
    await desk.refresh();
    return true;
  } catch (error) {
    if (!(error instanceof NotSent)) throw error;
    desk.say(error.message, { bad: true });
    return false;
  }
}

const desk = {
  say: sayer(document.getElementById("desk-said"), (undo) => (undo.url ? scribe.takeBack(undo) : send(root.dataset.undo, [["seq", undo]]))),
  send,
  refresh: () => followed.refresh(),
  choosePlace: (title) => chooser.ask(title),
  own: (form, button) => scribe.take(form) || (form.id === "cards-form" && trayPressed(button)),
  sent: (form) => {
    drafts.drop(form);
    if (form.hasAttribute("data-ballot-back")) scribe.takenBack();
  },
};
let [followed, chooser, scribe, drafts, cards, drags] = [];

/** A button of the tray is for the marked notes, or the one in hand. */
function trayPressed(button) {
  if (!button?.closest("#tray")) return false;
  cards.act(button.value);
  return true;
}

/** After each change of the page. */
function shown() {
  drafts.restore();
  scribe.list();
  scribe.shown();
  cards.shown(lost);
  lost = false;
  stepLine();
  document.body.classList.toggle("has-tray", Boolean(document.getElementById("tray")));
}

let lost = false; // whether a card that had the focus is about to go

/** The step line is one tab stop; the running step is in sight. */
let running = "";
function stepLine() {
  const buttons = [...root.querySelectorAll("#steps button")];
  const now = buttons.find((one) => one.getAttribute("aria-current")) ?? buttons[0];
  for (const one of buttons) one.tabIndex = one === now ? 0 : -1;
  if (!now || now.value === running) return;
  running = now.value;
  const line = now.closest(".step-line");
  line.scrollLeft = now.offsetLeft + now.parentElement.offsetLeft - line.clientWidth / 2 + now.offsetWidth / 2;
}

function arrows(event) {
  const item = event.target.closest("#steps li");
  const there = item && { ArrowRight: item.nextElementSibling, ArrowLeft: item.previousElementSibling, Home: item.parentElement.firstElementChild, End: item.parentElement.lastElementChild };
  if (there?.[event.key]) {
    there[event.key].querySelector("button").focus();
    event.preventDefault();
  }
  const move = event.altKey && { ArrowUp: "up", ArrowDown: "down" }[event.key];
  if (move && event.target.closest(".plan li")) {
    event.target.closest(".plan li").querySelector(`button[value=${move}]`)?.click();
    event.preventDefault();
  }
}

async function spotlight() {
  const found = await chooser.ask("Which touchpoint goes into the spotlight?");
  const form = document.getElementById("shine-form");
  if (found && form) await send(form.getAttribute("action"), [["touchpoint", found], ["follow", new FormData(form).get("follow") ?? ""]]);
}

function start() {
  document.body.classList.add("scripted");
  chooser = placeChooser();
  drafts = new FieldDrafts(root, root.dataset.workshop);
  cards = new Cards(root, desk);
  scribe = scribing(root, desk);
  drags = dragging(root, {
    note: (id, target) => {
      const marked = cards.marked();
      const notes = marked.includes(id) ? marked : [id];
      if (target.dataset.note) cards.merge(target.dataset.note, notes);
      else cards.act(target.dataset.drop, notes);
    },
    step: (id, before) => {
      const url = document.querySelector(`#plan-${CSS.escape(id)} form`).getAttribute("action");
      send(url, [["deed", "to"], ["before", before ?? ""]]);
    },
  });
  followed = follow(root, {
    cut: document.getElementById("desk-cut"),
    held: () => {
      lost = Boolean(document.activeElement?.closest("[data-note]"));
      return drags.busy();
    },
    shown,
    back: () => scribe.flush(),
  });
  sendForms(root, desk);
  listenToKeys(root, cards, desk.say);
  root.addEventListener("keydown", arrows);
  root.addEventListener("click", (event) => {
    if (event.target.closest("[data-places]")) spotlight();
    const link = event.target.closest("a[href^='#']");
    if (link) {
      event.preventDefault();
      reach(link);
    }
  });
  root.addEventListener("change", ({ target }) => {
    if (!target.closest("[data-of]")) return;
    const query = new URLSearchParams(location.search);
    query.set("of", target.value);
    history.replaceState(null, "", `?${query}`);
    desk.refresh();
  });
  for (const one of document.querySelectorAll("dialog [data-close]")) one.addEventListener("click", () => one.closest("dialog").close(""));
  const bar = document.getElementById("bar");
  new ResizeObserver(() => document.documentElement.style.setProperty("--bar-seen", `${bar.offsetHeight}px`)).observe(bar);
  shown();
}

if (root) start();
