// Everything that can be done with a session, for the palette, the keys, the menus and the bar.

import { TARGETS } from "../../model/room/notes.js";
import { canReveal, revealedWords, timerOf } from "../../model/room/bar.js";
import { MENUS } from "../menu.js";
import { open } from "../opening.js";
import { say } from "../said.js";
import { noteCommands } from "./moderating.js";
import { openMenuFrom } from "./pressing.js";

const MINUTE = 60; // seconds
const USUAL = 5; // minutes of a timer where no plan says otherwise
const group = "Session";

MENUS.timer = ["session-start", "session-minute", "session-pause", "session-end", "session-freeze", "session-reveal", "session-step"];
MENUS.reveal = ["session-reveal-all", "session-reveal-here", "session-reveal-one"];
MENUS.note = [...TARGETS.map(({ key }) => `note-${key}`), "note-merge", "note-part", "note-hide", "note-show", "note-go"];

/** Adds them, once for a page; they can be done while a session is open. @param {import("../context.js").Editor} editor */
export function addRoomCommands(editor) {
  if (editor.commands.get("session-next")) return;
  editor.commands.add(...stepCommands(editor), ...timerCommands(editor), ...revealCommands(editor), ...roomCommands(editor), ...noteCommands(editor));
}

/** The session as it stands; null when none is open. */
const stateOf = ({ room }) => room.value?.following.state.value ?? null;
const send = ({ room }, path, body) => room.peek().following.send(path, body);

function stepCommands(editor) {
  const { ui } = editor;
  const beside = (by) => {
    const { agenda } = stateOf(editor) ?? { agenda: [] };
    const at = agenda.findIndex(({ place }) => place === "now");
    return at < 0 ? (by > 0 ? agenda[0] : undefined) : agenda[at + by];
  };
  /** To the step that was seen beside the running one: pressed twice, or by two people, it is not gone past. */
  const go = async ({ step }) => {
    const done = await send(editor, "go", { to: step });
    if (done) say(ui, `The room is at “${done.step?.title ?? ""}”.`);
  };
  const choose = () => {
    const choices = stateOf(editor).agenda.map(({ id, title, place }, at) => ({ id, name: `${at + 1} ${title}${{ now: " (running)", open: " (done)" }[place] ?? ""}` }));
    open(ui, "picking", { title: "Go to which step?", choices, done: (step) => go({ step }) });
  };
  const next = { group, when: () => Boolean(beside(1)) };
  return [
    { id: "session-next", title: "Next step", icon: "chevron-right", keys: [">"], also: "forward advance agenda", ...next, run: () => go({ step: beside(1).id }) },
    { id: "session-back", title: "Step before", group, icon: "chevron-left", keys: ["<"], also: "back previous agenda", when: () => Boolean(beside(-1)), run: () => go({ step: beside(-1).id }) },
    { id: "session-step", title: "Go to a step…", group, icon: "list", keys: [","], also: "agenda jump", when: () => Boolean(stateOf(editor)), run: choose },
    { id: "session-go", title: "Go to this step", group, when: (about) => Boolean(stateOf(editor) && about?.step), run: go },
  ];
}

function timerCommands(editor) {
  const { ui } = editor;
  const step = () => stateOf(editor)?.step;
  const timer = () => timerOf(step() ?? null, 0);
  const act = async (action, seconds, says) => {
    const { id } = step();
    const done = await send(editor, `steps/${id}/timer`, { action, ...(seconds && { seconds }) });
    if (done && says) say(ui, says);
  };
  const planned = () => stateOf(editor).agenda.find(({ place }) => place === "now")?.minutes || USUAL;
  return [
    { id: "session-start", title: "Start the timer", group, icon: "timer", when: () => Boolean(step()) && !timer(), run: () => act("start", planned() * MINUTE, `The timer runs: ${planned()} min.`) },
    { id: "session-minute", title: "One minute more", group, icon: "plus", keys: ["+"], also: "timer extend", when: () => Boolean(step()), run: () => act("extend", MINUTE, "One minute more.") },
    { id: "session-pause", title: "Pause the timer, or let it run on", group, icon: "pause", keys: ["p"], also: "resume", when: () => Boolean(timer()), run: () => act(timer().paused ? "resume" : "pause", 0, timer().paused ? "The timer runs on." : "The timer stands still.") },
    { id: "session-end", title: "End the timer", group, icon: "x", when: () => Boolean(timer()), run: () => act("end", 0, "The timer is off. Nothing else has changed.") },
  ];
}

function revealCommands(editor) {
  const { ui } = editor;
  const step = () => stateOf(editor)?.step;
  const can = () => canReveal(step());
  const here = () => {
    const id = ui.panel.value || ui.selected.value?.touchpoint;
    return editor.session.view.get(id)?.kind === "touchpoint" ? id : "";
  };
  const reveal = async (body) => {
    const done = await send(editor, `steps/${step().id}/reveal`, body);
    if (done) say(ui, revealedWords(done.revealed, done.counts.held ?? 0));
  };
  const freeze = async () => {
    const { id, frozen } = step();
    const done = await send(editor, `steps/${id}/input`, { frozen: !frozen });
    if (done) say(ui, frozen ? "The step takes input again." : "Nothing more is taken in. What was given stays.");
  };
  const menu = (about) => {
    const from = about?.from ?? document.querySelector(".rb-foot [aria-haspopup=menu]") ?? document.querySelector(".rb-now");
    setTimeout(() => openMenuFrom(from, ui, { reveal: true }));
  };
  return [
    { id: "session-freeze", title: "Close the step’s input, or open it again", group, icon: "lock", keys: ["z"], also: "freeze thaw close voting writing rating", when: () => Boolean(step()?.gives), run: freeze },
    { id: "session-reveal", title: "Reveal…", group, icon: "eye", keys: ["r"], when: can, run: menu },
    { id: "session-reveal-all", title: "Reveal all", group, icon: "eye", when: can, run: () => reveal({}) },
    { id: "session-reveal-here", title: "Reveal this touchpoint", group, icon: "circle-dot", also: "selected focus", when: () => can() && Boolean(here()), run: () => reveal({ touchpoint: here() }) },
    { id: "session-reveal-one", title: "Reveal the next one", group, icon: "arrow-right", also: "one by one", when: can, run: () => reveal(reachOf(editor, here())) },
  ];
}

/** The next one of the touchpoint in focus, while something of it waits; else the next of all. */
function reachOf(editor, touchpoint) {
  const { counts } = stateOf(editor);
  return touchpoint && counts.by?.[touchpoint] ? { one: true, touchpoint } : { one: true };
}

function roomCommands(editor) {
  const { ui, room } = editor;
  const isOpen = () => Boolean(stateOf(editor));
  const away = (key, isNew) => () => {
    const address = stateOf(editor).links[key];
    if (isNew) window.open(address, `wall-${stateOf(editor).code}`, "noopener");
    else location.assign(address);
  };
  const lead = async () => {
    const { leading } = room.peek();
    const isOn = !leading.on.peek();
    if (!(await leading.toggle())) return;
    say(ui, isOn ? "The room looks where you are on the map. Phones may decline." : "The room looks where it likes again.");
  };
  const notes = () => {
    const { tray } = room.peek();
    const isIn = document.activeElement?.closest(".rn");
    if (tray.peek() && isIn) {
      tray.value = false;
      document.querySelector("[data-lane][tabindex='0']")?.focus();
      return;
    }
    tray.value = true;
    setTimeout(() => (document.querySelector(".rn [data-note][tabindex='0']") ?? document.querySelector(".rn h2"))?.focus());
  };
  const behalf = () => {
    room.peek().tray.value = true;
    room.peek().scribing.value = true;
    setTimeout(() => document.querySelector(".rn-scribe textarea")?.focus());
  };
  return [
    { id: "session-notes", title: "Notes of the step", group, icon: "message-square", keys: ["i"], also: "tray cards moderate", when: isOpen, run: notes },
    { id: "session-scribe", title: "Write a note for somebody without a phone", group, icon: "pencil", keys: ["b"], also: "scribe behalf", when: () => stateOf(editor)?.step?.gives === "note", run: behalf },
    { id: "session-lead", title: "Follow me, or not", group, icon: "radio-tower", keys: ["l"], also: "spotlight lead", when: isOpen, run: lead },
    { id: "session-door", title: "Join code and QR code", group, icon: "qr-code", keys: ["q"], also: "join come in phone", when: isOpen, run: () => open(ui, "door") },
    { id: "session-people", title: "Everybody who is here", group, icon: "users", keys: ["u"], also: "participants remove", when: isOpen, run: away("people") },
    { id: "session-wall", title: "Present: open the wall", group, icon: "presentation", keys: ["o"], also: "projector screen", when: isOpen, run: away("wall", true) },
    { id: "session-room", title: "The room’s page: agenda, settings, close", group, icon: "settings", when: isOpen, run: away("room") },
  ];
}
