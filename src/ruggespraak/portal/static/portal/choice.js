// The page “On my own phone”: the choice, what is kept now, and how to erase it.

import * as queue from "./queue.js";
import { OWNER, content, refresh, sync } from "./sync.js";
import * as vault from "./vault.js";
import { address, day, say, waiting } from "./words.js";

const here = document.getElementById("phone").dataset;
const page = document.getElementById("own-phone");
const part = (name) => page.querySelector(`[data-${name}]`);
const canDo = Boolean(globalThis.crypto?.subtle && navigator.serviceWorker && navigator.locks && globalThis.indexedDB);

part("choice").addEventListener("submit", async (event) => {
  event.preventDefault();
  const isOwn = new FormData(event.target).get("phone") === "own";
  if (isOwn) await turnOn();
  await draw();
  part("status").textContent = say(isOwn ? "isOn" : "isNotOn");
  part("status").focus();
});

part("erase").addEventListener("click", async () => {
  const ended = await sync(address("sync"));
  if (ended.waiting && !part("sure").checked) {
    part("warning").hidden = false;
    part("warning-says").textContent = `${waiting(ended.waiting)} ${say(ended.state)} ${say("erasing")}`;
    part("sure").focus();
    return;
  }
  await vault.wipe();
  await draw();
  part("status").textContent = say("isErased");
  part("status").focus();
});

async function turnOn() {
  await vault.turnOn();
  await vault.put(OWNER, { user: here.user, record: here.record });
  await navigator.serviceWorker.register(address("worker"), { scope: "/", updateViaCache: "none" });
  await refresh(address("kept"), { force: true });
  await navigator.storage?.persist?.();  // ask the browser not to tidy it away
}

async function draw() {
  const isOn = canDo && await vault.isOn();
  part("cannot").hidden = canDo;
  part("off").hidden = isOn || !canDo;
  part("on").hidden = !isOn;
  if (!isOn) return;
  const kept = await content();
  part("fetched").textContent = kept ? day(kept.fetched_at) : "–";
  const items = await queue.all();
  part("waiting").textContent = waiting(items.filter((item) => !item.refused).length);
  part("refused").replaceChildren(...items.filter((item) => item.refused).map(refusal));
}

// An answer that the practice did not take: what, why, and a way to be done with it.
function refusal(item) {
  const made = document.getElementById("refused").content.firstElementChild.cloneNode(true);
  made.querySelector("[data-what]").textContent = `${item.name ?? say(item.kind)}, ${day(`${item.on}T12:00`)}`;
  made.querySelector("[data-why]").textContent = item.refused;
  made.querySelector("button").addEventListener("click", async () => {
    await queue.dismiss(item);
    await draw();
    part("waiting").focus();
  });
  return made;
}

await draw();
