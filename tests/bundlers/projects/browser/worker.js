import { pay } from "./pay.js";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("message", (event) => {
  const answer = (data) => event.ports[0].postMessage(data);
  event.waitUntil(pay(event.data).then(answer, (error) => answer({ error: String(error) })));
});
