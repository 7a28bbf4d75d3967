import type { ProviderId } from "./generated/vocabulary.js";
import type { Provider } from "./provider.js";

/**
 * The id of a provider from a file: a text at run time, for instance `acme`. Compare it with the `id` of your `Provider`. The
 * type is its own, so that comparing the `provider` of an error with the id of a built-in provider narrows the error.
 */
export declare enum FileProviderId {
  /** Never the value: it makes the type one that no literal overlaps with. */
  FromFile = "",
}

/** The id of any provider: a built-in one, or one from a file. */
export type AnyProviderId = ProviderId | FileProviderId;

/** What names a provider: its id, or the provider itself if it was loaded from a file. */
export type ProviderName = AnyProviderId | Provider;

const handles = new WeakMap<object, string>();

/** Remembers the handle of the file of a provider: two files can have the same id. */
export function keepHandle(provider: Provider, handle: string): void {
  handles.set(provider, handle);
}

/** The name of a provider for the backend. */
export function handleOf(provider: ProviderName): string {
  return typeof provider === "string" ? provider : (handles.get(provider) ?? String(provider));
}

/** The file of a provider. */
export interface ProviderSource {
  readonly text: string;
  readonly format: "json" | "toml" | undefined;
  readonly name: string;
}

const sources = new WeakMap<object, ProviderSource>();

/** Remembers the file of a provider, for the simulator. */
export function keepSource(provider: Provider, source: ProviderSource): void {
  sources.set(provider, source);
}

/** The file of a provider. */
export function sourceOf(provider: Provider): ProviderSource | undefined {
  return sources.get(provider);
}
