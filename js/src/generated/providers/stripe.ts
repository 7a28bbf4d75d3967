// Written by `cargo xtask codegen` from `providers/stripe.toml`: edit that.

/** The provider file of Stripe, for `Provider.parse`. */
const file: object = {
  payonce: 1,
  id: "stripe",
  title: "Stripe",
  about: "Card payments: charges, payment intents, refunds and customers.",
  base_url: "https://api.stripe.com",
  body: "form",
  auth: {
    header: "Authorization",
    value: "Bearer {api_key}",
    env: "STRIPE_API_KEY",
  },
  read: {
    code: ["/error/decline_code", "/error/code"],
    category: ["/error/type"],
    message: ["/error/message"],
    request_id: ["@header:request-id"],
    transient: "Stripe-Should-Retry",
  },
  category: [
    {
      category: "card_error",
      kind: "policy_violation",
      actor: "end_user",
      evidence: "refused",
      source: "https://docs.stripe.com/api/errors#errors-type",
    },
    {
      category: "idempotency_error",
      kind: "conflict",
      actor: "developer",
      evidence: "none",
      source: "https://docs.stripe.com/api/idempotent_requests",
    },
    {
      category: "api_error",
      kind: "server",
      actor: "provider",
      evidence: "none",
      source: "https://docs.stripe.com/api/errors#errors-type",
    },
  ],
  code: [
    {
      code: "idempotency_key_in_use",
      kind: "conflict",
      actor: "none",
      evidence: "pending",
      status: 409,
      meaning: "an earlier request with the same key is still running",
      source: "https://docs.stripe.com/error-codes#idempotency-key-in-use",
    },
    {
      code: "rate_limit",
      kind: "rate_limited",
      actor: "none",
      evidence: "refused",
      status: 429,
      meaning: "too many requests reached Stripe too quickly",
      source: "https://docs.stripe.com/error-codes#rate-limit",
    },
    {
      code: "lock_timeout",
      kind: "rate_limited",
      actor: "none",
      evidence: "refused",
      status: 429,
      meaning: "another request or a process of Stripe is using the object",
      source:
        "https://docs.stripe.com/rate-limits#object-lock-timeouts; should_retry? in https://github.com/stripe/stripe-ruby",
    },
    {
      code: "card_declined",
      kind: "policy_violation",
      actor: "end_user",
      evidence: "refused",
      status: 402,
      meaning: "the bank of the card declined the payment",
      user: {
        en: "The card was declined. Use another card or ask the bank.",
        es: "La tarjeta fue rechazada. Use otra tarjeta o consulte al banco.",
      },
      source: "https://docs.stripe.com/error-codes#card-declined",
    },
    {
      code: "generic_decline",
      kind: "policy_violation",
      actor: "end_user",
      evidence: "refused",
      status: 402,
      meaning: "the bank gave no reason, or Radar blocked the payment",
      user: {
        en: "The card was declined. Use another card or ask the bank.",
        es: "La tarjeta fue rechazada. Use otra tarjeta o consulte al banco.",
      },
      source: "https://docs.stripe.com/declines/codes",
    },
    {
      code: "insufficient_funds",
      kind: "insufficient_funds",
      actor: "end_user",
      evidence: "refused",
      status: 402,
      meaning: "the card has too little money for the payment",
      source: "https://docs.stripe.com/declines/codes",
    },
    {
      code: "lost_card",
      kind: "policy_violation",
      actor: "end_user",
      evidence: "refused",
      status: 402,
      meaning: "the card was reported lost; do not show this reason to the customer",
      user: {
        en: "The card was declined. Use another card or ask the bank.",
        es: "La tarjeta fue rechazada. Use otra tarjeta o consulte al banco.",
      },
      source: "https://docs.stripe.com/declines/codes",
    },
    {
      code: "stolen_card",
      kind: "policy_violation",
      actor: "end_user",
      evidence: "refused",
      status: 402,
      meaning: "the card was reported stolen; do not show this reason to the customer",
      user: {
        en: "The card was declined. Use another card or ask the bank.",
        es: "La tarjeta fue rechazada. Use otra tarjeta o consulte al banco.",
      },
      source: "https://docs.stripe.com/declines/codes",
    },
    {
      code: "fraudulent",
      kind: "policy_violation",
      actor: "end_user",
      evidence: "refused",
      status: 402,
      meaning: "Stripe suspects fraud; do not show this reason to the customer",
      user: {
        en: "The card was declined. Use another card or ask the bank.",
        es: "La tarjeta fue rechazada. Use otra tarjeta o consulte al banco.",
      },
      source: "https://docs.stripe.com/declines/codes",
    },
    {
      code: "duplicate_transaction",
      kind: "conflict",
      actor: "developer",
      evidence: "none",
      status: 402,
      meaning: "the same amount was charged to the card just before; look for that payment",
      source: "https://docs.stripe.com/declines/codes",
    },
    {
      code: "expired_card",
      kind: "invalid_request",
      actor: "end_user",
      evidence: "refused",
      status: 402,
      meaning: "the card has expired",
      user: {
        en: "The card has expired. Use another card.",
        es: "La tarjeta ha caducado. Use otra tarjeta.",
      },
      source: "https://docs.stripe.com/declines/codes",
    },
    {
      code: "incorrect_cvc",
      kind: "invalid_request",
      actor: "end_user",
      evidence: "refused",
      status: 402,
      meaning: "the security code of the card is wrong",
      user: {
        en: "The security code of the card is wrong.",
        es: "El código de seguridad de la tarjeta no es correcto.",
      },
      source: "https://docs.stripe.com/declines/codes",
    },
    {
      code: "authentication_required",
      kind: "policy_violation",
      actor: "end_user",
      evidence: "refused",
      status: 402,
      meaning: "the bank wants the cardholder to authenticate the payment",
      user: {
        en: "Your bank asks you to confirm the payment.",
        es: "Su banco le pide que confirme el pago.",
      },
      source: "https://docs.stripe.com/declines/codes",
    },
    {
      code: "resource_missing",
      kind: "not_found",
      actor: "developer",
      evidence: "refused",
      status: 404,
      meaning: "the object does not exist, or belongs to another account or mode",
      source: "https://docs.stripe.com/error-codes#resource-missing",
    },
    {
      code: "parameter_missing",
      kind: "invalid_request",
      actor: "developer",
      evidence: "refused",
      status: 400,
      meaning: "a required parameter is missing",
      source: "https://docs.stripe.com/error-codes#parameter-missing",
    },
    {
      code: "amount_too_small",
      kind: "invalid_request",
      actor: "developer",
      evidence: "refused",
      status: 400,
      meaning: "the amount is less than the least amount of the currency",
      source: "https://docs.stripe.com/error-codes#amount-too-small",
    },
    {
      code: "charge_already_refunded",
      kind: "conflict",
      actor: "developer",
      evidence: "duplicate",
      status: 400,
      meaning: "the charge has been refunded already",
      source: "https://docs.stripe.com/error-codes#charge-already-refunded",
    },
    {
      code: "payment_intent_unexpected_state",
      kind: "conflict",
      actor: "developer",
      evidence: "none",
      status: 400,
      meaning:
        "the state of the payment intent does not allow the operation; read it with payment_intents.get",
      source: "https://docs.stripe.com/error-codes#payment-intent-unexpected-state",
    },
    {
      code: "payment_method_provider_timeout",
      kind: "timeout",
      actor: "provider",
      evidence: "none",
      meaning:
        "the provider of the payment method did not respond in time; read last_payment_error of the payment intent",
      source: "https://docs.stripe.com/error-codes#payment-method-provider-timeout",
    },
  ],
  object: {
    PaymentIntent: {
      about: "A payment from its creation to its end.",
      state: {
        pointer: "/status",
        pending: [
          "requires_payment_method",
          "requires_confirmation",
          "requires_action",
          "processing",
          "requires_capture",
        ],
        succeeded: ["succeeded"],
        failed: ["canceled"],
        look: "payment_intents.get",
        look_by: "intent",
      },
      fields: {
        id: {
          type: "string",
          always: true,
          about: "The id of the payment intent.",
        },
        object: {
          type: "string",
          always: true,
          about: "Always `payment_intent`.",
        },
        amount: {
          type: "integer",
          about: "The amount in the smallest unit of the currency.",
        },
        currency: {
          type: "string",
          about: "The currency, in lower case.",
        },
        status: {
          type: "string",
          about: "How far the payment has come.",
        },
        client_secret: {
          type: "secret",
          about: "The key with which a browser finishes the payment.",
        },
        customer: {
          type: "json",
          about: "The customer.",
        },
        latest_charge: {
          type: "json",
          about: "The last charge.",
        },
        metadata: {
          type: "map",
          of: "string",
          about: "Your own data.",
        },
      },
    },
    Charge: {
      about: "A payment from a card.",
      state: {
        pointer: "/status",
        pending: ["pending"],
        succeeded: ["succeeded"],
        failed: ["failed"],
        look: "charges.get",
        look_by: "charge",
      },
      fields: {
        id: {
          type: "string",
          always: true,
          about: "The id of the charge.",
        },
        object: {
          type: "string",
          always: true,
          about: "Always `charge`.",
        },
        amount: {
          type: "integer",
          about: "The amount in the smallest unit of the currency.",
        },
        amount_refunded: {
          type: "integer",
          about: "What was refunded of it.",
        },
        currency: {
          type: "string",
          about: "The currency, in lower case.",
        },
        status: {
          type: "string",
          about: "How far the charge has come.",
        },
        customer: {
          type: "json",
          about: "The customer.",
        },
        metadata: {
          type: "map",
          of: "string",
          about: "Your own data.",
        },
      },
    },
    Refund: {
      about: "Money that goes back to a card.",
      state: {
        pointer: "/status",
        pending: ["pending", "requires_action"],
        succeeded: ["succeeded"],
        failed: ["failed", "canceled"],
        look: "refunds.get",
        look_by: "refund",
      },
      fields: {
        id: {
          type: "string",
          always: true,
          about: "The id of the refund.",
        },
        object: {
          type: "string",
          always: true,
          about: "Always `refund`.",
        },
        amount: {
          type: "integer",
          about: "The amount in the smallest unit of the currency.",
        },
        currency: {
          type: "string",
          about: "The currency, in lower case.",
        },
        status: {
          type: "string",
          about: "How far the refund has come.",
        },
        charge: {
          type: "json",
          about: "The charge.",
        },
        payment_intent: {
          type: "json",
          about: "The payment intent.",
        },
      },
    },
    Customer: {
      about: "A customer.",
      fields: {
        id: {
          type: "string",
          always: true,
          about: "The id of the customer.",
        },
        object: {
          type: "string",
          always: true,
          about: "Always `customer`.",
        },
        email: {
          type: "string",
          about: "The email address.",
        },
        name: {
          type: "string",
          about: "The name.",
        },
        description: {
          type: "string",
          about: "Your own description.",
        },
        metadata: {
          type: "map",
          of: "string",
          about: "Your own data.",
        },
      },
    },
    PaymentIntentList: {
      about: "A page of payment intents.",
      fields: {
        data: {
          type: "list",
          of: {
            type: "object",
            object: "PaymentIntent",
          },
          always: true,
          about: "The payment intents.",
        },
        has_more: {
          type: "bool",
          about: "Whether another page follows.",
        },
      },
    },
    ChargeList: {
      about: "A page of charges.",
      fields: {
        data: {
          type: "list",
          of: {
            type: "object",
            object: "Charge",
          },
          always: true,
          about: "The charges.",
        },
        has_more: {
          type: "bool",
          about: "Whether another page follows.",
        },
      },
    },
    RefundList: {
      about: "A page of refunds.",
      fields: {
        data: {
          type: "list",
          of: {
            type: "object",
            object: "Refund",
          },
          always: true,
          about: "The refunds.",
        },
        has_more: {
          type: "bool",
          about: "Whether another page follows.",
        },
      },
    },
    CustomerList: {
      about: "A page of customers.",
      fields: {
        data: {
          type: "list",
          of: {
            type: "object",
            object: "Customer",
          },
          always: true,
          about: "The customers.",
        },
        has_more: {
          type: "bool",
          about: "Whether another page follows.",
        },
      },
    },
  },
  operation: [
    {
      name: "payment_intents.create",
      method: "POST",
      path: "/v1/payment_intents",
      about: "Creates a payment intent. With `confirm = true`, it also pays.",
      source: "https://docs.stripe.com/api/payment_intents/create",
      safety: {
        keyed: {
          header: "Idempotency-Key",
          format: "text",
          max_length: 255,
          window: "24h",
          after_5xx: "replayed",
          in_flight: "idempotency_key_in_use",
        },
      },
      returns: {
        type: "object",
        object: "PaymentIntent",
      },
      params: {
        amount: {
          type: "integer",
          min: 0,
          required: true,
          about: "The amount in the smallest unit of the currency.",
        },
        currency: {
          type: "string",
          required: true,
          about: "The currency, in lower case.",
        },
        customer: {
          type: "string",
          about: "The id of the customer.",
        },
        payment_method: {
          type: "string",
          about: "The id of the payment method.",
        },
        payment_method_types: {
          type: "list",
          of: "string",
          about: "The kinds of payment methods that are allowed.",
        },
        confirm: {
          type: "bool",
          about: "Whether to pay at once.",
        },
        description: {
          type: "string",
          about: "Your own description.",
        },
        metadata: {
          type: "map",
          of: "string",
          about: "Your own data.",
        },
      },
    },
    {
      name: "payment_intents.confirm",
      method: "POST",
      path: "/v1/payment_intents/{intent}/confirm",
      about: "Pays.",
      source: "https://docs.stripe.com/api/payment_intents/confirm",
      safety: {
        keyed: {
          header: "Idempotency-Key",
          format: "text",
          max_length: 255,
          window: "24h",
          after_5xx: "replayed",
          in_flight: "idempotency_key_in_use",
        },
      },
      returns: {
        type: "object",
        object: "PaymentIntent",
      },
      params: {
        intent: {
          type: "id",
          about: "The id of the payment intent.",
        },
        payment_method: {
          type: "string",
          about: "The id of the payment method.",
        },
        return_url: {
          type: "string",
          about: "Where the customer comes back to after authenticating.",
        },
      },
    },
    {
      name: "payment_intents.get",
      method: "GET",
      path: "/v1/payment_intents/{intent}",
      about: "Reads a payment intent.",
      source: "https://docs.stripe.com/api/payment_intents/retrieve",
      safety: "read",
      returns: {
        type: "object",
        object: "PaymentIntent",
      },
      params: {
        intent: {
          type: "id",
          about: "The id of the payment intent.",
        },
      },
    },
    {
      name: "payment_intents.list",
      method: "GET",
      path: "/v1/payment_intents",
      about: "Lists payment intents, the newest first.",
      source: "https://docs.stripe.com/api/payment_intents/list",
      safety: "read",
      returns: {
        type: "object",
        object: "PaymentIntentList",
      },
      pages: {
        after: {
          argument: "starting_after",
          id: "id",
          items: "data",
        },
      },
      params: {
        customer: {
          type: "string",
          about: "Only those of this customer.",
        },
        limit: {
          type: "integer",
          min: 1,
          max: 100,
          about: "The most payment intents of a page.",
        },
        starting_after: {
          type: "string",
          about: "The id of the last payment intent of the page before.",
        },
      },
    },
    {
      name: "charges.create",
      method: "POST",
      path: "/v1/charges",
      about: "Charges a card.",
      source: "https://docs.stripe.com/api/charges/create",
      safety: {
        keyed: {
          header: "Idempotency-Key",
          format: "text",
          max_length: 255,
          window: "24h",
          after_5xx: "replayed",
          in_flight: "idempotency_key_in_use",
        },
      },
      returns: {
        type: "object",
        object: "Charge",
      },
      params: {
        amount: {
          type: "integer",
          min: 0,
          required: true,
          about: "The amount in the smallest unit of the currency.",
        },
        currency: {
          type: "string",
          required: true,
          about: "The currency, in lower case.",
        },
        source: {
          type: "string",
          about: "The token of the card.",
        },
        customer: {
          type: "string",
          about: "The id of the customer.",
        },
        description: {
          type: "string",
          about: "Your own description.",
        },
        metadata: {
          type: "map",
          of: "string",
          about: "Your own data.",
        },
      },
    },
    {
      name: "charges.get",
      method: "GET",
      path: "/v1/charges/{charge}",
      about: "Reads a charge.",
      source: "https://docs.stripe.com/api/charges/retrieve",
      safety: "read",
      returns: {
        type: "object",
        object: "Charge",
      },
      params: {
        charge: {
          type: "id",
          about: "The id of the charge.",
        },
      },
    },
    {
      name: "charges.list",
      method: "GET",
      path: "/v1/charges",
      about: "Lists charges, the newest first.",
      source: "https://docs.stripe.com/api/charges/list",
      safety: "read",
      returns: {
        type: "object",
        object: "ChargeList",
      },
      pages: {
        after: {
          argument: "starting_after",
          id: "id",
          items: "data",
        },
      },
      params: {
        customer: {
          type: "string",
          about: "Only those of this customer.",
        },
        limit: {
          type: "integer",
          min: 1,
          max: 100,
          about: "The most charges of a page.",
        },
        starting_after: {
          type: "string",
          about: "The id of the last charge of the page before.",
        },
      },
    },
    {
      name: "refunds.create",
      method: "POST",
      path: "/v1/refunds",
      about: "Refunds a charge or a payment intent, all of it or a part.",
      source: "https://docs.stripe.com/api/refunds/create",
      safety: {
        keyed: {
          header: "Idempotency-Key",
          format: "text",
          max_length: 255,
          window: "24h",
          after_5xx: "replayed",
          in_flight: "idempotency_key_in_use",
        },
      },
      returns: {
        type: "object",
        object: "Refund",
      },
      exactly_one: [["charge", "payment_intent"]],
      params: {
        charge: {
          type: "string",
          about: "The id of the charge.",
        },
        payment_intent: {
          type: "string",
          about: "The id of the payment intent.",
        },
        amount: {
          type: "integer",
          min: 1,
          about: "The amount in the smallest unit; all of it where it is left out.",
        },
        reason: {
          type: "enum",
          values: ["duplicate", "fraudulent", "requested_by_customer"],
          about: "Why.",
        },
        metadata: {
          type: "map",
          of: "string",
          about: "Your own data.",
        },
      },
    },
    {
      name: "refunds.get",
      method: "GET",
      path: "/v1/refunds/{refund}",
      about: "Reads a refund.",
      source: "https://docs.stripe.com/api/refunds/retrieve",
      safety: "read",
      returns: {
        type: "object",
        object: "Refund",
      },
      params: {
        refund: {
          type: "id",
          about: "The id of the refund.",
        },
      },
    },
    {
      name: "refunds.list",
      method: "GET",
      path: "/v1/refunds",
      about: "Lists refunds, the newest first.",
      source: "https://docs.stripe.com/api/refunds/list",
      safety: "read",
      returns: {
        type: "object",
        object: "RefundList",
      },
      pages: {
        after: {
          argument: "starting_after",
          id: "id",
          items: "data",
        },
      },
      params: {
        charge: {
          type: "string",
          about: "Only those of this charge.",
        },
        limit: {
          type: "integer",
          min: 1,
          max: 100,
          about: "The most refunds of a page.",
        },
        starting_after: {
          type: "string",
          about: "The id of the last refund of the page before.",
        },
      },
    },
    {
      name: "customers.create",
      method: "POST",
      path: "/v1/customers",
      about: "Creates a customer.",
      source: "https://docs.stripe.com/api/customers/create",
      safety: {
        keyed: {
          header: "Idempotency-Key",
          format: "text",
          max_length: 255,
          window: "24h",
          after_5xx: "replayed",
          in_flight: "idempotency_key_in_use",
        },
      },
      returns: {
        type: "object",
        object: "Customer",
      },
      params: {
        email: {
          type: "string",
          about: "The email address.",
        },
        name: {
          type: "string",
          about: "The name.",
        },
        description: {
          type: "string",
          about: "Your own description.",
        },
        metadata: {
          type: "map",
          of: "string",
          about: "Your own data.",
        },
      },
    },
    {
      name: "customers.get",
      method: "GET",
      path: "/v1/customers/{customer}",
      about: "Reads a customer.",
      source: "https://docs.stripe.com/api/customers/retrieve",
      safety: "read",
      returns: {
        type: "object",
        object: "Customer",
      },
      params: {
        customer: {
          type: "id",
          about: "The id of the customer.",
        },
      },
    },
    {
      name: "customers.list",
      method: "GET",
      path: "/v1/customers",
      about: "Lists customers, the newest first.",
      source: "https://docs.stripe.com/api/customers/list",
      safety: "read",
      returns: {
        type: "object",
        object: "CustomerList",
      },
      pages: {
        after: {
          argument: "starting_after",
          id: "id",
          items: "data",
        },
      },
      params: {
        email: {
          type: "string",
          about: "Only those with this email address.",
        },
        limit: {
          type: "integer",
          min: 1,
          max: 100,
          about: "The most customers of a page.",
        },
        starting_after: {
          type: "string",
          about: "The id of the last customer of the page before.",
        },
      },
    },
  ],
  webhook: {
    header: "Stripe-Signature",
    value: "t={timestamp},v1={signature}",
    algorithm: "hmac_sha256",
    encoding: "hex",
    signed: ["{timestamp}.{body}"],
    tolerance: "5m",
    secret: {
      env: "STRIPE_WEBHOOK_SECRET",
    },
    id: "/id",
    data: "/data",
    source: "https://docs.stripe.com/webhooks#verify-manually",
    state: [
      {
        pointer: "/type",
        pending: [
          "payment_intent.created",
          "payment_intent.processing",
          "payment_intent.requires_action",
          "payment_intent.amount_capturable_updated",
          "payment_intent.payment_failed",
        ],
        succeeded: ["payment_intent.succeeded"],
        failed: ["payment_intent.canceled"],
        id: "/data/object/id",
        look: "payment_intents.get",
      },
      {
        pointer: "/type",
        pending: ["charge.pending"],
        succeeded: ["charge.succeeded"],
        failed: ["charge.failed"],
        id: "/data/object/id",
        look: "charges.get",
      },
      {
        pointer: "/type",
        failed: ["refund.failed"],
        id: "/data/object/id",
        look: "refunds.get",
      },
    ],
  },
  example: [
    {
      operation: "payment_intents.create",
      status: 200,
      body: {
        id: "pi_1",
        object: "payment_intent",
        amount: 1099,
        currency: "usd",
        status: "succeeded",
      },
    },
    {
      operation: "payment_intents.get",
      status: 200,
      body: {
        id: "pi_1",
        object: "payment_intent",
        amount: 1099,
        currency: "usd",
        status: "canceled",
      },
    },
    {
      operation: "charges.create",
      status: 200,
      body: {
        id: "ch_1",
        object: "charge",
        amount: 1099,
        amount_refunded: 0,
        currency: "usd",
        status: "succeeded",
      },
    },
    {
      operation: "refunds.create",
      status: 200,
      body: {
        id: "re_1",
        object: "refund",
        amount: 1099,
        currency: "usd",
        status: "succeeded",
        charge: "ch_1",
      },
    },
    {
      operation: "customers.create",
      status: 200,
      body: {
        id: "cus_1",
        object: "customer",
        email: "jenny@example.com",
      },
    },
    {
      operation: "customers.list",
      status: 200,
      body: {
        object: "list",
        data: [
          {
            id: "cus_1",
            object: "customer",
          },
        ],
        has_more: false,
      },
    },
    {
      operation: "payment_intents.confirm",
      status: 402,
      body: {
        error: {
          type: "card_error",
          code: "card_declined",
          message: "Your card was declined.",
        },
      },
      expect: {
        kind: "policy_violation",
        code: "card_declined",
        outcome: "not_applied",
        retryable: false,
      },
    },
    {
      operation: "charges.create",
      status: 402,
      body: {
        error: {
          type: "card_error",
          code: "card_declined",
          decline_code: "generic_decline",
          message: "Your card was declined.",
        },
      },
      expect: {
        kind: "policy_violation",
        code: "generic_decline",
        outcome: "not_applied",
        retryable: false,
      },
    },
    {
      operation: "charges.create",
      status: 402,
      body: {
        error: {
          type: "card_error",
          code: "card_declined",
          decline_code: "insufficient_funds",
          message: "Your card has insufficient funds.",
        },
      },
      expect: {
        kind: "insufficient_funds",
        code: "insufficient_funds",
        outcome: "not_applied",
        retryable: false,
      },
    },
    {
      operation: "charges.create",
      status: 402,
      body: {
        error: {
          type: "card_error",
          code: "expired_card",
          message: "Your card has expired.",
        },
      },
      expect: {
        kind: "invalid_request",
        code: "expired_card",
        outcome: "not_applied",
        retryable: false,
      },
    },
    {
      operation: "charges.create",
      status: 402,
      body: {
        error: {
          type: "card_error",
          code: "a_code_of_next_year",
          message: "No.",
        },
      },
      expect: {
        kind: "policy_violation",
        code: "a_code_of_next_year",
        outcome: "not_applied",
        retryable: false,
      },
    },
    {
      operation: "payment_intents.create",
      status: 409,
      body: {
        error: {
          type: "idempotency_error",
          code: "idempotency_key_in_use",
          message: "There is another in-progress request using this key.",
        },
      },
      expect: {
        kind: "conflict",
        code: "idempotency_key_in_use",
        outcome: "unknown",
        retryable: true,
      },
    },
    {
      operation: "payment_intents.create",
      status: 400,
      body: {
        error: {
          type: "idempotency_error",
          message:
            "Keys for idempotent requests can only be used with the same parameters they were first used with.",
        },
      },
      expect: {
        kind: "conflict",
        outcome: "unknown",
        retryable: false,
      },
    },
    {
      operation: "payment_intents.confirm",
      status: 400,
      body: {
        error: {
          type: "invalid_request_error",
          code: "payment_intent_unexpected_state",
          message: "You cannot confirm this PaymentIntent because it has already succeeded.",
        },
      },
      expect: {
        kind: "conflict",
        code: "payment_intent_unexpected_state",
        outcome: "unknown",
        retryable: false,
      },
    },
    {
      operation: "refunds.create",
      status: 400,
      body: {
        error: {
          type: "invalid_request_error",
          code: "charge_already_refunded",
          message: "The charge has already been refunded.",
        },
      },
      expect: {
        kind: "conflict",
        code: "charge_already_refunded",
        outcome: "applied",
        retryable: false,
      },
    },
    {
      operation: "payment_intents.create",
      status: 400,
      body: {
        error: {
          type: "invalid_request_error",
          code: "parameter_missing",
          param: "currency",
          message: "Missing required param: currency.",
        },
      },
      expect: {
        kind: "invalid_request",
        code: "parameter_missing",
        outcome: "not_applied",
        retryable: false,
      },
    },
    {
      operation: "payment_intents.create",
      status: 401,
      body: {
        error: {
          type: "invalid_request_error",
          message: "Invalid API Key provided.",
        },
      },
      expect: {
        kind: "authentication",
        outcome: "not_applied",
        retryable: false,
      },
    },
    {
      operation: "payment_intents.get",
      status: 404,
      body: {
        error: {
          type: "invalid_request_error",
          code: "resource_missing",
          param: "intent",
          message: "No such payment_intent: 'pi_9'",
        },
      },
      expect: {
        kind: "not_found",
        code: "resource_missing",
        outcome: "not_applied",
        retryable: false,
      },
    },
    {
      operation: "payment_intents.create",
      status: 429,
      body: {
        error: {
          type: "invalid_request_error",
          code: "rate_limit",
          message: "Too many requests hit the API too quickly.",
        },
      },
      expect: {
        kind: "rate_limited",
        code: "rate_limit",
        outcome: "not_applied",
        retryable: true,
      },
    },
    {
      operation: "payment_intents.confirm",
      status: 402,
      body: {
        error: {
          type: "card_error",
          code: "payment_method_provider_timeout",
          message: "The payment method timed out.",
        },
      },
      expect: {
        kind: "timeout",
        code: "payment_method_provider_timeout",
        outcome: "unknown",
        retryable: true,
      },
    },
    {
      operation: "payment_intents.create",
      status: 500,
      body: {
        error: {
          type: "api_error",
          message: "An unknown error occurred.",
        },
      },
      expect: {
        kind: "server",
        outcome: "unknown",
        retryable: true,
      },
    },
    {
      operation: "payment_intents.create",
      status: 500,
      headers: {
        "stripe-should-retry": "false",
      },
      body: {
        error: {
          type: "api_error",
          message: "An unknown error occurred.",
        },
      },
      expect: {
        kind: "server",
        outcome: "unknown",
        retryable: false,
      },
    },
    {
      operation: "charges.create",
      status: 500,
      body: {
        error: {
          type: "card_error",
          code: "card_declined",
          message: "Your card was declined.",
        },
      },
      expect: {
        kind: "policy_violation",
        code: "card_declined",
        outcome: "unknown",
        retryable: false,
      },
    },
  ],
};

export default file;
