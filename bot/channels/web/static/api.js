// The chat's requests, and the token that opens the conversation. What goes wrong is one kind of error, Failed.

const KEY = "waymark-chat";
const SECONDS = 15;

/** A request that did not do what it was for. */
export class Failed extends Error {
  /** status is 0 when no answer came. detail and help are sentences to show; they may be empty. */
  constructor(status, detail = "", help = "") {
    super(`failed: ${status}`);
    this.status = status;
    this.detail = detail;
    this.help = help;
  }

  /** True if the same request may work later. */
  get retry() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/** The session: {token, messages}, where messages are the words that a chat opens with. */
export class Session {
  #now = read();

  get token() {
    return this.#now?.token ?? null;
  }

  get opening() {
    return this.#now?.messages ?? [];
  }

  /** Begin a new chat. Nothing is stored by the service until the person writes. */
  async start() {
    const { token, messages } = await request("POST", "/api/chat/sessions", null, {});
    this.#now = { token, messages };
    keep(this.#now);
  }

  /** Forget the chat on this device. */
  end() {
    this.#now = null;
    keep(null);
  }

  /** Hand in a message: {client_message_id, text} or {client_message_id, choice}. */
  send(message) {
    return request("POST", "/api/chat/messages", this.token, message);
  }

  /** Delete the chat everywhere. */
  erase() {
    return request("DELETE", "/api/chat/conversation", this.token);
  }
}

async function request(method, path, token, body) {
  const headers = { Accept: "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body) headers["Content-Type"] = "application/json";
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), SECONDS * 1000);
  try {
    const response = await fetch(path, { method, headers, body: body && JSON.stringify(body), signal: limit.signal });
    const answer = await response.json();
    if (response.ok) return answer;
    throw new Failed(response.status, answer.detail, answer.help);
  } catch (error) {
    // No connection, no answer in time, or an answer that is not ours, for instance a proxy's error page.
    throw error instanceof Failed ? error : new Failed(0);
  } finally {
    clearTimeout(timer);
  }
}

// A browser may forbid storage. The chat then works all the same, until the page is loaded again.
function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}

function keep(value) {
  try {
    if (value) sessionStorage.setItem(KEY, JSON.stringify(value));
    else sessionStorage.removeItem(KEY);
  } catch {
    return; // as above
  }
}
