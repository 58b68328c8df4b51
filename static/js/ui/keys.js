// The keys of the page: what is pressed is a command, if one has that key here.

const SOON = 300; // ms within which a field that was asked for is there

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
  // Where letters are no commands, typing on a cell writes in it; what is typed before its field is there is kept.
  let typed = "";
  const type = (event) => {
    if (!ui.selected.value) return;
    event.preventDefault();
    typed += event.key;
    if (typed.length > 1) return;
    const write = ({ target }) => {
      if (!isTyping(target)) return;
      end();
      document.execCommand("insertText", false, typed);
      typed = "";
    };
    const end = () => document.removeEventListener("focusin", write);
    document.addEventListener("focusin", write);
    setTimeout(() => (end(), (typed = "")), SOON);
    commands.run(ui.selected.value.lane === "head" ? "edit" : "add-item");
  };
  document.addEventListener("keydown", press);
  return () => document.removeEventListener("keydown", press);
}

/** A key that is a letter, digit or sign alone: those can be switched off (WCAG 2.1.4). */
function isSingle(event) {
  return event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
}
