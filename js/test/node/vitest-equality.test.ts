import assert from "node:assert/strict";
import { test } from "node:test";
import { equals, iterableEquality } from "@vitest/expect";
import { type AnyPayonceError, errorFromPayload, fromTransportError } from "payonce";

// In a program of its own: the matchers of Jest and vitest share global state.
test("toEqual of vitest distinguishes errors with different outcomes", () => {
  const lost = fromTransportError("agentwallex", new Error("socket hang up"), { operation: "payments.send" });
  const of = (changes: object): AnyPayonceError => errorFromPayload({ ...lost.toJSON(), ...changes });
  const outcomes = ["unknown", "pending", "applied", "not_applied"] as const;
  for (const outcome of outcomes) {
    for (const other of outcomes) {
      const same = equals(of({ outcome }), of({ outcome: other }), [iterableEquality]);
      assert.equal(same, outcome === other, `${outcome}, ${other}`);
    }
  }
});
