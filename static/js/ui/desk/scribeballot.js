// A ballot of somebody without a phone: one key an answer, Enter for the next ballot, and the last one back onto the sheet.

const KEPT = ["group"]; // a stack is often sorted by group: the choice stays for the next ballot

/**
 * @typedef {{url: string, entry: string}} Undo how an entry is taken back
 * @param {HTMLElement} root @param {{send: (url: string, fields: [string, string][]) => Promise<boolean>, refresh: Function, sent: Function}} desk
 */
export function ballots(root, desk) {
  let last = ""; // what was entered last, as the form said it
  let wanted = false; // whether the sheet is to be in focus when it has changed

  const sheet = () => document.getElementById("ballot");
  const groups = (form) => [...form.querySelectorAll("[data-group]")];
  const chosen = (group) => group.querySelector("input:checked") ?? group.querySelector("input");

  root.addEventListener("keydown", key);
  root.addEventListener("input", ({ target }) => target.form?.id === "ballot" && count(target.form));
  root.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-paper]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    look(link.dataset.paper);
  });

  /** One answer by its key; what stands there is gone over with Tab and taken away with Backspace. */
  function key(event) {
    const form = event.target.closest("#ballot");
    if (!form || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const group = event.target.closest("[data-group]");
    const all = groups(form);
    if (event.key === "Backspace" && event.target.type !== "text") {
      const here = group ?? all.at(-1);
      const at = group && chosen(group).value === "" ? (all[all.indexOf(group) - 1] ?? group) : here;
      choose(at, at.querySelector("input"));
      event.preventDefault();
    } else if (group && /^\d$/.test(event.key) && answer(all, group, event.key)) {
      event.preventDefault();
    }
  }

  /** Chooses by a digit and goes on; where there are ten answers, 1 waits for what may follow. */
  function answer(all, group, digit) {
    const two = chosen(group).dataset.digit === "1" && group.querySelector(`[data-digit="1${digit}"]`);
    const found = two || group.querySelector(`[data-digit="${digit}"]`) || (digit === "0" ? group.querySelector("input") : null);
    const after = all[all.indexOf(group) + 1];
    if (!found) return false;
    choose(group, found);
    if (digit === "1" && !two && group.querySelector('[data-digit="10"]')) return true;
    (after ? chosen(after) : document.getElementById("ballot-enter")).focus();
    return true;
  }

  function choose(group, input) {
    input.checked = true;
    input.focus();
    count(input.form);
  }

  /** How many dots are left of this ballot's. */
  function count(form) {
    const place = document.getElementById("ballot-left");
    if (!place) return;
    const fields = [...form.querySelectorAll(".dots input:checked, .dots input[type=text]")];
    const left = Number(form.dataset.dots) - fields.reduce((sum, one) => sum + (Number(one.value) || 0), 0);
    place.textContent = left < 0 ? `${-left} too many` : `${left} left`;
    place.classList.toggle("over", left < 0);
  }

  /** A ballot as it waits to be sent; null when nothing is answered. @param {HTMLFormElement} form */
  function read(form) {
    const data = new FormData(form);
    const said = [...data].filter(([name, value]) => name.startsWith("a.") && value !== "");
    if (!said.length) {
      desk.say("This ballot is empty. Enter at least one answer.", { bad: true });
      return null;
    }
    const body = new URLSearchParams([...data].filter(([name, value]) => !name.startsWith("a.") || value !== ""));
    const whose = data.get("name") || form.querySelector(".ballot-whose b")?.textContent || "Ballot";
    return { id: data.get("entry"), body: body.toString(), text: `${whose}: ${said.map(([, value]) => value.replace("-", "\u2212")).join(", ")}` };
  }

  /** The sheet for the next ballot. @param {HTMLFormElement} form */
  function next(form) {
    last = new URLSearchParams(new FormData(form)).toString();
    const kept = KEPT.map((name) => [name, form.elements[name]?.value]);
    empty(form);
    form.reset();
    for (const [name, value] of kept) if (form.elements[name] && value !== undefined) form.elements[name].value = value;
    form.elements.entry.value = fresh();
    desk.sent(form);
    count(form);
    focus(form);
    if (form.elements.person) look("");
  }

  /** Nothing is answered, whatever the server had filled in. */
  function empty(form) {
    for (const group of groups(form)) for (const one of group.querySelectorAll("input")) one.defaultChecked = one.value === "";
  }

  /** Puts answers onto the sheet; whether it is there. @param {string} body - a form as it was sent */
  function fill(body) {
    const form = sheet();
    const data = new URLSearchParams(body);
    if (!form || !data.has("entry")) return false;
    form.reset();
    for (const [name, value] of data) {
      const field = form.elements[name];
      if (!field || name === "entry" || name === "form_key" || name === "person") continue;
      field.value = value; // of a group of buttons, that which has this value
    }
    count(form);
    focus(form);
    return true;
  }

  function focus(form) {
    const first = groups(form)[0];
    (first ? chosen(first) : form.querySelector(".sheet-in input"))?.focus();
  }

  /** Looks at somebody's ballot, or with "" at a new one. */
  function look(person) {
    const query = new URLSearchParams(location.search);
    if (person) query.set("paper", person);
    else query.delete("paper");
    history.replaceState(null, "", `?${query}`);
    for (const one of sheet()?.querySelectorAll("input:not([type=hidden])") ?? []) {
      if (one.type === "radio") one.checked = one.defaultChecked;
      else one.value = one.defaultValue;
    }
    wanted = true;
    desk.refresh();
  }

  /** Takes the last entry back by the button beside what was said. @param {Undo} undo */
  async function takeBack(undo) {
    if (await desk.send(undo.url, [["entry", undo.entry]])) takenBack();
  }

  /** After an entry was taken back: it lies on the sheet again, to be put right. */
  function takenBack() {
    if (last) fill(last);
    last = "";
  }

  /** After each change of the page. */
  function shown() {
    const form = sheet();
    if (!form) return;
    count(form);
    if (wanted) focus(form);
    wanted = false;
  }

  return { read, next, fill, takeBack, takenBack, shown };
}

const fresh = () => `b-${[...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
