import type { Backend, BackendClient, Progress } from "./backend.js";
import { drive } from "./drive.js";
import type * as Module from "./wasm/payonce.js";

/** The backend of an initialized wasm module. */
export function wasmBackend(module: typeof Module): Backend {
  const { version, classify, render, webhook, redact, refuseOption } = module;
  return {
    name: "wasm",
    version,
    classify,
    progress: (provider, model, state) => module.progress(provider, model, state) as Progress,
    render,
    webhook,
    redact,
    refuseOption,
    open: (provider, options) => {
      const environment = JSON.stringify(
        variables(JSON.parse(module.environmentNames(provider)) as string[]),
      );
      return open(new module.WasmClient(provider, options, environment));
    },
  };
}

function open(client: Module.WasmClient): BackendClient {
  return {
    refusal: () => client.refusal(),
    describe: () => client.describe(),
    redact: (text, secrets) => client.redact(text, secrets),
    refuse: (operation, field, problem) => client.refuse(operation, field, problem),
    follow: (operation, value, atMostMs) => client.follow(operation, value, atMostMs),
    pager: (operation, args) => client.pager(operation, args),
    call: async (operation, args, options, control) => {
      const call = client.prepare(operation, args, options, entropy());
      try {
        return await drive(call, control);
      } finally {
        call.free();
      }
    },
  };
}

/** Sixteen random bytes, or none if the platform has no random source. The core then refuses calls that need one. */
function entropy(): Uint8Array {
  try {
    return crypto.getRandomValues(new Uint8Array(16));
  } catch {
    return new Uint8Array();
  }
}

/** The named variables, if the runtime has an environment and permits reading it. */
function variables(names: readonly string[]): Record<string, string> {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  const found: Record<string, string> = {};
  for (const name of names) {
    try {
      const value = process?.env?.[name];
      if (typeof value === "string") {
        found[name] = value;
      }
    } catch {
      // Deno asks for a permission per variable; one that is denied counts as not set.
    }
  }
  return found;
}
