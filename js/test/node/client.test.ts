import assert from "node:assert/strict";
import test from "node:test";
import * as payonce from "payonce";
import { testClient } from "./client.js";

test("the expected backend is loaded", () => {
  assert.equal(payonce.backendName(), "addon");
});

testClient(payonce);
