// Requests to the HTTP API: JSON in and out, never longer than a bound, and every way to fail told apart.

const PATIENCE = 20_000; // ms for a whole answer

/** What the server says when it does not do something. */
export class ApiError extends Error {
  /**
   * @param {number} status  of HTTP
   * @param {{code: string, message: string, todo?: string, where?: string, problems?: object[]}} said
   * @param {number} [retryAfter]  seconds
   */
  constructor(status, said, retryAfter = 0) {
    super(said.message);
    this.name = "ApiError";
    this.status = status;
    this.retryAfter = retryAfter;
    this.code = said.code;
    this.todo = said.todo ?? "";
    this.where = said.where ?? "";
    this.problems = said.problems ?? [];
  }

  /** The error as the API shapes it. */
  get said() {
    const { code, message, where, todo, problems } = this;
    return { code, message, where, todo, problems };
  }
}

/** There was no answer of touchmap's: no network, too late, or somebody else answered (a hotel's sign-in page does). */
export class Unreachable extends Error {
  constructor(message, options) {
    super(message, options);
    this.name = "Unreachable";
  }
}

export class Api {
  /**
   * @param {string} root  address before the paths, without a slash at its end
   * @param {string} formKey  what changing requests carry; it changes when somebody signs in anew
   * @param {typeof fetch} [request]
   * @param {number} [patience]  ms for a whole answer, where nothing else is said
   */
  constructor(root, formKey, request = (...means) => fetch(...means), patience = PATIENCE) {
    this.root = root;
    this.formKey = formKey;
    this.request = request;
    this.patience = patience;
  }

  /**
   * One request. Throws ApiError and Unreachable.
   * @param {string} path
   * @param {{method?: string, body?: unknown, keepalive?: boolean, within?: number, signal?: AbortSignal}} [means]
   *   `body` becomes JSON; `within` in milliseconds, for all of it
   * @returns {Promise<any>} the answer's JSON; null when it has none
   */
  async ask(path, { method = "GET", body, keepalive = false, within = this.patience, signal } = {}) {
    const control = new AbortController();
    const stop = () => control.abort();
    const timer = setTimeout(stop, within);
    signal?.addEventListener("abort", stop);
    if (signal?.aborted) stop();
    try {
      const answer = await this.request(`${this.root}/${path}`, {
        method,
        keepalive,
        signal: control.signal,
        cache: "no-store",
        credentials: "same-origin",
        redirect: "manual", // the API never sends anybody elsewhere; who does is not touchmap
        ...this.#sent(method, body),
      });
      return await taken(answer);
    } catch (error) {
      if (error instanceof ApiError || error instanceof Unreachable) throw error;
      throw new Unreachable("touchmap cannot be reached.", { cause: error });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
    }
  }

  #sent(method, body) {
    const headers = method === "GET" ? {} : { "X-Form-Key": this.formKey };
    if (body === undefined) return { headers };
    return { headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify(body) };
  }
}

async function taken(answer) {
  if (answer.status === 204) return null;
  const isJson = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
  if (isJson && answer.ok) return answer.json();
  throw await refusalOf(answer);
}

/**
 * What an answer other than the expected one means.
 * @param {Response} answer
 * @returns {Promise<ApiError | Unreachable>}
 */
export async function refusalOf(answer) {
  const retryAfter = Number(answer.headers.get("Retry-After")) || 0;
  const isJson = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
  if (isJson && answer.status >= 400) {
    const said = await answer.json();
    if (typeof said?.code === "string" && typeof said.message === "string")
      return new ApiError(answer.status, said, retryAfter);
  }
  if (answer.status === 429 || answer.status >= 500) {
    const message = `The server, or something before it, answers ${answer.status}.`;
    return new ApiError(answer.status, { code: `HTTP${answer.status}`, message, todo: "Wait a moment." }, retryAfter);
  }
  return new Unreachable("Something other than touchmap answered.");
}
