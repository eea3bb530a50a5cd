// A sealed box in this browser. Only a phone that was called one's own has it; without that choice nothing is made.
//
// Everything in it is encrypted with a key that no script can read out: it can only be used, here, by these pages.

const BOX = "ruggespraak";
const KEYS = "keys", SEALED = "sealed", KEY = "key";
const text = new TextEncoder(), bytes = new TextDecoder();

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

// The open box; null when there is none and none is to be made.
async function box({ make = false } = {}) {
  const request = indexedDB.open(BOX, 1);
  let isThere = true;
  request.onupgradeneeded = () => {
    isThere = make;
    if (!make) return request.transaction.abort();
    request.result.createObjectStore(KEYS);
    request.result.createObjectStore(SEALED);
  };
  try {
    const database = await done(request);
    database.onversionchange = () => database.close();  // wiped from another tab
    return database;
  } catch (fault) {
    if (isThere) throw fault;
    return null;
  }
}

// Do something in one store, and close the box behind it. Without a box: nothing, and null. What is written is on the
// disk when this is done: "kept on this phone" must be true.
async function within(store, mode, act, options) {
  const database = await box(options);
  if (!database) return null;
  try {
    const transaction = database.transaction(store, mode, { durability: "strict" });
    const written = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    const result = await done(act(transaction.objectStore(store)));
    await written;
    return result;
  } finally {
    database.close();
  }
}

const key = () => within(KEYS, "readonly", (store) => store.get(KEY));

export const isOn = async () => Boolean(globalThis.crypto?.subtle && globalThis.indexedDB && await key());

// Make the box and its key. The key can not be exported (false).
export async function turnOn() {
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await within(KEYS, "readwrite", (store) => store.put(made, KEY), { make: true });
}

// The name is bound in: what was put away under one name does not open under another.
const how = (name, iv) => ({ name: "AES-GCM", iv, additionalData: text.encode(name) });

// Put a value away under a name. False when there is no box (any more).
export async function put(name, value) {
  const own = await key();
  if (!own) return false;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt(how(name, iv), own, text.encode(JSON.stringify(value)));
  return await within(SEALED, "readwrite", (store) => store.put({ iv, sealed }, name)) !== null;
}

// The value of a name; null when it is not there or was changed by somebody else.
export async function get(name) {
  const [own, found] = [await key(), await within(SEALED, "readonly", (store) => store.get(name))];
  if (!own || !found) return null;
  try {
    return JSON.parse(bytes.decode(await crypto.subtle.decrypt(how(name, found.iv), own, found.sealed)));
  } catch {
    return null;
  }
}

export const names = async (start) =>
  (await within(SEALED, "readonly", (store) => store.getAllKeys(IDBKeyRange.bound(start, `${start}\uffff`)))) ?? [];

export const remove = (name) => within(SEALED, "readwrite", (store) => store.delete(name));

// Nothing stays: the box with its key, the pages and files that work offline, and the worker that served them.
export async function wipe() {
  await done(indexedDB.deleteDatabase(BOX));
  for (const name of await globalThis.caches?.keys() ?? []) await caches.delete(name);
  for (const worker of await navigator.serviceWorker?.getRegistrations() ?? []) await worker.unregister();
}
