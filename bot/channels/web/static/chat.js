// The chat: joins the session, its event stream, the transcript and what the person does.

import { Failed, Session } from "./api.js";
import { Stream } from "./stream.js";
import { blocks, linked } from "./text.js";
import { Transcript } from "./transcript.js";

const PATIENCE_SECONDS = 20; // then an answer is not announced any more; a person may be reading, or a handler
const TOGETHER_MS = 1500; // messages that come this close are one answer
const POSITION_MS = 15_000;
const $ = (id) => document.getElementById(id);
const session = new Session();
const transcript = new Transcript($("log"), pick);
let stream = null;
let connected = true;
let patience = null;
let followed = { node: null, at: 0 };
let begun = 0;

/** Begin, or go on with the chat that this tab had. */
async function begin() {
  try {
    if (!session.token) await session.start();
  } catch (error) {
    const again = { label: "Try again", run: () => { note.remove(); begin(); } };
    const note = transcript.note(reason(error, "The chat can't start at the moment."), again);
    return;
  }
  for (const message of session.opening) transcript.show(message);
  listen();
}

function listen() {
  const token = session.token;
  stream?.close();
  stream = new Stream(token, {
    message: receive,
    connected: (is) => { connected = is; tell(); },
    refused: () => renew(token),
  });
  begun = Date.now();
}

function receive(message) {
  if (message.kind === "erased") return erased([message]);
  const near = atEnd();
  const node = transcript.show(message);
  expect();
  if (node && near) follow(node);
}

/** A token opens nothing any more: a new chat, said kindly. */
async function renew(token) {
  if (session.token !== token) return; // done already
  stream?.close();
  session.end();
  transcript.restart({ clear: false });
  transcript.note("Your last chat has ended, so this is a new one. I can't see what you wrote before.");
  await begin();
}

function pick(choice, event) {
  if (event.detail === 0) $("text").focus(); // by keyboard: the button that has the focus goes away
  return submit({ choice: choice.id }, choice.label);
}

/** Send a message. It keeps its id however often it is tried, so that it is stored once. */
function submit(said, shown) {
  const node = transcript.sending(shown);
  followed = { node, at: Date.now() };
  follow(node);
  return attempt(node, { client_message_id: newId(), ...said }, shown);
}

async function attempt(node, message, shown) {
  transcript.state(node, "sending", "Sending");
  expect();
  try {
    const answer = await accepted(message);
    if (answer.repeated) transcript.drop(node); // its stored form is here, or comes
    else transcript.state(node, answer.stored ? "sent" : "kept");
    for (const each of answer.messages) transcript.show(each);
  } catch (error) {
    refuse(node, message, shown, error);
  }
  expect();
  if (node.isConnected) follow(node);
}

async function accepted(message) {
  if (!session.token) {
    await session.start();
    listen();
  }
  const token = session.token;
  try {
    return await session.send(message);
  } catch (error) {
    if (error.status !== 401) throw error;
    await renew(token);
    return session.send(message);
  }
}

function refuse(node, message, shown, error) {
  if (!(error instanceof Failed)) throw error;
  const again = { label: "Try again", run: () => { $("text").focus(); attempt(node, message, shown); } };
  const change = { label: "Change it", run: () => { transcript.drop(node); $("text").value = shown; $("text").focus(); } };
  const words = reason(error, "Your message did not go. Please check your connection.");
  transcript.failed(node, words, error.retry ? again : change, help(error));
}

function reason(error, otherwise) {
  return error.detail || otherwise;
}

/** The numbers to call: as the service gave them with its refusal, else those that the page came with. */
function help(error) {
  const box = document.createElement("div");
  box.className = "card";
  box.append(...(error.help ? blocks(error.help).map(linked) : [$("numbers").cloneNode(true)]));
  box.querySelector("[id]")?.removeAttribute("id");
  return box;
}

async function erase() {
  try {
    erased((await session.erase()).messages);
  } catch (error) {
    if (error.status === 401) return renew(session.token);
    const note = transcript.note(`Your chat is not deleted yet. ${reason(error, "Please check your connection and try again.")}`);
    note.append(help(error));
    follow(note);
  }
}

function erased(messages) {
  if (!session.token) return; // said already
  stream?.close();
  session.end();
  transcript.restart({ clear: true });
  for (const message of messages) transcript.show(message);
  $("write").hidden = true;
  const start = { label: "Start a new chat", run: () => { transcript.restart({ clear: true }); $("write").hidden = false; $("text").focus(); begin(); } };
  transcript.note("This page may still be in the history of your browser.", start).querySelector("button").focus();
}

/** Say that an answer is on its way, while that can be expected. */
function expect() {
  clearTimeout(patience);
  patience = transcript.expecting ? setTimeout(() => { patience = null; tell(); }, PATIENCE_SECONDS * 1000) : null;
  tell();
}

function tell() {
  const words = connected ? (patience ? "Waymark is writing" : "") : "No connection. Trying again.";
  $("status").classList.toggle("working", connected && Boolean(words));
  if ($("status").textContent !== words) $("status").textContent = words;
}

function atEnd() {
  const page = document.documentElement;
  return page.scrollHeight - page.scrollTop - page.clientHeight < 160;
}

/** Go down to what is new, but not past its beginning: a long card is read from its first line. */
function follow(node) {
  const now = Date.now();
  const together = followed.node?.isConnected && now - followed.at < TOGETHER_MS && now - begun > TOGETHER_MS;
  followed = { node: together ? followed.node : node, at: now };
  followed.node.scrollIntoView({ block: "start" });
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Send where this device is, when the person and the browser allow it; the service keeps the first half of the postcode. */
async function near() {
  $("near").disabled = true;
  try {
    const { coords } = await new Promise((found, failed) => navigator.geolocation.getCurrentPosition(found, failed, { timeout: POSITION_MS }));
    await submit({ position: { latitude: coords.latitude, longitude: coords.longitude } }, "My location");
  } catch {
    transcript.note("I can't get your location. Please write the name of your town, or the first half of your postcode.");
  } finally {
    $("near").disabled = false;
  }
}

function send() {
  const text = $("text").value;
  $("text").value = "";
  submit({ text }, text);
}

$("form").addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
$("text").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $("form").requestSubmit();
});
$("person").addEventListener("click", () => submit({ text: "Talk to a person" }, "Talk to a person"));
$("near").addEventListener("click", near);
$("delete").addEventListener("click", () => $("sure").showModal());
$("sure").addEventListener("close", () => {
  if ($("sure").returnValue === "delete") erase();
  $("sure").returnValue = "";
});
window.addEventListener("online", () => stream?.hurry());

$("before").remove();
$("write").hidden = false;
$("near").hidden = !navigator.geolocation;
$("help").open = window.matchMedia("(min-width: 60rem)").matches; // on a small screen it would hide the chat
begin();
