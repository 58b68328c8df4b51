// Find or do anything: every command that can be done now with its key, every touchpoint, lane and text.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { find } from "../model/map/finding.js";
import { useEditor } from "./context.js";
import { Dialog } from "./dialog.js";
import { fitting } from "./fitting.js";
import { close } from "./opening.js";
import { Searching } from "./searching.js";

const MOST = 12; // commands and places; beneath them the texts
const RECENT = 5; // commands done lately that stand first
const FROM = 2; // characters from which on texts are looked through
const TEXTS = 20;

export function Palette() {
  const { session, ui, shape, commands, hand } = useEditor();
  const { journey, stations, lanes, allLanes } = shape.peek();
  // What can be done is what could be done where the palette was opened.
  const [doable] = useState(() => commandsOf(commands, ui));
  const [places] = useState(() => [
    ...stations.map(({ id, number, colour }) => ({ id, name: hand.name(id), number: String(number), colour, cell: { lane: "head", touchpoint: id } })),
    ...lanes.map(({ key, name, icon }) => ({ id: `lane ${key}`, name, icon, note: "lane", lane: key })),
  ]);

  function search(query) {
    if (!query.trim()) return doable;
    const found = fitting(query, [...doable, ...places], MOST).map((choice) => ({ ...choice, group: "" }));
    return query.trim().length < FROM ? found : [...found, ...texts(query)];
  }
  function texts(query) {
    const onMap = find(session.view, journey, query).filter(({ touchpoint, lane, kind }) => touchpoint && (lane || kind === "touchpoint"));
    const numbers = new Map(stations.map(({ id, number }) => [id, number]));
    return onMap
      .filter(({ field, kind }) => !(kind === "touchpoint" && field === "name"))
      .slice(0, TEXTS)
      .map(({ record, field, touchpoint, lane, excerpt, ranges }, at) => {
        const { name, icon } = allLanes.find(({ key }) => key === lane) ?? { name: "", icon: "map" };
        return { id: `${record} ${field} ${at}`, name: excerpt, ranges, icon, note: `${name}, ${numbers.get(touchpoint)}`, group: "On the map", cell: { lane: lane ?? "head", touchpoint } };
      });
  }
  function choose({ command, cell, lane }) {
    close(ui);
    if (command) {
      ui.recent.value = [command, ...ui.recent.value.filter((id) => id !== command)].slice(0, RECENT);
      commands.run(command);
    } else hand.goTo(cell ?? { lane, touchpoint: hand.touchpoint() || stations[0]?.id });
  }
  return html`<${Dialog} title="Find or do anything" name="palette" bare>
    <${Searching} name="palette" label="Find or do anything" hint="A command, a touchpoint’s number or name, any word" find=${search} choose=${choose} nothing="Nothing is called that here." />
  </${Dialog}>`;
}

/** The commands that can be done, those done lately first. */
function commandsOf(commands, ui) {
  const { value: recent } = ui.recent;
  const now = commands.now().filter(({ id }) => id !== "palette");
  const lately = recent.flatMap((id) => now.find((command) => command.id === id) ?? []);
  const choice = ({ id, title, icon, keys, group, also }) => ({ id, command: id, name: title, icon, key: keys?.[0], group: lately.some((one) => one.id === id) ? "Lately" : group, also });
  const groups = [...new Set(now.map(({ group }) => group))];
  const others = groups.flatMap((group) => now.filter((command) => command.group === group && !lately.includes(command)));
  return [...lately, ...others].map(choice);
}
