// What a phone keeps of this site: files that are the same for everybody, and what could not be
// sent. No page with people's words is ever kept. PHONE, with the names of the files and the
// version, is written above this line by the server, so a change of a file is a new worker.
"use strict";

importScripts(PHONE.queue);

const FILES = `samenspraak-files-${PHONE.version}`;
// Only names of drafts that arrived while no page was open: a page that opens later forgets them.
const ARRIVED = "samenspraak-arrived";
const KEPT = "/kept-on-your-phone";
const OFFLINE = "/no-connection";
const SENDS_WORDS = /^\/d\/[^/]+\/(answer|cards|proposals)\/\d+$/;
const STOPS = /^\/d\/[^/]+\/leave$/;
// Until when the server asked to wait. In a cache: the worker itself is put to sleep in between.
const PAUSE = "samenspraak-pause";
const LONGEST_PAUSE = 24 * 3600 * 1000;
// The server or a gateway before it is busy or ill: nothing is wrong with what was sent.
const later = (answer) => answer.status === 429 || answer.status >= 500;

const tell = async (news) => {
  for (const page of await self.clients.matchAll()) page.postMessage(news);
};

// ---- files and pages that are the same for everybody ----

const keepFiles = async () => {
  const files = await caches.open(FILES);
  await files.addAll(PHONE.files);
};

const keepWords = async (language) => {
  const files = await caches.open(FILES);
  for (const page of [KEPT, OFFLINE]) {
    const known = await files.match(page);
    if (known && known.headers.get("Content-Language") === language) continue;
    const answer = await fetch(`${page}?lang=${encodeURIComponent(language)}`, { credentials: "omit" });
    if (answer.ok) await files.put(page, answer);
  }
};

const forgetOldVersions = async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith("samenspraak-files-") && name !== FILES) await caches.delete(name);
  }
};

const ownPage = async (page) => (await (await caches.open(FILES)).match(page)) || Response.error();
const fromFiles = async (request) => (await (await caches.open(FILES)).match(request)) || fetch(request);

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepFiles());
});
self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOldVersions().then(() => self.clients.claim()));
});

// ---- what could not be sent ----

const queue = new backgroundSync.Queue("samenspraak", {
  maxRetentionTime: 30 * 24 * 60,
  onSync: () => replay(),
});

// The header holds seconds or a date; what is neither asks for nothing.
const pauseOf = (answer) => {
  const asked = answer.headers.get("Retry-After") || "";
  const wait = /^\d+$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - Date.now();
  return Math.min(Math.max(wait || 0, 0), LONGEST_PAUSE);
};
const waitAsAsked = async (answer) => {
  const until = new Response(String(Date.now() + pauseOf(answer)));
  await (await caches.open(PAUSE)).put("/until", until);
};
const pausedUntil = async () => {
  const until = await (await caches.open(PAUSE)).match("/until");
  return until ? Number(await until.text()) : 0;
};

// Whoever is asked to look at a text again has an open page; what waits is sent as it is.
const keep = async (request) => {
  const fields = new URLSearchParams(await request.text());
  fields.set("checked", "yes");
  const again = new Request(request.url, {
    method: "POST",
    credentials: "same-origin",
    redirect: "follow",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: fields,
  });
  await queue.pushRequest({ request: again, metadata: { draft: fields.get("draft") || "" } });
};

const send = async (request) => {
  const copy = request.clone();
  let answer = null;
  try {
    answer = await fetch(request);
  } catch {
    // No network: what was sent waits below.
  }
  if (answer && !later(answer)) return answer;
  try {
    await keep(copy);
    if (answer) await waitAsAsked(answer);
  } catch {
    return answer || Response.error();
  }
  return ownPage(KEPT);
};

// First what was sent first. An entry leaves the queue after its answer: whoever turns off the
// phone in between sends it twice, which the identifier that the page made turns into once.
const drain = async () => {
  for (let [entry] = await queue.getAll(); entry; [entry] = await queue.getAll()) {
    if ((await pausedUntil()) > Date.now()) throw new Error("the server asked to wait");
    const answer = await fetch(entry.request);
    if (later(answer)) {
      await waitAsAsked(answer);
      throw new Error("the server is busy");
    }
    await queue.shiftRequest();
    await report(entry.metadata.draft, answer);
  }
};
let replaying = null;
const replay = () => (replaying ??= drain().finally(() => { replaying = null; }));

const report = async (draft, answer) => {
  const sent = answer.redirected && answer.ok;
  if (sent && draft) await (await caches.open(ARRIVED)).put(`/arrived?draft=${encodeURIComponent(draft)}`, new Response(""));
  await tell({ kind: sent ? "sent" : "refused", draft, next: sent ? answer.url : "" });
};

const arrivedBefore = async () => {
  const arrived = await caches.open(ARRIVED);
  const names = await arrived.keys();
  for (const name of names) await arrived.delete(name);
  return names.map((each) => new URL(each.url).searchParams.get("draft"));
};

// Who stops here first sends what still waits; then nothing of them stays behind.
const stop = async (request) => {
  await replay().catch(() => {});
  const answer = await fetch(request);
  const dialogue = request.url.replace(/leave$/, "");
  const others = (await queue.getAll()).filter((each) => !each.request.url.startsWith(dialogue));
  while (await queue.shiftRequest());
  for (const each of others) await queue.pushRequest(each);
  await caches.delete(ARRIVED);
  return answer;
};

self.addEventListener("message", (event) => {
  if (event.data?.kind !== "page opened") return;
  event.waitUntil((async () => {
    await keepWords(event.data.language).catch(() => {});
    await replay().catch(() => {});
    await tell({ kind: "waiting", waiting: await queue.size(), arrived: await arrivedBefore() });
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.method === "POST" && SENDS_WORDS.test(pathname)) event.respondWith(send(request));
  else if (request.method === "POST" && STOPS.test(pathname)) event.respondWith(stop(request));
  else if (request.method === "GET" && pathname.startsWith("/static/")) event.respondWith(fromFiles(request));
  else if (request.mode === "navigate" && request.method === "GET" && pathname.startsWith("/d/")) {
    event.respondWith(fetch(request).catch(() => ownPage(OFFLINE)));
  }
});
