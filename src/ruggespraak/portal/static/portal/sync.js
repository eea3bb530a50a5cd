// Send what waits on this phone, and fetch what it may keep. One tab at a time; every step can be done again.

import * as queue from "./queue.js";
import * as vault from "./vault.js";

const AT_ONCE = 50;  // of the 100 that the server takes
export const CONTENT = "content", OWNER = "owner";
const PATIENCE = 10_000;  // milliseconds for one answer of the server
const FRESH = 60 * 60 * 1000, KEEP = 30 * 24 * 60 * 60 * 1000;  // milliseconds

class LoggedOut extends Error {}

// JSON of the house. A redirect is the way to the log-in page.
async function ask(address, options = {}) {
  const signal = AbortSignal.timeout(PATIENCE);
  const answer = await fetch(address, { redirect: "manual", cache: "no-store", signal, ...options });
  if (answer.type === "opaqueredirect" || answer.status === 401) throw new LoggedOut();
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

// The end of sending: what is still here, and one word for why.
// sent: all went well; offline; logged_out; other: another record is open here; failed: something else.
async function ended(state, more = {}) {
  const items = await queue.all();
  const refused = items.filter((item) => item.refused);
  return { state, waiting: items.length - refused.length, refused, sentences: [], clock: "", ...more };
}

async function send(address) {
  const sentences = [];
  let clock = "";
  const isOurs = await vault.get(OWNER);
  const here = await ask(address);
  if (here.user !== isOurs?.user || here.record !== isOurs.record) return ended("other");
  for (let items; (items = (await queue.waiting()).slice(0, AT_ONCE)).length;) {
    const body = JSON.stringify({ record: here.record, now: queue.clock().at, items });
    const headers = { "Content-Type": "application/json", "X-CSRFToken": here.token };
    const answer = await ask(address, { method: "POST", headers, body });
    await remember(items, answer.items);
    await queue.settle(items, answer.items);
    sentences.push(...answer.items.filter((one) => one.result === "kept" && one.sentence).map((one) => one.sentence));
    clock = answer.clock;
    if (!answer.items.length) break;
  }
  return ended("sent", { sentences, clock });
}

// What was sent is done, also before the exercises are fetched again.
async function remember(items, answers) {
  const kept = await content();
  const isTaken = new Set(answers.filter((one) => one.result !== "refused").map((one) => one.client_id));
  for (const item of items.filter((one) => one.kind === "exercise" && isTaken.has(one.client_id))) {
    const { on, felt, pain } = item;
    kept?.exercises?.items.find((one) => one.exercise === item.exercise)?.done.push({ on, felt, pain });
  }
  if (kept) await vault.put(CONTENT, kept);
}

// Send all that waits, if the same person is logged in here.
export async function sync(address) {
  if (!await vault.isOn()) return ended("off");
  return navigator.locks.request("ruggespraak", async () => {
    if (!(await queue.waiting()).length) return ended("sent");
    try {
      return await send(address);
    } catch (fault) {
      if (fault instanceof LoggedOut) return ended("logged_out");
      const isOffline = fault instanceof TypeError || fault.name === "TimeoutError";  // as `fetch` says it
      return ended(isOffline ? "offline" : "failed");
    }
  });
}

// Fetch the exercises and the questions again, unless what is here is of this hour and in this language.
export async function refresh(address, { language = "", force = false } = {}) {
  const kept = await content();
  const isFresh = kept && Date.now() - kept.fetched_at < FRESH && kept.language === language;
  if (isFresh && !force) return kept;
  try {
    const fetched = await ask(address);
    const owner = await vault.get(OWNER);
    if (fetched.owner.record !== owner?.record) return kept;
    await vault.put(CONTENT, { ...fetched, fetched_at: Date.now() });
    return await content();
  } catch {
    return kept;  // offline or logged out: what is here will do
  }
}

// What this phone keeps to show. After a month without contact it is erased; what was said and waits stays.
export async function content() {
  const kept = await vault.get(CONTENT);
  if (kept && Date.now() - kept.fetched_at > KEEP) {
    await vault.remove(CONTENT);
    return null;
  }
  return kept;
}
