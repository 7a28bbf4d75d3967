import type { FeedEvent, Timeline } from "./events.js";

/** A page that receives nothing for so long asks again. The simulator sends a comment every 15 s. */
const patience = 2000;

let token = "";

/** Receives the live events until the page closes, across restarts of the simulator. */
export function listen(shown: (event: FeedEvent) => void, state: (isLive: boolean) => void): void {
  const source = new EventSource("events");
  source.addEventListener("open", () => state(true));
  source.addEventListener("message", ({ data }) => {
    const event = JSON.parse(String(data)) as FeedEvent;
    token = event.token ?? token;
    shown(event);
  });
  source.addEventListener("error", () => {
    state(false);
    // A browser gives up after a response that is not a stream.
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(() => listen(shown, state), patience);
    }
  });
}

async function bodyOf(response: Response): Promise<unknown> {
  const body = (await response.json()) as { message?: string };
  if (!response.ok) {
    throw new Error(body.message ?? `HTTP ${response.status}`);
  }
  return body;
}

/** Changes something in the simulator. */
export async function control(name: string, body: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const headers = { "content-type": "application/json", "x-sandbox-token": token };
  await bodyOf(await fetch(name, { method: "POST", headers, body: JSON.stringify(body) }));
}

export async function timelineOf(request: number): Promise<Timeline> {
  return (await bodyOf(await fetch(`timeline?request=${request}`))) as Timeline;
}

/** The text of a test, for everything or for the payment of one request. */
export async function testText(language: string, request?: number): Promise<string> {
  const of = request === undefined ? "" : `&request=${request}`;
  const response = await fetch(`test?language=${language}${of}`);
  return response.ok ? await response.text() : String(await bodyOf(response));
}
