// Commands on a journey as a whole: its ways, its outcomes, another journey, a persona.

import { addOutcome, connect, removeTransition } from "../../model/map/building.js";
import { add, set } from "../../model/map/drafts.js";
import { open } from "../opening.js";

export const RESULTS = [
  { id: "loyal", name: "loyal: comes back and tells others" },
  { id: "satisfied", name: "satisfied" },
  { id: "indifferent", name: "indifferent" },
  { id: "lost", name: "lost: does not come back" },
];

/** @param {import("../context.js").Editor} editor @param {import("./hand.js").Hand} hand */
export function journeyCommands({ session, ui, shape }, hand) {
  const { makeId } = session;
  const has = (about) => Boolean(hand.touchpoint(about));
  const name = { key: "name", label: "Name", needed: true };

  function outcome() {
    open(ui, "form", {
      title: "Add an outcome",
      intro: "Where the journey ends, and what the customer has become by then.",
      action: "Add",
      fields: [{ ...name, hint: "Travels with us again" }, { key: "result", label: "The customer is", options: () => RESULTS }],
      done(given) {
        const plan = addOutcome(session.view, shape.value.journey, given, makeId);
        if (!plan.problem) hand.carry(plan);
        return plan.problem;
      },
    });
  }
  const personas = () => session.view.children("persona").map((id) => ({ id, name: hand.name(id) }));
  function journey() {
    open(ui, "form", {
      title: "Add a journey",
      action: "Add",
      fields: [{ ...name, hint: "Missed connection, with children" }, { key: "persona", label: "Whose journey it is", options: () => [{ id: "", name: "Nobody in particular" }, ...personas()] }],
      done(given) {
        const id = makeId();
        const fields = { name: given.name.trim(), ...(given.persona && { persona: given.persona }) };
        if (!hand.do([add("journey", id, fields)], `Added “${fields.name}”.`)) return;
        ui.journey.value = id;
        ui.selected.value = null;
      },
    });
  }
  function persona() {
    open(ui, "form", {
      title: "Add a persona",
      intro: "Somebody whose journey this is: a name, and what they want.",
      action: "Add",
      fields: [{ ...name, hint: "Ana, on her way to a wedding" }, { key: "goal", label: "Wants", hint: "Be there on time" }, { key: "description", label: "Who that is" }],
      done(given) {
        const id = makeId();
        const fields = Object.fromEntries(Object.entries(given).map(([key, text]) => [key, text.trim()]).filter(([, text]) => text));
        const { journey: here } = shape.value;
        const isFree = here && !session.view.get(here).fields.persona;
        hand.do([add("persona", id, fields), ...(isFree ? [set("journey", here, { persona: id })] : [])], `Added “${fields.name}”${isFree ? ": this journey is theirs now" : ""}.`);
      },
    });
  }
  /** Draws a way and opens it, so that it gets its kind, label and share. */
  function draw({ from, to }) {
    const done = hand.carry(connect(session.view, { from, to }, makeId));
    ui.connecting.value = "";
    if (done) open(ui, "way", { touchpoint: from, way: done.made[0] });
  }
  return [
    { id: "connect", title: "Ways from here: connect, label, remove…", group: "Build", icon: "spline", keys: ["t"], scope: "map", also: "transition branch lead to draw arrow", when: has, run: (about) => open(ui, "way", { touchpoint: hand.touchpoint(about) }) },
    { id: "connect-to", title: "Connect two touchpoints", group: "Build", when: (about) => Boolean(about?.to), run: draw },
    { id: "edit-way", title: "Edit this way", group: "Build", when: (about) => Boolean(about?.way), run: ({ way }) => session.view.get(way) && open(ui, "way", { touchpoint: session.view.get(way).fields.from, way }) },
    { id: "remove-way", title: "Remove this way", group: "Build", when: (about) => Boolean(about?.way), run: ({ way }) => hand.carry(removeTransition(session.view, way)) },
    { id: "start-here", title: "Customers come in here", group: "Build", icon: "log-in", also: "start entry", when: (about) => has(about) && session.view.get(shape.value.journey)?.fields.start !== hand.touchpoint(about), run: (about) => hand.do([set("journey", shape.value.journey, { start: hand.touchpoint(about) })], `The journey starts at “${hand.name(hand.touchpoint(about))}”.`) },
    { id: "add-outcome", title: "Add an outcome…", group: "Build", icon: "flag", keys: ["Shift+O"], scope: "map", also: "end", when: () => Boolean(shape.value.journey), run: outcome },
    { id: "add-journey", title: "Add a journey…", group: "Build", icon: "route", also: "new", run: journey },
    { id: "add-persona", title: "Add a persona…", group: "Build", icon: "user", also: "new customer", run: persona },
  ];
}
