import { backend } from "../backend.js";
import type { NextStep, RespondStatus } from "../generated/vocabulary.js";
import { parsed } from "../json.js";
import type { Json } from "./details.js";

/** The reader: the public, or the owner of the wallet, who may see rules, limits and the provider's own words. */
export type Audience = "public" | "owner";

/** The reader of a form. */
export interface FormOptions {
  /** `public` by default. */
  readonly audience?: Audience | undefined;
}

/** An RFC 9457 problem, for a body of type `application/problem+json`. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly [name: string]: Json | undefined;
}

/** The response of a server to its own client. */
export interface HttpResponse {
  readonly status: RespondStatus;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly [name: string]: Json | undefined };
}

/** The reader of a tool result, and whether it has `structuredContent`. */
export interface McpOptions extends FormOptions {
  /**
   * Adds the facts as `structuredContent` too; false by default. MCP clients check that member against the tool's
   * `outputSchema` even in an error, so pass true only for a tool whose schema allows these members.
   */
  readonly structuredContent?: boolean | undefined;
}

/** A tool result of the Model Context Protocol with `isError`: the next step first, the same facts as JSON second. */
export interface McpResult {
  readonly isError: true;
  readonly content: { readonly type: "text"; readonly text: string }[];
  readonly structuredContent?: { [name: string]: Json | undefined };
  [name: string]: unknown;
}

/** What a framework does after a tool call that failed, and what its model reads. */
export interface ToolFailure {
  readonly text: string;
  readonly next_step: NextStep;
  readonly wait_ms: number | null;
  readonly delay_ms: number | null;
}

/** One way to pay, in the form of x402 version 2. */
export interface X402Requirement {
  /** The scheme, for instance `exact`. */
  readonly scheme: string;
  /** The network as a CAIP-2 id, for instance `eip155:8453`. */
  readonly network: string;
  /** The price in the smallest units of the asset, a whole number as a string. */
  readonly amount: string;
  /** The asset, for instance the address of its contract. */
  readonly asset: string;
  /** Where the payment goes. */
  readonly payTo: string;
  /** How long the payment may take, in seconds. */
  readonly maxTimeoutSeconds: number;
  /** Further members of the scheme. */
  readonly extra?: object | undefined;
}

/** The offer of the server, in the form of x402 version 2. */
export interface X402Offer {
  /** What is sold. */
  readonly resource: {
    /** Its absolute URL. */
    readonly url: string;
    readonly description?: string | undefined;
    readonly mimeType?: string | undefined;
  };
  /** The ways to pay: one or more. */
  readonly accepts: readonly X402Requirement[];
  readonly extensions?: object | undefined;
}

type Form =
  | "summary"
  | "problem"
  | "problem_response"
  | "response"
  | "mcp"
  | "mcp_structured"
  | "tool_failure"
  | "x402"
  | "log";

export function render<Result>(
  form: Form,
  payload: object,
  options: FormOptions,
  offer: object = {},
): Result {
  const audience = options.audience ?? "public";
  return parsed(backend().render(form, JSON.stringify(payload), audience, JSON.stringify(offer))) as Result;
}
