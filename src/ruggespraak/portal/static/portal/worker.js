// When there is no internet: the page for today, and the files that it is made of. Nothing else is ever kept here.
// `KEPT` is what the server put before this: version, files, shells (start of an address → the page), posts.

const { version, files, shells, posts } = self.KEPT;
const STORE = `ruggespraak-${version}`;
const PATIENCE = 8000;  // milliseconds: in a basement a request may hang without failing

// Without cookies, so that nothing of whoever is logged in can stand in the page.
const plain = (path) => new Request(path, { credentials: "omit", cache: "reload" });

self.addEventListener("install", (event) => event.waitUntil((async () => {
  const store = await caches.open(STORE);
  await store.addAll([...files, ...Object.values(shells)].map(plain));
  await self.skipWaiting();
})()));

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== STORE) await caches.delete(name);
  await self.clients.claim();
})()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const start = Object.keys(shells).find((path) => pathname.startsWith(path));
  if (origin !== self.location.origin) return;
  if (request.method === "GET" && files.includes(pathname)) event.respondWith(kept(request));
  else if (request.mode === "navigate" && start && request.method === "GET") event.respondWith(page(request, shells[start]));
  else if (request.mode === "navigate" && posts.includes(pathname)) event.respondWith(posted(request, shells[start]));
});

const kept = async (request) => await caches.match(request) ?? fetch(request);

const late = () => new Promise((resolve) => setTimeout(resolve, PATIENCE));

async function page(request, shell) {
  const asked = fetch(request).catch(() => null);
  return await Promise.race([asked, late()]) ?? await caches.match(shell) ?? (await asked ?? Response.error());
}

// The page that posts has put the answer away on this phone already.
const posted = (request, shell) => fetch(request).catch(() => Response.redirect(shell, 303));
