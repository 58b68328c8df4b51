// Watches a report without loading the page again and again; at the end it loads it once.
import { progressOf, waitFor } from "../model/progress.js";

const words = document.getElementById("job-words");
const bar = document.getElementById("job-bar");
const pause = (time) => new Promise((done) => setTimeout(done, time));

async function watch() {
  for (let tries = 0; ; tries += 1) {
    await pause(waitFor(tries));
    const answer = await fetch(words.dataset.state, { headers: { Accept: "application/json" } });
    if (!answer.ok) return location.reload();
    const job = await answer.json();
    if (job.over) return location.reload();
    const said = progressOf(job);
    if (words.firstChild.data !== said.words) words.textContent = said.words;
    if (said.value === null) bar.removeAttribute("value");
    else Object.assign(bar, { max: 1, value: said.value });
  }
}

if (words && bar) watch().catch(() => setTimeout(() => location.reload(), 4000));
