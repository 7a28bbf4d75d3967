import * as otel from "@opentelemetry/api";
import type { ProviderId } from "../generated/vocabulary.js";
import type { Journal } from "../journal/journal.js";
import type { ProviderName } from "../provider_id.js";

/** Journals by the ids of their providers, or pairs of a provider and its journal. */
export type ObservedJournals =
  { readonly [P in ProviderId]?: Journal } | Iterable<readonly [ProviderName, Journal]>;

/**
 * Measures how many entries of journals are open: payments that may have been made and that a person or `run` has to settle. The
 * observable gauge is `payonce.open`. Give the journal of a client under the id of its provider, or in a pair with a provider from
 * a file. It is read at each export.
 *
 * @example
 * observeOpen({ agentwallex: wallet.journal });
 * observeOpen([[acme, client.journal]]);
 */
export function observeOpen(journals: ObservedJournals): void {
  const pairs: readonly (readonly [ProviderName, Journal])[] =
    Symbol.iterator in journals ? [...journals] : (Object.entries(journals) as [ProviderId, Journal][]);
  const gauge = otel.metrics.getMeter("payonce").createObservableGauge("payonce.open", { unit: "{entry}" });
  gauge.addCallback(async (result) => {
    for (const [provider, journal] of pairs) {
      const id = typeof provider === "object" ? provider.id : provider;
      result.observe((await journal.open()).length, { "payonce.provider": id });
    }
  });
}
