// The public API, as any client has it: same origin, HTTP Basic, JSON.

const KEY = "posthorn.session";
const ROOT = new URL("./", location.href);

export class ApiError extends Error {
  constructor(status, body) {
    super(body.message || `The server answered ${status}`);
    this.status = status;
    this.problems = body.errors || [];
  }
}

function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}

export const session = {
  current: stored(),
  open(user, secret) {
    const bytes = new TextEncoder().encode(`${user}:${secret}`);
    const basic = btoa(String.fromCharCode(...bytes));
    this.current = { user, authorization: `Basic ${basic}` };
  },
  keep() {
    this.current.kept = true;
    sessionStorage.setItem(KEY, JSON.stringify(this.current));
  },
  close() {
    this.current = null;
    sessionStorage.removeItem(KEY);
    dispatchEvent(new Event("posthorn:signed-out"));
  },
};

function url(path, query = {}) {
  const target = new URL(path.replace(/^\//, ""), ROOT);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== "") target.searchParams.set(name, value);
  return target;
}

async function answer(response) {
  const text = await response.text();
  const body = text ? JSON.parse(text) : {};
  if (response.ok) return body;
  if (response.status === 401 && session.current?.kept) session.close();
  throw new ApiError(response.status, body);
}

async function ask(method, path, { query, body, headers, signal } = {}) {
  try {
    const response = await fetch(url(path, query), {
      method, signal,
      credentials: "omit", // or the browser would ask for a password in a window of its own
      headers: {
        ...(session.current ? { Authorization: session.current.authorization } : {}),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    reached(true);
    return response;
  } catch (error) {
    if (error.name === "AbortError") throw error;
    reached(false);
    throw new ApiError(0, { message: "The server cannot be reached" });
  }
}

const reached = yes => dispatchEvent(new CustomEvent("posthorn:reached", { detail: yes }));

async function call(method, path, options) {
  return answer(await ask(method, path, options));
}

export const get = (path, query, options = {}) => call("GET", path, { ...options, query });
export const post = (path, body, options = {}) => call("POST", path, { ...options, body });
export const put = (path, body) => call("PUT", path, { body });
export const patch = (path, body) => call("PATCH", path, { body });
export const remove = path => call("DELETE", path, {});

// Every item of a short list such as pools or senders, up to `most`.
export async function all(path, property, most = 500, query = {}) {
  const items = [];
  let pageToken;
  do {
    const page = await get(path, { ...query, pageSize: Math.min(most - items.length, 500), pageToken });
    items.push(...page[property]);
    pageToken = page.pagination?.next;
  } while (pageToken && items.length < most);
  return items;
}

let description;

// The API's own description: which forms connections have, whether carriers are simulated here.
export function openapi() {
  description ??= get("/openapi.json").catch(error => {
    description = undefined;
    throw error;
  });
  return description;
}

// Server-Sent Events (HTML Living Standard, section 9.2) over fetch, which can authenticate.
// Connects again after a second, from the last event seen, until `signal` says stop.
export async function follow(path, query, signal, onEvent, onState) {
  let last;
  while (!signal.aborted) {
    try {
      const response = await ask("GET", path, { query, signal, headers: last ? { "Last-Event-ID": last } : {} });
      if (!response.ok) await answer(response);
      onState(true);
      await read(response.body, event => {
        last = event.id ?? last;
        onEvent(event);
      });
    } catch (error) {
      if (signal.aborted || error.status === 401) return;
    }
    onState(false);
    await pause(1000, signal);
  }
}

async function read(body, onEvent) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    blocks.map(parse).filter(event => event.data).forEach(onEvent);
  }
}

function parse(block) {
  const event = {};
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) event[line.slice(0, colon)] = line.slice(colon + 1).trimStart();
  }
  return event;
}

export function pause(millis, signal) {
  return new Promise(done => {
    const timer = setTimeout(done, millis);
    signal?.addEventListener("abort", () => { clearTimeout(timer); done(); }, { once: true });
  });
}
