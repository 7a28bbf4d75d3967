import assert from "node:assert/strict";
import test from "node:test";
import { version } from "payonce";

test("the core that was loaded has the version of the package", () => {
  assert.match(version(), /^\d+\.\d+\.\d+$/);
});
