// What holds a behaviour back, and whether rewards point the right way; the twin of a part of
// touchmap/domain/analysis/people.py.

const SCORES = { rewarded: 1, ignored: 0, punished: -1 };

/**
 * @param {Record<string, any>} fields  of a behaviour
 * @returns {{constraint: "" | "ability" | "motivation" | "both", obstacle: boolean, misaligned: boolean | null}}  constraint: ""
 *   while ability or motivation is not rated; obstacle: the situation holds it back as well; misaligned: null while it is
 *   not known what happens to those who do it or to those who do the opposite
 */
export function rewardsOf({ ability, motivation, opportunity, desired_consequence: wanted, opposite_consequence: opposite }) {
  const isRated = ability !== undefined && motivation !== undefined;
  const lower = ability < motivation ? "ability" : motivation < ability ? "motivation" : "both";
  return {
    constraint: isRated ? lower : "",
    obstacle: isRated && opportunity < Math.min(ability, motivation),
    misaligned: wanted && opposite ? SCORES[opposite] >= SCORES[wanted] : null,
  };
}
