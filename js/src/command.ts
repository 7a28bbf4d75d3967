#!/usr/bin/env node
// The command `payonce`. It writes to the file descriptors itself: `process.stdout` would make a pipe non-blocking.

import { requireAddon } from "./native.js";

// The handlers that Node starts with would run with those of the command, and never end. Without a listener, Node leaves the
// default action.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  const listener = (): void => {};
  process.on(signal, listener);
  process.off(signal, listener);
}

const [program, file = "", ...args] = process.argv;
let code = 1;
try {
  code = requireAddon("the command").command(args, [program ?? process.execPath, file]);
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
}
process.exitCode = code;
