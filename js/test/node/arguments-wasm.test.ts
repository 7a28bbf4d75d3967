// The same with the wasm module. A process has one backend, so it is a process of its own.

import assert from "node:assert/strict";
import { test } from "node:test";

process.env["PAYONCE_BACKEND"] = "wasm";
const { backendName } = await import("payonce");

test("the expected backend is loaded", () => {
  assert.equal(backendName(), "wasm");
});

await import("./arguments.test.js");
