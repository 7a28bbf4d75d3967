import assert from "node:assert/strict";
import test from "node:test";
import * as payonce from "payonce/wasm";
import { testTwoClients } from "./two-clients.js";

test("the expected backend is loaded", () => {
  assert.equal(payonce.backendName(), "wasm");
});

testTwoClients(payonce);
