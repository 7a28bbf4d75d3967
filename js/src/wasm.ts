import type { Backend, BackendClient, Envelope, PaidEnvelope, Progress } from "./backend.js";
import { decoded } from "./decoding.js";
import { drive } from "./drive.js";
import { act } from "./journal/methods.js";
import type { JournalStore } from "./journal/store.js";
import type * as Module from "./wasm/payonce.js";

/** The backend of an initialized wasm module. */
export function wasmBackend(module: typeof Module): Backend {
  const { version, loadProvider, render, webhook, redact, refuseOption, once } = module;
  return {
    name: "wasm",
    version,
    classify: (provider, status, unixMs, lines, body, rest, headers) =>
      module.classify(provider, status, unixMs, lines, decoded(headers, body), rest),
    loadProvider,
    progress: (provider, model, state) => module.progress(provider, model, state) as Progress,
    render,
    webhook,
    redact,
    refuseOption,
    once,
    conformance: (entropy) => new module.WasmConformance(entropy),
    open: (provider, options, store) => {
      const environment = JSON.stringify(
        variables(JSON.parse(module.environmentNames(provider)) as string[]),
      );
      const owner = store === undefined ? undefined : journalOwner();
      return open(new module.WasmClient(provider, options, environment, owner), store);
    },
  };
}

function open(client: Module.WasmClient, store: JournalStore | undefined): BackendClient {
  const call: BackendClient["call"] = async (operation, args, options, control) => {
    const call = client.prepare(operation, args, options, entropy());
    try {
      return await drive<Envelope>(call, control, store);
    } finally {
      call.free();
    }
  };
  const pay: BackendClient["pay"] = async (request, body, options, control, sign) => {
    const payment = client.preparePayment(request, body, options, entropy());
    try {
      const envelope = await drive<PaidEnvelope>(payment, control, store, { body, sign });
      return { envelope, body: payment.body() };
    } finally {
      payment.free();
    }
  };
  return {
    refusal: () => client.refusal(),
    describe: () => client.describe(),
    redact: (text, secrets) => client.redact(text, secrets),
    refuse: (operation, field, problem) => client.refuse(operation, field, problem),
    waiter: (operation, value, maxWaitMs) => client.waiter(operation, value, maxWaitMs),
    pager: (operation, args) => client.pager(operation, args),
    call,
    pay,
    journal: async (action, args, onEvent, within) =>
      await act({ client, call, store, onEvent }, action, args, within),
  };
}

/** Who writes the rows of the journal, for people who read them. */
function journalOwner(): string {
  const { process } = globalThis as Runtime;
  let number: unknown;
  try {
    number = process?.pid;
  } catch {
    // Deno may forbid it.
  }
  const name = Array.from(entropy().slice(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return typeof number === "number" && number > 0 ? `process ${number}` : `runtime ${name}`;
}

/**
 * Sixteen random bytes, or none if the platform has no random source. The core then refuses calls that need one. Never kept
 * for a later call: two copies of a process that was saved and resumed would give two payments one key.
 */
function entropy(): Uint8Array {
  try {
    return crypto.getRandomValues(new Uint8Array(16));
  } catch {
    return new Uint8Array();
  }
}

interface Runtime {
  readonly process?: {
    readonly env?: Readonly<Record<string, string | undefined>>;
    readonly pid?: unknown;
  };
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
