// What an empty lane shows on first run: one real example sentence, and the words of its one button. The examples tell of an
// evening on which forty-one guests of an airline missed the same connection.

import { labelsOf, worded } from "./labels.js";

/** By lane: the example, and the button, in which words in braces are those that a client may have an own word for. */
export const EXAMPLES = Object.freeze({
  action: ["Runs 900 metres from the bus to the gate, and asks two people the way.", "Write what the {customer} does"],
  goal: ["Know whether I will still be home tonight.", "Write what the {customer} wants"],
  channel: ["public address, app", "Name a channel"],
  current: ["The delay is announced 20 minutes after the crew know of it.", "Write what happens now"],
  desired: [
    "Guests hear it within five minutes: we know about your connection, and here is the plan.",
    "Write what should happen",
  ],
  emotion: ["+2 “They had my name and a plan.” −2 “The door closed in front of me.”", "Collect ratings"],
  standards: ["Everybody with a short connection gets an answer by name before landing: 80 %", "Add a {standard}"],
  measures: ["Told within five minutes: 22 % of 214 delayed departures", "Add a {measure}"],
  activities: ["The agent types the same booking into a second system, 6 min", "Add an {activity}"],
  nva: [
    "Waiting in the wrong queue, 38 min. Would the {customer} pay for this if they knew?",
    "Add what nobody would pay for",
  ],
  stories: ["“I had done the sums before anybody told me anything.” — passenger", "Write down a {story}"],
  opportunities: ["One message with the new flight, the bus and the hotel, sent before the door opens.", "Add an {opportunity}"],
  owner: ["Duty manager at the hub", "Name the owner"],
  backstage: ["Hub control sees who will be late; the list goes no further.", "Write what happens backstage"],
  behaviours: ["Walks up to the guests who wait, instead of waiting for them at the counter.", "Add a behaviour"],
  causes: ["Whoever announces a delay early and is wrong is named at the weekly briefing.", "Link a {cause}"],
  vocabulary: ["misconnect = a guest who misses the onward flight", "Add a word"],
});

/**
 * The example of a lane and the words of its button.
 * @param {import("./labels.js").Reader} view
 * @param {string} lane  its key
 * @returns {{example: string, button: string}}
 */
export function exampleOf(view, lane) {
  const labels = labelsOf(view);
  const [example, button] = EXAMPLES[lane].map((sentence) => worded(sentence, labels));
  return { example, button: withArticle(button) };
}

/** “an” before a vowel and “a” before any other letter: the client's word may begin otherwise than ours. */
function withArticle(sentence) {
  return sentence.replace(/\b(a)n? (?=(\p{L}))/giu, (_, article, letter) => `${article}${/[aeiou]/i.test(letter) ? "n" : ""} `);
}
