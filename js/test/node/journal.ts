// The journal against a provider that keeps a ledger: one key, one payment, in every process and after every crash.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Redis } from "ioredis";
import type * as Payonce from "payonce";
import type { CallEvent, JournalAnswer, JournalRow, JournalStore } from "payonce";
import { checkConformance, type IoredisClient, postgresJournal, redisJournal } from "payonce/journal";
import pg from "pg";
import { createClient } from "redis";
import { endLeasesOfFile, operations, steps, surviveTheKill, withoutSqlite } from "./journal-killed.js";
import { MemoryJournal } from "./memory_journal.js";
import { type Simulator, startSimulator } from "./simulator.js";

const payment = {
  agentId: "agent_abc123",
  to: "0xRecipientAddress",
  amount: "50.00",
  token: "USDC",
  chain: "eip155:8453",
};
const retry = { baseDelayMs: 10, maxDelayMs: 50, deadlineMs: 10_000 };
const scratch = mkdtempSync(join(tmpdir(), "payonce-journal-"));
const leaving: (() => unknown)[] = [() => rmSync(scratch, { recursive: true })];
after(async () => {
  for (const leave of leaving) {
    await leave();
  }
});
let number = 0;
const fresh = (name: string): string => `${name}_${process.pid}_${Date.now()}_${(number += 1)}`;
const freshFile = (): string => join(scratch, `${fresh("payments")}.db`);

const running = await startSimulator();
leaving.push(() => running.stop());

async function simulator(): Promise<Simulator> {
  await running.reset();
  return running;
}

const purchase = { agentId: "agent_abc123", targetUrl: "https://example.com/report" };

/** Lets the lease of an entry end, as time would. */
async function endLease(store: JournalStore, id: string): Promise<void> {
  const { row } = await store.get(id);
  assert.ok(row);
  const entry = JSON.stringify({ ...(JSON.parse(row.entry) as object), lease_ms: 0 });
  const { written } = await store.update({ ...row, generation: row.generation + 1, entry }, row.generation);
  assert.equal(written, true);
}

/** Lets the leases of all entries end, as time would. */
async function endLeases(store: JournalStore): Promise<void> {
  const { rows = [] } = await store.list({ unsettledOnly: true, after: null, limit: 10_000 });
  for (const row of rows) {
    const entry = JSON.stringify({ ...(JSON.parse(row.entry) as object), lease_ms: 0 });
    await store.update({ ...row, entry }, row.generation);
  }
}

/** The stores of this run, by name: each call returns one on a connection of its own. */
const stores: Record<string, () => Promise<JournalStore>> = {
  memory: async () => new MemoryJournal(),
};
const { PAYONCE_TEST_POSTGRES: postgresUrl, PAYONCE_TEST_REDIS: redisUrl } = process.env;
const pool = postgresUrl === undefined ? undefined : new pg.Pool({ connectionString: postgresUrl, max: 20 });
if (pool !== undefined) {
  leaving.push(() => pool.end());
  stores["pg Pool"] = async () => postgresJournal(pool);
  stores["pg Client"] = async () => {
    const client = new pg.Client({ connectionString: postgresUrl });
    leaving.unshift(() => client.end());
    await client.connect();
    return postgresJournal(client);
  };
}
if (redisUrl !== undefined) {
  stores["ioredis"] = async () => {
    const client = new Redis(redisUrl);
    leaving.push(() => client.quit());
    return redisJournal(client);
  };
  stores["ioredis with a prefix"] = async () => {
    const client = new Redis(redisUrl, { keyPrefix: "app:" });
    leaving.push(() => client.quit());
    return redisJournal(client);
  };
  stores["redis"] = async () => {
    const client = createClient({ url: redisUrl });
    leaving.push(() => client.close());
    await client.connect();
    return redisJournal(client);
  };
}
const without = (variable: string): string | false =>
  process.env[variable] === undefined &&
  `${variable} names no server; \`cargo xtask test node\` starts one, if it is installed`;

/** The behavior of the journal, whatever backend the package uses. */
export function testJournal(payonce: typeof Payonce, module: string): void {
  const modulePath = import.meta.resolve(module);
  test(
    "the journals in a server are tested",
    { skip: without("PAYONCE_TEST_POSTGRES") || without("PAYONCE_TEST_REDIS") },
    () => {
      assert.equal(Object.keys(stores).length, 6);
    },
  );

  for (const [name, open] of Object.entries(stores)) {
    test(`${name}: the store passes the conformance suite`, async () => {
      const checks = await checkConformance(await open());
      assert.ok(checks.length >= 16);
      for (const check of checks) {
        assert.equal(check.problem, null, check.name);
      }
    });
  }

  const { AgentWallex, callInfo, once, ...classes } = payonce;
  const isAddon = payonce.backendName() === "addon";
  const journals: Record<string, () => Promise<() => Promise<string | JournalStore>>> = Object.fromEntries(
    Object.entries(stores).map(([name, open]) => {
      const shared = async () => {
        const store = name === "memory" ? await open() : undefined;
        return async () => store ?? (await open());
      };
      return [name, shared];
    }),
  );
  if (isAddon) {
    journals["sqlite"] = async () => {
      const file = freshFile();
      return async () => file;
    };
  }

  for (const [name, share] of Object.entries(journals)) {
    test(`${name}: two clients with one key make one payment`, async () => {
      const [sandbox, open, key] = [await simulator(), await share(), fresh("order")];
      const client = async () => new AgentWallex({ ...sandbox.options, retry, journal: await open() });
      const first = await (await client()).payments.send(payment, { idempotencyKey: key });
      const second = await (await client()).payments.send(payment, { idempotencyKey: key });
      assert.deepEqual(second, first);
      assert.deepEqual([callInfo(first)?.replayed, callInfo(second)?.replayed], [false, true]);
      assert.deepEqual([callInfo(second)?.attempts, callInfo(second)?.status], [0, callInfo(first)?.status]);
      assert.equal(await sandbox.requests(), 1);
      const other = (await client()).payments.send({ ...payment, amount: "5.00" }, { idempotencyKey: key });
      await assert.rejects(other, (error) => {
        assert.ok(error instanceof classes.InvalidArgumentError && error instanceof classes.NotSentError);
        assert.equal(error.details.field, "idempotencyKey");
        return true;
      });
      await (await client()).payments.send(payment, { idempotencyKey: fresh("order") });
      assert.equal(await sandbox.paid(), 2);
    });

    test(`${name}: fifty workers with one key make one payment`, async () => {
      const [sandbox, open, key] = [await simulator(), await share(), fresh("order")];
      const store = await open();
      const workers = Array.from(
        { length: 50 },
        () => new AgentWallex({ ...sandbox.options, retry, journal: store }),
      );
      const results = await Promise.all(
        workers.map(async (worker) => await worker.payments.send(payment, { idempotencyKey: key })),
      );
      assert.equal(await sandbox.paid(), 1);
      assert.equal(new Set(results.map((result) => JSON.stringify(result))).size, 1);
    });
  }

  test(`a store that fails before the request prevents it`, async () => {
    for (const fails of ["claim", "update"] as const) {
      const sandbox = await simulator();
      const store = new MemoryJournal();
      const works = store[fails].bind(store);
      store[fails] = async () => {
        throw new Error("the disk is full");
      };
      const aw = new AgentWallex({ ...sandbox.options, retry, journal: store });
      const options = { idempotencyKey: fresh("order") };
      await assert.rejects(aw.payments.send(payment, options), (error) => {
        assert.ok(error instanceof classes.NotSentError && error instanceof classes.PayonceError);
        assert.ok(error.retryable && error.message.includes("the disk is full"), error.message);
        return true;
      });
      assert.equal(await sandbox.requests(), 0, fails);
      Object.assign(store, { [fails]: works });
      await endLeases(store);
      await aw.payments.send(payment, options);
      assert.equal(await sandbox.paid(), 1);
    }
  });

  test(`a store that fails after the response does not hide a success`, async () => {
    const sandbox = await simulator();
    const store = new MemoryJournal();
    const works = store.update.bind(store);
    store.update = async (row, generation) => {
      if (row.state === "settled") {
        throw new Error("the disk is full");
      }
      return await works(row, generation);
    };
    const events: CallEvent[] = [];
    const onEvent = (event: CallEvent) => void events.push(event);
    const aw = new AgentWallex({ ...sandbox.options, retry, journal: store, onEvent });
    const options = { idempotencyKey: fresh("order") };
    const first = await aw.payments.send(payment, options);
    assert.deepEqual(
      events.map(({ event }) => event),
      ["about_to_send", "request_finished", "journal_failed", "finished"],
    );
    assert.ok(events[2]?.event === "journal_failed" && events[2].message === "the disk is full");
    assert.ok(events[3]?.event === "finished" && events[3].journalState === null);
    store.update = works;
    await endLeases(store);
    // The entry says that the request may be on its way, so the next call looks and finds the payment.
    const second = await new AgentWallex({ ...sandbox.options, retry, journal: store }).payments.send(
      payment,
      options,
    );
    assert.equal(second.id, first.id);
    assert.equal(await sandbox.paid(), 1);
  });

  test(`a call waits for a running call with the same key and emits its waits`, async () => {
    const sandbox = await simulator();
    await sandbox.faults({ operation: "payments.send", fault: { type: "delay", ms: 300, when: "after" } });
    const [store, key, events] = [new MemoryJournal(), fresh("order"), [] as CallEvent[]];
    const client = (onEvent?: (event: CallEvent) => void) =>
      new AgentWallex({ ...sandbox.options, retry, journal: store, onEvent });
    const first = client().payments.send(payment, { idempotencyKey: key });
    while ((await sandbox.requests()) === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const second = client((event) => void events.push(event)).payments.send(payment, { idempotencyKey: key });
    assert.deepEqual(await second, await first);
    assert.ok(events.length > 0);
    assert.ok(
      events.every(
        (event) => event.event === "finished" || (event.event === "journal_wait" && event.waitMs >= 50),
      ),
    );
  });

  test(`an abort while the result is recorded does not lose the result`, async () => {
    const sandbox = await simulator();
    const store = new MemoryJournal();
    const works = store.update.bind(store);
    const controller = new AbortController();
    store.update = async (row, generation) => {
      if (row.state === "settled") {
        controller.abort();
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return await works(row, generation);
    };
    const aw = new AgentWallex({ ...sandbox.options, retry, journal: store });
    const options = { idempotencyKey: fresh("order"), signal: controller.signal };
    assert.equal((await aw.payments.send(payment, options)).amount, "50.00");
    assert.ok([...store.rows.values()].every((row) => row.state === "settled"));
  });

  test(`an aborted call leaves an open entry, and the next call finds its payment`, async () => {
    const sandbox = await simulator();
    await sandbox.faults({ operation: "payments.send", nth: [1], fault: { type: "hang", when: "after" } });
    const [store, key, controller] = [new MemoryJournal(), fresh("order"), new AbortController()];
    const aw = new AgentWallex({ ...sandbox.options, retry, journal: store });
    const call = aw.payments.send(payment, { idempotencyKey: key, signal: controller.signal });
    while ((await sandbox.paid()) === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    controller.abort();
    await assert.rejects(call, classes.OutcomeUnknownError);
    assert.deepEqual(
      [...store.rows.values()].map((row) => [row.state, row.outcome]),
      [["open", "unknown"]],
    );
    await aw.payments.send(payment, { idempotencyKey: key });
    assert.equal(await sandbox.paid(), 1);
  });

  test(`a client with an invalid journal is refused`, () => {
    const garbage = join(scratch, "garbage.db");
    writeFileSync(garbage, "this is not a database, and has more than a page of text. ".repeat(200));
    const refused: [unknown, RegExp][] = [
      [{}, /claim, update, get and list/],
      [[], /claim, update, get and list/],
      [() => {}, /must not be a function/],
      [7, /journal/],
      ["", /must be the path of a file/],
    ];
    if (isAddon) {
      refused.push(
        [scratch, /unable to open/],
        [garbage, /not a database/],
        [join(scratch, "no/such/folder/payments.db"), /unable to open/],
        [":memory:", /must be the path of a file/],
      );
    } else {
      refused.push([freshFile(), /needs the native addon/]);
    }
    for (const [journal, words] of refused) {
      const open = () => new AgentWallex({ apiKey: "awx_test_0123456789abcdef", journal: journal as string });
      assert.throws(open, (error) => {
        assert.ok(error instanceof classes.InvalidArgumentError && error instanceof classes.NotSentError);
        assert.equal(error.details.field, "journal");
        assert.match(error.message, words);
        return true;
      });
    }
  });

  test(`null and a store override the journal of the environment`, async () => {
    const sandbox = await simulator();
    process.env["PAYONCE_JOURNAL"] = join(scratch, "no/such/folder/payments.db");
    try {
      assert.throws(() => new AgentWallex(sandbox.options), classes.InvalidArgumentError);
      await new AgentWallex({ ...sandbox.options, journal: null }).payments.send(payment);
      const store = new MemoryJournal();
      await new AgentWallex({ ...sandbox.options, journal: store }).payments.send(payment);
      assert.equal(store.rows.size, 1);
    } finally {
      delete process.env["PAYONCE_JOURNAL"];
    }
  });

  test(`no row contains a secret`, async () => {
    const sandbox = await simulator();
    const store = new MemoryJournal();
    const aw = new AgentWallex({ ...sandbox.options, retry, journal: store });
    await aw.payments.send(payment, { idempotencyKey: fresh("order") });
    const hook = {
      url: "https://example.com/hook",
      events: ["payment.completed"],
      secret: "whsec_planted_0123456789",
    };
    await aw.webhooks.create(hook as never).catch(() => {});
    assert.equal(store.rows.size, 2);
    const text = JSON.stringify([...store.rows.values()]);
    assert.ok(!text.includes(sandbox.options.apiKey) && !text.includes("planted"), text);
  });

  test(`once derives a key from the purchase`, () => {
    const key = once("invoice", { id: "7", run: "a" });
    assert.match(key, /^invoice-[0-9a-f]{32}$/);
    assert.equal(once("invoice", { run: "a", id: "7" }), key);
    assert.notEqual(once("invoice", { id: "7", run: "b" }), key);
    const refused: [string, Record<string, unknown>, RegExp][] = [
      ["", { id: 1 }, /^scope: /],
      ["two words", { id: 1 }, /^scope: /],
      ["invoice", {}, /^fields: /],
      ["invoice", { id: null }, /^id: /],
      ["invoice", { id: () => {} }, /^id: /],
    ];
    for (const [scope, fields, message] of refused) {
      assert.throws(() => once(scope, fields), { name: "TypeError", message });
    }
  });

  const durable = Object.entries({ "pg Pool": postgresUrl, ioredis: redisUrl });
  for (const [name, url] of durable) {
    const skip = url === undefined && "this run has no such server; `cargo xtask test node` starts one";
    for (const operation of isAddon ? operations : (["payments.send", "x402.pay"] as const)) {
      test(`${name}: a process that is killed during ${operation} loses no payment`, { skip }, async () => {
        const store = await stores[name]?.();
        assert.ok(url !== undefined && store !== undefined);
        for (const step of steps) {
          const options = operation === "consume" ? running.agentPay : running.options;
          const job = { module: modulePath, store: url, operation, step, key: fresh("killed"), options };
          await surviveTheKill(payonce, running, job, store, async (id) => await endLease(store, id));
        }
      });
    }
  }

  for (const operation of isAddon ? operations : []) {
    const name = `a file: a process that is killed during ${operation} loses no payment`;
    test(name, { skip: withoutSqlite }, async () => {
      for (const step of steps) {
        const store = freshFile();
        const options = operation === "consume" ? running.agentPay : running.options;
        // The table has to be there before SQLite is stopped.
        await new AgentWallex({ ...running.options, journal: store }).journal.open();
        const job = { module: modulePath, store, operation, step, key: fresh("killed"), options };
        await surviveTheKill(payonce, running, job, store, async () => endLeasesOfFile(store));
      }
    });
  }

  test("run finds the payment of an aborted call, and the next call returns it", async () => {
    const sandbox = await simulator();
    await sandbox.faults({ operation: "payments.send", nth: [1], fault: { type: "hang", when: "after" } });
    const [store, key, controller] = [new MemoryJournal(), fresh("order"), new AbortController()];
    const events: string[] = [];
    const onEvent = ({ event, operation }: CallEvent): void => void events.push(`${operation} ${event}`);
    const aw = new AgentWallex({ ...sandbox.options, retry, journal: store, onEvent });
    const call = aw.payments.send(payment, { idempotencyKey: key, signal: controller.signal });
    while ((await sandbox.paid()) === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    assert.deepEqual(await aw.journal.run(), { settled: [], open: [] }, "a running call is left alone");
    controller.abort();
    await assert.rejects(call, classes.OutcomeUnknownError);
    const [open] = await aw.journal.open();
    assert.deepEqual(
      [open?.key, open?.operation, open?.state, open?.outcome, open?.attempts, open?.leaseLeftMs],
      [key, "payments.send", "open", "unknown", 1, 0],
    );
    assert.match(open?.reference.reference ?? "", /^po_|^order_/);
    events.length = 0;
    const sweep = await aw.journal.run();
    assert.deepEqual([sweep.settled.length, sweep.open.length], [1, 0]);
    assert.ok(events.includes("payments.send finished"), events.join());
    const [settled] = await aw.journal.get(key);
    assert.deepEqual([settled?.state, settled?.outcome, settled?.settledBy], ["settled", "applied", null]);
    assert.deepEqual(await aw.journal.entries({ unsettledOnly: true }), []);
    assert.equal((await aw.journal.entries()).length, 1);
    const again = await aw.payments.send(payment, { idempotencyKey: key });
    assert.deepEqual([again.amount, callInfo(again)?.replayed], ["50.00", true]);
    assert.deepEqual([await sandbox.paid(), await sandbox.requests()], [1, 1]);
  });

  test("a payment that cannot be looked up stays open until journal.settle", async () => {
    const sandbox = await simulator();
    await sandbox.faults({ operation: "x402.pay", nth: [1], fault: { type: "hang", when: "before" } });
    const [store, key, controller] = [new MemoryJournal(), fresh("order"), new AbortController()];
    const aw = new AgentWallex({ ...sandbox.options, retry, journal: store });
    const pay = async (signal?: AbortSignal): Promise<unknown> =>
      await aw.x402.pay(purchase, { idempotencyKey: key, signal });
    const call = pay(controller.signal);
    while ((await sandbox.requests("x402.pay")) === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    controller.abort();
    await assert.rejects(call, classes.OutcomeUnknownError);
    const { settled, open } = await aw.journal.run();
    assert.deepEqual([settled.length, open.length], [0, 1]);
    await assert.rejects(pay(), classes.OutcomeUnknownError);
    const verdict = { outcome: "not_applied", by: "ana", note: "the provider has no trace" } as const;
    const refused: [string, Payonce.Verdict, string, RegExp][] = [
      [fresh("unknown"), verdict, "key", /no entry/],
      [key, { ...verdict, by: " " }, "by", /recorded with their name/],
      [key, { ...verdict, outcome: "unknown" as "applied" }, "outcome", /applied or not_applied/],
      [key, { ...verdict, outcome: "applied", freesKey: true }, "freesKey", /stays used/],
      [key, { ...verdict, note: undefined as unknown as string }, "note", /must be a string/],
    ];
    for (const [wrongKey, wrong, field, words] of refused) {
      await assert.rejects(aw.journal.settle(wrongKey, wrong), (error) => {
        assert.ok(error instanceof classes.InvalidArgumentError, String(error));
        assert.equal(error.details.field, field);
        assert.match(error.message, words);
        return true;
      });
    }
    const entry = await aw.journal.settle(key, verdict);
    const settledBy = { by: "ana", note: "the provider has no trace", freesKey: false };
    assert.deepEqual([entry.state, entry.outcome, entry.settledBy], ["settled", "not_applied", settledBy]);
    await assert.rejects(pay(), classes.InvalidArgumentError);
    await assert.rejects(aw.journal.settle(key, verdict), /settled already/);
    assert.equal(await sandbox.requests("x402.pay"), 1);
  });

  test("a call pays again after a verdict that frees its key", async () => {
    const sandbox = await simulator();
    await sandbox.faults({ operation: "x402.pay", nth: [1], fault: { type: "drop", when: "before" } });
    const [store, key] = [new MemoryJournal(), fresh("order")];
    const aw = new AgentWallex({ ...sandbox.options, retry, journal: store });
    const pay = async (): Promise<unknown> => await aw.x402.pay(purchase, { idempotencyKey: key });
    await assert.rejects(pay(), classes.OutcomeUnknownError);
    await aw.journal.settle(key, { outcome: "not_applied", by: "ana", note: "no trace", freesKey: true });
    await pay();
    assert.equal(await sandbox.paid("x402.pay"), 1);
  });

  test("a plan is sent once by whichever worker runs the journal", async () => {
    const sandbox = await simulator();
    const [store, key] = [new MemoryJournal(), fresh("order")];
    const worker = () => new AgentWallex({ ...sandbox.options, retry, journal: store });
    const options = { idempotencyKey: key };
    await worker().journal.plan("payments.send", payment, options);
    await worker().journal.plan("payments.send", payment, options);
    assert.equal(await sandbox.requests(), 0);
    assert.equal((await worker().journal.get(key))[0]?.state, "planned");
    const refused: [string, object, object, string][] = [
      ["payments.send", payment, {}, "idempotencyKey"],
      ["payments.send", { ...payment, amount: "5.00" }, options, "idempotencyKey"],
      ["payments.send", { ...payment, amount: -1 }, options, "amount"],
      ["payments.send", { ...payment, memo: () => {} }, options, "memo"],
      ["payments.nothing", payment, options, "operation"],
      ["payments.send", payment, { ...options, within: {} }, "within"],
    ];
    for (const [operation, args, wrong, field] of refused) {
      await assert.rejects(worker().journal.plan(operation, args, wrong as typeof options), (error) => {
        assert.ok(error instanceof classes.InvalidArgumentError, String(error));
        assert.equal(error.details.field, field);
        return true;
      });
    }
    const sweeps = await Promise.all(Array.from({ length: 4 }, async () => await worker().journal.run()));
    assert.ok(sweeps.some(({ settled }) => settled.length === 1));
    assert.deepEqual([await sandbox.paid(), await sandbox.requests()], [1, 1]);
    const paid = await worker().payments.send(payment, options);
    assert.equal(callInfo(paid)?.replayed, true);
    // Arguments are kept for plans only.
    assert.ok([...store.rows.values()].every((row) => row.entry.includes('"arguments":null')));
  });

  test(
    "a plan is committed or rolled back with its transaction",
    { skip: without("PAYONCE_TEST_POSTGRES") },
    async () => {
      const sandbox = await simulator();
      assert.ok(pool !== undefined);
      const journal = postgresJournal(pool);
      const aw = new AgentWallex({ ...sandbox.options, retry, journal, journalAccount: fresh("account") });
      const client = await pool.connect();
      try {
        for (const [end, count] of [
          ["ROLLBACK", 0],
          ["COMMIT", 1],
        ] as const) {
          const key = fresh("plan");
          await client.query("BEGIN");
          await aw.journal.plan("payments.send", payment, { idempotencyKey: key, within: client });
          assert.deepEqual((await aw.journal.run()).settled, [], "nothing is sent before the commit");
          await client.query(end);
          const { settled } = await aw.journal.run();
          assert.deepEqual(
            settled.map((entry) => entry.key),
            count === 0 ? [] : [key],
          );
          assert.equal(await sandbox.paid(), count);
        }
        for (const wrong of [client, pool, {}]) {
          const plan = aw.journal.plan("payments.send", payment, {
            idempotencyKey: fresh("plan"),
            within: wrong,
          });
          await assert.rejects(plan, (error) => {
            assert.ok(error instanceof classes.InvalidArgumentError, String(error));
            assert.equal(error.details.field, "within");
            return true;
          });
        }
      } finally {
        client.release();
      }
    },
  );

  test(
    "a client of pg with an open transaction is not a journal",
    { skip: without("PAYONCE_TEST_POSTGRES") },
    async () => {
      const sandbox = await simulator();
      const client = new pg.Client({ connectionString: postgresUrl });
      await client.connect();
      try {
        const aw = new AgentWallex({ ...sandbox.options, retry, journal: postgresJournal(client) });
        await aw.payments.send(payment, { idempotencyKey: fresh("order") });
        await client.query("BEGIN");
        const call = aw.payments.send(payment, { idempotencyKey: fresh("order") });
        await assert.rejects(call, (error) => {
          assert.ok(error instanceof classes.NotSentError && error instanceof classes.PayonceError);
          assert.match(error.message, /open transaction; give the journal a Pool/);
          return true;
        });
        assert.equal(await sandbox.requests(), 1);
      } finally {
        await client.end();
      }
    },
  );

  test(
    "a PostgreSQL that can lose a commit is reported once",
    { skip: without("PAYONCE_TEST_POSTGRES") },
    async () => {
      const reported = async (options: string): Promise<string[]> => {
        const warnings: string[] = [];
        const pool = new pg.Pool({ connectionString: postgresUrl, options });
        const store = postgresJournal(pool, { onWarning: (message) => void warnings.push(message) });
        await store.get("pj_nothing");
        await store.get("pj_nothing");
        await pool.end();
        return warnings;
      };
      assert.deepEqual(await reported(""), []);
      const [loses, ...none] = await reported("-c synchronous_commit=off");
      assert.match(loses ?? "", /^payonce: synchronous_commit is off in this PostgreSQL, .* to on\.$/);
      assert.deepEqual(none, []);
    },
  );

  test(
    "a Redis gets the text of a script once, and again when it has lost it",
    { skip: without("PAYONCE_TEST_REDIS") },
    async () => {
      assert.ok(redisUrl !== undefined);
      const client = new Redis(redisUrl);
      const sent: string[] = [];
      const counting: IoredisClient = {
        eval: async (script, count, ...rest) => {
          sent.push("text");
          return await client.eval(script, count, ...rest);
        },
        evalsha: async (sha1, count, ...rest) => {
          sent.push("hash");
          return await client.evalsha(sha1, count, ...rest);
        },
        info: async () => await client.info(),
        defineCommand: () => {},
      };
      const store = redisJournal(counting);
      await client.script("FLUSH");
      await store.get("pj_nothing");
      await store.get("pj_nothing");
      await client.script("FLUSH");
      await store.get("pj_nothing");
      assert.deepEqual(sent, ["hash", "text", "hash", "hash", "text"]);
      await client.set("pj_no_hash", "a string");
      // Every other error of the server is reported, and the script does not run again.
      const wrong: IoredisClient = {
        ...counting,
        evalsha: async (sha1, _count, ..._rest) => {
          sent.push("hash");
          return await client.evalsha(sha1, 1, "pj_no_hash");
        },
      };
      sent.length = 0;
      await assert.rejects(redisJournal(wrong).get("pj_nothing"), /WRONGTYPE/);
      assert.deepEqual(sent, ["hash"]);
      await client.del("pj_no_hash");
      await client.quit();
    },
  );

  test("a Redis that can evict keys is reported once", { skip: without("PAYONCE_TEST_REDIS") }, async () => {
    assert.ok(redisUrl !== undefined);
    const reported = async (info: string): Promise<string[]> => {
      const warnings: string[] = [];
      const client = new Redis(redisUrl);
      const asking: IoredisClient = {
        eval: async (script, count, ...rest) => await client.eval(script, count, ...rest),
        evalsha: async (sha1, count, ...rest) => await client.evalsha(sha1, count, ...rest),
        info: async () => info,
        defineCommand: () => {},
      };
      const store = redisJournal(asking, { onWarning: (message) => void warnings.push(message) });
      await store.get("pj_nothing");
      await store.get("pj_nothing");
      await client.quit();
      return warnings;
    };
    const well = "maxmemory_policy:noeviction\r\naof_enabled:1\r\n";
    assert.deepEqual(await reported(well), []);
    const [evicts, ...none] = await reported(well.replace("noeviction", "allkeys-lru"));
    assert.match(evicts ?? "", /maxmemory-policy is allkeys-lru/);
    assert.deepEqual(none, []);
    assert.match((await reported(well.replace("enabled:1", "enabled:0"))).join(), /appendonly is off/);
    // The server of this run keeps an append-only file and evicts nothing.
    const client = new Redis(redisUrl);
    const refuse = (message: string) => assert.fail(message);
    await redisJournal(client, { onWarning: refuse }).get("pj_nothing");
    await client.quit();
  });

  test("the key of a pruned entry stays used", async () => {
    const sandbox = await simulator();
    const [store, key] = [new MemoryJournal(), fresh("order")];
    const aw = new AgentWallex({ ...sandbox.options, retry, journal: store });
    await aw.payments.send(payment, { idempotencyKey: key });
    assert.equal(await aw.journal.prune(), 0);
    assert.equal(await aw.journal.prune({ settledBeforeMs: 0 }), 1);
    assert.equal(await aw.journal.prune({ settledBeforeMs: 0 }), 0);
    const [row] = store.rows.values();
    assert.ok(row?.key === null && !row.entry.includes("50.00"), row?.entry);
    await assert.rejects(aw.payments.send(payment, { idempotencyKey: key }), classes.AlreadyAppliedError);
    assert.equal(await sandbox.paid(), 1);
    await assert.rejects(aw.journal.prune({ settledBeforeMs: -1 }), classes.InvalidArgumentError);
  });

  test("the methods of the journal report a missing journal and a store that fails", async () => {
    const aw = new AgentWallex({ apiKey: "awx_test_0123456789abcdef", journal: null });
    await assert.rejects(aw.journal.run(), (error) => {
      assert.ok(error instanceof classes.InvalidArgumentError);
      assert.equal(error.details.field, "journal");
      return true;
    });
    const store = new MemoryJournal();
    store.list = async () => {
      throw new Error("the disk is gone");
    };
    const failing = new AgentWallex({ apiKey: "awx_test_0123456789abcdef", journal: store });
    await assert.rejects(failing.journal.entries(), /the disk is gone/);
    store.list = async () => ({ rows: [{} as JournalRow], nowMs: 1 });
    await assert.rejects(failing.journal.entries(), /missing or malformed/);
    store.list = async () => undefined as unknown as JournalAnswer;
    await assert.rejects(failing.journal.entries(), classes.PayonceError);
  });
}
