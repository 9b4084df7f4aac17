// The conversation's event stream, read with fetch so that the token stays out of the address.

const SILENCE_SECONDS = 45; // the service says something every 15 s, so this connection is dead
const LONGEST_WAIT_SECONDS = 20;

/** Takes the text of a server-sent event stream apart, however it is cut into pieces. */
export class Parser {
  #rest = "";
  #event = { id: null, data: [] };

  /** The events that a further piece completes: [{id, data}]. */
  feed(piece) {
    const lines = (this.#rest + piece).split("\n");
    this.#rest = lines.pop();
    return lines.map((line) => this.#line(line.replace(/\r$/, ""))).filter(Boolean);
  }

  #line(line) {
    if (line === "") {
      const { id, data } = this.#event;
      this.#event = { id: null, data: [] };
      return data.length ? { id, data: data.join("\n") } : null;
    }
    const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line); // s: a line may hold U+2028, which "." leaves out
    if (field === "data") this.#event.data.push(value);
    if (field === "id") this.#event.id = value;
    return null;
  }
}

/** Stays connected to the events of one session until it is closed: resumes where it was, waits longer after each failure. */
export class Stream {
  #token;
  #on;
  #last = "0";
  #failures = 0;
  #closed = false;
  #connection = null;
  #wake = null;

  /** on: {message(message), connected(boolean), refused()}; refused means that the token opens nothing any more. */
  constructor(token, on) {
    this.#token = token;
    this.#on = on;
    this.#run();
  }

  close() {
    this.#closed = true;
    this.#connection?.abort();
    this.#wake?.();
  }

  /** Try again now: the device says that it is online. */
  hurry() {
    this.#wake?.();
  }

  async #run() {
    while (!this.#closed) {
      try {
        await this.#read();
      } catch {
        // A connection that breaks is an ordinary thing; what was missed comes after the next one.
        this.#failures += 1;
      }
      if (this.#closed) return;
      this.#on.connected(false);
      await this.#pause();
    }
  }

  async #read() {
    this.#connection = new AbortController();
    const alive = watch(this.#connection);
    try {
      const headers = { Authorization: `Bearer ${this.#token}`, "Last-Event-ID": this.#last };
      const response = await fetch("/api/chat/events", { headers, signal: this.#connection.signal, cache: "no-store" });
      if (response.status === 401) return this.#refused();
      if (!response.ok) throw new Error("no stream");
      this.#failures = 0;
      this.#on.connected(true);
      await this.#take(response.body.getReader(), alive);
    } finally {
      alive.stop();
    }
  }

  async #take(reader, alive) {
    const text = new TextDecoder();
    const parser = new Parser();
    for (;;) {
      const { value, done } = await reader.read();
      if (done || this.#closed) return;
      alive.seen();
      for (const event of parser.feed(text.decode(value, { stream: true }))) {
        if (event.id !== null) this.#last = event.id;
        this.#on.message(JSON.parse(event.data));
      }
    }
  }

  #refused() {
    this.close();
    this.#on.refused();
  }

  #pause() {
    const longest = Math.min(LONGEST_WAIT_SECONDS, 0.5 * 2 ** this.#failures);
    const seconds = longest * (0.5 + Math.random() / 2); // so that not every browser comes back in the same moment
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function watch(connection) {
  let timer = null;
  const seen = () => {
    clearTimeout(timer);
    timer = setTimeout(() => connection.abort(), SILENCE_SECONDS * 1000);
  };
  seen();
  return { seen, stop: () => clearTimeout(timer) };
}
