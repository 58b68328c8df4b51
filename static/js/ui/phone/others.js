// The notes of the others: what is added to them, changed or taken away comes with the stream, so that no page is loaded for it.

const MOST_KEPT = 60; // changes that wait for the page which they are made upon
const LEFT = new Intl.NumberFormat("en");

export class Others {
  #changes = new Map(); // by the mark of the notes that they are made upon: {added, changed, gone, mark}
  #own = new Set(); // ids of what this phone has just given: the page may not know it yet
  #page;

  /** @param {string} page - the address of the room's page */
  constructor(page) {
    this.#page = page;
  }

  /** Takes in what the stream tells. @param {{notes: string, change?: object}} news */
  hear({ change, notes }) {
    if (!change) return;
    this.#changes.delete(change.upon);
    this.#changes.set(change.upon, { ...change, mark: notes });
    if (this.#changes.size > MOST_KEPT) this.#changes.delete(this.#changes.keys().next().value);
  }

  /** A note is one's own. */
  gave(id) {
    if (id) this.#own.add(id);
  }

  /** Brings the list to the notes of a mark, as far as the changes lead there; the page's own mark says how far they did. */
  catchUp(room, mark) {
    const [step, list] = [room.querySelector(".step-now"), room.querySelector("#others")];
    if (!list) return;
    for (let left = this.#changes.size; left > 0 && step.dataset.notes !== mark; left--) {
      const next = this.#changes.get(step.dataset.notes);
      if (!next) return;
      this.#apply(room, list, next);
      step.dataset.notes = next.mark;
    }
  }

  #apply(room, list, { added, changed, gone }) {
    const own = new Set([...room.querySelectorAll(".mine [data-note]")].map((one) => one.dataset.note));
    const { at, show } = list.dataset;
    const isHere = ({ id, touchpoint }) => !own.has(id) && !this.#own.has(id) && (!at || !touchpoint || touchpoint === at);
    const [items, count, earlier] = [list.querySelector("ul"), list.querySelector("h2 span"), list.querySelector(".earlier")];
    const find = (id) => [...items.children].find((one) => one.dataset.note === id);
    let whole = Number(count.textContent);
    for (const note of gone.filter(isHere)) (whole--, find(note.id)?.remove());
    for (const note of changed) find(note.id)?.replaceWith(this.#card(list, note));
    for (const note of added.filter(isHere)) if (!find(note.id)) (whole++, items.prepend(this.#card(list, note)));
    for (const last of [...items.children].slice(Number(show))) if (!last.contains(document.activeElement)) last.remove();
    const more = whole - items.children.length;
    count.textContent = whole;
    list.hidden = !whole;
    earlier.hidden = more <= 0;
    earlier.querySelector("span").textContent = LEFT.format(Math.max(0, more));
  }

  /** A note as the server draws it, from the page's own empty one. */
  #card(list, note) {
    const item = list.querySelector("template").content.firstElementChild.cloneNode(true);
    item.dataset.note = note.id;
    const [text, about] = item.querySelectorAll("p");
    text.textContent = note.text;
    const by = document.createElement("bdi");
    by.textContent = note.by;
    const more = [note.same && `and ${note.same} more`, "minutes" in note && `· ${note.minutes} min`, note.became && "· on the map"];
    about.replaceChildren(by, ` ${more.filter(Boolean).join(" ")}`);
    about.hidden = !about.textContent.trim();
    const why = item.querySelector("a");
    if (!why) return item;
    why.href = `${this.#page}?${new URLSearchParams({ ...(note.touchpoint && { at: note.touchpoint }), why: note.id })}`;
    why.querySelector(".vh").textContent = ` ${note.text.slice(0, 60)}`;
    return item;
  }
}
