import assert from "node:assert/strict";
import { test } from "node:test";
import * as payonce from "payonce/wasm";
import { testTelemetry } from "./telemetry.js";

test("the expected backend is loaded", () => {
  assert.equal(payonce.backendName(), "wasm");
});

testTelemetry(payonce);
