// Which of several boxes on a page an arrow key leads to.

const AWAY = 3; // how much worse it is to lie aside of the way than along it

/** @typedef {{left: number, top: number, width: number, height: number}} Box in pixels */

/**
 * The place of the box that lies nearest in a direction.
 * @param {Box[]} boxes @param {number} from - the place to start at @param {string} key - such as `ArrowLeft`
 * @returns {number} -1 when nothing lies there
 */
export function nearest(boxes, from, key) {
  const here = middle(boxes[from]);
  const along = key === "ArrowLeft" || key === "ArrowRight" ? 0 : 1;
  const sign = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
  let best = -1;
  let least = Infinity;
  boxes.forEach((box, place) => {
    const there = middle(box);
    const ahead = (there[along] - here[along]) * sign;
    if (place === from || ahead <= 1) return;
    const cost = ahead + AWAY * Math.abs(there[1 - along] - here[1 - along]);
    if (cost < least) [best, least] = [place, cost];
  });
  return best;
}

const middle = ({ left, top, width, height }) => [left + width / 2, top + height / 2];
