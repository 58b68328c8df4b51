// The letters of the facilitator's page: each button says its own, in `data-key`; all of them can be switched off.

const OFF = "touchmap-desk-keys";
const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";
const FIXED = [
  ["↑ ↓ ← →", "From card to card; Home and End to the first and last"],
  ["x or space", "Mark the card in hand"],
  ["Enter", "On a card: to the tray. On the step line: go to that step"],
  ["Esc", "Out of a field, back to the cards"],
];

/** @param {HTMLElement} root @param {import("./cards.js").Cards} cards @param {(words: string) => void} say */
export function listenToKeys(root, cards, say) {
  const dialog = document.getElementById("desk-keys");
  const box = document.getElementById("desk-keys-on");
  let on = localStorage.getItem(OFF) !== "off";
  const tell = () => document.body.classList.toggle("no-keys", !on);
  box.checked = on;
  box.addEventListener("change", () => {
    on = box.checked;
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "off");
    tell();
  });
  tell();
  root.addEventListener("click", (event) => {
    if (event.target.closest("[data-help]")) {
      list(root);
      dialog.showModal();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.target.matches?.(TYPING)) {
      if (event.key === "Escape") cards.enter() || event.target.blur();
      return;
    }
    if (on && press(event.key.toLowerCase(), cards, say)) event.preventDefault();
  });
}

/** Does what a letter stands for. @returns {boolean} whether it stands for something */
function press(key, cards, say) {
  if (key.length !== 1) return false;
  if (key === "x") {
    cards.mark();
    return Boolean(cards.current());
  }
  const found = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find((one) => !one.disabled);
  if (!found) return false;
  if (found.hasAttribute("data-card")) {
    if (key === "m") {
      const into = cards.current();
      if (into) cards.merge(into.dataset.note);
    } else cards.act(found.value.startsWith("turn ") ? found.value : found.value.split(" ")[0]);
  } else if (found.matches("[data-focus], a[href^='#']")) {
    reach(found);
    if (found.matches("button")) say(`${found.querySelector("span").textContent}: press Enter. It cannot be taken back.`);
  }
  else found.click();
  return true;
}

/** Leads the focus to something, also inside of what is folded. @param {HTMLElement} found */
export function reach(found) {
  const hash = found.getAttribute("href");
  const place = hash ? document.getElementById(hash.slice(1)) : found;
  if (!place) return;
  for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const target = place.matches("details") ? (place.querySelector("input:not([type=hidden])") ?? place.querySelector("summary")) : place;
  target.focus();
  target.scrollIntoView({ block: "center" });
}

function list(root) {
  const keys = document.createElement("dl");
  keys.className = "keys";
  const shown = [...root.querySelectorAll("[data-key][data-does]")].map((one) => [one.dataset.key, one.dataset.does]);
  for (const [key, does] of [...FIXED, ...shown, ["u", "Undo what was just said"]]) {
    const [row, term, words] = ["div", "dt", "dd"].map((name) => document.createElement(name));
    const letter = document.createElement("kbd");
    letter.textContent = key;
    term.append(letter);
    words.textContent = does;
    row.append(term, words);
    keys.append(row);
  }
  document.getElementById("desk-keys-list").replaceChildren(keys);
}
