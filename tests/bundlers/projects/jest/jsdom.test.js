/** @jest-environment jsdom */
const { AgentWallex, classify, InvalidArgumentError, RateLimitedError, verifyWebhook, WebhookError } = require("payonce");

test("errors have their classes in a document", () => {
  expect(typeof document).toBe("object");
  const error = classify({ provider: "agentwallex", operation: "payments.send", status: 429, body: '{"error":"é"}' });
  expect(error).toBeInstanceOf(RateLimitedError);
  expect(() => new AgentWallex({ apiKey: "awx_test_0000000000000000", maxRetries: -1 })).toThrow(InvalidArgumentError);
});

test("a call without fetch has sent nothing", async () => {
  const wallet = new AgentWallex({ apiKey: "awx_test_0000000000000000", baseUrl: "http://127.0.0.1:9" });
  await expect(wallet.agents.get("agent_1", { maxRetries: 0 })).rejects.toMatchObject({ phase: "before_send" });
});
