import { byId, element } from "../playground/elements.js";
import { timelineOf } from "./connection.js";
import type { Step, Timeline } from "./events.js";
import { responseOf, clock, markRequests, toneOf } from "./requests.js";

let selected: number | undefined;
/** The last text, so that an event that changes nothing closes no details. */
let shown = "";

export function selectedRequest(): number | undefined {
  return selected;
}

/** Shows the payment of a request, and moves the focus there. */
export async function select(seq: number): Promise<void> {
  selected = seq;
  shown = "";
  await refresh();
  const panel = byId("timeline", HTMLElement);
  panel.focus({ preventScroll: true });
  panel.scrollIntoView({ block: "nearest" });
}

export function deselect(): void {
  selected = undefined;
  byId("timeline", HTMLElement).hidden = true;
  markRequests(new Set());
}

let reading: Promise<void> | undefined;
let isStale = false;

/** Reads the timeline again, after something changed. Changes that come meanwhile are read together. */
export function refresh(): Promise<void> {
  isStale = true;
  reading ??= (async () => {
    try {
      while (isStale) {
        isStale = false;
        await read();
      }
    } finally {
      reading = undefined;
    }
  })();
  return reading;
}

async function read(): Promise<void> {
  const seq = selected;
  if (seq === undefined) {
    return;
  }
  const timeline = await timelineOf(seq).catch(() => undefined);
  if (seq !== selected) {
    return;
  }
  if (timeline === undefined) {
    deselect();
    return;
  }
  const text = JSON.stringify(timeline);
  markRequests(new Set(timeline.steps.map((step) => step.seq)));
  if (text === shown) {
    return;
  }
  shown = text;
  render(timeline);
}

const badges = {
  yes: ["paid once", "good"],
  no: ["charged again", "danger"],
  nothing: ["not paid", "plain"],
} as const;

function render(timeline: Timeline): void {
  const panel = byId("timeline", HTMLElement);
  const open = new Set(
    [...panel.querySelectorAll("details[open]")].map((details) => details.getAttribute("data-seq")),
  );
  byId("timeline-title", HTMLElement).textContent = timeline.name ?? timeline.operation ?? "One request";
  const [text, tone] = badges[timeline.paid_once];
  const badge = byId("timeline-badge", HTMLElement);
  badge.textContent = timeline.paid_once === "no" ? `charged ${timeline.charges} times` : text;
  badge.className = `tag ${tone}`;
  byId("steps", HTMLOListElement).replaceChildren(
    ...timeline.steps.map((step) => stepOf(step, open.has(String(step.seq)))),
  );
  panel.hidden = false;
}

function stepOf(step: Step, isOpen: boolean): HTMLLIElement {
  const again = step.effects.some((effect) => effect.again);
  const tone = again ? "danger" : step.effects.length > 0 ? "good" : "plain";
  const item = element(
    "li",
    { class: tone },
    element(
      "p",
      { class: "step-head" },
      element("span", { class: "time", title: `${step.at}, ${clock(step.at)}` }, elapsed(step.after_ms)),
      element("strong", {}, step.operation ?? `${step.method} ${step.path}`),
      element("span", { class: "seq" }, `#${step.seq}`),
    ),
    element(
      "p",
      { class: "tags" },
      ...step.faults.map((fault) => element("span", { class: "tag caution" }, fault)),
      ...step.effects.map((effect) =>
        element(
          "span",
          { class: `tag ${effect.again ? "danger" : "good"}` },
          `${effect.amount} ${effect.unit} ${effect.again ? "charged again" : "took effect"}`,
        ),
      ),
      step.relation === "shows" && element("span", { class: "tag plain" }, "shows the payment"),
      step.relation === "does_not_show" &&
        element("span", { class: "tag caution" }, "does not show the payment"),
      element("span", { class: `response ${toneOf(step.ending, step.status)}` }, outcome(step)),
    ),
    detailsOf(step, isOpen),
  );
  return item;
}

function outcome(step: Step): string {
  if (step.ending === null) {
    return "no response yet";
  }
  const received =
    step.ending === "reset" ? "connection reset" : `response: ${responseOf(step.ending, step.status)}`;
  const took =
    step.ended_ms === null || step.after_ms === null ? 0 : Math.max(0, step.ended_ms - step.after_ms);
  return took > 0 ? `${received} after ${took} ms` : received;
}

function elapsed(milliseconds: number | null): string {
  if (milliseconds === null) {
    return "";
  }
  return milliseconds < 10_000 ? `+${milliseconds} ms` : `+${(milliseconds / 1000).toFixed(1)} s`;
}

function detailsOf(step: Step, isOpen: boolean): HTMLDetailsElement {
  const query = step.query === "" ? "" : `?${step.query}`;
  const key = step.idempotency_key === null ? "" : `Idempotency-Key: ${step.idempotency_key}\n`;
  const parts = [`${step.method} ${step.path}${query}\n${key}`, pretty(step.body)];
  return element(
    "details",
    { "data-seq": String(step.seq), open: isOpen },
    element("summary", {}, "Request and response"),
    element(
      "pre",
      { tabindex: "0", "aria-label": `Request ${step.seq}` },
      parts.filter((part) => part !== "").join("\n"),
    ),
    step.response !== null &&
      step.response !== "" &&
      element(
        "pre",
        { tabindex: "0", "aria-label": `Response to request ${step.seq}` },
        pretty(step.response),
      ),
  );
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}
