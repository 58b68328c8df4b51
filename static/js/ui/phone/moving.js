// Moving along the journey line without asking the server first, so that it works without a network too.

const link = (room, id) => [...room.querySelectorAll(".line a")].find((one) => one.dataset.at === id);

/** The touchpoint in hand; empty when there is none. */
export const placeNow = (room) => room.querySelector(".line [aria-current]")?.dataset.at ?? "";

/** The touchpoint in hand stands in the middle of its line. */
export function reach(room) {
  const here = room.querySelector(".line [aria-current]");
  const line = here?.closest(".line");
  if (line) line.scrollLeft = here.offsetLeft + here.parentElement.offsetLeft - line.clientWidth / 2 + here.offsetWidth / 2;
}

/** Takes another touchpoint in hand. @returns {boolean} false when this page cannot: the server has to be asked */
export function moveTo(room, id) {
  const [to, from] = [link(room, id), room.querySelector(".line [aria-current]")];
  if (!to || !from || room.querySelector("[data-editing], [name=why]")) return false;
  from.removeAttribute("aria-current");
  to.setAttribute("aria-current", "step");
  head(room, to);
  for (const form of room.querySelectorAll("form[data-send]")) {
    const field = form.elements.touchpoint;
    if (!field) continue;
    field.value = id;
    if (form.dataset.send === "rating") rated(room, form, to.dataset.rated);
    else if (form.dataset.send === "note") form.reset();
  }
  foot(room);
  mine(room, id);
  for (const section of room.querySelectorAll(".shown, .step-now > .said:not(.follow)")) section.remove();
  reach(room);
  return true;
}

function head(room, to) {
  room.querySelector("#tp").className = `tp ${to.parentElement.className}`;
  const [{ name, stage, where, now }, put] = [to.dataset, (id, text) => (room.querySelector(id).textContent = text)];
  put("#tp-name", name);
  put("#tp-stage", stage);
  put("#tp-where", where);
  put("#tp-now", now);
  room.querySelector("#tp-now").hidden = !now;
}

/** One's own rating of the touchpoint, as it was saved. */
function rated(room, form, given) {
  const values = new URLSearchParams(given);
  for (const field of form.querySelectorAll("[type=radio]")) field.checked = field.defaultChecked = values.get(field.name) === field.value;
  form.querySelector(".big span").textContent = given ? "Change my rating" : "Save my rating";
  form.querySelector("#rated").hidden = !given;
}

/** The links at the foot lead to the neighbours; one without a neighbour waits for the server's page. */
function foot(room) {
  const line = [...room.querySelectorAll(".line a")];
  const here = line.findIndex((one) => one.hasAttribute("aria-current"));
  for (const [id, to] of [
    ["#go-before", line[here - 1]],
    ["#go-after", line[here + 1]],
  ]) {
    const one = room.querySelector(id);
    if (!one) continue;
    one.hidden = !to;
    if (!to) continue;
    one.href = to.href;
    one.dataset.at = to.dataset.at;
    one.querySelector("b, .vh").textContent = id === "#go-after" ? to.dataset.name : `Previous: ${to.dataset.name}`;
  }
}

/** One's own notes of this touchpoint stand open, the others are folded. */
function mine(room, id) {
  const [here, other] = [room.querySelector("#mine-here"), room.querySelector("#mine-else")];
  if (!here) return;
  const cards = [...here.children, ...other.children];
  here.replaceChildren(...cards.filter((one) => one.dataset.touchpoint === id));
  other.replaceChildren(...cards.filter((one) => one.dataset.touchpoint !== id));
  room.querySelector("#h-mine span").textContent = here.children.length;
  other.parentElement.querySelector("span").textContent = other.children.length;
  other.parentElement.hidden = !other.children.length;
}
