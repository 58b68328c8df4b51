// Where a finding leads: the part of a touchpoint's details that it is about.

const BY_KIND = {
  transition: "ways",
  statement: "states",
  standard: "standards",
  measure: "standards",
  activity: "activities",
  perception: "ratings",
  story: "stories",
  opportunity: "opportunities",
  behaviour: "behaviours",
  cause: "causes",
  intervention: "causes",
  term: "words",
};

/** By the first digits of a rule's code, the longest first: touchmap numbers its rules by subject. */
const BY_CODE = [
  ["TM112", "about"],
  ["TM203", "causes"],
  ["TM21", "standards"],
  ["TM1", "ways"],
  ["TM2", "states"],
  ["TM3", "activities"],
  ["TM4", "ratings"],
  ["TM5", "causes"],
  ["TM6", "behaviours"],
  ["TM70", "states"],
];

/**
 * The part of the details (see ui/panel.js) where a finding is mended.
 * @param {{code: string, place: {kind: string}}} finding
 * @returns {string}
 */
export function partOf({ code, place }) {
  return BY_KIND[place.kind] ?? BY_CODE.find(([start]) => code.startsWith(start))?.[1] ?? "head";
}
