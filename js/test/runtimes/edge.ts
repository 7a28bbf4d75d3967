/** The last import of a program for Vercel's edge runtime: runs its tests while it handles a request. */

import worker from "./worker.js";

interface FetchEvent extends Event {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

addEventListener("fetch", (event) => {
  const { request, respondWith } = event as FetchEvent;
  respondWith.call(event, worker.fetch(request));
});
