import type { Form } from "./core.js";

const nothing: Form = {
  provider: "",
  file: "",
  operation: "",
  safety: null,
  status: null,
  phase: null,
  headers: [],
  body: "",
  text: "",
  language: "en",
};

const json: [string, string] = ["Content-Type", "application/json"];

export const examples: readonly { readonly title: string; readonly form: Form }[] = [
  {
    title: "A lost response",
    form: { ...nothing, provider: "agentwallex", operation: "payments.send", phase: "waiting" },
  },
  {
    title: "A refused payment",
    form: {
      ...nothing,
      provider: "agentwallex",
      operation: "payments.send",
      status: 400,
      headers: [json, ["X-Request-Id", "req_7f3a"]],
      body: JSON.stringify(
        {
          code: "policy_violation",
          type: "invalid_request_error",
          message: "exceeds the limit per transaction",
          details: { rule: "max_transaction_amount", limit: "10.00" },
        },
        null,
        2,
      ),
    },
  },
  {
    title: "Too many requests",
    form: {
      ...nothing,
      provider: "agenticpencil",
      status: 429,
      headers: [json, ["Retry-After", "23"]],
      body: '{"error": "rate limit exceeded"}',
    },
  },
  {
    title: "A gateway gave up",
    form: {
      ...nothing,
      provider: "agentpay",
      operation: "consume",
      status: 504,
      headers: [["Content-Type", "text/html"]],
      body: "<h1>504 Gateway Time-out</h1>",
    },
  },
];

export const empty = nothing;
