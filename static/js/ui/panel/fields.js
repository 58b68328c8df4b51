// Which fields of each kind of record stand in the detail panel, by what name, and how they are written.

import { LINE, MINUTES, NAMES, SHARE, numberBetween } from "./figures.js";

/**
 * @typedef {object} Shown A field as it stands in the panel.
 * @property {string} key
 * @property {string} label
 * @property {"line" | "prose" | "written" | "choice" | "yes" | "day"} type
 * @property {import("./figures.js").Written} [as]  for `written`
 * @property {(string | number)[]} [options]  for `choice`
 * @property {string | number} [usual]  the choice that counts while nothing is chosen; without one, nothing chosen is a choice
 * @property {Record<string, string>} [words]  how choices are said, where they are not their own words
 * @property {boolean} [wide]  takes a line of its own
 * @property {(fields: Record<string, any>) => boolean} [when]  whether it is asked at all; left out: always
 *
 * @typedef {object} Sheet What is shown of a kind.
 * @property {string} [main]  the field that a record is added with, and removed by emptying
 * @property {Shown[]} fields
 * @property {Shown[]} [more]  those that unfold
 */

export const EVIDENCE = ["assumed", "staff story", "customer story", "measured"];
export const WAY_KINDS = ["next", "choice", "failure", "recovery", "repeat"];
const CAUSE_KINDS = "skill,practice,feedback,incentive,standard,measure,process,tool,policy,capacity,communication".split(",");
const WASTES = "defects,over-production,waiting,unused talent,transport,inventory,motion,extra processing".split(",");
const CONSEQUENCES = ["rewarded", "ignored", "punished"];

const line = (key, label, more) => ({ key, label, type: "line", ...more });
const prose = (key, label) => ({ key, label, type: "prose", wide: true });
const written = (key, label, as, more) => ({ key, label, type: "written", as, ...more });
const choice = (key, label, options, usual, more) => ({ key, label, type: "choice", options, usual, ...more });
const rating = (key, label) => choice(key, label, [1, 2, 3, 4, 5]);
const day = (key, label) => ({ key, label, type: "day" });
const wide = { wide: true };
const VALUE = numberBetween(-1e9, 1e9);
const COUNT = numberBetween(0, 1e9, { whole: true });
const AMOUNT = numberBetween(0, 1e9);
const isRecovery = ({ kind }) => kind === "recovery";

/** @type {Readonly<Record<string, Sheet>>} */
export const SHEETS = Object.freeze({
  touchpoint: {
    fields: [
      prose("customer_action", "Does"),
      line("customer_goal", "Wants", wide),
      line("customer_feeling", "Feels", wide),
      written("channels", "Channels", NAMES, wide),
      line("time", "Time"),
      line("place", "Place"),
      line("owner", "Owner"),
      written("lead_minutes", "Minutes in all", MINUTES),
      { key: "critical", label: "Moment of truth", type: "yes" },
      { key: "missing", label: "Should have happened and did not", type: "yes" },
      prose("backstage", "Backstage"),
      prose("support", "Support: systems and partners"),
    ],
  },
  statement: {
    main: "text",
    fields: [choice("evidence", "Evidence", EVIDENCE, "assumed"), line("source", "Source", wide)],
  },
  standard: {
    main: "attribute",
    fields: [
      choice("status", "Status", ["exists", "needed", "not needed"], "needed"),
      written("target", "Target", VALUE),
      line("unit", "Unit"),
    ],
    more: [
      choice("better", "Better is", ["higher", "lower", "exact"], "higher", { words: { exact: "exactly the target" } }),
      written("tolerance", "Tolerance ±", AMOUNT),
      line("owner", "Owner"),
    ],
  },
  measure: {
    main: "name",
    fields: [
      written("current", "Last value", VALUE),
      line("unit", "Unit"),
      choice("status", "Status", ["exists", "needed"], "needed"),
    ],
    more: [
      written("measured", "Cases measured", COUNT),
      written("within", "Within tolerance", COUNT),
      day("last_checked", "Last checked"),
      line("method", "Method"),
      line("frequency", "Frequency"),
    ],
  },
  activity: {
    main: "name",
    fields: [
      written("minutes", "Minutes", MINUTES),
      choice("class", "Class", ["value-added", "business-necessary", "non-value-added", "unclassified"], "unclassified"),
      choice("waste", "Waste", WASTES, undefined, { when: (fields) => fields.class === "non-value-added" || fields.waste }),
      line("reason", "Why it cannot be dropped", { wide: true, when: (fields) => fields.class === "business-necessary" || fields.reason }),
    ],
    more: [line("actor", "Who does it"), written("times", "Times per customer", numberBetween(0, 10_000)), written("cost", "Cost each time", AMOUNT)],
  },
  story: {
    main: "text",
    fields: [
      choice("consent", "May it be retold?", ["yes", "anonymous", "no"], "no", { words: { anonymous: "yes, without the teller" } }),
      line("teller", "Teller’s role"),
    ],
    more: [day("told_on", "Told on"), line("place", "Where it happened")],
  },
  opportunity: {
    main: "title",
    fields: [line("theme", "Theme"), line("proposed_by", "Proposed by"), prose("description", "Description")],
  },
  behaviour: {
    main: "text",
    fields: [
      line("role", "Role"),
      line("staff_group", "Staff group"),
      line("opposite", "What people do instead", wide),
      rating("ability", "Ability, 1–5"),
      rating("motivation", "Motivation, 1–5"),
      rating("opportunity", "Situation lets them, 1–5"),
      choice("desired_consequence", "Doing it is", CONSEQUENCES),
      choice("opposite_consequence", "The opposite is", CONSEQUENCES),
      line("reward", "The reward or remark that does this", wide),
    ],
  },
  cause: {
    main: "text",
    fields: [choice("kind", "Kind of root cause", CAUSE_KINDS), choice("evidence", "Evidence", EVIDENCE, "assumed")],
  },
  term: { main: "term", fields: [line("meaning", "Meaning", wide), line("replaces", "Instead of")] },
  comment: { main: "text", fields: [{ key: "resolved", label: "Resolved", type: "yes" }] },
  transition: {
    fields: [
      choice("kind", "Kind", WAY_KINDS, "next"),
      written("share", "Share, %", SHARE),
      line("label", "Label", wide),
      written("options", "Options that may be offered", NAMES, { wide: true, when: isRecovery }),
      written("offered_by", "May be offered by", NAMES, { when: isRecovery }),
      written("within_minutes", "Within minutes", MINUTES, { when: isRecovery }),
    ],
  },
});

/** How a field is written; everything but numbers and lists as one line or as it is. @returns {import("./figures.js").Written | undefined} */
export function writtenAs({ type, as }) {
  return type === "line" ? LINE : as;
}
