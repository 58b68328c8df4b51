// The room's page opens without a network too: its last look and its files are kept on the phone, the newest always first.
// It has no imports, and serves /room and what that needs, nothing else. Pages from an insecure address have no such worker.

const PAGES = "touchmap-room-pages";
const FILES = "touchmap-room-files";
const ROOM = "/room";
const PART = "/room/step";
const PATIENCE = 4_000; // ms until a page that is kept is shown in place of one that does not come

/** Whether a file's address changes with its content, so that a kept one is right for ever. */
const isLasting = (url) => url.searchParams.has("v") || /-[A-Z0-9]{8}\.js$/.test(url.pathname);

/** Keeps a file, and lets its older versions go. */
async function keepFile(request, answer) {
  const [files, { pathname, href }] = [await caches.open(FILES), new URL(request.url ?? request, location.href)];
  for (const old of await files.keys()) if (old.url !== href && new URL(old.url).pathname === pathname) await files.delete(old);
  await files.put(request, answer);
}

async function file(request) {
  const kept = await (await caches.open(FILES)).match(request, { ignoreVary: true });
  if (kept && isLasting(new URL(request.url))) return kept;
  try {
    const answer = await fetch(request);
    if (answer.ok) await keepFile(request, answer.clone());
    return answer;
  } catch {
    return kept ?? Response.error();
  }
}

/** Keeps a look of the room under its plain address, with the moment in which it came. */
async function keepPage(path, answer) {
  const headers = new Headers(answer.headers);
  headers.set("X-Kept", String(Date.now()));
  const pages = await caches.open(PAGES);
  await pages.put(path, new Response(await answer.blob(), { headers }));
}

async function page(request, path) {
  const kept = await (await caches.open(PAGES)).match(path);
  const asked = fetch(request).then(async (answer) => {
    if (answer.ok && !answer.redirected) await keepPage(path, answer.clone());
    else if (answer.status === 403) await caches.delete(PAGES); // no part in it any more
    return answer;
  });
  if (!kept) return asked;
  if (path === PART) return asked.catch(() => kept); // the page is there already: it wants what is new, however long it takes
  const tired = new Promise((done) => setTimeout(() => done(kept), PATIENCE));
  return Promise.race([asked.catch(() => kept), tired]);
}

/** What the page had loaded before this worker was there. */
async function keepAll(files) {
  const pages = await caches.open(PAGES);
  if (!(await pages.match(ROOM))) {
    const answer = await fetch(ROOM, { headers: { Accept: "text/html" } });
    if (answer.ok) await keepPage(ROOM, answer);
  }
  const there = await caches.open(FILES);
  for (const url of files) {
    if (await there.match(url, { ignoreVary: true })) continue;
    const answer = await fetch(url);
    if (answer.ok) await keepFile(url, answer);
  }
}

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", (event) => {
  if (event.data.forget) event.waitUntil(caches.delete(PAGES));
  else event.waitUntil(keepAll(event.data.files).then(() => event.source.postMessage({ kept: true })));
});
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (url.pathname === PART || (url.pathname === ROOM && request.mode === "navigate")) event.respondWith(page(request, url.pathname));
});
