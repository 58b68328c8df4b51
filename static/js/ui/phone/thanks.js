// The last page of a room: what this phone gave, which nobody else can tell any more.
import { everythingGiven, forgetEverything } from "../../model/phonebox.js";

/** Says what this phone gave, and forgets it when asked to. @param {HTMLElement} section */
export function thanks(section) {
  const { sent, kept } = everythingGiven(localStorage);
  const items = [...sent, ...kept.map((text) => `Not sent: ${text}`)].map((text) => {
    const item = document.createElement("li");
    item.dir = "auto";
    item.textContent = text;
    return item;
  });
  section.hidden = !items.length;
  section.querySelector("h2 span").textContent = items.length;
  section.querySelector("ul").replaceChildren(...items);
  document.getElementById("forget").addEventListener("click", () => {
    forgetEverything(localStorage);
    section.hidden = true;
    document.querySelector("h1").focus();
  });
}
