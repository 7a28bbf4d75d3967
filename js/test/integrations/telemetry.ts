import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import * as otel from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import type * as Payonce from "payonce";
import { observeOpen, telemetry, traceHeaders } from "payonce/opentelemetry";
import { beforeSend } from "payonce/sentry";
import { MemoryJournal } from "../node/memory_journal.js";
import { startSimulator } from "../node/simulator.js";

const exporter = new InMemorySpanExporter();
otel.trace.setGlobalTracerProvider(
  new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
);
otel.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
otel.propagation.setGlobalPropagator(new W3CTraceContextPropagator());
const measured = new InMemoryMetricExporter(AggregationTemporality.DELTA);
const meters = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter: measured })] });
otel.metrics.setGlobalMeterProvider(meters);
after(async () => await meters.shutdown());

const key = "awx_planted_0123456789abcdef";
const payment = {
  agentId: "agent_customer_7",
  to: "0x1",
  amount: "73.19",
  token: "USDC",
  chain: "eip155:8453",
};
let requests = 0;
let traceparent: string | undefined;
const server = createServer((request, response) => {
  requests += 1;
  traceparent = request.headers["traceparent"] as string | undefined;
  const limited = requests % 2 === 1;
  response.writeHead(limited ? 429 : 200, { "content-type": "application/json", "retry-after": "0.01" });
  response.end(limited ? '{"code":"rate_limit_exceeded"}' : '{"id":"tx_1","status":"confirmed"}');
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
after(() => {
  server.closeAllConnections();
  server.close();
});
const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** An address at which nothing listens. `fetch` refuses some of the fixed ports. */
async function closedPort(): Promise<string> {
  const closing = createServer();
  await new Promise<void>((resolve) => closing.listen(0, "127.0.0.1", resolve));
  const { port } = closing.address() as AddressInfo;
  await new Promise((resolve) => closing.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** What holds for a client whatever does its work. */
export function testTelemetry({ AgentWallex, classify, fromTransportError, Provider }: typeof Payonce): void {
  test("a call has a span below the span of the caller and a child span for each request", async () => {
    exporter.reset();
    measured.reset();
    const wallet = new AgentWallex({ apiKey: key, baseUrl, onEvent: telemetry() });
    const caller = otel.trace.getTracer("test").startSpan("caller");
    await otel.context.with(otel.trace.setSpan(otel.context.active(), caller), async () => {
      await wallet.payments.send(payment, { headers: traceHeaders() });
    });
    caller.end();
    const spans = exporter.getFinishedSpans();
    const call = spans.find((span) => span.name === "payonce agentwallex.payments.send");
    assert.ok(call !== undefined);
    assert.equal(call.kind, otel.SpanKind.INTERNAL);
    assert.equal(call.parentSpanContext?.spanId, caller.spanContext().spanId);
    assert.deepEqual(call.attributes, {
      "payonce.provider": "agentwallex",
      "payonce.operation": "payments.send",
      "payonce.outcome": "applied",
      "payonce.attempts": 2,
    });
    assert.match(String(call.events[0]?.attributes?.["payonce.reference"]), /^po_/);
    const children = spans.filter((span) => span.parentSpanContext?.spanId === call.spanContext().spanId);
    assert.deepEqual(
      children.map(({ kind, attributes }) => [
        kind,
        attributes["error.type"],
        attributes["http.response.status_code"],
        attributes["http.request.resend_count"],
        attributes["server.address"],
        attributes["url.template"],
      ]),
      [
        [otel.SpanKind.CLIENT, "rate_limited", 429, undefined, "127.0.0.1", "/transactions"],
        [otel.SpanKind.CLIENT, undefined, 200, 1, "127.0.0.1", "/transactions"],
      ],
    );
    // The wait between the requests is in neither of them.
    const [first, second] = children;
    assert.ok(first !== undefined && second !== undefined);
    const ms = ([seconds, nanoseconds]: otel.HrTime) => seconds * 1000 + nanoseconds / 1e6;
    assert.ok(ms(second.startTime) - ms(first.endTime) >= 9);
    assert.deepEqual(
      children.map(({ status }) => status.code),
      [otel.SpanStatusCode.ERROR, otel.SpanStatusCode.UNSET],
    );
    assert.equal(traceparent?.split("-")[1], caller.spanContext().traceId);
    const shown = JSON.stringify(spans.map(({ name, attributes, events }) => ({ name, attributes, events })));
    for (const secret of [key, payment.amount, payment.agentId, payment.to]) {
      assert.ok(!shown.includes(`"${secret}"`), secret);
    }

    await meters.forceFlush();
    const metrics = measured.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics[0]?.metrics ?? []);
    const points = new Map(
      metrics.map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints.at(-1)] as const),
    );
    assert.equal(points.get("payonce.resends")?.value, 1);
    assert.deepEqual(points.get("payonce.call.duration")?.attributes, {
      "payonce.provider": "agentwallex",
      "payonce.operation": "payments.send",
      "payonce.outcome": "applied",
    });
  });

  test("the span of the span of a failed call has the kind as its error type", async () => {
    exporter.reset();
    const wallet = new AgentWallex({ apiKey: key, baseUrl: await closedPort(), onEvent: telemetry() });
    await wallet.payments.send(payment, { maxRetries: 0 }).catch(() => {});
    const call = exporter.getFinishedSpans().find(({ name }) => name.startsWith("payonce "));
    assert.equal(call?.attributes["error.type"], "connection");
    assert.equal(call.attributes["payonce.outcome"], "not_applied");
    assert.equal(call.attributes["payonce.advice"], "retry");
    assert.equal(call.attributes["payonce.phase"], "before_send");
    assert.equal(call.attributes["payonce.journal.state"], undefined);
    assert.equal(call.status.code, otel.SpanStatusCode.ERROR);
  });

  test("a span has the state of the entry in the journal, and a gauge counts the open entries", async () => {
    const journal = new MemoryJournal();
    const options = { apiKey: key, journal, maxRetries: 0, onEvent: telemetry() };
    const stateOf = async (wallet: Payonce.AgentWallex): Promise<unknown> => {
      exporter.reset();
      await wallet.payments.send(payment, { reconcile: false }).catch(() => {});
      const call = exporter.getFinishedSpans().find(({ name }) => name.startsWith("payonce "));
      return call?.attributes["payonce.journal.state"];
    };
    const breaking = createServer((request) => request.socket.destroy());
    await new Promise<void>((resolve) => breaking.listen(0, "127.0.0.1", resolve));
    after(() => breaking.close());
    const broken = `http://127.0.0.1:${(breaking.address() as AddressInfo).port}`;
    requests = 1;
    const wallet = new AgentWallex({ ...options, baseUrl });
    assert.equal(await stateOf(wallet), "settled");
    assert.equal(await stateOf(new AgentWallex({ ...options, baseUrl: broken })), "open");

    measured.reset();
    const acme = Provider.parse({ payonce: 1, id: "acme", title: "Acme Pay", base_url: "https://acme.test" });
    const acmeClient = acme.client({ journal: new MemoryJournal() });
    observeOpen([
      ["agentwallex", wallet.journal],
      [acme, acmeClient.journal],
    ]);
    await meters.forceFlush();
    const metrics = measured.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics[0]?.metrics ?? []);
    const open = metrics.find(({ descriptor }) => descriptor.name === "payonce.open");
    assert.deepEqual(
      open?.dataPoints.map(({ value, attributes }) => [value, attributes]),
      [
        [1, { "payonce.provider": "agentwallex" }],
        [0, { "payonce.provider": "acme" }],
      ],
    );
  });

  test("a call that begins with a lookup has its own span, and the lookup is a child span", async () => {
    const simulator = await startSimulator();
    try {
      exporter.reset();
      const wallet = new AgentWallex({ ...simulator.options, onEvent: telemetry() });
      await wallet.payments.send({ agentId: "agent_abc123", to: "0x1", amount: "1.00", token: "USDC" });
      const names = exporter.getFinishedSpans().map(({ name }) => name);
      assert.deepEqual(names, ["agents.get", "payments.send", "payonce agentwallex.payments.send"]);
    } finally {
      simulator.stop();
    }
  });

  test("Sentry: an unknown outcome is an error, a refusal is info, and other events are not changed", () => {
    const lost = fromTransportError("agentwallex", new Error("socket hang up"), {
      operation: "payments.send",
    });
    const refused = classify({
      provider: "agentwallex",
      operation: "payments.send",
      status: 400,
      body: { code: "policy_violation", type: "invalid_request_error", message: "60 of 50" },
    });
    assert.deepEqual(beforeSend({ level: "fatal" }, { originalException: lost }), {
      level: "error",
      fingerprint: ["payonce", "agentwallex", "connection"],
    });
    assert.deepEqual(beforeSend({}, { originalException: refused }), {
      level: "info",
      fingerprint: ["payonce", "agentwallex", "policy_violation"],
    });
    assert.deepEqual(beforeSend({ level: "fatal" }, { originalException: new Error("x") }), {
      level: "fatal",
    });
  });
}
