import assert from "node:assert/strict";
import test from "node:test";
import { version } from "payonce";

test("the wasm module loads from a plain import, without a bundler", () => {
  assert.match(version(), /^\d+\.\d+\.\d+$/);
});

test("the page has no Node globals that hide a dependency on Node", () => {
  assert.equal("process" in globalThis, false);
  assert.equal("Buffer" in globalThis, false);
});
