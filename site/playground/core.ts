import { bytes } from "payonce-embedded";
import * as wasm from "payonce-wasm";

export type Outcome = "not_applied" | "applied" | "pending" | "unknown";
export type Phase = "before_send" | "sending" | "waiting" | "reading";

/** What a person describes, as the core reads it. */
export interface Form {
  provider: string;
  file: string;
  operation: string;
  safety: string | null;
  status: number | null;
  phase: Phase | null;
  headers: [string, string][];
  body: string;
  text: string;
  language: string;
}

export interface Choices {
  readonly providers: readonly {
    readonly id: string;
    readonly title: string;
    readonly operations: readonly { readonly name: string; readonly safety: string }[];
  }[];
  readonly safeties: readonly { readonly id: string; readonly meaning: string }[];
  readonly phases: readonly Phase[];
}

export interface Page {
  readonly title: string;
  readonly rows: readonly (readonly [label: string, lines: readonly string[]])[];
  readonly links: readonly string[];
}

export interface Row {
  readonly by: "code" | "type" | "text" | "status";
  readonly code: string;
  readonly status: number | null;
  readonly kind: string;
  readonly evidence: string;
  readonly meaning: string;
  readonly source: string;
}

export interface Reasons {
  readonly row: Row | null;
  readonly file: string | null;
  readonly evidence: string | null;
  readonly note: string | null;
  readonly phase: string;
  readonly phase_meaning: string | null;
  readonly safety: string;
  readonly safety_meaning: string;
  readonly outcome: Outcome;
  readonly outcome_meaning: string;
}

export interface Handling {
  readonly python: string;
  readonly typescript: string;
  readonly rust: string;
}

interface Rendered {
  readonly problem: unknown;
  readonly response: unknown;
  readonly mcp: unknown;
  readonly log: unknown;
}

export interface ErrorVerdict extends Page {
  readonly outcome: Outcome;
  readonly headline: readonly string[];
  readonly reasons: Reasons;
  readonly handling: Handling;
  readonly forms: { readonly payload: unknown; readonly public: Rendered; readonly owner: Rendered };
}

export interface NamedVerdict {
  readonly outcome: Outcome | null;
  readonly headline: readonly string[];
  readonly pages: readonly Page[];
}

export type Verdict =
  { readonly problem: string } | { readonly success: string } | ErrorVerdict | NamedVerdict;

export type Pasted =
  { readonly problem: string } | { readonly form: Form; readonly candidates: readonly string[] };

/** Starts the module, which is part of this script: the page requests nothing. */
export function start(): Choices {
  wasm.initSync({ module: bytes() });
  return JSON.parse(wasm.playgroundChoices()) as Choices;
}

export function operationsOf(file: string): { names: readonly string[] } | { problem: string } {
  const loaded = JSON.parse(wasm.loadProvider(file, "json", "provider.json")) as
    { ok: true; operations: readonly { name: string }[] } | { ok: false; message: string };
  return loaded.ok ? { names: loaded.operations.map(({ name }) => name) } : { problem: loaded.message };
}

export function verdict(form: Form): Verdict {
  return JSON.parse(wasm.playgroundVerdict(JSON.stringify(form), Date.now())) as Verdict;
}

export function pasted(text: string, provider: string): Pasted {
  return JSON.parse(wasm.playgroundPasted(text, provider)) as Pasted;
}

/** The form as the fragment of a link, without secrets; undefined if it is too long. */
export function fragment(form: Form): string | undefined {
  return wasm.playgroundFragment(JSON.stringify(form));
}

/** Reads what `fragment` wrote. */
export function formOf(hash: string): Form {
  const found = new URLSearchParams(hash.replace(/^#/, ""));
  const text = (name: string): string => found.get(name) ?? "";
  const status = Number.parseInt(text("status"), 10);
  return {
    provider: text("provider"),
    file: text("file"),
    operation: text("operation"),
    safety: text("safety") || null,
    status: Number.isNaN(status) ? null : status,
    phase: (text("phase") || null) as Phase | null,
    headers: found.getAll("header").map(header),
    body: text("body"),
    text: text("text"),
    language: text("lang") || "en",
  };
}

export function header(line: string): [string, string] {
  const colon = line.indexOf(":");
  return colon < 0 ? [line.trim(), ""] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}
