// On every page of the client's own: whose phone this is, what waits is sent, and log-out leaves nothing behind.
// A phone that was not called one's own gets as far as the first question, and nothing is stored.

import * as queue from "./queue.js";
import { OWNER, content, refresh, sync } from "./sync.js";
import * as vault from "./vault.js";
import { address, say, waiting } from "./words.js";

const here = document.getElementById("phone").dataset;

if (await vault.isOn()) {
  const owner = await vault.get(OWNER);
  if (owner?.user !== here.user) await vault.wipe();  // somebody else's, or not to be opened any more
  else if (owner.record === here.record) await live();
}

async function live() {
  document.addEventListener("submit", sent, true);
  window.addEventListener("online", report);
  const { kept } = await report();
  await refresh(address("kept"), { language: document.documentElement.lang, force: kept });
}

// Send what waits, and say on the page what is left.
async function report() {
  const before = await queue.waiting();
  const ended = await sync(address("sync"));
  if (ended.waiting || ended.refused.length) notice(ended);
  return { kept: ended.state === "sent" && before.length > 0 };
}

function notice({ state, waiting: count, refused }) {
  const old = document.querySelector("[data-phone-notice]");
  const made = old ?? document.getElementById("phone-notice").content.firstElementChild.cloneNode(true);
  const words = [waiting(count), say(state)];
  if (refused.length) words.push(say(refused.length === 1 ? "oneRefused" : "manyRefused", refused.length));
  made.querySelector("[data-says]").textContent = words.filter(Boolean).join(" ");
  if (!old) document.getElementById("main").prepend(made);
}

// An answer goes into the box first, under the name that the page gave it, and then to the server as always. Is there
// no internet, then it is kept here; is there, then the server knows the name already when it hears it again.
const passed = new WeakSet();

async function sent(event) {
  const { target: form, submitter } = event;
  const said = passed.has(form) ? null : SAID[form.getAttribute("action")];
  if (form.getAttribute("action") === address("logOut") && !passed.has(form)) return leave(event);
  if (!said) return;
  event.preventDefault();
  passed.add(form);
  try {
    await queue.add(await said(new FormData(form, submitter)));
  } finally {
    form.requestSubmit(submitter);
  }
}

const SAID = {
  [address("log")]: (form) => ({
    kind: "exercise",
    client_id: form.get("client_id"),
    exercise: form.get("exercise"),
    code: form.get("code"),
    felt: form.get("felt"),
    pain: form.get("pain") ? Number(form.get("pain")) : null,
  }),
  [address("diary")]: async (form) => ({
    kind: "diary",
    client_id: form.get("client_id"),
    on: form.get("on"),
    episode: (await content())?.diary?.episode,
    answers: answersOf(form),
  }),
};

function answersOf(form) {
  const own = ["csrfmiddlewaretoken", "client_id", "on"];
  const names = [...new Set(form.keys())].filter((name) => !own.includes(name));
  return Object.fromEntries(names.map((name) => [name, form.getAll(name)]));
}

// Log out: first send what waits. What can not be sent is erased too, but not without saying so once.
let isWarned = false;

async function leave(event) {
  const { target: form, submitter } = event;
  event.preventDefault();
  const ended = await sync(address("sync"));
  if (ended.waiting && !isWarned) {
    isWarned = true;
    notice(ended);
    document.querySelector("[data-phone-notice] [data-says]").append(` ${say("leaving")}`);
    document.querySelector("[data-phone-notice]").focus();
    return;
  }
  passed.add(form);
  await vault.wipe();
  form.requestSubmit(submitter);
}
