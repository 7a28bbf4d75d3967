import assert from "node:assert/strict";
import test from "node:test";
import * as payonce from "payonce/wasm";
import { testJournal } from "./journal.js";

test("the expected backend is loaded", () => {
  assert.equal(payonce.backendName(), "wasm");
});

testJournal(payonce, "payonce/wasm");
