// The keys of the page: what is pressed is a command, if one has that key here.

import { keyName } from "./commands.js";

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
    if (event.defaultPrevented || event.isComposing || event.key === "Process" || isPress(event)) return;
    const typing = isTyping(event.target);
    if (!commands.whole.peek()) return void (mayBeCommand(event, typing) && hold(event));
    mean(event, typing);
  };
  // Until the commands are there, a key that may be one waits; what it opens takes the letters after it.
  const hold = (event) => {
    event.preventDefault();
    commands.soon(() => {
      const field = document.activeElement;
      if (isTyping(field) && field !== event.target && isSingle(event)) document.execCommand("insertText", false, event.key);
      else mean(event, isTyping(event.target));
    });
  };
  const mean = (event, typing) => {
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

/** Keys of commands, with those that act in fields too; the browser's own, such as Ctrl+R and Tab, are not among them. */
const KEYS = /^(?:.|Enter|F2|Delete|Escape|Ctrl\+[ADKYZ.]|Ctrl\+Shift\+Z|Ctrl\+Space|Shift\+[AOS]|(?:Shift|Alt|Alt\+Shift)\+Arrow\w+|Alt\+Page\w+)$/u;
const KEYS_IN_FIELDS = /^(?:Ctrl\+[K.]|Alt\+Arrow(?:Up|Down))$/;

/** Whether it presses the button or link that has the focus, and so is no command. */
function isPress({ key, target, ctrlKey, metaKey, altKey }) {
  return (key === "Enter" || key === " ") && !ctrlKey && !metaKey && !altKey && Boolean(target.closest?.("a, button, summary"));
}

/** Whether a key may be one of a command that is not there yet. */
function mayBeCommand(event, typing) {
  return (typing ? KEYS_IN_FIELDS : KEYS).test(keyName(event));
}

/** A key that is a letter, digit or sign alone: those can be switched off (WCAG 2.1.4). */
function isSingle(event) {
  return event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
}
