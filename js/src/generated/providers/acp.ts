// Written by `cargo xtask codegen` from `providers/acp.toml`: edit that.

/** The provider file of Agentic Commerce Protocol, for `Provider.parse`. */
const file: object = {
  payonce: 1,
  id: "acp",
  title: "Agentic Commerce Protocol",
  about: "Checkout sessions of merchants that speak ACP.",
  base_url: "https://merchant.example.com",
  auth: {
    header: "Authorization",
    value: "Bearer {api_key}",
    env: "ACP_API_KEY",
  },
  read: {
    code: ["/code"],
    category: ["/type"],
    message: ["/message"],
    request_id: ["@header:request-id"],
  },
  category: [
    {
      category: "invalid_request",
      kind: "invalid_request",
      actor: "developer",
      evidence: "refused",
      source:
        "https://github.com/agentic-commerce-protocol/agentic-commerce-protocol/blob/main/rfcs/rfc.agentic_checkout.md",
    },
    {
      category: "processing_error",
      kind: "server",
      actor: "provider",
      evidence: "none",
      source:
        "https://github.com/agentic-commerce-protocol/agentic-commerce-protocol/blob/main/rfcs/rfc.agentic_checkout.md",
    },
    {
      category: "service_unavailable",
      kind: "unavailable",
      actor: "provider",
      evidence: "none",
      source:
        "https://github.com/agentic-commerce-protocol/agentic-commerce-protocol/blob/main/rfcs/rfc.agentic_checkout.md",
    },
  ],
  code: [
    {
      code: "idempotency_key_required",
      kind: "invalid_request",
      actor: "developer",
      evidence: "refused",
      status: 400,
      meaning: "the request has no Idempotency-Key",
      source:
        "https://github.com/agentic-commerce-protocol/agentic-commerce-protocol/blob/main/rfcs/rfc.agentic_checkout.md#6-idempotency",
    },
    {
      code: "idempotency_conflict",
      kind: "conflict",
      actor: "developer",
      evidence: "none",
      status: 422,
      meaning: "the key was used with other parameters",
      source:
        "https://github.com/agentic-commerce-protocol/agentic-commerce-protocol/blob/main/rfcs/rfc.agentic_checkout.md#6-idempotency",
    },
    {
      code: "idempotency_in_flight",
      kind: "conflict",
      actor: "none",
      evidence: "pending",
      status: 409,
      meaning: "an earlier request with the same key is still running",
      source:
        "https://github.com/agentic-commerce-protocol/agentic-commerce-protocol/blob/main/rfcs/rfc.agentic_checkout.md#6-idempotency",
    },
    {
      code: "requires_3ds",
      kind: "policy_violation",
      actor: "end_user",
      evidence: "refused",
      meaning: "the buyer has to authenticate; send the result as authentication_result",
      source:
        "https://github.com/agentic-commerce-protocol/agentic-commerce-protocol/blob/main/rfcs/rfc.agentic_checkout.md#44-complete-session",
    },
  ],
  status: [
    {
      status: 405,
      kind: "conflict",
      actor: "developer",
      evidence: "none",
      source:
        "https://github.com/agentic-commerce-protocol/agentic-commerce-protocol/blob/main/rfcs/rfc.agentic_checkout.md#45-cancel-session",
    },
  ],
  operation: [
    {
      name: "checkout_sessions.create",
      method: "POST",
      path: "/checkout_sessions",
      about: "Creates a session.",
      source:
        "https://github.com/agentic-commerce-protocol/agentic-commerce-protocol/blob/main/rfcs/rfc.agentic_checkout.md",
      safety: {
        keyed: {
          header: "Idempotency-Key",
          format: "text",
          max_length: 255,
          window: "24h",
          after_5xx: "fresh",
          in_flight: "idempotency_in_flight",
        },
      },
      params: {
        session: {
          type: "json",
          in: "whole_body",
          about: "The session as the protocol describes it.",
        },
      },
    },
    {
      name: "checkout_sessions.update",
      method: "POST",
      path: "/checkout_sessions/{checkout_session_id}",
      about: "Changes a session.",
      source:
        "https://github.com/agentic-commerce-protocol/agentic-commerce-protocol/blob/main/rfcs/rfc.agentic_checkout.md",
      safety: {
        keyed: {
          header: "Idempotency-Key",
          format: "text",
          max_length: 255,
          window: "24h",
          after_5xx: "fresh",
          in_flight: "idempotency_in_flight",
        },
      },
      params: {
        checkout_session_id: {
          type: "id",
          about: "The id of the session.",
        },
        changes: {
          type: "json",
          in: "whole_body",
          about: "The members that change.",
        },
      },
    },
    {
      name: "checkout_sessions.complete",
      method: "POST",
      path: "/checkout_sessions/{checkout_session_id}/complete",
      about: "Pays and places the order.",
      source:
        "https://github.com/agentic-commerce-protocol/agentic-commerce-protocol/blob/main/rfcs/rfc.agentic_checkout.md",
      safety: {
        keyed: {
          header: "Idempotency-Key",
          format: "text",
          max_length: 255,
          window: "24h",
          after_5xx: "fresh",
          in_flight: "idempotency_in_flight",
        },
      },
      state: {
        pointer: "/status",
        pending: [
          "in_progress",
          "complete_in_progress",
          "pending_approval",
          "authentication_required",
          "requires_escalation",
        ],
        succeeded: ["completed"],
        failed: ["canceled", "expired"],
        look: "checkout_sessions.get",
        look_by: "checkout_session_id",
      },
      params: {
        checkout_session_id: {
          type: "id",
          about: "The id of the session.",
        },
        payment: {
          type: "json",
          in: "whole_body",
          about: "The payment data and the buyer.",
        },
      },
    },
    {
      name: "checkout_sessions.cancel",
      method: "POST",
      path: "/checkout_sessions/{checkout_session_id}/cancel",
      about: "Cancels a session.",
      source:
        "https://github.com/agentic-commerce-protocol/agentic-commerce-protocol/blob/main/rfcs/rfc.agentic_checkout.md",
      safety: {
        keyed: {
          header: "Idempotency-Key",
          format: "text",
          max_length: 255,
          window: "24h",
          after_5xx: "fresh",
          in_flight: "idempotency_in_flight",
        },
      },
      params: {
        checkout_session_id: {
          type: "id",
          about: "The id of the session.",
        },
      },
    },
    {
      name: "checkout_sessions.get",
      method: "GET",
      path: "/checkout_sessions/{checkout_session_id}",
      about: "Reads a session: how to find out whether a lost `complete` was done.",
      source:
        "https://github.com/agentic-commerce-protocol/agentic-commerce-protocol/blob/main/rfcs/rfc.agentic_checkout.md",
      safety: "read",
      state: {
        pointer: "/status",
        pending: [
          "in_progress",
          "complete_in_progress",
          "pending_approval",
          "authentication_required",
          "requires_escalation",
        ],
        succeeded: ["completed"],
        failed: ["canceled", "expired"],
        look: "checkout_sessions.get",
        look_by: "checkout_session_id",
      },
      params: {
        checkout_session_id: {
          type: "id",
          about: "The id of the session.",
        },
      },
    },
  ],
  webhook: {
    header: "Merchant-Signature",
    value: "t={timestamp},v1={signature}",
    algorithm: "hmac_sha256",
    encoding: "hex",
    signed: ["{timestamp}.{body}"],
    tolerance: "5m",
    secret: {
      env: "ACP_WEBHOOK_SECRET",
    },
    data: "/data",
    source:
      "https://github.com/agentic-commerce-protocol/agentic-commerce-protocol/blob/main/spec/2026-04-17/openapi/openapi.agentic_checkout_webhook.yaml",
  },
  example: [
    {
      operation: "checkout_sessions.create",
      status: 201,
      body: {
        id: "cs_1",
        status: "ready_for_payment",
        messages: [],
      },
    },
    {
      operation: "checkout_sessions.update",
      status: 200,
      body: {
        id: "cs_1",
        status: "not_ready_for_payment",
        messages: [
          {
            type: "error",
            code: "missing",
            content: "The address is missing.",
          },
        ],
      },
    },
    {
      operation: "checkout_sessions.complete",
      status: 200,
      body: {
        id: "cs_1",
        status: "completed",
        messages: [],
      },
    },
    {
      operation: "checkout_sessions.cancel",
      status: 200,
      body: {
        id: "cs_1",
        status: "canceled",
        messages: [],
      },
    },
    {
      operation: "checkout_sessions.get",
      status: 200,
      body: {
        id: "cs_1",
        status: "canceled",
        messages: [],
      },
    },
    {
      operation: "checkout_sessions.complete",
      status: 400,
      body: {
        type: "invalid_request",
        code: "idempotency_key_required",
        message: "Idempotency-Key is required.",
      },
      expect: {
        kind: "invalid_request",
        code: "idempotency_key_required",
        outcome: "not_applied",
        retryable: false,
      },
    },
    {
      operation: "checkout_sessions.complete",
      status: 422,
      body: {
        type: "invalid_request",
        code: "idempotency_conflict",
        message: "The key was used with another request.",
      },
      expect: {
        kind: "conflict",
        code: "idempotency_conflict",
        outcome: "unknown",
        retryable: false,
      },
    },
    {
      operation: "checkout_sessions.complete",
      status: 409,
      headers: {
        "retry-after": "2",
      },
      body: {
        type: "invalid_request",
        code: "idempotency_in_flight",
        message: "The request is running.",
      },
      expect: {
        kind: "conflict",
        code: "idempotency_in_flight",
        outcome: "pending",
        retryable: false,
      },
    },
    {
      operation: "checkout_sessions.complete",
      status: 400,
      body: {
        type: "invalid_request",
        code: "requires_3ds",
        message: "Authentication is required.",
        param: "$.authentication_result",
      },
      expect: {
        kind: "policy_violation",
        code: "requires_3ds",
        outcome: "not_applied",
        retryable: false,
      },
    },
    {
      operation: "checkout_sessions.cancel",
      status: 405,
      expect: {
        kind: "conflict",
        outcome: "unknown",
        retryable: false,
      },
    },
    {
      operation: "checkout_sessions.create",
      status: 400,
      body: {
        type: "invalid_request",
        code: "a_code_of_the_merchant",
        message: "No.",
        param: "$.items[0]",
      },
      expect: {
        kind: "invalid_request",
        code: "a_code_of_the_merchant",
        outcome: "not_applied",
        retryable: false,
      },
    },
    {
      operation: "checkout_sessions.complete",
      status: 500,
      body: {
        type: "processing_error",
        code: "processing_error",
        message: "Something failed.",
      },
      expect: {
        kind: "server",
        outcome: "unknown",
        retryable: false,
      },
    },
    {
      operation: "checkout_sessions.complete",
      status: 503,
      body: {
        type: "service_unavailable",
        code: "service_unavailable",
        message: "Try again later.",
      },
      expect: {
        kind: "unavailable",
        outcome: "unknown",
        retryable: false,
      },
    },
    {
      operation: "checkout_sessions.get",
      status: 503,
      body: {
        type: "service_unavailable",
        code: "service_unavailable",
        message: "Try again later.",
      },
      expect: {
        kind: "unavailable",
        outcome: "not_applied",
        retryable: true,
      },
    },
    {
      operation: "checkout_sessions.complete",
      status: 502,
      expect: {
        kind: "upstream",
        outcome: "unknown",
        retryable: false,
      },
    },
  ],
};

export default file;
