import { backend } from "../backend.js";
import type { Json } from "./details.js";

/** Who reads a form: anybody, or whoever runs the wallet and may see rules, limits and the provider's own words. */
export type Audience = "public" | "owner";

/** For whom a form is. */
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

/** What a server answers its own client. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly [name: string]: Json | undefined };
}

/** A tool result of the Model Context Protocol with `isError`. */
export interface McpResult {
  readonly isError: true;
  readonly content: { readonly type: "text"; readonly text: string }[];
  readonly structuredContent: { [name: string]: Json | undefined };
  [name: string]: unknown;
}

/** What `toX402` needs to know of the server. */
export interface X402Offer {
  /** What is sold. */
  readonly resource?: object | undefined;
  /** How it may be paid. */
  readonly accepts?: readonly object[] | undefined;
  readonly extensions?: object | undefined;
}

export function render<Form>(
  form: "problem" | "response" | "mcp" | "x402" | "log",
  payload: object,
  options: FormOptions,
  offer: X402Offer = {},
): Form {
  const audience = options.audience ?? "public";
  return JSON.parse(backend().render(form, JSON.stringify(payload), audience, JSON.stringify(offer))) as Form;
}
