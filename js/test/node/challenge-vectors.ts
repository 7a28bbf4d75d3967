// Plays `tests/challenge/vectors.json`: what a call does with a service that asks for a payment. The core and Python play it
// too.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import type * as Payonce from "payonce";
import { fetch, type FetchOptions } from "payonce/challenge";
import { matches } from "../vectors/matches.js";
import { MemoryJournal } from "./memory_journal.js";

type Text = string | { readonly base64: unknown };

interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [string, Text])[];
  readonly body: string;
  readonly failure?: "drop";
}

interface Case {
  readonly name: string;
  readonly request?: {
    readonly method?: string;
    readonly headers?: readonly (readonly [string, Text])[];
    readonly body?: string;
  };
  readonly key?: null;
  readonly deadline_ms?: number;
  readonly challenge: Answer;
  readonly answers: readonly Answer[];
  readonly calls: readonly {
    readonly target?: string;
    readonly sign: Readonly<Record<string, Text>>;
    readonly expect: object;
  }[];
  readonly unpaid: number;
  readonly signed: number;
  readonly entry: object | null;
}

const path = fileURLToPath(new URL("../../../../tests/challenge/vectors.json", import.meta.url));
const vectors = JSON.parse(readFileSync(path, "utf8")) as { key: string; target: string; cases: Case[] };

const textOf = (value: Text): string =>
  typeof value === "string" ? value : Buffer.from(JSON.stringify(value.base64)).toString("base64");

let played: Case | undefined;
let unpaid = 0;
let signed = 0;
const server = createServer((request, response) => {
  request.resume().on("end", () => {
    const { headers } = request;
    const isSigned = [headers["payment-signature"], headers["x-payment"], headers.authorization].some(
      Boolean,
    );
    let answer = played?.challenge;
    if (isSigned) {
      answer = played?.answers[Math.min(signed, played.answers.length - 1)];
      signed += 1;
    } else {
      unpaid += 1;
    }
    if (answer === undefined || answer.failure !== undefined) {
      response.socket?.destroy();
      return;
    }
    response.statusCode = answer.status;
    for (const [name, value] of answer.headers) {
      response.appendHeader(name, textOf(value));
    }
    response.end(answer.body);
  });
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
after(() => {
  server.closeAllConnections();
  server.close();
});
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

export function playChallenges(payonce: typeof Payonce): void {
  for (const one of vectors.cases) {
    test(one.name, async () => await play(payonce, one));
  }
}

async function play(payonce: typeof Payonce, one: Case): Promise<void> {
  [played, unpaid, signed] = [one, 0, 0];
  const journal = new MemoryJournal();
  const key = one.key === null ? {} : { idempotencyKey: vectors.key, journal };
  const { method, headers = [], body } = one.request ?? {};
  const options: Omit<FetchOptions, "sign"> = {
    ...key,
    method,
    headers: headers.map(([name, value]) => [name, textOf(value)] as const),
    body,
    deadlineMs: one.deadline_ms,
  };
  for (const [number, { target, sign, expect }] of one.calls.entries()) {
    const signer = (): Record<string, string> => {
      const { declined } = sign;
      if (declined !== undefined) {
        throw new Error(textOf(declined));
      }
      return Object.fromEntries(Object.entries(sign).map(([name, value]) => [name, textOf(value)]));
    };
    const found = await fetch(`${base}${target ?? vectors.target}`, { ...options, sign: signer }).then(
      (response) => ({ ...response, body: response.text() }),
      (error: unknown) => {
        assert.ok(error instanceof payonce.PayonceError, String(error));
        return { error: error.toJSON() };
      },
    );
    matches(found, expect, `call ${number}`);
  }
  assert.deepEqual([unpaid, signed], [one.unpaid, one.signed]);
  const [row] = journal.rows.values();
  assert.deepEqual(row === undefined ? null : { state: row.state, outcome: row.outcome }, one.entry);
}
