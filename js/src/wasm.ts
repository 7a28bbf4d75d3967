import type { Backend, BackendClient, Progress } from "./backend.js";
import { decoded } from "./decoding.js";
import { drive } from "./drive.js";
import type * as Module from "./wasm/payonce.js";

/** The backend of an initialized wasm module. */
export function wasmBackend(module: typeof Module): Backend {
  const { version, render, webhook, redact, refuseOption } = module;
  return {
    name: "wasm",
    version,
    classify: (provider, request, body, headers) =>
      module.classify(provider, request, decoded(headers, body)),
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
    waiter: (operation, value, maxWaitMs) => client.waiter(operation, value, maxWaitMs),
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

interface Runtime {
  readonly process?: { readonly env?: Readonly<Record<string, string | undefined>> };
  readonly Deno?: {
    readonly permissions?: {
      querySync?(asked: { readonly name: "env"; readonly variable: string }): { readonly state: string };
    };
  };
}

/** The named variables, if the runtime has an environment and permits reading it. */
function variables(names: readonly string[]): Record<string, string> {
  const { process } = globalThis as Runtime;
  const found: Record<string, string> = {};
  for (const name of names) {
    let value: string | undefined;
    let mayRead = true;
    try {
      value = process?.env?.[name];
      mayRead = value !== undefined || isAllowed(name);
    } catch {
      mayRead = false;
    }
    if (typeof value === "string") {
      found[name] = value;
    } else if (!mayRead && name === "PAYONCE_ONLY_LOOPBACK") {
      // Any other variable counts as not set. This one is a guard: the core then treats it as set.
      found[name] = "unreadable";
    }
  }
  return found;
}

/** Deno has a permission per variable. Some versions return nothing instead of throwing if it is denied. */
function isAllowed(variable: string): boolean {
  const { Deno } = globalThis as Runtime;
  const permission = Deno?.permissions?.querySync?.({ name: "env", variable });
  return permission === undefined || permission.state === "granted";
}
