// Dragging with mouse, pen or finger: a note onto another or onto the tray, a step of the agenda to another place. Everything
// that is dragged can be done by keys and buttons too.

const FAR = 6; // px before a press is a drag
const STILL = "button, summary, a, select, input";

/**
 * @param {HTMLElement} root
 * @param {{note: (id: string, target: HTMLElement) => void, step: (id: string, before: ?string) => void}} drop
 * @returns {{busy: () => boolean}}
 */
export function dragging(root, drop) {
  let drag = null;

  root.addEventListener("pointerdown", (event) => {
    if (event.button || drag) return;
    const grip = event.target.closest("[data-grip]");
    const card = event.target.closest("[data-note]");
    const item = card ?? (grip && grip.closest("[data-step]"));
    if (!item || (!grip && (event.pointerType !== "mouse" || event.target.closest(STILL)))) return;
    drag = { item, card: Boolean(card), id: event.pointerId, x: event.clientX, y: event.clientY, ghost: null, over: null };
  });
  addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.id) return;
    if (!drag.ghost && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < FAR) return;
    drag.ghost ??= lift(drag.item);
    drag.ghost.style.translate = `${event.clientX + 8}px ${event.clientY + 8}px`;
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const over = drag.card ? under?.closest("[data-drop], [data-note]") : under?.closest(".plan [data-step]");
    mark(over && over !== drag.item ? over : null);
  });
  addEventListener("pointerup", (event) => {
    if (!drag || event.pointerId !== drag.id) return;
    const { item, card, ghost, over } = drag;
    end();
    if (!ghost) return;
    addEventListener("click", (click) => click.preventDefault(), { capture: true, once: true }); // the end of a drag ticks nothing
    setTimeout(() => removeEventListener("click", end, true));
    if (!over) return;
    if (card) drop.note(item.dataset.note, over);
    else drop.step(item.dataset.step, before(item, over));
  });
  addEventListener("pointercancel", end);
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drag) return;
    event.preventDefault();
    end();
  });
  root.addEventListener("dragstart", (event) => event.preventDefault());
  root.addEventListener("selectstart", (event) => drag?.ghost && event.preventDefault());

  function mark(over) {
    if (over === drag.over) return;
    drag.over?.classList.remove("over");
    drag.over = over;
    over?.classList.add("over");
  }
  function end() {
    if (!drag) return;
    mark(null);
    drag.ghost?.remove();
    drag.item.classList.remove("lifted");
    document.body.classList.remove("dragging");
    drag = null;
  }
  return { busy: () => Boolean(drag?.ghost) };
}

function lift(item) {
  const ghost = item.cloneNode(true);
  ghost.removeAttribute("id");
  for (const one of ghost.querySelectorAll("[id], [name]")) {
    one.removeAttribute("id");
    one.removeAttribute("name");
  }
  ghost.className = "note-card ghost";
  ghost.setAttribute("aria-hidden", "true");
  document.body.append(ghost);
  document.body.classList.add("dragging");
  item.classList.add("lifted");
  getSelection()?.removeAllRanges();
  return ghost;
}

/** The step that a moved one comes before: the one it was dropped on, or when it came from above the one after that. */
function before(item, over) {
  const all = [...over.parentElement.children];
  const down = all.indexOf(item) < all.indexOf(over);
  return (down ? over.nextElementSibling : over)?.dataset.step ?? null;
}
