// What the facilitator's bar says of a session, from what the server tells of it: steps, timer, counts, what can be done next.

import { count } from "../map/wording.js";

/**
 * @typedef {object} Room  How a session stands, as GET …/room tells it; `{open: false}` when none is open.
 * @property {boolean} open
 * @property {string} key  `origin-seq-version`; the same key, the same answer
 * @property {number} now  the server's clock when it answered, seconds since 1970
 * @property {string} code
 * @property {{id: string, title: string, kind: string, minutes: number | null, place: "now" | "open" | "next", held: number,
 *   of: number, done: number}[]} agenda
 * @property {Step | null} step  the running one
 * @property {{people: number, done: number, given: number, held: number, waiting: number, by: Record<string, number>}} counts
 *
 * @typedef {object} Step
 * @property {string} id
 * @property {string} title
 * @property {string} kind
 * @property {"note" | "rating" | "vote" | ""} gives
 * @property {"open" | "private" | "counts"} visibility
 * @property {"all" | "some" | "none"} revealed
 * @property {boolean} input
 * @property {boolean} frozen
 * @property {number | null} ends_at  seconds since 1970
 * @property {number | null} left  seconds, of a timer that is paused
 */

/**
 * Whether an answer is at least as new as what is shown: answers to different questions overtake one another.
 * @param {Room} answer
 * @param {Room | null} shown
 */
export function isCurrent(answer, shown) {
  if (!shown?.open || !answer.open) return true;
  const [origin, seq, version] = parts(answer.key);
  const [before, oldSeq, oldVersion] = parts(shown.key);
  return origin !== before || (seq >= oldSeq && version >= oldVersion);
}

/** The key's parts; an origin may have hyphens in it. */
function parts(key) {
  const [, origin, seq, version] = /^(.*)-(\d+)-(\d+)$/.exec(key) ?? [null, key, 0, 0];
  return [origin, Number(seq), Number(version)];
}

/**
 * The steps as a line: which are ticked, which is running, which keep their names where there is little room.
 * @param {Room} room
 * @returns {{id: string, number: number, title: string, place: string, near: boolean, words: string}[]}
 */
export function stepLine({ agenda }) {
  const at = agenda.findIndex(({ place }) => place === "now");
  const few = agenda.length <= FEW;
  return agenda.map(({ id, title, place, minutes }, index) => ({
    id,
    number: index + 1,
    title,
    place,
    near: few || Math.abs(index - at) === 1,
    words: `Step ${index + 1} of ${agenda.length}: ${title}${STANDS[place]}${minutes && place === "next" ? `, ${count(minutes, "minute")} planned` : ""}`,
  }));
}
const FEW = 7;
const STANDS = { now: ", running", open: ", done", next: "" };

/**
 * What is left of the running step's timer.
 * @param {Step | null} step
 * @param {number} now  seconds since 1970, by the server's clock
 * @returns {{text: string, seconds: number, paused: boolean, over: boolean} | null}  null where there is no timer
 */
export function timerOf(step, now) {
  if (!step || (step.ends_at === null && step.left === null)) return null;
  const paused = step.left !== null;
  const seconds = Math.ceil(paused ? step.left : step.ends_at - now);
  const over = seconds <= 0;
  return { text: (over && seconds < 0 ? "+" : "") + clock(Math.abs(seconds)), seconds, paused, over };
}

function clock(seconds) {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60)];
  const rest = String(seconds % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes % 60).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** A timer for those who hear it. @param {ReturnType<typeof timerOf>} timer */
export function timerWords(timer) {
  if (!timer) return "no timer";
  const long = Math.abs(timer.seconds);
  const said = long >= 60 ? count(Math.round(long / 60), "minute") : count(long, "second");
  if (timer.over) return long ? `over by ${said}` : "time is up";
  return `${said} left${timer.paused ? ", paused" : ""}`;
}

const GIVEN = { note: ["note", "notes"], rating: ["rating", "ratings"], vote: ["vote", "votes"] };

/**
 * How far the room is with the running step.
 * @param {Room} room
 * @returns {{share: number, done: string, given: string}}  share: of those who are here, 0 to 1; given: "" where nothing is
 */
export function progressOf({ step, counts, people }) {
  const here = counts.people ?? people ?? 0;
  const done = counts.done ?? 0;
  const [one, many] = GIVEN[step?.gives] ?? [];
  const given = one ? `${count(counts.given, one, many)} given${counts.held ? `, ${counts.held} not revealed` : ""}` : "";
  return { share: here ? Math.min(1, done / here) : 0, done: here ? `${done} of ${here} done` : "Nobody is here yet", given };
}

const CLOSING = { note: "Close writing", rating: "Close rating", vote: "Close voting" };

/**
 * What the one button beside the counts does: takes nothing more in, or opens the step again.
 * @param {Step | null} step
 * @returns {{words: string, frozen: boolean} | null}  `frozen`: what it sets; null where a step takes nothing
 */
export function closing(step) {
  if (!step?.gives) return null;
  return step.frozen ? { words: "Open again", frozen: false } : { words: CLOSING[step.gives], frozen: true };
}

/** Whether anything of a step can be revealed. @param {Step | null} step */
export function canReveal(step) {
  return Boolean(step?.gives) && step.visibility !== "open" && step.revealed !== "all";
}

/**
 * What happened when something was revealed, in one sentence.
 * @param {{moved: number, left: number}} revealed
 * @param {number} held  how many are held back yet
 */
export function revealedWords({ moved, left }, held) {
  const what = moved ? `${moved} revealed` : "Nothing was waiting there";
  const more = held ? `; ${held} not revealed yet` : "";
  const gone = left ? ` ${left} stay back: what they are about was removed.` : "";
  return `${what}${more}.${gone}`;
}
