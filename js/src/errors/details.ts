import type { Kind, Provider } from "../generated/vocabulary.js";

/** A JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** The other members that the provider sent, including undocumented ones. */
export type OpenDetails = { readonly [name: string]: Json | undefined };

/** The details of an argument or option that was refused before anything was sent. */
export interface InvalidArgumentDetails {
  /** The argument or option, for instance `amount` or `retry.maxDelay`. */
  readonly field: string;
  /** The name that the provider's own SDK reports. */
  readonly sentinel?: string;
}

/** The details of a refusal by the policy engine of AgentWallex. */
export interface PolicyViolationDetails {
  /** The rule that refused, for instance `daily_limit`. */
  readonly rule?: string;
}

/** The details of AgenticPencil if the credits do not suffice. */
export interface CreditsDetails {
  readonly required_credits?: number;
  readonly available_credits?: number;
  readonly upgrade_url?: string;
}

/** The details of Pay-i if a limit is reached. */
export interface LimitReachedDetails {
  readonly blocked_limit_ids?: readonly string[];
  readonly limits?: { readonly [id: string]: Json };
}

/** The details that a provider adds to an error of one kind. */
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
