// Written by `payonce provider codegen`; change the provider file and run it again.

import {
  type CallOptions,
  type KeyedOptions,
  type Pages,
  type ProviderClient,
  type ProviderClientOptions,
  type ProviderWebhookEvent,
  type ProviderWebhookOptions,
  type UnkeyedOptions,
  type Waitable,
  Provider,
} from "payonce";

/** Any JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** One of these strings today; the provider can add others. */
export type OpenText<Known extends string> = Known | (string & Record<never, never>);

/** The provider, for instance for `provider.classify(...)`. */
export const provider = Provider.parse(
  [
    "{",
    '  "payonce": 1,',
    '  "id": "acme_pay",',
    '  "title": "Acme Pay",',
    '  "about": "Payments of a made-up provider.",',
    '  "base_url": "https://api.acme.test/v1",',
    '  "auth": {',
    '    "header": "Authorization",',
    '    "value": "Bearer {api_key}",',
    '    "env": "ACME_PAY_API_KEY"',
    "  },",
    '  "read": {',
    '    "code": [',
    '      "/error/code"',
    "    ],",
    '    "message": [',
    '      "/error/message"',
    "    ]",
    "  },",
    '  "code": [',
    "    {",
    '      "code": "insufficient_funds",',
    '      "kind": "insufficient_funds",',
    '      "actor": "operator",',
    '      "evidence": "refused",',
    '      "status": 402,',
    '      "meaning": "the wallet is empty",',
    '      "source": "https://docs.acme.test/errors"',
    "    }",
    "  ],",
    '  "object": {',
    '    "Payment": {',
    '      "about": "A payment. It is final once it is paid or failed.",',
    '      "state": {',
    '        "pointer": "/status",',
    '        "pending": [',
    '          "pending"',
    "        ],",
    '        "succeeded": [',
    '          "paid"',
    "        ],",
    '        "failed": [',
    '          "failed"',
    "        ],",
    '        "look": "payments.get"',
    "      },",
    '      "fields": {',
    '        "id": {',
    '          "type": "string",',
    '          "always": true,',
    '          "about": "The id."',
    "        },",
    '        "status": {',
    '          "type": "enum",',
    '          "values": [',
    '            "pending",',
    '            "paid",',
    '            "failed"',
    "          ],",
    '          "always": true,',
    '          "about": "How far it has come."',
    "        },",
    '        "payTo": {',
    '          "type": "string",',
    '          "about": "The receiver."',
    "        },",
    '        "fee": {',
    '          "type": "amount_number"',
    "        },",
    '        "keys": {',
    '          "type": "json",',
    '          "about": "A member with the name of a method."',
    "        },",
    '        "note": {',
    '          "type": "string",',
    '          "about": "Ends in a quotation: \\"thanks\\""',
    "        }",
    "      }",
    "    },",
    '    "Page": {',
    '      "fields": {',
    '        "data": {',
    '          "type": "list",',
    '          "of": {',
    '            "type": "object",',
    '            "object": "Payment"',
    "          },",
    '          "always": true',
    "        },",
    '        "has_more": {',
    '          "type": "bool",',
    '          "always": true',
    "        }",
    "      }",
    "    },",
    '    "Limit": {',
    '      "fields": {',
    '        "most": {',
    '          "type": "amount",',
    '          "always": true,',
    '          "about": "The most that one payment may be."',
    "        },",
    '        "from": {',
    '          "type": "time"',
    "        }",
    "      }",
    "    }",
    "  },",
    '  "operation": [',
    "    {",
    '      "name": "payments.send",',
    '      "method": "POST",',
    '      "path": "/payments",',
    '      "about": "Pays a wallet. The key makes a repetition safe.",',
    '      "source": "https://docs.acme.test/payments",',
    '      "safety": {',
    '        "keyed": {',
    '          "header": "Idempotency-Key",',
    '          "window": "24h",',
    '          "after_5xx": "replayed"',
    "        }",
    "      },",
    '      "returns": {',
    '        "type": "object",',
    '        "object": "Payment"',
    "      },",
    '      "params": {',
    '        "to": {',
    '          "type": "string",',
    '          "required": true,',
    '          "about": "The receiver."',
    "        },",
    '        "amount": {',
    '          "type": "amount",',
    '          "required": true,',
    '          "about": "How much, for instance 12.50."',
    "        },",
    '        "currency": {',
    '          "type": "enum",',
    '          "values": [',
    '            "USD",',
    '            "EUR"',
    "          ]",
    "        },",
    '        "limit": {',
    '          "type": "object",',
    '          "object": "Limit"',
    "        },",
    '        "options": {',
    '          "type": "map",',
    '          "of": "string",',
    '          "about": "Further settings."',
    "        }",
    "      }",
    "    },",
    "    {",
    '      "name": "payments.get",',
    '      "method": "GET",',
    '      "path": "/payments/{payment_id}",',
    '      "source": "https://docs.acme.test/payments",',
    '      "safety": "read",',
    '      "returns": {',
    '        "type": "object",',
    '        "object": "Payment"',
    "      },",
    '      "params": {',
    '        "payment_id": {',
    '          "type": "id",',
    '          "about": "The id."',
    "        }",
    "      }",
    "    },",
    "    {",
    '      "name": "payments.list",',
    '      "method": "GET",',
    '      "path": "/payments",',
    '      "source": "https://docs.acme.test/payments",',
    '      "safety": "read",',
    '      "returns": {',
    '        "type": "object",',
    '        "object": "Page"',
    "      },",
    '      "pages": {',
    '        "after": {',
    '          "argument": "starting_after",',
    '          "id": "id",',
    '          "items": "data"',
    "        }",
    "      },",
    '      "params": {',
    '        "starting_after": {',
    '          "type": "string"',
    "        }",
    "      }",
    "    },",
    "    {",
    '      "name": "payments.cancel",',
    '      "method": "DELETE",',
    '      "path": "/payments/{payment_id}",',
    '      "source": "https://docs.acme.test/payments",',
    '      "safety": "idempotent",',
    '      "returns": "nothing",',
    '      "params": {',
    '        "payment_id": {',
    '          "type": "id"',
    "        }",
    "      }",
    "    },",
    "    {",
    '      "name": "refund",',
    '      "method": "POST",',
    '      "path": "/refunds",',
    '      "source": "https://docs.acme.test/refunds",',
    '      "state": {',
    '        "pointer": "/status",',
    '        "succeeded": [',
    '          "done"',
    "        ],",
    '        "failed": []',
    "      },",
    '      "params": {',
    '        "reason": {',
    '          "type": "string"',
    "        }",
    "      }",
    "    }",
    "  ],",
    '  "webhook": {',
    '    "header": "Acme-Signature",',
    '    "value": "t={timestamp},v1={signature}",',
    '    "algorithm": "hmac_sha256",',
    '    "signed": [',
    '      "{timestamp}.{body}"',
    "    ],",
    '    "tolerance": "5m",',
    '    "source": "https://docs.acme.test/webhooks"',
    "  }",
    "}",
  ].join("\n"),
  { name: "acme_pay.json" },
);

/**
 * The options of {@link AcmePay}.
 *
 * If `baseUrl` is omitted, the environment variable `ACME_PAY_BASE_URL` is read.
 */
export interface AcmePayOptions extends ProviderClientOptions {
  /** The API key, sent as `Authorization`. By default from the environment variable `ACME_PAY_API_KEY`. */
  readonly apiKey?: string | undefined;
}

/** A payment. It is final once it is paid or failed. */
export interface Payment extends Waitable<Payment> {
  /** The id. */
  readonly id: string;
  /** How far it has come. */
  readonly status: OpenText<"pending" | "paid" | "failed">;
  /** The receiver. */
  readonly payTo?: string | null;
  readonly fee?: string | null;
  /** A member with the name of a method. */
  readonly keys?: Json | null;
  /** Ends in a quotation: "thanks". */
  readonly note?: string | null;
}

export interface PageObject {
  readonly data: readonly Payment[];
  readonly hasMore: boolean;
}

export interface Limit {
  /** The most that one payment may be. */
  readonly most: string;
  readonly from?: string | null | undefined;
}

export interface RefundResult extends Waitable<RefundResult> {
  /** How far it has come. */
  readonly status?: string | null;
}

/** The arguments of `payments.send`. */
export interface PaymentsSendArguments {
  /** The receiver. */
  readonly to: string;
  /** How much, for instance 12.50. */
  readonly amount: string;
  readonly currency?: OpenText<"USD" | "EUR"> | undefined;
  readonly limit?: Limit | undefined;
  /** Further settings. */
  readonly options?: { readonly [name: string]: string } | undefined;
}

/** The arguments of `payments.get`. */
export interface PaymentsGetArguments {
  /** The id. */
  readonly paymentId: string;
}

/** The arguments of `payments.list`. */
export interface PaymentsListArguments {
  readonly startingAfter?: string | undefined;
}

/** The arguments of `payments.cancel`. */
export interface PaymentsCancelArguments {
  readonly paymentId: string;
}

/** The arguments of `refund`. */
export interface RefundArguments {
  readonly reason?: string | undefined;
}

/** Operations on payments. */
export class PaymentsResource {
  readonly #core: ProviderClient;

  constructor(core: ProviderClient) {
    this.#core = core;
  }

  /**
   * Pays a wallet. The key makes a repetition safe.
   *
   * payonce retries it with the same key, by which the provider recognizes it.
   *
   * The result may not be final: check `succeeded` before you ship.
   *
   * @throws {@link ProviderError}
   * @throws {@link OutcomeUnknownError} It may have taken effect: call it again with the same
   * `idempotencyKey`; it takes effect once.
   * @example
   * const result = await client.payments.send({ to, amount });
   * const final = await result.waitUntilFinal();
   * @see https://docs.acme.test/payments
   */
  async send(args: PaymentsSendArguments, options?: KeyedOptions): Promise<Payment> {
    return await this.#core.call<Payment>("payments.send", args, options);
  }

  /**
   * A failed object is returned like any other, with `failed`: check `succeeded` before you ship.
   *
   * @throws {@link ProviderError}
   * @example
   * const result = await client.payments.get({ paymentId });
   * const final = await result.waitUntilFinal();
   * @see https://docs.acme.test/payments
   */
  async get(args: PaymentsGetArguments, options?: CallOptions): Promise<Payment> {
    return await this.#core.call<Payment>("payments.get", args, options);
  }

  /**
   * `await` reads one page, `for await` the items of all pages.
   *
   * @throws {@link ProviderError}
   * @example
   * for await (const item of client.payments.list()) {
   *   console.log(item);
   * }
   * @see https://docs.acme.test/payments
   */
  list(args: PaymentsListArguments = {}, options?: CallOptions): Pages<PageObject, Payment> {
    return this.#core.list<Payment, PageObject>("payments.list", args, options);
  }

  /**
   * A second request has the effect of one, so payonce can retry it.
   *
   * @throws {@link ProviderError}
   * @throws {@link OutcomeUnknownError} It may have taken effect: call it again; it has the effect of
   * one call.
   * @example
   * await client.payments.cancel({ paymentId });
   * @see https://docs.acme.test/payments
   */
  async cancel(args: PaymentsCancelArguments, options?: KeyedOptions): Promise<void> {
    return await this.#core.call<void>("payments.cancel", args, options);
  }
}

/**
 * Payments of a made-up provider.
 *
 * Every method throws `ProviderError` with `kind`, `outcome` and `advice`.
 *
 * @example
 * const client = new AcmePay({ apiKey: process.env.ACME_PAY_API_KEY });
 */
export class AcmePay {
  /** The client below, with `classify` of the provider, `reconcile` and the journal. */
  readonly client: ProviderClient;
  readonly #core: ProviderClient;
  readonly payments: PaymentsResource;

  /** @throws {@link InvalidArgumentError} It names the missing or invalid option. */
  constructor(options: AcmePayOptions = {}) {
    const core = provider.client(options);
    this.client = core;
    this.#core = core;
    this.payments = new PaymentsResource(core);
  }

  /**
   * If its outcome is unknown, payonce does not retry it, unless `allowDuplicate` is true.
   *
   * The result may not be final: check `succeeded` before you ship.
   *
   * @throws {@link ProviderError}
   * @throws {@link OutcomeUnknownError} It may have taken effect: do not call it again before you have
   * checked with the provider, which cannot recognize it.
   * @example
   * const result = await client.refund();
   * @see https://docs.acme.test/refunds
   */
  async refund(args: RefundArguments = {}, options?: UnkeyedOptions): Promise<RefundResult> {
    return await this.#core.call<RefundResult>("refund", args, options);
  }
}

/** Verifies a webhook and returns its event. */
export function verifyWebhook(options: ProviderWebhookOptions): ProviderWebhookEvent {
  return provider.verifyWebhook(options);
}
