import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { test } from "node:test";
import { type AnyPayonceError, classify, errorFromPayload, fromTransportError } from "payonce";
import { errSerializer, payonceFormat } from "payonce/logs";
import pino from "pino";
import winston from "winston";

const key = "awx_planted_0123456789abcdef";
const thrown = fromTransportError("agentwallex", new Error(`socket hang up ${key}`), {
  operation: "payments.send",
  secrets: [key],
}).toJSON();
const lost = errorFromPayload({
  ...thrown,
  reference: { ...thrown.reference, reference: "po_0123456789abcdef" },
});
const refused = refusal();

function refusal(): AnyPayonceError {
  const body = {
    code: "policy_violation",
    type: "invalid_request_error",
    message: "60 of 50",
    rule: "daily_limit",
  };
  return (
    classify({ provider: "agentwallex", operation: "payments.send", status: 400, body }) ?? assert.fail()
  );
}

type Line = Readonly<Record<string, unknown>>;

/** What a reader of logs needs, as every language writes it. */
function hasTheRecord(line: Line, error: AnyPayonceError): void {
  const record = error.logRecord();
  for (const name of [
    "provider",
    "operation",
    "kind",
    "outcome",
    "advice",
    "phase",
    "retryable",
    "code",
    "reference",
  ]) {
    assert.deepEqual(line[name], record[name], name);
  }
  assert.equal(line["kind"], error.kind);
  assert.equal(line["outcome"], error.outcome);
  assert.ok(!JSON.stringify(line).includes(key));
}

function output(): { readonly stream: Writable; lines(): Promise<Line[]> } {
  let written = "";
  const stream = new Writable({
    write(chunk, _, done) {
      written += String(chunk);
      done();
    },
  });
  const lines = async (): Promise<Line[]> => {
    await new Promise((resolve) => setImmediate(resolve));
    return written
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Line);
  };
  return { stream, lines };
}

test("pino: the serializer writes the record of an error", async () => {
  const { stream, lines } = output();
  const logger = pino({ serializers: { err: errSerializer(pino.stdSerializers.err) } }, stream);
  for (const error of [lost, refused]) {
    logger.error(error);
    logger.error({ err: error, order: 7 }, "not paid");
  }
  const written = await lines();
  assert.equal(written.length, 4);
  for (const [at, error] of [lost, lost, refused, refused].entries()) {
    const err = written[at]?.["err"] as Line;
    hasTheRecord(err, error);
    assert.deepEqual(
      [err["type"], err["message"], err["stack"]],
      [error.type ?? error.name, error.message, error.stack],
    );
  }
  assert.deepEqual([written[1]?.["msg"], written[1]?.["order"]], ["not paid", 7]);
});

test("pino: an own serializer that copies a few members can add the record", async () => {
  const { stream, lines } = output();
  const own = (error: Error) => ({ message: error.message });
  const logger = pino({ serializers: { err: errSerializer(own, { audience: "public" }) } }, stream);
  logger.error({ err: new Error("other") });
  logger.error({ err: refused });
  const [other, refusedLine] = await lines();
  assert.deepEqual(other?.["err"], { message: "other" });
  hasTheRecord(refusedLine?.["err"] as Line, refused);
  assert.ok(!JSON.stringify(refusedLine?.["err"]).includes("daily_limit"));
});

test("winston: the format adds the record, and keeps members of the caller", async () => {
  const { combine, json } = winston.format;
  const { stream, lines } = output();
  const logger = winston.createLogger({
    format: combine(payonceFormat(), json()),
    transports: [new winston.transports.Stream({ stream })],
  });
  logger.error("not paid", lost);
  logger.error("not paid", { error: lost, id: "order-7", status: "late" });
  logger.log({ level: "error", message: "not paid", err: lost });
  logger.warn("no error", { id: "order-8" });
  const [after, member, named, none] = await lines();
  for (const line of [after, member, named]) {
    hasTheRecord(line ?? {}, lost);
  }
  assert.deepEqual([member?.["id"], member?.["status"]], ["order-7", "late"]);
  assert.deepEqual(none, { level: "warn", message: "no error", id: "order-8" });
});

test("winston: an error without a message of the caller keeps kind, outcome, advice and reference", async () => {
  const { combine, json } = winston.format;
  const { stream, lines } = output();
  const format = combine(payonceFormat(), json());
  winston.createLogger({ format, transports: [new winston.transports.Stream({ stream })] }).error(lost);
  const [line] = await lines();
  assert.deepEqual(
    [line?.["kind"], line?.["outcome"], line?.["advice"]],
    ["connection", "unknown", "reconcile"],
  );
  assert.ok(JSON.stringify(line?.["reference"]).includes("po_0123456789abcdef"));
});
