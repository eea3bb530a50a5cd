// Answers that wait on this phone. Each has a name of its own, so that sending it twice keeps it once.

import * as vault from "./vault.js";

const SAID = "said:";

// The day and the moment by this phone's own clock, with its time zone.
export function clock(now = new Date()) {
  const two = (number) => String(number).padStart(2, "0");
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const east = -now.getTimezoneOffset();
  const zone = `${east < 0 ? "-" : "+"}${two(Math.floor(Math.abs(east) / 60))}:${two(Math.abs(east) % 60)}`;
  return { on: day, at: `${day}T${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}${zone}` };
}

// Keep an answer; false when it could not be kept. `client_id` may be that of the page that it was given on.
export async function add(said) {
  const { on, at } = clock();
  const item = { client_id: crypto.randomUUID(), on, said_at: at, ...said };
  return vault.put(SAID + item.client_id, item);
}

// All that was said and is still here, oldest first. What was refused has a `refused` sentence.
export async function all() {
  const kept = await Promise.all((await vault.names(SAID)).map((name) => vault.get(name)));
  return kept.filter(Boolean).sort((one, other) => Date.parse(one.said_at) - Date.parse(other.said_at));
}

export const waiting = async () => (await all()).filter((item) => !item.refused);

export const dismiss = (item) => vault.remove(SAID + item.client_id);

// What the server says of each: kept or already there is done here; refused stays, with the sentence that says why.
export async function settle(items, answers) {
  for (const answer of answers) {
    const item = items.find((one) => one.client_id === answer.client_id);
    if (!item) continue;
    if (answer.result === "refused") await vault.put(SAID + item.client_id, { ...item, refused: answer.sentence });
    else await dismiss(item);
  }
}
