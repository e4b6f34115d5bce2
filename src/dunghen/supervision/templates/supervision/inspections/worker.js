// Answers for the page of minutes and its parts while the line is down, from what that page put by. Everything
// else, and everything that is sent, goes to the server.
"use strict";
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || request.headers.get("X-Line")) return;
  event.respondWith(
    fetch(request).catch(async () => {
      const kept = await (await caches.open("bien-ban")).match(request, { ignoreVary: true });
      return kept || Response.error();
    }),
  );
});
