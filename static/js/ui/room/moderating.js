// What is done with a note of the room, by its card, its letter or a drag: the facilitator's own edits, one undo each.

import { TARGETS, cardsOf, dropNote, hideNote, mergeNotes, partNotes, short, turnNote } from "../../model/room/notes.js";
import { open } from "../opening.js";
import { say } from "../said.js";

const group = "Session: on a note";

/** @param {import("../context.js").Editor} editor */
export function noteCommands(editor) {
  const card = (about) => (about?.note && editor.room.value ? cardOf(editor, about.note) : undefined);
  const on = (more = () => true) => (about) => {
    const found = card(about);
    return Boolean(found && more(found));
  };
  const carried = (plan) => (about) => editor.hand.carry(plan(editor.session.view, about.note));
  return [
    ...TARGETS.map((target) => ({ id: `note-${target.key}`, title: `Make it: ${target.name.toLowerCase()}`, group, icon: target.icon, keys: [target.on], when: on(), run: ({ note }) => turn(editor, note, target) })),
    { id: "note-merge", title: "Merge with another note…", group, icon: "merge", keys: ["m"], when: on(() => others(editor).length > 1), run: ({ note }) => merge(editor, note) },
    { id: "note-part", title: "Take the merged ones out again", group, icon: "split", when: on(({ same }) => same > 0), run: carried(partNotes) },
    { id: "note-hide", title: "Hide from phones and wall", group, icon: "eye-off", keys: ["h"], when: on(({ hidden }) => !hidden), run: carried((view, note) => hideNote(view, note, true)) },
    { id: "note-show", title: "Show again", group, icon: "eye", keys: ["h"], when: on(({ hidden }) => hidden), run: carried((view, note) => hideNote(view, note, false)) },
    { id: "note-go", title: "Go to its touchpoint", group, icon: "arrow-right", keys: ["g"], when: on(({ touchpoint, record }) => Boolean(touchpoint || record)), run: ({ note }) => goTo(editor, note) },
  ];
}

/** The command that a letter means on a card. */
export function letterOf(commands, letter, about) {
  return commands.all().find(({ id, keys, when }) => id.startsWith("note-") && keys?.[0] === letter && when(about));
}

function cardOf(editor, id) {
  return others(editor).find((one) => one.id === id);
}

/** The cards of the running step. */
function others({ session, room }) {
  const step = room.value?.following.state.value.step;
  return step ? cardsOf(session.view, step.id) : [];
}

/** Makes something of a note: where it says itself, else where the map is; where neither says, it is asked. */
function turn(editor, id, target) {
  const { session, ui, hand, shape } = editor;
  const own = session.view.get(id)?.fields.touchpoint;
  const here = hand.touchpoint();
  const journey = shape.peek().journey;
  const at = session.view.get(own) ? own : here;
  if (target.kind === "touchpoint") {
    if (!journey) return say(ui, "There is no journey yet: begin the map with a first touchpoint.");
    return hand.carry(turnNote(session.view, id, target, here ? { where: { after: here } } : { journey }, session.makeId));
  }
  const plan = turnNote(session.view, id, target, { touchpoint: at }, session.makeId);
  const { stations } = shape.peek();
  if (!plan.problem || at || !stations.length) return hand.carry(plan);
  const choices = stations.map((one) => ({ id: one.id, name: `${one.number} ${session.view.get(one.id)?.fields.name}` }));
  const done = (touchpoint) => hand.carry(turnNote(session.view, id, target, { touchpoint }, session.makeId));
  return open(ui, "picking", { title: "At which touchpoint?", choices, done });
}

function merge(editor, id) {
  const { ui, session, hand } = editor;
  const choices = others(editor).filter((one) => one.id !== id).map((one) => ({ id: one.id, name: short(one.text) }));
  open(ui, "picking", { title: "It says the same as which note?", choices, done: (into) => hand.carry(mergeNotes(session.view, [id], into)) });
}

function goTo({ session, hand, ui }, id) {
  const { touchpoint, became } = session.view.get(id).fields;
  const made = session.view.get(became);
  const to = made?.kind === "touchpoint" ? became : (made?.fields.touchpoint ?? touchpoint);
  if (session.view.get(to)?.kind !== "touchpoint") return;
  const lane = { statement: made?.fields.state, standard: "standards", measure: "measures", activity: "activities", story: "stories", opportunity: "opportunities", behaviour: "behaviours" }[made?.kind] ?? "head";
  ui.view.value = "map";
  hand.goTo({ lane: document.querySelector(`[data-lane="${lane}"]`) ? lane : "head", touchpoint: to });
}

/** Drops a note where a drag ends. */
export function drop({ session, hand }, id, place) {
  if (place.into) return hand.carry(mergeNotes(session.view, [id], place.into));
  if (place.where) return hand.carry(turnNote(session.view, id, TARGETS[0], place, session.makeId));
  return hand.carry(dropNote(session.view, id, place, session.makeId));
}
