import type { Details } from "../generated/details.js";
import type { Actor, Advice, Kind, Outcome, Phase, ProviderId } from "../generated/vocabulary.js";
import { parsed } from "../json.js";
import type { AnyProviderId } from "../provider_id.js";

/** Everything the operation can be found by; set before the first byte is sent. */
export interface ReferencePayload {
  /** The idempotency key of the call. */
  readonly idempotency_key: string | null;
  /** payonce's reference, in a field that the provider stores and lists. */
  readonly reference: string | null;
  /** The provider's id of the operation. */
  readonly id: string | null;
  /** The hash of the transaction on its chain. */
  readonly hash: string | null;
  /** The id in the provider's ledger. */
  readonly ledger_id: string | null;
  /** The id of the payment intent. */
  readonly intent_id: string | null;
  /** When the first request was sent, in milliseconds since 1970. */
  readonly sent_at_ms: number | null;
}

/** An error as data: the same members in every language, in snake_case. */
export interface ErrorData {
  readonly provider: string;
  readonly kind: string;
  /** The class of the error, for instance `PolicyViolationError`. */
  readonly class: string;
  readonly code: string | null;
  readonly type: string | null;
  readonly status: number | null;
  readonly phase: Phase;
  readonly message: string;
  readonly user_message: string;
  readonly actor: Actor;
  readonly advice: Advice;
  readonly retryable: boolean;
  readonly retry_after_ms: number | null;
  readonly outcome: Outcome;
  readonly respond_status: number;
  readonly reference: ReferencePayload;
  readonly request_id: string | null;
  readonly operation: string | null;
  readonly attempts: number | null;
  readonly doc: string;
  readonly details: object;
}

/** An error as data, of a provider and kind that this version knows. */
export interface ErrorPayload<P extends AnyProviderId = ProviderId, K extends Kind = Kind> extends ErrorData {
  readonly provider: P;
  readonly kind: K;
  readonly details: Details<P, K>;
}

type Text = string | null;
type Count = number | null;
/** The values of a reference in their order. */
type ReferenceRecord = readonly [Text, Text, Text, Text, Text, Text, Count];
/** The values of a payload in their order: three names, the code, the type and so on. */
type ErrorRecord = readonly [
  ...(readonly [
    string,
    string,
    string,
    Text,
    Text,
    Count,
    Phase,
    string,
    string,
    Actor,
    Advice,
    boolean,
    Count,
  ]),
  ...(readonly [Outcome, number, ReferenceRecord | null, Text, Text, Count, string, object]),
];

const noReference: ReferenceRecord = [null, null, null, null, null, null, null];

/** The payload of a record: a JSON list of its values, which takes a third of the time that an object takes to read. */
export function payloadOf(record: string): ErrorData {
  // prettier-ignore
  const [
    provider, kind, className, code, type, status, phase, message, user_message, actor, advice, retryable,
    retry_after_ms, outcome, respond_status, found, request_id, operation, attempts, doc, details,
  ] = parsed(record) as ErrorRecord;
  const [idempotency_key, reference, id, hash, ledger_id, intent_id, sent_at_ms] = found ?? noReference;
  return {
    provider,
    kind,
    class: className,
    code,
    type,
    status,
    phase,
    message,
    user_message,
    actor,
    advice,
    retryable,
    retry_after_ms,
    outcome,
    respond_status,
    reference: { idempotency_key, reference, id, hash, ledger_id, intent_id, sent_at_ms },
    request_id,
    operation,
    attempts,
    doc,
    details,
  };
}

/** Everything the operation can be found by, in TypeScript's spelling. */
export interface Reference {
  /** The idempotency key of the call. */
  readonly idempotencyKey: string | null;
  /** payonce's reference, in a field that the provider stores and lists. */
  readonly reference: string | null;
  /** The provider's id of the operation. */
  readonly id: string | null;
  /** The hash of the transaction on its chain. */
  readonly hash: string | null;
  /** The id in the provider's ledger. */
  readonly ledgerId: string | null;
  /** The id of the payment intent. */
  readonly intentId: string | null;
  /** When the first request was sent, in milliseconds since 1970. */
  readonly sentAtMs: number | null;
}

/** A call whose process ended before the response: the members of the event `about_to_send`, for `reconcile`. */
export interface LostCall {
  readonly operation: string;
  readonly reference: Partial<Reference> | Partial<ReferencePayload>;
}

export function referenceOf(payload: Partial<ReferencePayload>): Reference {
  return {
    idempotencyKey: payload.idempotency_key ?? null,
    reference: payload.reference ?? null,
    id: payload.id ?? null,
    hash: payload.hash ?? null,
    ledgerId: payload.ledger_id ?? null,
    intentId: payload.intent_id ?? null,
    sentAtMs: payload.sent_at_ms ?? null,
  };
}
