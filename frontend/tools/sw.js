// Keeps the app for the time without a network: its files, and never an answer of the API.
// tools/service-worker.ts writes the names of the files in here when the app is built.
const VERSION = "__VERSION__";
const FILES = JSON.parse("__FILES__");
const ENTRY = "__ENTRY__";

const CACHE = `rondel-${VERSION}`;
const PAGE = "/";
const PATIENCE_MS = 6000;
/** First parts of paths that are the server's; RESERVED of api/routes/web.py. */
const RESERVED = "__RESERVED__".split(" ");

async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES);
  const page = await fetch(PAGE, { headers: { accept: "text/html" }, cache: "no-store" });
  const isOurs = page.ok && (await page.clone().text()).includes(ENTRY);
  if (!isOurs) throw new Error("The server has another version of the app by now");
  await cache.put(PAGE, page); // whole: the nonce of its header is the one in its text
}

async function activate() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("rondel-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** The server's page; without a server, or with one that is down, the one that was kept. */
async function page(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(PAGE);
  if (kept === undefined) return fetch(request);
  const patience = new Promise((_, reject) => setTimeout(reject, PATIENCE_MS, "too slow"));
  try {
    const answer = await Promise.race([fetch(request), patience]);
    return answer.status >= 500 ? kept : answer;
  } catch {
    return kept;
  }
}

async function file(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request)) ?? fetch(request);
}

/** No path of the server, and no file: neither is the app's (`is_page` of the server). */
const isPage = (parts) => !RESERVED.includes(parts[1]) && !parts.at(-1).includes(".");

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  if (event.data === "take-over") event.waitUntil(self.skipWaiting());
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (FILES.includes(url.pathname)) event.respondWith(file(request));
  else if (request.mode === "navigate" && isPage(url.pathname.split("/"))) {
    event.respondWith(page(request));
  }
});
