import { backend, hasBackend } from "../backend.js";
import { carryOut, isStore, type JournalStore, type Operation } from "./store.js";

/** One check of the conformance suite. */
export interface Check {
  /** What the store has to do. */
  readonly name: string;
  /** What it did instead; null if it passed. */
  readonly problem: string | null;
}

type Step = { readonly operations: readonly Operation[] } | { readonly checks: readonly Check[] };

/**
 * Checks that a store does what a journal needs: every operation, and many of them at the same time. The store conforms if
 * no check has a problem.
 *
 * The suite writes rows whose ids start with `pj_conformance_`, and leaves them settled. It cannot check that a row survives
 * a power failure: read what your store promises.
 */
export async function checkConformance(store: JournalStore): Promise<readonly Check[]> {
  if (!isStore(store)) {
    throw new TypeError("store: must be an object with the methods claim, update, get and list");
  }
  if (!hasBackend()) {
    // The suite is in the core, which the entry point of the runtime loads.
    await import("payonce");
  }
  const suite = backend().conformance(crypto.getRandomValues(new Uint8Array(16)));
  try {
    let reports: string[] = [];
    for (;;) {
      const step = JSON.parse(suite.step(`[${reports.join(",")}]`)) as Step;
      if ("checks" in step) {
        return step.checks;
      }
      reports = await Promise.all(step.operations.map(async (operation) => await carryOut(store, operation)));
    }
  } finally {
    suite.free?.();
  }
}
