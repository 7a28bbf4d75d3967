export { isPayonceError } from "./brand.js";
export {
  type AnyPayonceError,
  AgentPayError,
  AgentTechError,
  AgenticPencilError,
  AgentWallexError,
  errorFromPayload,
  PayApiError,
  PayiError,
  PayonceError,
  PayValidationError,
  ProviderError,
  RequestError,
  UnexpectedError,
  ValidationError,
  type XproxyError,
} from "./classes.js";
export * from "../generated/consequences.js";
export type {
  CreditsDetails,
  Details,
  FailedIntentDetails,
  InvalidArgumentDetails,
  LimitReachedDetails,
  PlanLimitDetails,
  PolicyViolationDetails,
} from "../generated/details.js";
export type { Json, OpenDetails } from "./details.js";
export type {
  Audience,
  FormOptions,
  HttpResponse,
  McpOptions,
  McpResult,
  Problem,
  X402Offer,
  X402Requirement,
} from "./forms.js";
export * from "../generated/kinds.js";
export { ProviderFileError, type ProviderFileProblem } from "./provider_file.js";
export type { ErrorData, ErrorPayload, Reference, ReferencePayload, LostCall } from "./payload.js";
