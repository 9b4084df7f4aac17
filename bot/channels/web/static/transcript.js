// Draws the conversation. Every word of a message goes in as text, never as HTML.

import { blocks, button, element, linked } from "./text.js";

const NAMES = { person: "You", bot: "Waymark", handler: "Our team" };

/**
 * The transcript: the stored messages in the order of the service, then what the person wrote that is not stored yet.
 * An unstored message is in one state: sending, sent (accepted, its stored form is to come), kept (the service will store
 * it later) or failed.
 */
export class Transcript {
  #log;
  #choose;
  #seen = new Set();
  #waiting = []; // nodes of unstored messages of the person, oldest first
  #last = null;

  /** choose(choice, event) is called when a choice is picked. */
  constructor(log, choose) {
    this.#log = log;
    this.#choose = choose;
  }

  /** True if the last word is the person's, so that an answer is to be expected. */
  get expecting() {
    return this.#last === "person" || this.#waiting.some((node) => ["sending", "sent"].includes(node.dataset.state));
  }

  /** Show a message of the service, once. Gives back its node, or null if it was here before. */
  show(message) {
    if (this.#seen.has(message.id)) return null;
    if (message.kind === "opening") this.#log.querySelector(".opening")?.remove();
    const node = this.#draw(message);
    if (message.id === null) {
      this.#log.append(node);
    } else {
      this.#seen.add(message.id);
      this.#log.insertBefore(node, this.#waiting[0] ?? null);
    }
    if (message.from === "person") this.#settle(node, message.text);
    this.#last = message.from;
    return node;
  }

  /** Show what the person has just written, until the service gives it back as stored. Gives back its node. */
  sending(text) {
    const node = this.#draw({ from: "person", kind: "text", text, choices: [] });
    this.#waiting.push(node);
    this.#log.append(node);
    this.#retire(node);
    this.state(node, "sending", "Sending");
    return node;
  }

  /** Change what has become of an unstored message; words say it to the person. */
  state(node, state, words = "") {
    node.dataset.state = state;
    for (const old of node.querySelectorAll(".state, .failure")) old.remove();
    if (words) node.append(element("p", "state", words));
  }

  /** Say that a message did not go, and why, with something to do about it and the numbers to call beside it. */
  failed(node, words, action, help) {
    this.state(node, "failed", "Not sent");
    const failure = element("div", "failure");
    failure.append(element("p", "", words), button(action.label, action.run), help);
    node.append(failure);
  }

  /** Take away an unstored message. */
  drop(node) {
    this.#waiting = this.#waiting.filter((each) => each !== node);
    node.remove();
  }

  /** A line about the chat itself, with a button if there is something to do. */
  note(text, action = null) {
    const node = element("div", "note");
    node.append(element("p", "", text));
    if (action) node.append(button(action.label, action.run));
    this.#log.append(node);
    return node;
  }

  /** A new session begins: its ids count from 1 again. What is on the screen stays, unless it is cleared. */
  restart({ clear }) {
    this.#seen.clear();
    this.#last = null;
    if (clear) {
      this.#log.replaceChildren();
      this.#waiting = [];
    } else {
      for (const old of this.#log.querySelectorAll(".choices")) old.remove();
      this.#log.querySelector(".opening")?.classList.remove("opening");
    }
  }

  // The stored form of a message has no other name than its words. Where the service has changed these (it leaves out
  // characters that cannot be stored), it stands for the oldest message that is on its way.
  #settle(node, text) {
    const same = this.#waiting.find((each) => squeeze(each.dataset.text) === squeeze(text));
    const found = same ?? this.#waiting.find((each) => each.dataset.state !== "failed");
    if (found) this.drop(found);
    this.#retire(node);
  }

  // Choices are for now: once the person has gone on, they leave the keyboard's way.
  #retire(until) {
    for (const choices of this.#log.querySelectorAll(".choices")) {
      if (choices.compareDocumentPosition(until) & Node.DOCUMENT_POSITION_FOLLOWING) choices.remove();
    }
  }

  #draw({ from, kind, text, language, choices }) {
    const node = element("article", `message ${from} ${kind}`);
    if (language) node.lang = language;
    node.dataset.text = text;
    node.append(element("p", from === "handler" ? "name" : "hidden", `${NAMES[from] ?? NAMES.bot}:`));
    node.append(...(from === "person" ? [element("p", "", text)] : blocks(text).map(linked)));
    for (const part of node.children) part.dir = "auto";
    if (choices.length) node.append(this.#choices(choices));
    return node;
  }

  #choices(choices) {
    const group = element("div", "choices");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", "Choose one, or write your own message");
    group.append(...choices.map((choice) => button(choice.label, (event) => this.#choose(choice, event))));
    return group;
  }
}

function squeeze(text) {
  return text.replace(/\s+/g, " ").trim();
}
