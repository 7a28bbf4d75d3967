import type { BackendClient, Control, JournalEnvelope } from "../backend.js";
import { parsed } from "../json.js";
import type { WasmClient } from "../wasm/payonce.js";
import { carryOut, type JournalStore, type Operation } from "./store.js";

/** How many rows are read at once. */
const pageSize = 100;

interface Parts {
  readonly client: WasmClient;
  readonly call: BackendClient["call"];
  readonly store: JournalStore | undefined;
  readonly onEvent: Control["onEvent"];
}

/** A row as the core writes it; only its `id` is of interest here. */
interface Row {
  readonly id: string;
}

interface Answer {
  readonly written: boolean;
  readonly row: Row | null;
  readonly rows: readonly Row[];
  readonly now_ms: number;
}

interface View {
  readonly entry: { readonly id: string; readonly state: string; readonly created_ms: number };
  readonly is_open: boolean;
}

type Due =
  | { readonly due: "nothing" }
  | { readonly due: "write"; readonly op: Operation }
  | { readonly due: "call"; readonly operation: string; readonly args: string; readonly options: string };

/** The result of the core ends the method. */
class Failed {
  readonly envelope: JournalEnvelope;

  constructor(envelope: JournalEnvelope) {
    this.envelope = envelope;
  }
}

/** Calls a method of the journal, where TypeScript drives the calls. */
export async function act(
  parts: Parts,
  action: string,
  args: string,
  within: JournalStore | undefined,
): Promise<JournalEnvelope> {
  try {
    ask(parts, "check", { has_store: parts.store !== undefined });
    const journal = new Methods(parts, within ?? parts.store);
    return { ok: true, value: await journal.act(action, JSON.parse(args) as Record<string, unknown>) };
  } catch (error) {
    if (error instanceof Failed) {
      return error.envelope;
    }
    throw error;
  }
}

/** A question to the core. */
function ask(parts: Parts, question: string, args: object): unknown {
  const envelope = parsed(parts.client.journal(question, JSON.stringify(args))) as JournalEnvelope;
  if (!envelope.ok) {
    throw new Failed(envelope);
  }
  return envelope.value;
}

class Methods {
  readonly #parts: Parts;
  readonly #store: JournalStore | undefined;

  constructor(parts: Parts, store: JournalStore | undefined) {
    this.#parts = parts;
    this.#store = store;
  }

  async act(action: string, args: Record<string, unknown>): Promise<unknown> {
    switch (action) {
      case "run":
        return await this.#run();
      case "open":
        return (await this.#views(true)).filter((view) => view.is_open).map((view) => view.entry);
      case "entries":
        return (await this.#views(args["unsettled_only"] === true)).map((view) => view.entry);
      case "get":
        return (await this.#find(args)).map((found) => this.#view(found.row, found.now_ms).entry);
      case "reconcile":
        for (const found of await this.#find(args)) {
          await this.#settleRow(found.row, found.now_ms);
        }
        return (await this.#find(args)).map((found) => this.#view(found.row, found.now_ms).entry);
      case "settle":
        return await this.#settle(args);
      case "prune":
        return await this.#prune(args);
      default:
        return await this.#plan(args);
    }
  }

  async #run(): Promise<unknown> {
    const settled: unknown[] = [];
    const open: unknown[] = [];
    for await (const page of this.#pages(true)) {
      for (const row of page.rows) {
        if (!(await this.#settleRow(row, page.now_ms))) {
          continue;
        }
        const answer = await this.#carryOut({ op: "get", id: row.id });
        if (answer.row !== null) {
          const view = this.#view(answer.row, answer.now_ms);
          if (view.entry.state === "settled") {
            settled.push(view.entry);
          } else if (view.is_open) {
            open.push(view.entry);
          }
        }
      }
    }
    return { settled, open };
  }

  /** Does what is due; false for a row of another account. */
  async #settleRow(row: Row, nowMs: number): Promise<boolean> {
    const due = this.#ask("due", { row, now_ms: nowMs }) as Due | null;
    if (due?.due === "write") {
      await this.#carryOut(due.op);
    } else if (due?.due === "call") {
      const { call, onEvent } = this.#parts;
      // The entry says how it ended.
      await call(due.operation, due.args, due.options, { signal: undefined, onEvent });
    }
    return due !== null;
  }

  async #views(unsettledOnly: boolean): Promise<View[]> {
    const views: View[] = [];
    for await (const page of this.#pages(unsettledOnly)) {
      for (const row of page.rows) {
        const view = this.#ask("entry", { row, now_ms: page.now_ms }) as View | null;
        if (view !== null) {
          views.push(view);
        }
      }
    }
    const order = (a: View, b: View): number => a.entry.created_ms - b.entry.created_ms;
    return views.sort((a, b) => order(a, b) || (a.entry.id < b.entry.id ? -1 : 1));
  }

  async #find(args: object): Promise<{ row: Row; now_ms: number }[]> {
    const found: { row: Row; now_ms: number }[] = [];
    for (const id of this.#ask("candidates", args) as string[]) {
      const { row, now_ms } = await this.#carryOut({ op: "get", id });
      if (row !== null) {
        found.push({ row, now_ms });
      }
    }
    return found;
  }

  async #settle(args: object): Promise<unknown> {
    const op = this.#ask("settle", { ...args, found: await this.#find(args) }) as Operation;
    const answer = await this.#carryOut(op);
    return (this.#ask("settled", answer) as View).entry;
  }

  async #prune(args: object): Promise<number> {
    let pruned = 0;
    for await (const page of this.#pages(false)) {
      for (const row of page.rows) {
        const op = this.#ask("prune", { ...args, row, now_ms: page.now_ms }) as Operation | null;
        if (op !== null && (await this.#carryOut(op)).written) {
          pruned += 1;
        }
      }
    }
    return pruned;
  }

  async #plan(args: object): Promise<null> {
    const plan = this.#ask("plan", args) as Operation;
    let next: Operation | null = plan;
    while (next !== null) {
      next = this.#ask("planned", { plan, answer: await this.#carryOut(next) }) as Operation | null;
    }
    return null;
  }

  async *#pages(unsettledOnly: boolean): AsyncGenerator<Answer> {
    let after: string | null = null;
    for (;;) {
      const page: Answer = await this.#carryOut({
        op: "list",
        unsettled_only: unsettledOnly,
        after,
        limit: pageSize,
      });
      const last = page.rows.at(-1);
      if (last === undefined) {
        return;
      }
      after = last.id;
      yield page;
    }
  }

  #view(row: Row, nowMs: number): View {
    return this.#ask("view", { row, now_ms: nowMs }) as View;
  }

  #ask(question: string, args: object): unknown {
    return ask(this.#parts, question, args);
  }

  async #carryOut(operation: Operation): Promise<Answer> {
    const report =
      this.#store === undefined
        ? { failure: "the client has no store" }
        : (JSON.parse(await carryOut(this.#store, operation)) as object);
    return this.#ask("answer", report) as Answer;
  }
}
