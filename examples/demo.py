"""The scenes of `payonce demo` in Python: a payment and three failures.

Run it against the simulator. Its first line of output is the only argument:

    payonce sandbox &        # prints {"url": "http://127.0.0.1:…", "providers": {…}}
    python examples/demo.py '{"url": …}'
"""

from __future__ import annotations

import json
import sys
import time
import urllib.request
from typing import Any

from payonce import OutcomeUnknownError, PayonceError, PolicyViolationError
from payonce.agentwallex import AgentWallex, Transaction

PAYMENT = {"agent_id": "agent_abc123", "to": "0xRecipientAddress", "token": "USDC"}


def main() -> None:
    """Plays the four scenes."""
    sandbox = json.loads(sys.argv[1])
    options = sandbox["providers"]["agentwallex"]
    with AgentWallex(**options, retry={"base_delay": 0.05}) as wallet:
        title("1. A payment")
        show(receipt(wallet.payments.send(**PAYMENT, amount="12.50", memo="invoice 1")))

        title("2. A policy refuses the payment")
        rules = {"max_transaction_amount": "100"}
        policy = wallet.policies.create("agent_abc123", "spending_limit", rules)
        try:
            wallet.payments.send(**PAYMENT, amount="5000", memo="invoice 2")
        except PolicyViolationError as error:
            show({**verdict(error), "rule": error.rule})
        wallet.policies.delete(policy.id)

        title("3. Too many requests: AgentWallex asks for one second, and payonce waits")
        strike(sandbox, on("payments.send", {"type": "status", "status": 429}, nth=[1]))
        began = time.monotonic()
        paid = wallet.payments.send(**PAYMENT, amount="1.00", memo="invoice 3")
        show({**receipt(paid), "after": f"{time.monotonic() - began:.1f} s"})

        title("4. The response is lost after the money moved, and the provider cannot be asked")
        strike(
            sandbox,
            on("payments.send", {"type": "drop", "when": "after"}, nth=[1]),
            on("payments.list", {"type": "status", "status": 503}),
        )
        try:
            wallet.payments.send(**PAYMENT, amount="20.00", memo="invoice 4")
        except OutcomeUnknownError as error:
            strike(sandbox)
            mark = error.reference.reference or "no reference"
            memos = [payment.memo or "" for payment in wallet.payments.list().data]
            times = sum(mark in memo for memo in memos)
            found = {0: "not in the list, which proves nothing: ask again", 1: "found: it was paid, once"}
            show({**verdict(error), "asked later": found.get(times, f"found {times} times")})


def receipt(paid: Transaction) -> dict[str, Any]:
    """The facts about a payment for a person."""
    rows: dict[str, Any] = {"paid": f"{paid.amount} {paid.token}, {paid.id}, {paid.status}"}
    if paid.call_info is not None:  # an object inside another object has none
        rows |= {"requests": paid.call_info.attempts, "reference": paid.call_info.reference.reference}
    return rows


def verdict(error: PayonceError) -> dict[str, Any]:
    """The members of an error that a program decides by."""
    return {
        "error": type(error).__name__,
        "message": error.message,
        "outcome": error.outcome,
        "retryable": error.retryable,
        "advice": error.advice,
        "reference": error.reference.reference,
    }


def on(operation: str, fault: dict[str, Any], **calls: Any) -> dict[str, Any]:
    """A fault for calls of one operation."""
    return {"provider": "agentwallex", "operation": operation, "fault": fault, **calls}


def strike(sandbox: dict[str, Any], *rules: dict[str, Any]) -> None:
    """Replaces the faults of the simulator."""
    body = json.dumps({"seed": 7, "rules": rules}).encode()
    request = urllib.request.Request(f"{sandbox['url']}/_sandbox/faults", body, method="POST")
    urllib.request.urlopen(request).close()


def title(text: str) -> None:
    """Starts a scene."""
    print(text, flush=True)


def show(rows: dict[str, Any]) -> None:
    """Prints labels and values in two columns."""
    width = max(map(len, rows))
    for label, value in rows.items():
        print(f" {label.ljust(width)}  {value}")
    print(flush=True)


if __name__ == "__main__":
    main()
