// Comfort for the map: the strip shows and moves the part that is seen, arrow keys step by column, menus close.
import { scrollFor, stepFor, windowOf } from "../model/strip.js";

const wall = document.getElementById("wall");
const strip = document.getElementById("strip");

if (wall && strip) {
  const frame = document.createElement("div");
  frame.className = "window";
  strip.append(frame);
  const sizes = () => ({
    scrollLeft: wall.scrollLeft,
    clientWidth: wall.clientWidth,
    scrollWidth: wall.scrollWidth,
    pinned: wall.querySelector(".lanecol")?.getBoundingClientRect().width || 160,
  });
  const inside = () => {
    const box = strip.querySelector("svg").getBoundingClientRect();
    return { left: box.left - strip.getBoundingClientRect().left, width: box.width, start: box.left };
  };
  const show = () => {
    const { left, width } = windowOf(sizes());
    const box = inside();
    frame.style.left = `${box.left + left * box.width}px`;
    frame.style.width = `${width * box.width}px`;
    frame.hidden = width >= 1;
  };
  let asked = false;
  const soon = () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      show();
    });
  };
  wall.addEventListener("scroll", soon, { passive: true });
  new ResizeObserver(soon).observe(wall);

  const go = (event) => {
    const box = inside();
    wall.scrollLeft = scrollFor((event.clientX - box.start) / box.width, sizes());
  };
  strip.addEventListener("pointerdown", (event) => {
    strip.setPointerCapture(event.pointerId);
    go(event);
  });
  strip.addEventListener("pointermove", (event) => {
    if (event.buttons & 1) go(event);
  });

  wall.addEventListener("keydown", (event) => {
    if (event.target !== wall || event.altKey || event.ctrlKey || event.metaKey) return;
    const direction = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!direction) return;
    const column = wall.querySelector(".grid .tps th")?.getBoundingClientRect().width;
    if (!column) return;
    event.preventDefault();
    wall.scrollLeft = stepFor(wall.scrollLeft, column, direction);
  });
  show();
}

for (const menu of document.querySelectorAll("details.menu")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
