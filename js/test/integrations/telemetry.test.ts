import assert from "node:assert/strict";
import { test } from "node:test";
import * as payonce from "payonce";
import { testTelemetry } from "./telemetry.js";

test("the expected backend is loaded", () => {
  assert.equal(payonce.backendName(), "addon");
});

testTelemetry(payonce);
