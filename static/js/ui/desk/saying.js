// Says what was done, with Undo beside it, in the page's live region; what can be undone stays until something else is said.

const SEEN = 6_000; // ms for which a sentence without an undo is in sight

/**
 * @param {HTMLElement} place - the live region @param {(seq: number) => void} takeBack
 * @returns {(words: string, more?: {undo?: ?number, bad?: boolean}) => void}
 */
export function sayer(place, takeBack) {
  let past = 0;
  return (words, { undo = null, bad = false } = {}) => {
    if (!words) return;
    const text = document.createElement("span");
    text.textContent = words;
    text.dir = "auto";
    place.classList.toggle("bad", bad);
    const parts = [text];
    if (undo !== null) parts.push(button("Undo", "u", () => takeBack(undo)));
    parts.push(button("Close", "", () => place.replaceChildren()));
    place.replaceChildren(...parts);
    clearTimeout(past);
    place.classList.remove("past");
    if (undo === null && !bad) past = setTimeout(() => place.classList.add("past"), SEEN);
  };
}

function button(words, key, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn";
  made.textContent = words;
  if (key) {
    made.dataset.key = key;
    const letter = document.createElement("kbd");
    letter.className = "letter";
    letter.textContent = key;
    letter.setAttribute("aria-hidden", "true");
    made.append(" ", letter);
  }
  made.addEventListener("click", press);
  return made;
}
