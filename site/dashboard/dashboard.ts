import "../theme/theme.js";
import { byId } from "../playground/elements.js";
import { showAccounts, showJournal } from "./accounts.js";
import { control, listen, testText } from "./connection.js";
import type { FeedEvent, Verdict } from "./events.js";
import { showFaults, showOperations, wireFaults } from "./faults.js";
import { clearLedger, clearRequests, markPayments, showEffect, showRequest } from "./requests.js";
import { deselect, refresh, select, selectedRequest } from "./timeline.js";

const called = new Set<string>();
let plan: unknown;
let requests = 0;
let wasLive = false;

function say(text: string): void {
  byId("note", HTMLElement).textContent = text;
}

function failed(error: unknown): void {
  say(error instanceof Error ? error.message : String(error));
}

function choose(seq: number): void {
  select(seq).catch(failed);
}

function show(event: FeedEvent): void {
  if (event.fresh) {
    clearRequests();
    clearLedger();
    called.clear();
    requests = 0;
  }
  for (const request of event.requests) {
    requests = Math.max(requests, request.seq);
    if (request.provider !== null) {
      called.add(request.provider);
    }
    showRequest(request, choose);
  }
  for (const effect of event.effects) {
    showEffect(effect, choose);
  }
  markPayments(event.verdict.again);
  byId("requests-count", HTMLElement).textContent = String(requests);
  byId("requests-empty", HTMLElement).hidden = requests > 0;
  byId("ledger-count", HTMLElement).textContent = String(event.verdict.effects);
  byId("ledger-empty", HTMLElement).hidden = event.verdict.effects > 0;
  showVerdict(event.verdict);
  if (event.operations !== undefined) {
    showOperations(event.operations);
  }
  showFaults(event, failed);
  showAccounts(event.accounts, called);
  showJournal(event.journal);
  plan = event.plan;
  byId("seed", HTMLElement).textContent = String(event.seed);
  refresh().catch(failed);
  document.documentElement.dataset["ready"] = "";
}

function showVerdict(verdict: Verdict): void {
  const { paid_once: paid, effects, repeated, excess } = verdict;
  const counted = effects === 1 ? "1 effect" : `${effects} effects`;
  const texts = {
    nothing: "The ledger is empty.",
    yes: `${counted} in the ledger, none of them twice.`,
    no: `${repeated} of ${counted} charged again: ${excess.join(", ")}.`,
  };
  const box = byId("verdict", HTMLElement);
  if (box.dataset["paid"] !== paid) {
    box.dataset["paid"] = paid;
    byId("paid-once", HTMLElement).textContent = paid === "nothing" ? "–" : paid;
  }
  const text = byId("verdict-text", HTMLElement);
  if (text.textContent !== texts[paid]) {
    text.textContent = texts[paid];
  }
  document.title = `${paid === "no" ? "Charged again" : "Simulator"} · payonce`;
}

function showState(isLive: boolean): void {
  const live = byId("live", HTMLElement);
  live.dataset["live"] = String(isLive);
  live.textContent = isLive ? "Live" : wasLive ? "Reconnecting" : "Connecting";
  wasLive ||= isLive;
}

async function copy(text: string, what: string): Promise<void> {
  await navigator.clipboard.writeText(text);
  say(`${what} copied.`);
}

function wire(): void {
  wireFaults(failed);
  byId("reset", HTMLButtonElement).addEventListener("click", () => {
    deselect();
    control("reset").catch(failed);
  });
  byId("timeline-close", HTMLButtonElement).addEventListener("click", () => {
    const seq = selectedRequest();
    deselect();
    document.querySelector<HTMLElement>(`tr[data-seq="${seq}"] button`)?.focus();
  });
  byId("copy-seed", HTMLButtonElement).addEventListener("click", () => {
    copy(byId("seed", HTMLElement).textContent ?? "", "The seed is").catch(failed);
  });
  byId("copy-plan", HTMLButtonElement).addEventListener("click", () => {
    copy(JSON.stringify(plan), "The fault plan is").catch(failed);
  });
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-language]")) {
    button.addEventListener("click", () => {
      const language = button.dataset["language"] ?? "";
      const request = button.dataset["selected"] === undefined ? undefined : selectedRequest();
      testText(language, request)
        .then((text) => copy(text, `The ${language} test is`))
        .catch(failed);
    });
  }
  byId("top-up", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    const note = byId("top-up-note", HTMLElement);
    const account = JSON.parse(byId("account", HTMLSelectElement).value) as Record<string, string>;
    const amount = byId("amount", HTMLInputElement).value;
    control("top_up", { ...account, amount }).then(
      () => {
        note.textContent = "Added.";
      },
      (error: unknown) => {
        note.textContent = error instanceof Error ? error.message : String(error);
      },
    );
  });
  byId("hint", HTMLElement).textContent = `eval "$(payonce sandbox env --url ${location.origin})"`;
  listen(show, showState);
}

addEventListener("DOMContentLoaded", wire);
addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    byId("timeline-close", HTMLButtonElement).click();
  }
});
