import type { CallOptions } from "../options.js";
import {
  type Actor,
  type Advice,
  type Kind,
  type Outcome,
  type Phase,
  type ProviderId,
  providers,
  type RespondStatus,
} from "../generated/vocabulary.js";
import type { Details, ProviderDetails } from "../generated/details.js";
import type { Reconciled } from "../generated/reconciled.js";
import {
  type AnyFunction,
  brand,
  captureStack,
  isOfClass,
  pauseStacks,
  resumeStacks,
  toolFailure,
} from "./brand.js";
import type { Json } from "./details.js";
import {
  type FormOptions,
  type HttpResponse,
  type McpOptions,
  type McpResult,
  type Problem,
  render,
  type ToolFailure,
  type X402Offer,
} from "./forms.js";
import type { AnyProviderId, FileProviderId } from "../provider_id.js";
import { type ErrorData, type ErrorPayload, type Reference, referenceOf } from "./payload.js";

const inspect = Symbol.for("nodejs.util.inspect.custom");

/** The origin of an error. */
export interface Origin {
  /** The cause, for instance the exception of `fetch`. */
  readonly cause?: unknown;
  /** The function at whose caller the stack starts; null if that function captures the stack itself, which is faster. */
  readonly above?: AnyFunction | null;
  /** Searches for the result of the call, with the client that made it. */
  readonly reconcile?: (options?: CallOptions) => Promise<never>;
}

/** The result of `reconcile` of an error. That of a provider from a file is known to its client: use `client.reconcile(error)`. */
type ReconciledOf<P extends AnyProviderId> = P extends ProviderId ? Reconciled[P] : never;

/** Any error of payonce: `switch (error.kind)` and `error.provider === …` narrow its `details`. */
export type AnyPayonceError =
  | { [P in ProviderId]: { [K in Kind]: PayonceError<P, K> }[Kind] }[ProviderId]
  | { [K in Kind]: PayonceError<FileProviderId, K> }[Kind];

/**
 * Codes that Node and HTTP clients use for a broken connection, and names of errors that mean a timeout. Generic retry
 * helpers repeat an error that carries one. A provider can also send such a code, which does not concern our connection.
 */
const transportCodes = new Set([
  "EADDRINUSE",
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETDOWN",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ESOCKETTIMEDOUT",
  "ETIMEDOUT",
  "ABORT_ERR",
  "AbortError",
  "FetchError",
  "NetworkError",
  "TimeoutError",
]);

function isTransportCode(code: string): boolean {
  return transportCodes.has(code) || code.startsWith("UND_ERR_") || code.startsWith("ERR_");
}

/**
 * Why a call did not succeed, whether it took effect, and what to do next.
 *
 * An error is an instance of this class, of its provider's (`AgentWallexError`, or `ProviderError` for a provider from a file), of its kind's
 * (`InsufficientFundsError`) and of its consequence's (`OutcomeUnknownError`). Its members are enumerable, so that
 * loggers and error trackers record them. `structuredClone` keeps only the members that every `Error` has; send `error.toJSON()`
 * instead and read it with `errorFromPayload`.
 *
 * `message` is the provider's text. If the call may have taken effect, the outcome and the reference follow it.
 */
export class PayonceError<P extends AnyProviderId = ProviderId, K extends Kind = Kind> extends Error {
  /** The provider that refused, failed or did not respond. */
  declare readonly provider: P;
  /** What went wrong, in the words that all providers share. */
  declare readonly kind: K;
  /**
   * The provider's machine code, verbatim. Also null for a code such as `ETIMEDOUT`, which generic retry helpers would
   * treat as a broken connection; `toJSON().code` has it.
   */
  declare readonly code: string | null;
  /** The provider's own category. */
  declare readonly type: string | null;
  /** The HTTP status that the provider sent; null if it did not respond. */
  declare readonly status: number | null;
  /** How far the call got. */
  declare readonly phase: Phase;
  /** A text that is safe to show to an end user: no ids, keys, rules or internals. */
  declare readonly userMessage: string;
  /** Who can fix it. */
  declare readonly actor: Actor;
  /** The next step. */
  declare readonly advice: Advice;
  /** Whether sending the very same request again can help and cannot take effect twice. */
  declare readonly retryable: boolean;
  /** How long the provider asked to wait, in milliseconds. */
  declare readonly retryAfterMs: number | null;
  /** Whether the call took effect. */
  declare readonly outcome: Outcome;
  /** The status that a server should respond to its own client with. */
  declare readonly respondStatus: RespondStatus;
  /** Everything the operation can be found by. */
  declare readonly reference: Reference;
  /** The provider's id of the request. */
  declare readonly requestId: string | null;
  /** The operation, for instance `payments.send`. */
  declare readonly operation: string | null;
  /** How many requests the call sent. */
  declare readonly attempts: number | null;
  /** The id of this error's page in the error reference. */
  declare readonly doc: string;
  /** The other members that the provider sent, under its names. */
  declare readonly details: Details<P, K>;

  readonly #payload: ErrorPayload<P, K>;
  readonly #reconcile: Origin["reconcile"];

  /** Use `errorFromPayload`, which chooses the class of the provider. */
  constructor(payload: ErrorPayload<P, K>, origin: Origin = {}) {
    const message = messageOf(payload);
    const limit = pauseStacks();
    super(message, "cause" in origin ? { cause: origin.cause } : undefined);
    resumeStacks(limit);
    this.#payload = payload;
    this.#reconcile = origin.reconcile;
    Object.defineProperty(this, "name", { value: payload.class, configurable: true, writable: true });
    const { code } = payload;
    this.provider = payload.provider;
    this.kind = payload.kind;
    this.code = code !== null && isTransportCode(code) ? null : code;
    this.type = payload.type;
    this.status = payload.status;
    this.phase = payload.phase;
    this.userMessage = payload.user_message;
    this.actor = payload.actor;
    this.advice = payload.advice;
    this.retryable = payload.retryable;
    this.retryAfterMs = payload.retry_after_ms;
    this.outcome = payload.outcome;
    this.respondStatus = payload.respond_status as RespondStatus;
    this.reference = referenceOf(payload.reference);
    this.requestId = payload.request_id;
    this.operation = payload.operation;
    this.attempts = payload.attempts;
    this.doc = payload.doc;
    this.details = payload.details;
    if (origin.above !== null) {
      // Engines write the first line of the stack before the name is set.
      captureStack(this, origin.above ?? new.target);
    }
  }

  static override [Symbol.hasInstance](value: unknown): value is AnyPayonceError {
    return isOfClass(this, PayonceError, value, () => true);
  }

  get [brand](): true {
    return true;
  }

  /** `async-retry` does not repeat an error for which this is true. */
  get bail(): boolean {
    return !this.#payload.retryable;
  }

  /** The rule that refused, if the provider names it. */
  get rule(): string | null {
    const { rule } = this.#payload.details as { rule?: unknown };
    return typeof rule === "string" ? rule : null;
  }

  /**
   * Searches for the result of the call with the client that made it. Returns the lost result, or throws this error again if
   * the provider does not list it. It only reads. In another process, and after `errorFromPayload`, use `client.reconcile(error)`.
   */
  async reconcile(options?: CallOptions): Promise<ReconciledOf<P>> {
    if (this.#reconcile === undefined) {
      throw new TypeError("this error has no client: use client.reconcile(error)");
    }
    return await this.#reconcile(options);
  }

  /** The error as data: the same members, in snake_case, in every language. */
  toJSON(): ErrorPayload<P, K> {
    return structuredClone(this.#payload);
  }

  /** An RFC 9457 problem, for a body of type `application/problem+json`. */
  toProblem(options: FormOptions = {}): Problem {
    return render("problem", this.#payload, options);
  }

  /**
   * The whole response for an RFC 9457 problem: its status, the content type `application/problem+json`, `Retry-After`
   * if the provider asked for a wait, and the problem as the body.
   */
  toProblemResponse(options: FormOptions = {}): Response {
    const { status, headers, body } = render<HttpResponse>("problem_response", this.#payload, options);
    return new Response(JSON.stringify(body), { status, headers: { ...headers } });
  }

  /** The response of a server to its own client; `Response.json(body, { status, headers })` sends it. */
  toResponse(options: FormOptions = {}): HttpResponse {
    return render("response", this.#payload, options);
  }

  /** A tool result of the Model Context Protocol: the next step as the first text, the same facts as JSON in the second. */
  toMcp(options: McpOptions = {}): McpResult {
    return render(options.structuredContent === true ? "mcp_structured" : "mcp", this.#payload, options);
  }

  /**
   * A 402 for x402 clients if a payment fixes the error; otherwise what `toResponse` returns. Clients of x402 version 2
   * read the header `PAYMENT-REQUIRED`, clients of version 1 the body.
   *
   * @throws `InvalidArgumentError` naming the member of the offer that is missing or malformed, whatever this error is.
   */
  toX402(offer: X402Offer, options: FormOptions = {}): HttpResponse {
    const response = render<HttpResponse | { readonly refused: ErrorData }>(
      "x402",
      this.#payload,
      options,
      offer ?? {},
    );
    if ("refused" in response) {
      throw create(response.refused, { above: this.toX402 });
    }
    return response;
  }

  /** @internal See `payonce/agents`. */
  [toolFailure](options: FormOptions = {}): ToolFailure {
    return render("tool_failure", this.#payload, options);
  }

  /** Flat fields for a structured logger. */
  logRecord(options: FormOptions = { audience: "owner" }): Readonly<Record<string, Json>> {
    return render("log", this.#payload, options);
  }

  /** For `console.log` and `util.inspect` in Node. */
  [inspect](_depth: number, options: object, show?: (value: unknown, options: object) => string): string {
    const { message: _message, class: _class, ...rest } = this.#payload;
    const told = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
    const data = show === undefined ? JSON.stringify(told) : show(told, options);
    return `${this.stack ?? `${this.name}: ${this.message}`} ${data}`;
  }
}

/** The core's text for a call that may have taken effect contains the outcome and the reference. */
function messageOf(payload: ErrorData): string {
  if (payload.outcome === "not_applied") {
    return payload.message;
  }
  try {
    return render("summary", payload, {});
  } catch {
    // A payload of a later version, with a value that this core does not know.
    return `${payload.message} (outcome ${payload.outcome}, advice ${payload.advice})`;
  }
}

/** A member that only this provider's errors have. */
function memberOf<P extends ProviderId>(
  error: { readonly details: object },
  name: keyof ProviderDetails[P] & string,
): unknown {
  return (error.details as { readonly [name: string]: unknown })[name];
}

/** An error of AgentPay. */
export class AgentPayError<K extends Kind = Kind> extends PayonceError<"agentpay", K> {
  static override [Symbol.hasInstance](value: unknown): value is OfVendor["agentpay"] {
    return isOf("agentpay", this, AgentPayError, value);
  }
}

/** An error of AgentTech Pay. */
export class AgentTechError<K extends Kind = Kind> extends PayonceError<"agenttech", K> {
  static override [Symbol.hasInstance](value: unknown): value is OfVendor["agenttech"] {
    return isOf("agenttech", this, AgentTechError, value);
  }

  /** The HTTP status under the vendor's name; 0 if there was no response. */
  get statusCode(): number {
    return this.status ?? 0;
  }

  /** The response body as text; empty if there was no response. */
  get body(): string {
    const body = memberOf<"agenttech">(this, "body");
    return typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body);
  }
}

/** AgentTech responded with an error; the vendor's own name. */
export class PayApiError<K extends Kind = Kind> extends AgentTechError<K> {
  static override [Symbol.hasInstance](value: unknown): value is { [K in Kind]: PayApiError<K> }[Kind] {
    return isNamed("PayApiError", this, PayApiError, value);
  }
}

/** AgentTech's client refused an argument before anything was sent; the vendor's own name. */
export class PayValidationError<K extends Kind = Kind> extends AgentTechError<K> {
  static override [Symbol.hasInstance](
    value: unknown,
  ): value is { [K in Kind]: PayValidationError<K> }[Kind] {
    return isNamed("PayValidationError", this, PayValidationError, value);
  }

  /** The vendor's own name for what is wrong, for instance `ErrMissingRecipient`. */
  get sentinel(): string | null {
    const sentinel = memberOf<"agenttech">(this, "sentinel");
    return typeof sentinel === "string" ? sentinel : null;
  }
}

/** Any other error of AgentTech; the vendor's own name. */
export class UnexpectedError<K extends Kind = Kind> extends AgentTechError<K> {
  static override [Symbol.hasInstance](value: unknown): value is { [K in Kind]: UnexpectedError<K> }[Kind] {
    return isNamed("UnexpectedError", this, UnexpectedError, value);
  }
}

/** The vendor's other name for {@link PayApiError}. */
export const RequestError = PayApiError;
export type RequestError<K extends Kind = Kind> = PayApiError<K>;
/** The vendor's other name for {@link PayValidationError}. */
export const ValidationError = PayValidationError;
export type ValidationError<K extends Kind = Kind> = PayValidationError<K>;

/** The error of the Pay-i proxy itself. */
export interface XproxyError {
  readonly code?: string;
  readonly message?: string;
  readonly [name: string]: Json | undefined;
}

/** An error of Pay-i. */
export class PayiError<K extends Kind = Kind> extends PayonceError<"payi", K> {
  static override [Symbol.hasInstance](value: unknown): value is OfVendor["payi"] {
    return isOf("payi", this, PayiError, value);
  }

  /** The `xproxy_error` of the response. */
  get xproxyError(): XproxyError | null {
    return (memberOf<"payi">(this, "xproxy_error") ?? null) as XproxyError | null;
  }

  /** The response of the model provider behind the proxy, without the members that Pay-i adds. */
  get providerError(): { readonly [name: string]: Json | undefined } | null {
    return (memberOf<"payi">(this, "provider_error") ?? null) as { readonly [name: string]: Json } | null;
  }

  /** The `xproxy_result` of the response: costs, limits, and what blocked the request. */
  get xproxyResult(): { readonly [name: string]: Json | undefined } | null {
    return (memberOf<"payi">(this, "xproxy_result") ?? null) as { readonly [name: string]: Json } | null;
  }
}

/** An error of AgenticPencil. */
export class AgenticPencilError<K extends Kind = Kind> extends PayonceError<"agenticpencil", K> {
  static override [Symbol.hasInstance](value: unknown): value is OfVendor["agenticpencil"] {
    return isOf("agenticpencil", this, AgenticPencilError, value);
  }
}

/** An error of AgentWallex. */
export class AgentWallexError<K extends Kind = Kind> extends PayonceError<"agentwallex", K> {
  static override [Symbol.hasInstance](value: unknown): value is OfVendor["agentwallex"] {
    return isOf("agentwallex", this, AgentWallexError, value);
  }
}

/** An error of a provider from a file. A file that extends a built-in provider keeps the class of that provider. */
export class ProviderError<K extends Kind = Kind> extends PayonceError<FileProviderId, K> {
  static override [Symbol.hasInstance](value: unknown): value is { [K in Kind]: ProviderError<K> }[Kind] {
    return isOfClass(this, ProviderError, value, (error) => !isBuiltIn(error.provider));
  }
}

/** The error of a provider and kind, with the members that its vendor adds. */
export interface VendorError<K extends Kind> {
  readonly agentpay: AgentPayError<K>;
  readonly agenttech: AgentTechError<K>;
  readonly payi: PayiError<K>;
  readonly agenticpencil: AgenticPencilError<K>;
  readonly agentwallex: AgentWallexError<K>;
}

/** All errors of a provider. */
export type OfVendor = { [P in ProviderId]: { [K in Kind]: VendorError<K>[P] }[Kind] };

/** The error of this payload, in the class of its provider; the inverse of `toJSON`. */
export function errorFromPayload(payload: ErrorData): AnyPayonceError {
  return create(payload, { above: errorFromPayload });
}

export function create(payload: ErrorData, origin?: Origin): AnyPayonceError {
  if (typeof payload !== "object" || payload === null || typeof payload.kind !== "string") {
    throw new TypeError("not the payload of an error: pass the result of its toJSON()");
  }
  const Class = classOf(payload) as new (payload: ErrorData, origin?: Origin) => AnyPayonceError;
  return new Class(payload, origin);
}

function classOf(payload: ErrorData): AnyFunction {
  switch (payload.provider) {
    case "agentpay":
      return AgentPayError;
    case "agenttech":
      return agentTechClass(payload.class);
    case "payi":
      return PayiError;
    case "agenticpencil":
      return AgenticPencilError;
    case "agentwallex":
      return AgentWallexError;
    default:
      // A provider from a file, or one that a later version has built in.
      return ProviderError;
  }
}

function agentTechClass(name: string): AnyFunction {
  switch (name) {
    case "PayApiError":
      return PayApiError;
    case "PayValidationError":
      return PayValidationError;
    case "UnexpectedError":
      return UnexpectedError;
    default:
      return AgentTechError;
  }
}

function isBuiltIn(provider: string): boolean {
  return (providers as readonly string[]).includes(provider);
}

function isOf(provider: ProviderId, asked: AnyFunction, own: AnyFunction, value: unknown): boolean {
  return isOfClass(asked, own, value, (error) => error.provider === provider);
}

function isNamed(name: string, asked: AnyFunction, own: AnyFunction, value: unknown): boolean {
  return isOfClass(asked, own, value, (error) => error.provider === "agenttech" && error.name === name);
}
