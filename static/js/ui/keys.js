// The keys of the page: what is pressed is a command, if one has that key here.

/** Whether a key press goes into something that people type in. */
export function isTyping(target) {
  return Boolean(target?.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]"));
}

/**
 * Listens to the keys of a document; gives a function that ends it.
 * @param {Document} document
 * @param {import("./context.js").Editor} editor
 */
export function listen(document, { commands, ui }) {
  const press = (event) => {
    if (event.defaultPrevented || event.isComposing || event.key === "Process") return;
    const typing = isTyping(event.target);
    const scope = event.target.closest?.("[role=grid]") ? "map" : "page";
    if (isSingle(event) && !ui.keys.value) {
      if (scope === "map" && !typing) type(event);
      return;
    }
    const command = commands.forKey(event, { scope, typing });
    if (!command) return;
    event.preventDefault();
    command.run(event);
  };
  // Where letters are no commands, typing on a cell writes in it; what is typed before the field is there is kept.
  let typed = "";
  const type = (event) => {
    if (!ui.selected.value) return;
    event.preventDefault();
    typed += event.key;
    if (typed.length > 1) return;
    commands.run(ui.selected.value.lane === "head" ? "edit" : "add-item");
    const write = (waits) => {
      if (isTyping(document.activeElement)) document.execCommand("insertText", false, typed);
      else if (waits) return void setTimeout(write, 10, waits - 1);
      typed = "";
    };
    setTimeout(write, 0, 50);
  };
  document.addEventListener("keydown", press);
  return () => document.removeEventListener("keydown", press);
}

/** A key that is a letter, digit or sign alone: those can be switched off (WCAG 2.1.4). */
function isSingle(event) {
  return event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
}
