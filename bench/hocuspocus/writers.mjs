// The rival's writers: real providers with a document each; every edit sets a name that holds the moment in which it was made.
// `node writers.mjs URL DOCUMENT WRITERS EDITS_PER_SECOND SECONDS` answers with {"sent": n, "acknowledged": [seconds, …]}.
import { HocuspocusProvider, HocuspocusProviderWebsocket } from "@hocuspocus/provider";
import { WebSocket } from "ws";
import * as Y from "yjs";

const [url, name, writers, rate, seconds] = process.argv.slice(2).map((value, at) => (at < 2 ? value : Number(value)));
const PLACES = ["gate-closed", "desk-queue"];
const acknowledged = [];
let sent = 0;

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const now = () => process.hrtime.bigint();

/** A provider that has the document. */
function connected() {
  return new Promise((done) => {
    const websocketProvider = new HocuspocusProviderWebsocket({ url, WebSocketPolyfill: WebSocket });
    const provider = new HocuspocusProvider({
      websocketProvider,
      name,
      token: "-",
      document: new Y.Doc(),
      onSynced: () => done(provider),
    });
    provider.attach();
  });
}

/** Writes at its own times; notes how long the server took to say that it has each edit. */
async function write(provider, number, begin) {
  const waiting = [];
  provider.on("unsyncedChanges", ({ number: left }) => {
    while (waiting.length > left) acknowledged.push(Number(now() - waiting.shift()) / 1e9);
  });
  const each = rate / writers;
  for (let count = 0; count < Math.round(each * seconds); count++) {
    const due = begin + ((count + number / writers) / each) * 1000;
    await pause(Math.max(0, due - performance.now()));
    const moment = now();
    waiting.push(moment);
    sent++;
    provider.document.getMap("names").set(PLACES[number % 2], `t${moment}-`);
  }
  await pause(1000);
}

const providers = await Promise.all(Array.from({ length: writers }, connected));
const begin = performance.now() + 500;
await Promise.all(providers.map((provider, number) => write(provider, number, begin)));
console.log(JSON.stringify({ sent, acknowledged }));
process.exit(0);
