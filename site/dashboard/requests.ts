import { byId, element } from "../playground/elements.js";
import type { Ending, EffectRow, RequestRow } from "./events.js";

const most = 500;

const rows = new Map<number, HTMLTableRowElement>();
const body = (): HTMLTableSectionElement => byId("requests-rows", HTMLTableSectionElement);

export function clock(at: string): string {
  const time = new Date(at);
  const two = (number: number): string => String(number).padStart(2, "0");
  const milliseconds = String(time.getMilliseconds()).padStart(3, "0");
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${milliseconds}`;
}

/** What the client received, in a few words. */
export function responseOf(ending: Ending | null, status: number | null): string {
  switch (ending) {
    case "answered":
      return String(status ?? "");
    case "cut_short":
      return `${status ?? ""} cut short`;
    case "reset":
      return "reset";
    case "no_response":
      return "none";
    case null:
      return "…";
  }
}

export function toneOf(ending: Ending | null, status: number | null): string {
  if (ending === null) {
    return "waiting";
  }
  return ending === "answered" && status !== null && status < 400 ? "good" : "bad";
}

export function clearRequests(): void {
  rows.clear();
  body().replaceChildren();
}

export function showRequest(request: RequestRow, select: (seq: number) => void): void {
  const row = element(
    "tr",
    { "data-seq": String(request.seq), class: request.again ? "again" : request.effects > 0 ? "paid" : "" },
    element(
      "td",
      {},
      element(
        "button",
        { type: "button", class: "link", "aria-label": `Show the payment of request ${request.seq}` },
        String(request.seq),
      ),
    ),
    element("td", { class: "time", title: request.at }, clock(request.at)),
    element(
      "td",
      { class: "call" },
      element("span", { class: "operation" }, request.operation ?? request.method),
      element("span", { class: "path", title: request.path }, `${request.method} ${request.path}`),
    ),
    element(
      "td",
      { class: "fault" },
      ...request.faults.map((fault) => element("span", { class: "tag caution" }, fault)),
      request.again && element("span", { class: "tag danger" }, "charged again"),
    ),
    element(
      "td",
      { class: `right response ${toneOf(request.ending, request.status)}` },
      responseOf(request.ending, request.status),
    ),
  );
  row.addEventListener("click", () => select(request.seq));
  const before = rows.get(request.seq);
  if (before === undefined) {
    body().prepend(row);
  } else {
    const hadFocus = before.contains(document.activeElement);
    if (before.getAttribute("aria-current") !== null) {
      row.setAttribute("aria-current", "true");
    }
    before.replaceWith(row);
    if (hadFocus) {
      row.querySelector("button")?.focus();
    }
  }
  rows.set(request.seq, row);
  for (const oldest of rows.keys()) {
    if (rows.size <= most) {
      break;
    }
    rows.get(oldest)?.remove();
    rows.delete(oldest);
  }
}

/** Marks the requests of the timeline. */
export function markRequests(seqs: ReadonlySet<number>): void {
  for (const [seq, row] of rows) {
    if (seqs.has(seq)) {
      row.setAttribute("aria-current", "true");
    } else {
      row.removeAttribute("aria-current");
    }
  }
}

const effects = new Map<number, HTMLTableRowElement>();
const charges = new Map<number, HTMLTableRowElement[]>();

export function clearLedger(): void {
  effects.clear();
  charges.clear();
  byId("ledger-rows", HTMLTableSectionElement).replaceChildren();
}

export function showEffect(effect: EffectRow, select: (seq: number) => void): void {
  const { name, reference, request } = effect;
  const memo = reference !== null && reference !== name ? reference : undefined;
  const row = element(
    "tr",
    { "data-place": String(effect.place), class: effect.again ? "again" : "paid" },
    element(
      "td",
      { class: "right amount" },
      element("strong", {}, effect.amount),
      ` ${effect.unit}`,
      effect.again && element("span", { class: "tag danger" }, "charged again"),
    ),
    element(
      "td",
      { class: "call" },
      element("span", { class: "operation" }, name ?? memo ?? "no reference"),
      element("span", { class: "path" }, `${effect.provider} ${effect.operation}`),
    ),
    element("td", { class: "account" }, effect.account),
    element(
      "td",
      { class: "right" },
      request !== null &&
        element(
          "button",
          { type: "button", class: "link", "aria-label": `Show the payment of request ${request}` },
          `#${request}`,
        ),
    ),
  );
  if (request !== null) {
    row.addEventListener("click", () => select(request));
  }
  byId("ledger-rows", HTMLTableSectionElement).prepend(row);
  effects.set(effect.place, row);
  if (effect.payment !== null) {
    charges.set(effect.payment, [...(charges.get(effect.payment) ?? []), row]);
  }
  for (const oldest of effects.keys()) {
    if (effects.size <= most) {
      break;
    }
    effects.get(oldest)?.remove();
    effects.delete(oldest);
  }
}

/** Marks every charge of the payments that the ledger reports as charged again. */
export function markPayments(again: readonly number[]): void {
  for (const payment of again) {
    for (const row of charges.get(payment) ?? []) {
      row.classList.add("of-repeated");
    }
  }
}
