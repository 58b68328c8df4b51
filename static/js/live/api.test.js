import assert from "node:assert/strict";
import test from "node:test";
import { Api, ApiError, Unreachable } from "./api.js";

const json = (data, init = {}) =>
  new Response(JSON.stringify(data), { ...init, headers: { "Content-Type": "application/json", ...init.headers } });

function make(answer) {
  const asked = [];
  const api = new Api("/api/v1/workshops/w", "key", async (url, init) => {
    asked.push({ url, ...init });
    return answer instanceof Function ? answer(init) : answer;
  });
  return { api, asked };
}

test("a request carries the form key when it changes something, and JSON both ways", async () => {
  const { api, asked } = make(() => json({ seq: 4 }));
  assert.deepEqual(await api.ask("undo", { method: "POST", body: { id: "e1" } }), { seq: 4 });
  assert.equal(asked[0].url, "/api/v1/workshops/w/undo");
  assert.equal(asked[0].body, '{"id":"e1"}');
  assert.equal(asked[0].headers["X-Form-Key"], "key");
  await api.ask("changes?after=3");
  assert.equal(asked[1].headers["X-Form-Key"], undefined);
});

test("nothing in the answer is null", async () => {
  assert.equal(await make(new Response(null, { status: 204 })).api.ask("presence", { method: "POST" }), null);
});

test("a refusal is an ApiError with the server's words and how long to wait", async () => {
  const said = { code: "TE320", message: "Too many edits wait.", where: "", todo: "Wait." };
  const { api } = make(json(said, { status: 503, headers: { "Retry-After": "7" } }));
  await assert.rejects(api.ask("edits"), (error) => {
    assert.ok(error instanceof ApiError);
    assert.deepEqual([error.status, error.retryAfter, error.code], [503, 7, "TE320"]);
    assert.equal(error.said.message, "Too many edits wait.");
    return true;
  });
});

test("a proxy's own error page counts as an error of the server", async () => {
  const { api } = make(new Response("<h1>Bad gateway</h1>", { status: 502 }));
  await assert.rejects(api.ask("edits"), (error) => error instanceof ApiError && error.status === 502);
});

test("a sign-in page of a network never counts as an answer", async () => {
  const page = { headers: { "Content-Type": "text/html" } };
  for (const answer of [
    new Response("<p>Welcome to our hotel", { status: 200, ...page }),
    new Response("<p>Pay first", { status: 403, ...page }),
    new Response(null, { status: 302, headers: { Location: "http://hotel.example/" } }),
    json({ welcome: true }, { status: 403 }),
  ])
    await assert.rejects(make(answer).api.ask("edits"), Unreachable);
});

test("an answer that comes too late, or breaks off, is none", async () => {
  const late = ({ signal }) => new Promise((_, no) => signal.addEventListener("abort", () => no(signal.reason)));
  await assert.rejects(make(late).api.ask("edits", { within: 10 }), Unreachable);
  const cut = () => new Response('{"seq":', { headers: { "Content-Type": "application/json" } });
  await assert.rejects(make(cut).api.ask("edits"), Unreachable);
});

test("a request can be given up", async () => {
  const late = ({ signal }) =>
    new Promise((_, no) => (signal.aborted ? no(signal.reason) : signal.addEventListener("abort", () => no(signal.reason))));
  const control = new AbortController();
  const asked = make(late).api.ask("changes", { signal: control.signal });
  control.abort();
  await assert.rejects(asked, Unreachable);
});
