// The commands of the detail panel, and of one record in its lists; apart from the panel, which is fetched later.

import { goOn } from "./leaving.js";

/** What can be done with one record, by the name that `ui.about.row` has it under. */
const DEEDS = [
  ["up", "Move up", "arrow-up", "Alt+ArrowUp"],
  ["down", "Move down", "arrow-down", "Alt+ArrowDown"],
  ["other", "Move to the other state", "arrow-left-right", "Alt+ArrowRight"],
  ["untie", "Does not belong here", "x"],
  ["remove", "Remove", "trash-2"],
];

/** Adds them. @param {import("../context.js").Editor} editor */
export function addPanelCommands(editor) {
  const { ui, commands } = editor;
  const on = (id, title, icon, by) => ({
    id,
    title,
    icon,
    group: "Details",
    keys: [by < 0 ? "Alt+PageUp" : "Alt+PageDown"],
    inFields: true,
    when: () => Boolean(ui.panel.value),
    run: () => goOn(editor, by),
  });
  commands.add(
    on("details-next", "Details of the next touchpoint", "arrow-right", 1),
    on("details-previous", "Details of the previous touchpoint", "arrow-left", -1),
    ...DEEDS.map(([name, title, icon, key]) => ({
      id: `row-${name}`,
      title,
      icon,
      group: "Details",
      keys: key && [key],
      // Only in the menu of a record; its keys act where the record is written.
      when: (about) => Boolean(about?.row?.[name]),
      run: (about) => about.row[name](),
    })),
  );
}
