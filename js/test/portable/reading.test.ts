// What is read: everything that JSON.parse reads, alike, and numbers with their digits.
import assert from "node:assert/strict";
import test from "node:test";
import * as payonce from "payonce";

const secret = "whsec_planted_0123456789abcdef";
const encoder = new TextEncoder();
const algorithm = { name: "HMAC", hash: "SHA-256" };
// Awaited where it is used: a bundle in one script has no top-level await.
const imported = crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["sign"]);

/** The data of an event, as payonce reads it. */
async function read(payload: Uint8Array<ArrayBuffer>): Promise<unknown> {
  const digest = new Uint8Array(await crypto.subtle.sign("HMAC", await imported, payload));
  const signature = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return payonce.verifyWebhook({ payload, signature, secret, now: new Date(0) }).data;
}

/** A small generator with a seed, so that what fails fails again (Marsaglia's xorshift). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const strings = [
  "",
  "x",
  "é",
  "😀",
  "\u2028",
  "\\n",
  '\\"',
  "\\\\",
  "\\/",
  "\\ud83d",
  "\\ude00",
  "\\ud83d\\ude00",
  "\\u0000",
];
const words = [
  "null",
  "true",
  "false",
  "[]",
  "{}",
  "[ ]",
  "{\n}",
  "-0",
  "1.10",
  "1e400",
  "-1E-400",
  "9007199254740993",
];

function anyDocument(below: (most: number) => number, depth = 0): string {
  const pick = (from: readonly string[]): string => from[below(from.length)] ?? "";
  const text = (): string => `"${Array.from({ length: below(4) }, () => pick(strings)).join("")}"`;
  const blank = pick(["", "", " ", "\r\n\t"]);
  const parts = 1 + below(3);
  const kind = depth < 5 ? below(5) : 4;
  if (kind === 0) {
    const items = Array.from({ length: parts }, () => anyDocument(below, depth + 1));
    return `[${blank}${items.join(`${blank},`)}${blank}]`;
  }
  if (kind === 1) {
    const members = Array.from({ length: parts }, () => `${text()}${blank}:${anyDocument(below, depth + 1)}`);
    return `{${blank}${members.join(`,${blank}`)}}`;
  }
  if (kind === 2) {
    const digits = Array.from({ length: 1 + below(24) }, () => below(10))
      .join("")
      .replace(/^0+(?=.)/, "");
    const exponent = below(3) === 0 ? `${pick(["e", "E"])}${pick(["", "+", "-"])}${below(400)}` : "";
    return `${pick(["", "-"])}${digits}${below(2) === 0 ? `.${below(1e9)}` : ""}${exponent}`;
  }
  return kind === 3 ? text() : pick(words);
}

function damaged(below: (most: number) => number, text: string): Uint8Array<ArrayBuffer> {
  let bytes = [...encoder.encode(text)];
  for (let times = below(3); times > 0; times -= 1) {
    const at = below(bytes.length + 1);
    const byte = below(2) === 0 ? below(256) : '{}[],:"\\ -+.eENI0'.charCodeAt(below(17));
    const [gone, ...put] = [[0, byte], [1], [1, byte], [bytes.length]][below(4)] ?? [0];
    bytes = [...bytes.slice(0, at), ...put, ...bytes.slice(at + (gone ?? 0))];
  }
  return new Uint8Array(bytes);
}

/** Whether ours is what JSON.parse made of it, where a number may be a string of more digits. */
function assertAlike(ours: unknown, theirs: unknown): void {
  if (typeof theirs === "number" && typeof ours === "string") {
    assert.equal(Number(ours), theirs);
    assert.notEqual(String(theirs), ours);
  } else if (Array.isArray(theirs)) {
    assert.ok(Array.isArray(ours) && ours.length === theirs.length);
    theirs.forEach((item, at) => assertAlike(ours[at], item));
  } else if (typeof theirs === "object" && theirs !== null) {
    const whole = (name: string): string => name.replace(/\p{Surrogate}/gu, "\ufffd");
    const members = new Map(Object.entries(theirs).map(([name, value]) => [whole(name), value as unknown]));
    assert.deepEqual(Object.keys(ours as object).sort(), [...members.keys()].sort());
    for (const [name, value] of Object.entries(ours as object)) {
      assertAlike(value, members.get(name));
    }
  } else {
    assert.deepEqual(ours, typeof theirs === "string" ? theirs.replace(/\p{Surrogate}/gu, "\ufffd") : theirs);
  }
}

test("every document is read as JSON.parse reads it", async () => {
  const below = generator(2026);
  let compared = 0;
  for (let round = 0; round < 2000; round += 1) {
    const payload = damaged(below, `{"type":"t","data":{"value":${anyDocument(below)}}}`);
    let theirs: { readonly type?: unknown; readonly data?: unknown } | undefined;
    try {
      theirs = JSON.parse(new TextDecoder().decode(payload)) as typeof theirs;
    } catch {
      theirs = undefined;
    }
    try {
      const ours = await read(payload);
      // Anything but an object is kept as an extra member.
      const data = theirs?.data;
      if (
        typeof theirs?.type === "string" &&
        typeof data === "object" &&
        data !== null &&
        !Array.isArray(data)
      ) {
        compared += 1;
        assertAlike(ours, data);
      }
    } catch (error) {
      const refused = error instanceof payonce.WebhookError && typeof theirs?.type !== "string";
      assert.ok(refused, `${new TextDecoder().decode(payload)}: ${String(error)}`);
    }
  }
  assert.ok(compared > 500, String(compared));
});

test("a number that JavaScript cannot represent becomes a string of its digits", async () => {
  const cases: readonly (readonly [string, unknown])[] = [
    ["9007199254740992", 9007199254740992],
    ["9007199254740993", "9007199254740993"],
    ["-18446744073709551617", "-18446744073709551617"],
    ["956.0342718892493", 956.0342718892493],
    ["956.03427188924931", "956.03427188924931"],
    ["1.10", 1.1],
    ["1e2", 100],
    ["1e21", 1e21],
    ["5e-324", 5e-324],
    ["1e400", "1e+400"],
    ["1e-400", "1e-400"],
    ["0.0000001", 1e-7],
    ["100000000000000000000000", 1e23],
    ["-0", -0],
    ['"1e400, 9007199254740993 \\" 9007199254740993"', '1e400, 9007199254740993 " 9007199254740993'],
  ];
  for (const [text, expected] of cases) {
    const document = `{"type":"t","data":{"amount_wei":${text},"list":[${text}]}}`;
    const data = await read(encoder.encode(document));
    assert.deepEqual(data, { amount_wei: expected, list: [expected] }, text);
    const body = `{"code":"policy_violation","limit":${text}}`;
    const error = payonce.classify({ provider: "agentwallex", status: 400, body });
    assert.deepEqual((error?.details as { limit?: unknown } | undefined)?.limit, expected, text);
    assert.ok(JSON.stringify(error).includes("policy_violation"), text);
  }
});

test("a field that is nested too deeply leaves the rest readable", async () => {
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  const data = await read(encoder.encode(`{"type":"t","data":{"deep":${deep},"after":1}}`));
  assert.equal((data as { after: number }).after, 1);
});

const aw = new payonce.AgentWallex({ apiKey: "awx_planted_0123456789abcdef", baseUrl: "http://127.0.0.1:9" });
const payi = new payonce.Payi({ apiKey: "payi_planted_0123456789abcdef", baseUrl: "http://127.0.0.1:9" });

test("half of a surrogate pair is refused by the name of its field", async () => {
  const payment = { agentId: "agent_1", to: "0x1", amount: "1.00", token: "USDC", chain: "eip155:8453" };
  await assert.rejects(aw.payments.send({ ...payment, memo: "x\ud83d" }), (error) => {
    assert.ok(error instanceof payonce.InvalidArgumentError);
    assert.match(error.message, /memo: holds half of a surrogate pair/);
    assert.equal(error.details["field"], "memo");
    return true;
  });
  await assert.rejects(
    payi.limits.create({ limitName: "a", max: "1", properties: { team: "\udc00" } }),
    (error) => {
      assert.match((error as Error).message, /properties\.team: holds half/);
      return true;
    },
  );
});

test("a number that is not finite is refused by the name of its field", async () => {
  for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    await assert.rejects(
      payi.limits.create({ limitName: "a", max: "1", threshold: wrong }),
      /threshold: must not be/,
    );
    await assert.rejects(payi.limits.create({ limitName: "a", max: wrong as never }), /max: must not be/);
  }
});
