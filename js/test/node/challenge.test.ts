import assert from "node:assert/strict";
import test from "node:test";
import * as payonce from "payonce";
import { playChallenges } from "./challenge-vectors.js";
import { testChallenges } from "./challenge.js";

test("the expected backend is loaded", () => {
  assert.equal(payonce.backendName(), "addon");
});

testChallenges(payonce);
playChallenges(payonce);
