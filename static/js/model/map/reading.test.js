import assert from "node:assert/strict";
import test from "node:test";
import { LANES } from "./lanes.js";
import { MARKS, numberIn, readLine } from "./reading.js";

const fields = (lane, line) => readLine(lane, line).fields;

test("a statement is read with its evidence, its source and its state", () => {
  const now = { state: "current" };
  for (const [line, said] of [
    ["Told late", { ...now, text: "Told late" }],
    ["Told late (measured)", { ...now, text: "Told late", evidence: "measured" }],
    ["Told late (Customer story: 7 of 12 asked)", { ...now, text: "Told late", evidence: "customer story", source: "7 of 12 asked" }],
    ["?s Told late", { ...now, text: "Told late", evidence: "staff story" }],
    ["Told late ?m", { ...now, text: "Told late", evidence: "measured" }],
    ["-> Told at once", { state: "desired", text: "Told at once" }],
    ["→ Told at once (assumed)", { state: "desired", text: "Told at once", evidence: "assumed" }],
    ["Told late (sometimes)", { ...now, text: "Told late (sometimes)" }],
    ["Why? m", { ...now, text: "Why? m" }],
    ["(measured)", { ...now, text: "(measured)", evidence: "measured" }],
  ])
    assert.deepEqual(fields("current", line), said, line);
  assert.equal(fields("desired", "Told at once").state, "desired");
});

test("a standard is read with its target", () => {
  for (const [line, said] of [
    ["Told by name", { attribute: "Told by name" }],
    ["Queue ≤ 10 min", { attribute: "Queue", target: 10, unit: "min", better: "lower" }],
    ["Queue: <= 10 min", { attribute: "Queue", target: 10, unit: "min", better: "lower" }],
    ["Bags on the belt ≥ 99.5 %", { attribute: "Bags on the belt", target: 99.5, unit: "%", better: "higher" }],
    ["Agents = 3", { attribute: "Agents", target: 3, better: "exact" }],
    ["Told before the display: 95 %", { attribute: "Told before the display", target: 95, unit: "%" }],
    ["Told in time 95 %", { attribute: "Told in time", target: 95, unit: "%" }],
    ["Queue 10 min", { attribute: "Queue", target: 10, unit: "min", better: "lower" }],
    ["Told within 5 minutes", { attribute: "Told within 5 minutes", target: 5, unit: "minutes", better: "lower" }],
    ["Reached by at least 1,000 guests", { attribute: "Reached by at least 1,000 guests", target: 1000, unit: "guests", better: "higher" }],
    ["Errors ≤ 0,5 % (exists)", { attribute: "Errors", target: 0.5, unit: "%", better: "lower", status: "exists" }],
    ["≤ 10 min", { attribute: "≤ 10 min", target: 10, unit: "min", better: "lower" }],
    ["Open from 8 to 20", { attribute: "Open from 8 to 20" }],
    ["Answer within a day (not needed)", { attribute: "Answer within a day", status: "not needed" }],
  ])
    assert.deepEqual(fields("standards", line), said, line);
});

test("a measure is read with its last value", () => {
  assert.deepEqual(fields("measures", "Told in time: 22 %"), { name: "Told in time", current: 22, unit: "%", status: "exists" });
  assert.deepEqual(fields("measures", "Told in time (needed)"), { name: "Told in time", status: "needed" });
  assert.deepEqual(fields("measures", "Change: −4"), { name: "Change", current: -4, status: "exists" });
});

test("an activity is read with minutes, times, class and waste", () => {
  for (const [line, said] of [
    ["Waiting 44 min", { name: "Waiting", minutes: 44 }],
    ["Waiting, 44 minutes", { name: "Waiting", minutes: 44 }],
    ["Waiting: 1 h 30", { name: "Waiting", minutes: 90 }],
    ["Waiting 1.5 h", { name: "Waiting", minutes: 90 }],
    ["Waiting 2 h 5 min", { name: "Waiting", minutes: 125 }],
    ["Asks again 3 x 5 min", { name: "Asks again", minutes: 5, times: 3 }],
    ["Asks again 3x5 min", { name: "Asks again", minutes: 5, times: 3 }],
    ["Fills in a form 12,5 min (waste)", { name: "Fills in a form", minutes: 12.5, class: "non-value-added" }],
    ["Queues (waiting)", { name: "Queues", class: "non-value-added", waste: "waiting" }],
    ["Shows the pass (bn)", { name: "Shows the pass", class: "business-necessary" }],
    ["Waits for gate 44", { name: "Waits for gate 44" }],
    ["Waits 999999 h", { name: "Waits 999999 h" }],
    ["44 min", { name: "44 min", minutes: 44 }],
  ])
    assert.deepEqual(fields("activities", line), said, line);
  assert.deepEqual(fields("nva", "Waiting 44 min"), { name: "Waiting", minutes: 44, class: "non-value-added" });
});

test("a story is read with its teller and the consent to retell it", () => {
  assert.deepEqual(fields("stories", "“I did the sums.” — passenger"), { text: "I did the sums.", teller: "passenger" });
  assert.deepEqual(fields("stories", '"They laughed." (consent)'), { text: "They laughed.", consent: "yes" });
  assert.deepEqual(fields("stories", "They laughed — and left"), { text: "They laughed — and left" });
  assert.deepEqual(fields("stories", '"Yes," she said, "we laughed."'), { text: '"Yes," she said, "we laughed."' });
});

test("a word is read with its meaning", () => {
  assert.deepEqual(fields("vocabulary", "wave = most connections = busy"), { term: "wave", meaning: "most connections = busy" });
  assert.deepEqual(fields("vocabulary", "wave – busy"), { term: "wave", meaning: "busy" });
  assert.deepEqual(fields("vocabulary", "follow-up"), { term: "follow-up" });
  assert.equal(readLine("vocabulary", "wave: busy").type, "link");
});

test("texts and lists of the touchpoint are taken as they are", () => {
  assert.deepEqual(readLine("action", " Runs\nto the gate "), { type: "field", text: "Runs\nto the gate" });
  assert.deepEqual(readLine("goal", "Know\nmore"), { type: "field", text: "Know more" });
  assert.deepEqual(readLine("channel", "app, desk ; phone"), { type: "names", names: ["app", "desk", "phone"] });
});

test("what cannot be taken is told in a sentence", () => {
  assert.match(readLine("current", "  ").text, /blank/);
  assert.match(readLine("emotion", "2").text, /by people themselves/);
  assert.match(readLine("opportunities", "x".repeat(501)).text, /too long/);
  assert.match(readLine("vocabulary", "x".repeat(201)).text, /too long/);
});

test("numbers with point or comma, thousands apart or not", () => {
  for (const [text, value] of [["1,5", 1.5], ["1,500", 1500], ["1 500.25", 1500.25], ["−3", -3], ["1.2.3", null], ["99999999999", null], ["5.", 5]])
    assert.equal(numberIn(text), value, text);
});

test("what the help shows can be read: every mark does something", () => {
  for (const [lane, marks] of Object.entries(MARKS))
    for (const [example] of marks) {
      const read = fields(lane, example);
      assert.ok(!Object.values(read).includes(example), `${lane}: ${example}`);
    }
});

test("hostile lines are read at once", () => {
  const lines = ["1 ".repeat(5000), "(".repeat(9000), `${"a: ".repeat(3000)}1`, "x ".repeat(9000), '"'.repeat(9000), "= ".repeat(9000)];
  const start = performance.now();
  for (const { key } of LANES) for (const line of lines) readLine(key, line);
  assert.ok(performance.now() - start < 1000, `${performance.now() - start} ms`);
});

test("the end of a long line is read, and its beginning stays whole", () => {
  const long = "Guests with a short connection are told by name ".repeat(4).trim();
  assert.deepEqual(fields("standards", `${long} ≥ 80 %`), { attribute: long, target: 80, unit: "%", better: "higher" });
  assert.deepEqual(fields("activities", `${long} 44 min`), { name: long, minutes: 44 });
});
