// Written by `cargo xtask codegen` from `providers/x402_facilitator.toml`: edit that.

/** The provider file of x402 facilitator, for `Provider.parse`. */
const file: object = {
  payonce: 1,
  id: "x402_facilitator",
  title: "x402 facilitator",
  about: "Verifies and settles x402 payments.",
  base_url: "https://x402.org/facilitator",
  read: {
    code: ["errorReason", "invalidReason", "errorType"],
    message: ["/errorMessage", "/invalidMessage"],
    request_id: ["/correlationId"],
    denied_success: [
      {
        pointer: "/success",
        equals: false,
      },
      {
        pointer: "/isValid",
        equals: false,
      },
    ],
  },
  code: [
    {
      code: "settlement_pending",
      kind: "conflict",
      actor: "none",
      evidence: "pending",
      meaning: "the settlement is running; money may be on its way, and the payment must not be made again",
      source: "https://docs.cdp.coinbase.com/api-reference/v2/errors#settlement-pending",
    },
    {
      code: "insufficient_funds",
      kind: "insufficient_funds",
      actor: "operator",
      evidence: "refused",
      status: 402,
      meaning: "the payer has too little of the token",
      source: "https://github.com/coinbase/x402/blob/main/specs/x402-specification-v2.md#error-handling",
    },
    {
      code: "invalid_exact_evm_payload_authorization_valid_after",
      kind: "invalid_request",
      actor: "developer",
      evidence: "refused",
      meaning: "the authorization is not valid yet",
      source: "https://github.com/coinbase/x402/blob/main/specs/x402-specification-v2.md#error-handling",
    },
    {
      code: "invalid_exact_evm_payload_authorization_valid_before",
      kind: "invalid_request",
      actor: "developer",
      evidence: "refused",
      meaning: "the authorization has expired",
      source: "https://github.com/coinbase/x402/blob/main/specs/x402-specification-v2.md#error-handling",
    },
    {
      code: "invalid_exact_evm_payload_authorization_value_mismatch",
      kind: "invalid_request",
      actor: "developer",
      evidence: "refused",
      meaning: "the authorization is for another amount",
      source: "https://github.com/coinbase/x402/blob/main/specs/x402-specification-v2.md#error-handling",
    },
    {
      code: "invalid_exact_evm_payload_signature",
      kind: "invalid_request",
      actor: "developer",
      evidence: "refused",
      meaning: "the signature of the authorization is wrong",
      source: "https://github.com/coinbase/x402/blob/main/specs/x402-specification-v2.md#error-handling",
    },
    {
      code: "invalid_exact_evm_payload_recipient_mismatch",
      kind: "invalid_request",
      actor: "developer",
      evidence: "refused",
      meaning: "the authorization pays another recipient",
      source: "https://github.com/coinbase/x402/blob/main/specs/x402-specification-v2.md#error-handling",
    },
    {
      code: "invalid_network",
      kind: "invalid_request",
      actor: "developer",
      evidence: "refused",
      meaning: "the network is not supported",
      source: "https://github.com/coinbase/x402/blob/main/specs/x402-specification-v2.md#error-handling",
    },
    {
      code: "invalid_payload",
      kind: "invalid_request",
      actor: "developer",
      evidence: "refused",
      meaning: "the payment is malformed",
      source: "https://github.com/coinbase/x402/blob/main/specs/x402-specification-v2.md#error-handling",
    },
    {
      code: "invalid_payment_requirements",
      kind: "invalid_request",
      actor: "developer",
      evidence: "refused",
      meaning: "the requirements of the payment are malformed",
      source: "https://github.com/coinbase/x402/blob/main/specs/x402-specification-v2.md#error-handling",
    },
    {
      code: "invalid_scheme",
      kind: "invalid_request",
      actor: "developer",
      evidence: "refused",
      meaning: "the scheme of the payment is not valid",
      source: "https://github.com/coinbase/x402/blob/main/specs/x402-specification-v2.md#error-handling",
    },
    {
      code: "unsupported_scheme",
      kind: "invalid_request",
      actor: "developer",
      evidence: "refused",
      meaning: "the facilitator does not support the scheme",
      source: "https://github.com/coinbase/x402/blob/main/specs/x402-specification-v2.md#error-handling",
    },
    {
      code: "invalid_x402_version",
      kind: "invalid_request",
      actor: "developer",
      evidence: "refused",
      meaning: "the facilitator does not support this version of x402",
      source: "https://github.com/coinbase/x402/blob/main/specs/x402-specification-v2.md#error-handling",
    },
    {
      code: "invalid_transaction_state",
      kind: "failed",
      actor: "provider",
      evidence: "none",
      meaning: "the transaction failed or was rejected; look at it on the chain",
      source: "https://github.com/coinbase/x402/blob/main/specs/x402-specification-v2.md#error-handling",
    },
    {
      code: "unexpected_verify_error",
      kind: "server",
      actor: "provider",
      evidence: "none",
      meaning: "the facilitator failed while it verified the payment",
      source: "https://github.com/coinbase/x402/blob/main/specs/x402-specification-v2.md#error-handling",
    },
    {
      code: "unexpected_settle_error",
      kind: "server",
      actor: "provider",
      evidence: "none",
      meaning: "the facilitator failed while it settled the payment; money may have moved",
      source: "https://github.com/coinbase/x402/blob/main/specs/x402-specification-v2.md#error-handling",
    },
    {
      code: "settle_exact_evm_transaction_confirmation_timed_out",
      kind: "timeout",
      actor: "provider",
      evidence: "none",
      meaning: "the transaction was submitted and not confirmed in time; look at it on the chain",
      source: "https://docs.cdp.coinbase.com/api-reference/v2/rest-api/x402-facilitator/settle-a-payment",
    },
    {
      code: "settle_exact_svm_transaction_confirmation_timed_out",
      kind: "timeout",
      actor: "provider",
      evidence: "none",
      meaning: "the transaction was submitted and not confirmed in time; look at it on the chain",
      source: "https://docs.cdp.coinbase.com/api-reference/v2/rest-api/x402-facilitator/settle-a-payment",
    },
    {
      code: "settle_exact_svm_block_height_exceeded",
      kind: "timeout",
      actor: "provider",
      evidence: "none",
      meaning: "the transaction was not confirmed before it expired; look at it on the chain",
      source: "https://docs.cdp.coinbase.com/api-reference/v2/rest-api/x402-facilitator/settle-a-payment",
    },
    {
      code: "settle_exact_node_failure",
      kind: "upstream",
      actor: "provider",
      evidence: "none",
      meaning: "a node of the chain failed during the settlement; look at the transaction on the chain",
      source: "https://docs.cdp.coinbase.com/api-reference/v2/rest-api/x402-facilitator/settle-a-payment",
    },
    {
      code: "settle_exact_failed_onchain",
      kind: "failed",
      actor: "provider",
      evidence: "none",
      meaning: "the transaction failed on the chain; look at it there",
      source: "https://docs.cdp.coinbase.com/api-reference/v2/rest-api/x402-facilitator/settle-a-payment",
    },
    {
      code: "duplicate_settlement",
      kind: "conflict",
      actor: "none",
      evidence: "none",
      meaning: "the facilitator has the payment already; look at the transaction on the chain",
      source: "https://github.com/coinbase/x402/blob/main/specs/schemes/exact/scheme_exact_svm.md",
    },
  ],
  status: [
    {
      status: 402,
      kind: "insufficient_funds",
      actor: "operator",
      evidence: "none",
      source: "https://github.com/coinbase/x402/blob/main/specs/x402-specification-v2.md",
    },
    {
      status: 409,
      kind: "conflict",
      actor: "developer",
      evidence: "none",
      source: "https://github.com/coinbase/x402/tree/main/specs/extensions",
    },
  ],
  object: {
    Verification: {
      about: "Whether a payment is valid.",
      fields: {
        isValid: {
          type: "bool",
          always: true,
          about: "Whether the payment is valid.",
        },
        invalidReason: {
          type: "string",
          about: "Why it is not.",
        },
        payer: {
          type: "string",
          about: "The address that pays.",
        },
      },
    },
    Settlement: {
      about: "What became of a payment.",
      fields: {
        success: {
          type: "bool",
          always: true,
          about: "Whether the payment was settled.",
        },
        errorReason: {
          type: "string",
          about: "Why it was not.",
        },
        transaction: {
          type: "string",
          about: "The hash of the transaction.",
        },
        network: {
          type: "string",
          about: "The network.",
        },
        payer: {
          type: "string",
          about: "The address that paid.",
        },
      },
    },
  },
  operation: [
    {
      name: "verify",
      method: "POST",
      path: "/verify",
      about: "Checks a payment. It moves no money.",
      source: "https://github.com/coinbase/x402/blob/main/specs/x402-specification-v2.md#71-post-verify",
      safety: "read",
      returns: {
        type: "object",
        object: "Verification",
      },
      params: {
        x402_version: {
          type: "integer",
          required: true,
          wire: "x402Version",
          about: "The version of x402.",
        },
        payment_payload: {
          type: "json",
          required: true,
          wire: "paymentPayload",
          about: "The signed payment.",
        },
        payment_requirements: {
          type: "json",
          required: true,
          wire: "paymentRequirements",
          about: "What the seller asks for.",
        },
      },
    },
    {
      name: "settle",
      method: "POST",
      path: "/settle",
      about: "Settles a payment: the money moves.",
      source: "https://github.com/coinbase/x402/blob/main/specs/x402-specification-v2.md#72-post-settle",
      safety: "unkeyed",
      returns: {
        type: "object",
        object: "Settlement",
      },
      params: {
        x402_version: {
          type: "integer",
          required: true,
          wire: "x402Version",
          about: "The version of x402.",
        },
        payment_payload: {
          type: "json",
          required: true,
          wire: "paymentPayload",
          about: "The signed payment.",
        },
        payment_requirements: {
          type: "json",
          required: true,
          wire: "paymentRequirements",
          about: "What the seller asks for.",
        },
      },
    },
    {
      name: "supported",
      method: "GET",
      path: "/supported",
      about: "Lists the schemes and networks that the facilitator supports.",
      source: "https://github.com/coinbase/x402/blob/main/specs/x402-specification-v2.md#73-get-supported",
      safety: "read",
    },
  ],
  example: [
    {
      operation: "verify",
      status: 200,
      body: {
        isValid: true,
        payer: "0x857b06519E91e3A54538791bDbb0E22373e36b66",
      },
    },
    {
      operation: "settle",
      status: 200,
      body: {
        success: true,
        transaction: "0x1234",
        network: "eip155:8453",
        payer: "0x857b06519E91e3A54538791bDbb0E22373e36b66",
      },
    },
    {
      operation: "settle",
      status: 500,
      body: {
        errorType: "settlement_pending",
        errorMessage: "The settlement is pending.",
      },
      expect: {
        kind: "conflict",
        code: "settlement_pending",
        outcome: "pending",
        retryable: false,
      },
    },
    {
      operation: "settle",
      status: 200,
      body: {
        success: false,
        errorReason: "settlement_pending",
        transaction: "",
        network: "eip155:8453",
      },
      expect: {
        kind: "conflict",
        code: "settlement_pending",
        outcome: "pending",
        retryable: false,
      },
    },
    {
      operation: "settle",
      status: 202,
      body: {
        success: false,
        errorReason: "settlement_pending",
        transaction: "",
        network: "eip155:8453",
      },
      expect: {
        kind: "conflict",
        code: "settlement_pending",
        outcome: "pending",
        retryable: false,
      },
    },
    {
      operation: "settle",
      status: 402,
      body: {
        success: false,
        errorReason: "settlement_pending",
        transaction: "0x1234",
        network: "eip155:8453",
      },
      expect: {
        kind: "conflict",
        code: "settlement_pending",
        outcome: "pending",
        retryable: false,
      },
    },
    {
      operation: "verify",
      status: 200,
      body: {
        isValid: false,
        invalidReason: "insufficient_funds",
      },
      expect: {
        kind: "insufficient_funds",
        code: "insufficient_funds",
        outcome: "not_applied",
        retryable: false,
      },
    },
    {
      operation: "verify",
      status: 200,
      body: {
        isValid: false,
        invalidReason: "invalid_exact_evm_payload_signature",
      },
      expect: {
        kind: "invalid_request",
        code: "invalid_exact_evm_payload_signature",
        outcome: "not_applied",
        retryable: false,
      },
    },
    {
      operation: "verify",
      status: 200,
      body: {
        isValid: false,
        invalidReason: "unexpected_verify_error",
      },
      expect: {
        kind: "server",
        code: "unexpected_verify_error",
        outcome: "not_applied",
        retryable: true,
      },
    },
    {
      operation: "settle",
      status: 200,
      body: {
        success: false,
        errorReason: "insufficient_funds",
      },
      expect: {
        kind: "insufficient_funds",
        code: "insufficient_funds",
        outcome: "not_applied",
        retryable: false,
      },
    },
    {
      operation: "settle",
      status: 402,
      body: {
        success: false,
        errorReason: "insufficient_funds",
      },
      expect: {
        kind: "insufficient_funds",
        code: "insufficient_funds",
        outcome: "not_applied",
        retryable: false,
      },
    },
    {
      operation: "settle",
      status: 400,
      body: {
        success: false,
        errorReason: "invalid_exact_evm_payload_authorization_valid_before",
      },
      expect: {
        kind: "invalid_request",
        code: "invalid_exact_evm_payload_authorization_valid_before",
        outcome: "not_applied",
        retryable: false,
      },
    },
    {
      operation: "settle",
      status: 200,
      body: {
        success: false,
        errorReason: "invalid_transaction_state",
      },
      expect: {
        kind: "failed",
        code: "invalid_transaction_state",
        outcome: "unknown",
        retryable: false,
      },
    },
    {
      operation: "settle",
      status: 400,
      body: {
        success: false,
        errorReason: "settle_exact_evm_transaction_confirmation_timed_out",
      },
      expect: {
        kind: "timeout",
        code: "settle_exact_evm_transaction_confirmation_timed_out",
        outcome: "unknown",
        retryable: false,
      },
    },
    {
      operation: "settle",
      status: 400,
      body: {
        success: false,
        errorReason: "settle_exact_node_failure",
      },
      expect: {
        kind: "upstream",
        code: "settle_exact_node_failure",
        outcome: "unknown",
        retryable: false,
      },
    },
    {
      operation: "settle",
      status: 400,
      body: {
        success: false,
        errorReason: "duplicate_settlement",
      },
      expect: {
        kind: "conflict",
        code: "duplicate_settlement",
        outcome: "unknown",
        retryable: false,
      },
    },
    {
      operation: "settle",
      status: 200,
      body: {
        success: false,
        errorReason: "unexpected_settle_error",
      },
      expect: {
        kind: "server",
        code: "unexpected_settle_error",
        outcome: "unknown",
        retryable: false,
      },
    },
    {
      operation: "settle",
      status: 200,
      body: {
        success: false,
        errorReason: "a_reason_of_next_year",
      },
      expect: {
        kind: "unknown",
        code: "a_reason_of_next_year",
        outcome: "unknown",
        retryable: false,
      },
    },
    {
      operation: "settle",
      status: 500,
      body: {
        success: false,
        errorReason: "insufficient_funds",
      },
      expect: {
        kind: "insufficient_funds",
        code: "insufficient_funds",
        outcome: "unknown",
        retryable: false,
      },
    },
    {
      operation: "settle",
      status: 402,
      body: {
        error: "payment required",
        accepts: [],
      },
      expect: {
        kind: "insufficient_funds",
        outcome: "unknown",
        retryable: false,
      },
    },
    {
      operation: "settle",
      status: 409,
      body: {
        error: "the payment identifier was used with another payment",
      },
      expect: {
        kind: "conflict",
        outcome: "unknown",
        retryable: false,
      },
    },
    {
      operation: "settle",
      status: 500,
      expect: {
        kind: "server",
        outcome: "unknown",
        retryable: false,
      },
    },
  ],
};

export default file;
