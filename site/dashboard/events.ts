/** What the simulator sends: `crates/payonce-sandbox/src/dashboard/feed.rs` and `timeline.rs` write it. */

export interface RequestRow {
  readonly seq: number;
  readonly at: string;
  readonly provider: string | null;
  readonly operation: string | null;
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  readonly ending: Ending | null;
  readonly faults: readonly string[];
  readonly effects: number;
  readonly again: boolean;
}

export type Ending = "answered" | "cut_short" | "reset" | "no_response";

export interface EffectRow {
  readonly place: number;
  readonly at: string;
  readonly provider: string;
  readonly operation: string;
  readonly account: string;
  readonly amount: string;
  readonly unit: string;
  readonly name: string | null;
  readonly reference: string | null;
  readonly payment: number | null;
  readonly again: boolean;
  readonly request: number | null;
}

export interface Verdict {
  readonly paid_once: "nothing" | "yes" | "no";
  readonly effects: number;
  readonly payments: number;
  readonly repeated: number;
  readonly again: readonly number[];
  readonly excess: readonly string[];
}

export interface Pressed {
  readonly id: number;
  readonly button: string;
  readonly only: string | null;
  readonly until: string | null;
}

export interface Account {
  readonly provider: string;
  readonly account: string;
  readonly balance: string | null;
  readonly unit: string;
  readonly note: string | null;
  readonly can_top_up: boolean;
}

export interface JournalEntry {
  readonly state: string;
  readonly is_open: boolean;
  readonly key: string;
  readonly operation: string;
  readonly age: string;
  readonly sent: string;
  readonly look_for: string | null;
  readonly next: string;
}

export interface Journal {
  readonly entries?: readonly JournalEntry[];
  readonly problem?: string;
}

export interface FeedEvent {
  /** Everything that was shown before is gone. */
  readonly fresh: boolean;
  readonly requests: readonly RequestRow[];
  readonly effects: readonly EffectRow[];
  readonly journal: Journal | null;
  readonly verdict: Verdict;
  readonly seed: number;
  readonly plan: unknown;
  readonly rules: readonly { readonly of: string; readonly does: string }[];
  readonly pressed: readonly Pressed[];
  readonly accounts: readonly Account[];
  /** With the first event of a connection. */
  readonly token?: string;
  readonly operations?: Readonly<Record<string, readonly string[]>>;
}

export interface Step {
  readonly seq: number;
  readonly at: string;
  readonly after_ms: number | null;
  readonly ended_ms: number | null;
  readonly relation: "payment" | "shows" | "does_not_show";
  readonly operation: string | null;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly idempotency_key: string | null;
  readonly body: string;
  readonly status: number | null;
  readonly ending: Ending | null;
  readonly response: string | null;
  readonly faults: readonly string[];
  readonly effects: readonly {
    readonly amount: string;
    readonly unit: string;
    readonly account: string;
    readonly again: boolean;
  }[];
}

export interface Timeline {
  readonly payment: number | null;
  readonly name: string | null;
  readonly operation: string | null;
  readonly charges: number;
  readonly paid_once: "nothing" | "yes" | "no";
  readonly steps: readonly Step[];
}
