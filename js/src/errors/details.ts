import type { Kind, Provider } from "../generated/vocabulary.js";

/** A value that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** The provider's structured rest, as it sent it; members that no public page names are kept. */
export type OpenDetails = { readonly [name: string]: Json | undefined };

/** What is known of an argument or option that was refused before anything was sent. */
export interface InvalidArgumentDetails {
  /** The argument or option, for instance `amount` or `retry.maxDelay`. */
  readonly field: string;
  /** The name under which the provider's own SDK reports it. */
  readonly sentinel?: string;
}

/** What AgentWallex says of a refusal by the policy engine. */
export interface PolicyViolationDetails {
  /** The rule that refused, for instance `daily_limit`. */
  readonly rule?: string;
}

/** What AgenticPencil says when the credits do not suffice. */
export interface CreditsDetails {
  readonly required_credits?: number;
  readonly available_credits?: number;
  readonly upgrade_url?: string;
}

/** What Pay-i says when a limit blocks. */
export interface LimitReachedDetails {
  readonly blocked_limit_ids?: readonly string[];
  readonly limits?: { readonly [id: string]: Json };
}

/** What a provider adds to an error of one kind, beyond what every error of the kind carries. */
interface SpecialDetails {
  readonly agentpay: Record<never, never>;
  readonly agenttech: Record<never, never>;
  readonly payi: { readonly limit_reached: LimitReachedDetails };
  readonly agenticpencil: { readonly insufficient_funds: CreditsDetails };
  readonly agentwallex: { readonly policy_violation: PolicyViolationDetails };
}

/** The details of an error, by provider and kind. */
export type Details<P extends Provider, K extends Kind> = K extends "invalid_argument"
  ? InvalidArgumentDetails & OpenDetails
  : P extends Provider
    ? (K extends keyof SpecialDetails[P] ? SpecialDetails[P][K] : unknown) & OpenDetails
    : never;
