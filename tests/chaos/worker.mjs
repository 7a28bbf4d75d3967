// Carries orders out with the npm package, and reports what each caller received.
//
// The first line of input is what the simulator announces and how clients are to be set up, each further one an order.
// The callers work at the same time. An empty line asks for the reports: one line of output per order, then an empty
// line. What comes next are the numbers of orders whose outcome is unknown and can be settled, in the same form.
// `cargo xtask chaos --languages node` starts this with `addon`, `--languages wasm` with `wasm`.

import { createInterface } from "node:readline";

const ENTRIES = { addon: "entry.node.js", wasm: "entry.node-wasm.js" };

const payonce = await import(`../../js/dist/${ENTRIES[process.argv[2]]}`);
const { AgenticPencil, AgentPayClient, AgentWallex, callInfo, isPayonceError, PayClient, Payi } = payonce;
if (payonce.backendName() !== process.argv[2]) {
  throw new Error(`the package runs on its ${payonce.backendName()}, and not on its ${process.argv[2]}`);
}

const CLIENTS = {
  agenticpencil: AgenticPencil,
  agentpay: AgentPayClient,
  agenttech: PayClient,
  agentwallex: AgentWallex,
  payi: Payi,
};

const input = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const [settings, ...waiting] = await lines();
const sets = Array.from({ length: settings.clients }, (_, number) =>
  Object.fromEntries(Object.keys(CLIENTS).map((name) => [name, client(name, number)])),
);
const orders = new Map();
const errors = new Map();

const reports = await Promise.all(sets.map((_, number) => work(number)));
writeReports(reports.flat());
const open = await lines();
writeReports(await Promise.all(open.map((order) => settle(order.number, order.timeout_ms))));
process.stdin.destroy();

function client(name, number, more = {}) {
  const { user_api_key: _, ...options } = settings.providers[name];
  const budget = settings.budgets[number % settings.budgets.length];
  return new CLIENTS[name](
    spelled({
      ...options,
      ...more,
      timeout_ms: settings.timeout_ms,
      retry: { ...settings.retry, budget },
    }),
  );
}

async function work(number) {
  const done = [];
  for (let order = waiting.shift(); order !== undefined; order = waiting.shift()) {
    done.push(await carryOut(number, order));
  }
  return done;
}

/** What the caller with this number, and those beside it, receive for the order. */
async function carryOut(number, order) {
  orders.set(order.number, order);
  const report = { number: order.number, created: [], intent_id: null };
  if (order.intent !== null) {
    const { agenttech } = sets[number];
    while (report.intent_id === null && report.created.length < settings.max_intents) {
      const { result, raised, ...said } = await ask(agenttech, "create_intent", order.intent);
      report.created.push({ ...said, error: raised?.toJSON() });
      report.intent_id = result?.intentId ?? null;
    }
    if (report.intent_id === null) return report;
    order.arguments = { intent_id: report.intent_id };
  }
  const callers = Array.from({ length: order.callers }, (_, caller) => call(number, caller, order));
  return { ...report, reported: await Promise.all(callers) };
}

/** What one caller receives. */
async function call(number, caller, order) {
  const place = order.one_client ? number : (number + caller) % sets.length;
  // The account that pays, or an address where nobody listens.
  const own = Object.entries({ api_key: order.api_key, base_url: order.base_url }).filter(
    ([, value]) => value !== null,
  );
  const asked =
    own.length === 0 ? sets[place][order.provider] : client(order.provider, place, Object.fromEntries(own));
  const {
    raised,
    result: _,
    ...said
  } = await ask(asked, order.operation, order.arguments, order.options, order.patience_ms);
  if (raised === undefined) return said;
  errors.set(order.number, [...(errors.get(order.number) ?? []), raised]);
  return { ...said, error: raised.toJSON() };
}

/** What becomes of the open calls of an order, now that the provider responds again. */
async function settle(number, timeoutMs) {
  const order = orders.get(number);
  const options = { timeout_ms: timeoutMs, retry: { deadline_ms: 30_000 } };
  const settled = [];
  for (const error of errors.get(number)) {
    if (error.outcome !== "unknown" && error.outcome !== "pending") continue;
    let later;
    if (order.operation === "payments.send") {
      later = await heard(async () => await error.reconcile(spelled(options)));
    } else {
      // Without a key of the caller's own, the one that payonce drew came with the error.
      const drawn = order.operation === "consume" && order.arguments.usage_event_id === undefined;
      const key = drawn ? { idempotency_key: error.reference.idempotencyKey } : {};
      later = await ask(sets[0][order.provider], order.operation, order.arguments, { ...options, ...key });
    }
    settled.push({ reference: later.reference, error: later.raised?.toJSON() });
  }
  return { number, reported: settled };
}

/** What the caller receives, and the result if there is one; `patienceMs` is when he cancels. */
async function ask(asked, operation, args, options = {}, patienceMs = null) {
  const patience = new AbortController();
  const timer = patienceMs === null ? undefined : setTimeout(() => patience.abort(), patienceMs);
  const { signal } = patience;
  const said = await heard(
    async () =>
      await asked.call(operation, spelled(args), {
        ...spelled(options),
        signal,
      }),
  );
  clearTimeout(timer);
  return { ...said, cancelled: signal.aborted };
}

async function heard(work) {
  try {
    const result = await work();
    const reference = callInfo(result)?.reference;
    const { idempotencyKey, reference: mark, intentId } = reference ?? {};
    return {
      result,
      reference: {
        idempotency_key: idempotencyKey,
        reference: mark,
        intent_id: intentId,
      },
    };
  } catch (error) {
    if (!isPayonceError(error)) throw error;
    return { raised: error };
  }
}

/** The names of members as this language spells them. */
function spelled(value) {
  if (Array.isArray(value)) return value.map(spelled);
  if (typeof value !== "object" || value === null) return value;
  const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [camel(name), spelled(item)]));
}

/** The input as far as the next empty line. */
async function lines() {
  const read = [];
  for (;;) {
    const { value, done } = await input.next();
    if (done || value === "") return read;
    read.push(JSON.parse(value));
  }
}

function writeReports(said) {
  process.stdout.write(`${said.map((report) => `${JSON.stringify(report)}\n`).join("")}\n`);
}
