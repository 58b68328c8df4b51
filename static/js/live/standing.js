// What is true of the whole page: one state, one text, and why, put together from everything that can go wrong.

import { statusText } from "../model/outbox.js";

/**
 * @typedef {import("../model/outbox.js").Trouble} Trouble
 *
 * @typedef {object} Status
 * @property {"saved" | "saving" | "offline" | "attention"} state
 * @property {number} waiting  edits that the server has not answered
 * @property {number} refused  edits that the server has refused and nobody has dealt with
 * @property {Trouble | null} trouble  what to say with `attention`
 * @property {string} text  the words for a button
 */

/**
 * @param {ReturnType<import("../model/outbox.js").Outbox["status"]>} own  of the outbox
 * @param {{door?: Trouble | null, unkept?: Error | null, typing?: number, stuck?: number}} more  why nothing gets through; why drafts cannot be
 *   kept; how many drafts there are, and how many of them will not be saved by themselves
 * @returns {Status}
 */
export function standing(own, { door = null, unkept = null, typing = 0, stuck = 0 }) {
  const trouble = door ?? own.trouble ?? (unkept && typing ? unkeptTrouble(unkept) : stuck ? STUCK : null);
  const status = { ...own, trouble, state: trouble ? "attention" : own.state };
  return { ...status, text: statusText(status) };
}

function unkeptTrouble({ message }) {
  return {
    code: "storage",
    message: `This browser cannot keep what is being typed: ${message}`,
    todo: "Keep this page open until everything is saved.",
  };
}

const STUCK = Object.freeze({
  code: "stuck",
  message: "Something that you were writing is not on the map yet.",
  todo: "It is kept below. Go there and finish it, put it elsewhere, or let it go.",
});

export const OUT = Object.freeze({
  code: "out",
  message: "This browser is no longer signed in.",
  todo: "Sign in again in another tab. Everything written here stays, and is sent then.",
});

export const GONE = Object.freeze({
  code: "gone",
  message: "This workshop is no longer there.",
  todo: "Somebody has removed it. What is written here stays in this browser until the workshop is back.",
});

/**
 * What was refused, with the texts that are in it.
 * @param {{item: import("../model/pending.js").Item, error: Trouble}[]} drafts  of the outbox
 */
export function refusedTold(drafts) {
  return drafts.map(({ item, error }) => {
    const { record = null, kind = null, fields = {}, action = item.action } = item.edit ?? {};
    const texts = Object.entries(fields)
      .filter(([, value]) => typeof value === "string" && value)
      .map(([field, text]) => ({ field, text }));
    return { id: item.id, action, record, kind, texts, error, item };
  });
}
