import assert from "node:assert/strict";
import test from "node:test";
import * as payonce from "payonce/wasm";
import { playChallenges } from "./challenge-vectors.js";
import { testChallenges } from "./challenge.js";

test("the expected backend is loaded", () => {
  assert.equal(payonce.backendName(), "wasm");
});

testChallenges(payonce);
playChallenges(payonce);
