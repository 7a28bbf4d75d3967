const { AgentWallex, classify, InvalidArgumentError, PayonceError, RateLimitedError } = require("payonce");
const { postgresJournal } = require("payonce/journal");

test("errors have their classes", () => {
  expect(typeof postgresJournal).toBe("function");
  const error = classify({ provider: "agentwallex", operation: "payments.send", status: 429 });
  expect(error).toBeInstanceOf(RateLimitedError);
  expect(error).toBeInstanceOf(PayonceError);
  expect(() => new AgentWallex({ apiKey: "awx_test_0000000000000000", maxRetries: -1 })).toThrow(InvalidArgumentError);
});

test("a payment is made", async () => {
  const { pay } = require("./pay.cjs");
  const { amount, option, refused } = await pay(JSON.parse(process.env.PAYONCE_SANDBOX));
  expect({ amount, option, refused }).toEqual({ amount: "5.00", option: true, refused: true });
});
