"""The provider file of Acme Pay.

Written by `payonce provider codegen`; change the provider file and run it again.
"""

from payonce._provider import Provider, handle_of

PROVIDER = Provider.parse(
    "# The typed clients in the tests of every language are generated from this file.\n"
    "\n"
    "payonce = 1\n"
    'id = "acme_pay"\n'
    'title = "Acme Pay"\n'
    'about = "Payments of a made-up provider."\n'
    'base_url = "https://api.acme.test/v1"\n'
    'auth = { header = "Authorization", value = "Bearer {api_key}", env = "ACME_PAY_API_KEY" }\n'
    "\n"
    "[read]\n"
    'code = ["/error/code"]\n'
    'message = ["/error/message"]\n'
    "\n"
    "[[code]]\n"
    'code = "insufficient_funds"\n'
    'kind = "insufficient_funds"\n'
    'actor = "operator"\n'
    'evidence = "refused"\n'
    "status = 402\n"
    'meaning = "the wallet is empty"\n'
    'source = "https://docs.acme.test/errors"\n'
    "\n"
    "[object.Payment]\n"
    'about = "A payment. It is final once it is paid or failed."\n'
    'state = { pointer = "/status", pending = ["pending"], succeeded = ["paid"], failed = ["failed"], look = "payments.get" }\n'
    "[object.Payment.fields]\n"
    'id = { type = "string", always = true, about = "The id." }\n'
    'status = { type = "enum", values = ["pending", "paid", "failed"], always = true, about = "How far it has come." }\n'
    'payTo = { type = "string", about = "The receiver." }\n'
    'fee = { type = "amount_number" }\n'
    'keys = { type = "json", about = "A member with the name of a method." }\n'
    'note = { type = "string", about = "Ends in a quotation: \\"thanks\\"" }\n'
    "\n"
    "[object.Page.fields]\n"
    'data = { type = "list", of = { type = "object", object = "Payment" }, always = true }\n'
    'has_more = { type = "bool", always = true }\n'
    "\n"
    "[object.Limit]\n"
    "[object.Limit.fields]\n"
    'most = { type = "amount", always = true, about = "The most that one payment may be." }\n'
    'from = { type = "time" }\n'
    "\n"
    "[[operation]]\n"
    'name = "payments.send"\n'
    'method = "POST"\n'
    'path = "/payments"\n'
    'about = "Pays a wallet. The key makes a repetition safe."\n'
    'source = "https://docs.acme.test/payments"\n'
    'safety = { keyed = { header = "Idempotency-Key", window = "24h", after_5xx = "replayed" } }\n'
    'returns = { type = "object", object = "Payment" }\n'
    "[operation.params]\n"
    'to = { type = "string", required = true, about = "The receiver." }\n'
    'amount = { type = "amount", required = true, about = "How much, for instance 12.50." }\n'
    'currency = { type = "enum", values = ["USD", "EUR"] }\n'
    'limit = { type = "object", object = "Limit" }\n'
    'options = { type = "map", of = "string", about = "Further settings." }\n'
    "\n"
    "[[operation]]\n"
    'name = "payments.get"\n'
    'method = "GET"\n'
    'path = "/payments/{payment_id}"\n'
    'source = "https://docs.acme.test/payments"\n'
    'safety = "read"\n'
    'returns = { type = "object", object = "Payment" }\n'
    "[operation.params]\n"
    'payment_id = { type = "id", about = "The id." }\n'
    "\n"
    "[[operation]]\n"
    'name = "payments.list"\n'
    'method = "GET"\n'
    'path = "/payments"\n'
    'source = "https://docs.acme.test/payments"\n'
    'safety = "read"\n'
    'returns = { type = "object", object = "Page" }\n'
    'pages = { after = { argument = "starting_after", id = "id", items = "data" } }\n'
    "[operation.params]\n"
    'starting_after = { type = "string" }\n'
    "\n"
    "[[operation]]\n"
    'name = "payments.cancel"\n'
    'method = "DELETE"\n'
    'path = "/payments/{payment_id}"\n'
    'source = "https://docs.acme.test/payments"\n'
    'safety = "idempotent"\n'
    'returns = "nothing"\n'
    "[operation.params]\n"
    'payment_id = { type = "id" }\n'
    "\n"
    "[[operation]]\n"
    'name = "refund"\n'
    'method = "POST"\n'
    'path = "/refunds"\n'
    'source = "https://docs.acme.test/refunds"\n'
    'state = { pointer = "/status", succeeded = ["done"], failed = [] }\n'
    "[operation.params]\n"
    'reason = { type = "string" }\n'
    "\n"
    "[webhook]\n"
    'header = "Acme-Signature"\n'
    'value = "t={timestamp},v1={signature}"\n'
    'algorithm = "hmac_sha256"\n'
    'signed = ["{timestamp}.{body}"]\n'
    'tolerance = "5m"\n'
    'source = "https://docs.acme.test/webhooks"\n',
    name="acme_pay.toml",
    format="toml",
)
"""The provider, for instance for `PROVIDER.classify(...)`."""

HANDLE = handle_of(PROVIDER)

verify_webhook = PROVIDER.verify_webhook
"""Verifies a webhook and returns its event."""
