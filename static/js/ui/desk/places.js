// Asks which touchpoint is meant: a list to type into, one key an entry where there are few.

/** @returns {{ask: (title: string) => Promise<string>}} the touchpoint's id; empty when nothing was chosen */
export function placeChooser() {
  const dialog = document.getElementById("desk-places");
  const list = document.getElementById("desk-places-list");
  let done = null;

  dialog.addEventListener("close", () => done?.(dialog.returnValue));
  list.addEventListener("click", (event) => {
    const found = event.target.closest("button");
    if (found) dialog.close(found.value);
  });
  dialog.addEventListener("keydown", (event) => {
    const all = [...list.querySelectorAll("button")];
    const at = all.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step) all[(at + step + all.length) % all.length]?.focus();
    else if (/^\d$/.test(event.key)) typed(all, event.key);
    else return;
    event.preventDefault();
  });

  let digits = "";
  /** Numbers of stations are typed: 1, then 2 leads to 12. */
  function typed(all, digit) {
    const whole = all.find((one) => one.dataset.number === digits + digit);
    digits = whole ? digits + digit : digit;
    all.find((one) => one.dataset.number === digits)?.focus();
  }

  function ask(title) {
    const select = document.getElementById("shine");
    digits = "";
    dialog.returnValue = "";
    dialog.querySelector("h2").textContent = title;
    list.replaceChildren(...[...(select?.options ?? [])].filter((one) => one.value).map(entry));
    return new Promise((resolve) => {
      done = resolve;
      dialog.showModal();
      list.querySelector("button")?.focus();
    });
  }
  return { ask };
}

function entry(option) {
  const [item, button] = [document.createElement("li"), document.createElement("button")];
  button.type = "button";
  button.value = option.value;
  button.dataset.number = option.text.split(" ", 1)[0];
  button.textContent = option.text;
  button.dir = "auto";
  item.append(button);
  return item;
}
