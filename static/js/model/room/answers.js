// What a note answers beside its text, as the phone wrote it at its end; twin of touchmap/domain/room/noting.py.

/** By the kind of step: each question's name, how its line begins, and its choices' values by their words. */
const QUESTIONS = Object.freeze({
  standards: [
    ["standard", "Standard", { "We have it": "exists", "We need it": "needed" }],
    ["check", "Measured by"],
  ],
  stories: [["consent", "May be retold", { Yes: "yes", "Yes, not saying who": "anonymous", No: "no" }]],
  vocabulary: [["meaning", "Means"]],
  behaviours: [["consequence", "Who does it is", { Rewarded: "rewarded", Ignored: "ignored", Punished: "punished" }]],
  commitments: [
    ["owner", "Who"],
    ["due", "By"],
    ["measure", "Measure"],
  ],
});

/** By what a note becomes: the fields that answers say. */
const FIELDS = Object.freeze({
  standard: { standard: "status" },
  measure: { check: "method" },
  story: { consent: "consent" },
  term: { meaning: "meaning" },
  behaviour: { consequence: "desired_consequence" },
  commitment: { owner: "owner", due: "due", measure: "measure" },
});

const MOST = 200; // characters of an answer that a field takes

const fits = (name, answer) => (name === "due" ? /^\d{4}-\d\d-\d\d$/.test(answer) : [...answer].length <= MOST);

/**
 * What a note says when a record is made of it. Answers that the record has no field for stay in the text.
 * @param {string} step  the kind of the note's step
 * @param {string} kind  of the record
 * @param {string} text
 * @returns {{text: string, fields: Record<string, string>}}
 */
export function answered(step, kind, text) {
  const lines = text.split("\n");
  const rest = [];
  const fields = {};
  for (const [name, label, choices] of [...(QUESTIONS[step] ?? [])].reverse()) {
    const line = lines.at(-1);
    const answer = line.startsWith(`${label}: `) ? line.slice(label.length + 2) : "";
    if (lines.length < 2 || !answer || (choices && !Object.hasOwn(choices, answer))) continue;
    lines.pop();
    const field = fits(name, answer) && FIELDS[kind]?.[name];
    if (field) fields[field] = choices?.[answer] ?? answer;
    else rest.unshift(line);
  }
  return { text: [lines.join("\n").trim(), ...rest].join("\n"), fields };
}
