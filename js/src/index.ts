import { backend } from "./backend.js";

export { type CallInfo, callInfo, type RaiseOption } from "./client_core.js";
export {
  type Context,
  classify,
  errorFromResponse,
  fromTransportError,
  type HeaderFields,
  type Received,
  type ResponseLike,
} from "./classify.js";
export * from "./errors/index.js";
export * from "./generated/index.js";
export type { RateLimitOptions, RetryOptions } from "./generated/options.js";
export type { Reconciled } from "./generated/reconciled.js";
export { kinds, providers } from "./generated/vocabulary.js";
export type {
  Actor,
  Advice,
  JournalState,
  Kind,
  Outcome,
  Phase,
  ProviderId,
  RespondStatus,
  Safety,
} from "./generated/vocabulary.js";
export type {
  AboutToSend,
  CallEvent,
  CallOptions,
  ClientOptions,
  Finished,
  JournalFailed,
  JournalWait,
  KeyedOptions,
  RateLimitWait,
  ReconcilableOptions,
  Reconciling,
  RequestFinished,
  Retrying,
  UnkeyedOptions,
} from "./options.js";
export type { Journal, JournalEntry, PlanOptions, Sweep, Verdict } from "./journal/journal.js";
export { once } from "./journal/once.js";
export type { JournalAnswer, JournalPage, JournalRow, JournalStore } from "./journal/store.js";
export { LoadError } from "./loading.js";
export type { Pages } from "./pages.js";
export {
  Provider,
  ProviderClient,
  type ProviderClientOptions,
  type ProviderFileOptions,
} from "./provider.js";
export type { AnyProviderId, FileProviderId, ProviderName } from "./provider_id.js";
export type { Waitable, WaitOptions } from "./state.js";

export {
  type ProviderWebhookEvent,
  type ProviderWebhookOptions,
  verifyWebhook,
  WebhookError,
  type WebhookErrorCode,
  type WebhookEvent,
  type WebhookOptions,
} from "./webhooks.js";

/** The version of the core that this package was built with. */
export function version(): string {
  return backend().version();
}

/** Whether the package uses the native addon or the wasm module; see `PAYONCE_BACKEND`. */
export function backendName(): "addon" | "wasm" {
  return backend().name;
}
