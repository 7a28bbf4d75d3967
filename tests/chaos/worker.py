"""Carries orders out with the Python package, and reports what each caller received.

The first line of input is what the simulator announces and how clients are to be set up, each further one an order.
The callers work at the same time, half of them with async clients and half with sync ones in threads. An empty line
asks for the reports: one line of output per order, then an empty line. What comes next are the numbers of orders whose
outcome is unknown and can be settled, in the same form. `cargo xtask chaos --languages python` starts this.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import payonce
from payonce.agenticpencil import AgenticPencil, AsyncAgenticPencil
from payonce.agentpay import AgentPayClient, AsyncAgentPayClient
from payonce.agenttech import AsyncPayClient, PayClient
from payonce.agentwallex import AgentWallex, AsyncAgentWallex
from payonce.payi import AsyncPayi, Payi

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CLIENTS: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "agenticpencil": (AsyncAgenticPencil, AgenticPencil),
    "agentpay": (AsyncAgentPayClient, AgentPayClient),
    "agenttech": (AsyncPayClient, PayClient),
    "agentwallex": (AsyncAgentWallex, AgentWallex),
    "payi": (AsyncPayi, Payi),
}


class Callers:
    """The clients, and the errors that their calls raised."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings
        self.sets = [
            {name: self.client(name, number) for name in CLIENTS} for number in range(int(settings["clients"]))
        ]
        self.max_intents = int(settings["max_intents"])
        self.orders: dict[int, dict[str, Any]] = {}
        self.errors: dict[int, list[payonce.PayonceError]] = {}

    def client(self, provider: str, number: int, **options: object) -> Any:
        """An async client for an even number, a sync one for an odd one; the budgets change every two."""
        options = {**self.settings["providers"][provider], **options}
        options.pop("user_api_key", None)
        budgets = self.settings["budgets"]
        retry = {**seconds(self.settings["retry"]), "budget": budgets[number // 2 % len(budgets)]}
        return CLIENTS[provider][number % 2](**options, timeout=self.settings["timeout_ms"] / 1000, retry=retry)

    async def carry_out(self, number: int, order: dict[str, Any]) -> dict[str, Any]:
        """What the caller with this number, and those beside it, receive for the order."""
        self.orders[order["number"]] = order
        report: dict[str, Any] = {"number": order["number"], "created": [], "intent_id": None}
        if order["intent"] is not None:
            client = self.sets[number][order["provider"]]
            while report["intent_id"] is None and len(report["created"]) < self.max_intents:
                created = await ask(client.create_intent, order["intent"])
                report["created"].append(created.report())
                report["intent_id"] = created.result and created.result.intent_id
            if report["intent_id"] is None:
                return report
            order["arguments"] = {"intent_id": report["intent_id"]}
        callers = (self.call(number, caller, order) for caller in range(order["callers"]))
        report["reported"] = await asyncio.gather(*callers)
        return report

    async def call(self, number: int, caller: int, order: dict[str, Any]) -> dict[str, Any]:
        """What one caller receives."""
        patience = order["patience_ms"]
        place = number if order["one_client"] else (number + caller) % len(self.sets)
        if patience is not None:
            # Only a task can be cancelled.
            place -= place % 2
        # The account that pays, or an address where nobody listens.
        own = {name: order[name] for name in ("api_key", "base_url") if order[name] is not None}
        client = self.client(order["provider"], place, **own) if own else self.sets[place][order["provider"]]
        received = await ask(method_of(client, order), arguments_of(order), order["options"], patience)
        if received.error is not None:
            self.errors.setdefault(order["number"], []).append(received.error)
        return received.report()

    async def settle(self, number: int, timeout: float) -> dict[str, Any]:
        """What becomes of the open calls of an order, now that the provider responds again."""
        order = self.orders[number]
        patient: dict[str, Any] = {"timeout": timeout, "retry": {"deadline": 30}}
        reports: list[dict[str, Any]] = []
        for error in self.errors[number]:
            if error.outcome not in {"unknown", "pending"}:
                continue
            if order["operation"] == "payments.send":
                later = await ask(error.reconcile, {}, patient)
            else:
                # Without a key of the caller's own, the one that payonce drew came with the error.
                arguments = arguments_of(order)
                if order["operation"] == "consume" and "usage_event_id" not in arguments:
                    patient["idempotency_key"] = error.reference.idempotency_key
                later = await ask(method_of(self.sets[0][order["provider"]], order), arguments, patient)
            reports.append(later.report())
        return {"number": number, "reported": reports}


class CallResult(NamedTuple):
    """What a caller received."""

    error: payonce.PayonceError | None = None
    result: Any = None
    reference: payonce.Reference | None = None
    cancelled: bool = False
    unbegun: bool = False

    def report(self) -> dict[str, Any]:
        """In the form in which it is written."""
        return {
            "error": self.error and self.error.to_dict(),
            "reference": self.reference and self.reference.to_dict(),
            "cancelled": self.cancelled,
            "unbegun": self.unbegun or None,
        }


async def ask(
    method: Callable[..., Any],
    arguments: dict[str, Any],
    options: dict[str, Any] | None = None,
    patience_ms: float | None = None,
) -> CallResult:
    """Calls a method of a sync or an async client; `patience_ms` is when the caller cancels."""
    options = options or {}
    try:
        if inspect.iscoroutinefunction(method):
            patience = None if patience_ms is None else patience_ms / 1000
            result = await asyncio.wait_for(method(**arguments, **options), patience)
        else:
            result = await asyncio.to_thread(method, **arguments, **options)
            if inspect.isawaitable(result):
                result = await result
    except payonce.PayonceError as error:
        return CallResult(error=error)
    except asyncio.TimeoutError as late:
        known = payonce.interrupted_call(late)
        # A call that was through just then left its result and its reference; one without either never began.
        left = (vars(cause).get("payonce_reference") for cause in causes(late))
        reference = next(filter(None, left), None)
        unbegun = known is None and reference is None
        return CallResult(error=known, reference=reference, cancelled=True, unbegun=unbegun)
    info = getattr(result, "call_info", None)
    return CallResult(result=result, reference=info and info.reference)


def causes(raised: BaseException | None) -> Iterator[BaseException]:
    """The exception and what it came from."""
    while raised is not None:
        yield raised
        raised = raised.__cause__


def method_of(client: object, order: dict[str, Any]) -> Callable[..., Any]:
    """The method of the order's operation."""
    method: Callable[..., Any] = attrgetter(order["operation"])(client)
    return method


def arguments_of(order: dict[str, Any]) -> dict[str, Any]:
    """What the method is called with."""
    raising = {"raise_on_failure": True} if order["operation"] == "consume" else {}
    return {**order["arguments"], **raising}


def seconds(policy: dict[str, float]) -> dict[str, float]:
    """A retry policy in this language's unit."""
    return {name.removesuffix("_ms"): value / 1000 for name, value in policy.items()}


def lines() -> list[dict[str, Any]]:
    """The input as far as the next empty line."""
    return [json.loads(line) for line in iter(lambda: sys.stdin.readline().strip(), "")]


def write_reports(reports: list[dict[str, Any]]) -> None:
    """Writes the reports and an empty line."""
    sys.stdout.write("".join(f"{json.dumps(report)}\n" for report in reports) + "\n")
    sys.stdout.flush()


async def main() -> None:
    first, *orders = lines()
    callers = Callers(first)
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(64))

    async def work(number: int) -> list[dict[str, Any]]:
        reports: list[dict[str, Any]] = []
        while orders:
            reports.append(await callers.carry_out(number, orders.pop(0)))
        return reports

    reports = await asyncio.gather(*(work(number) for number in range(len(callers.sets))))
    write_reports([report for of_one in reports for report in of_one])
    open_ones = lines()
    settling = (callers.settle(order["number"], order["timeout_ms"] / 1000) for order in open_ones)
    write_reports(await asyncio.gather(*settling))


if __name__ == "__main__":
    asyncio.run(main())
