import assert from "node:assert/strict";
import test from "node:test";
import * as payonce from "payonce/wasm";
import { testHeaderState } from "./provider-file-header-state.js";
import { testProviderFile } from "./provider-file.js";

test("the expected backend is loaded", () => {
  assert.equal(payonce.backendName(), "wasm");
});

testProviderFile(payonce);
testHeaderState(payonce);
