import * as otel from "@opentelemetry/api";
import type { ProviderId } from "../generated/vocabulary.js";
import type { Journal } from "../journal/journal.js";

/**
 * Measures how many entries of journals are open: payments that may have been made and that a person or `run` has to settle. The
 * observable gauge is `payonce.open`. Give the journal of a client under the id of its provider; it is read at each export.
 *
 * @example
 * observeOpen({ agentwallex: wallet.journal });
 */
export function observeOpen(journals: { readonly [P in ProviderId]?: Journal }): void {
  const gauge = otel.metrics.getMeter("payonce").createObservableGauge("payonce.open", { unit: "{entry}" });
  gauge.addCallback(async (result) => {
    for (const [provider, journal] of Object.entries(journals)) {
      result.observe((await journal.open()).length, { "payonce.provider": provider });
    }
  });
}
