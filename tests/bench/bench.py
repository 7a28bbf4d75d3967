"""How long payonce takes in Python, beside what it replaces. Prints one line of JSON for each figure.

Run by `cargo xtask bench`, which builds for release and starts the simulator.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
import timeit
from typing import TYPE_CHECKING, Any

import httpx
import payi

import payonce
from payonce.agentwallex import AgentWallex

if TYPE_CHECKING:
    from collections.abc import Callable

BODY = (
    b'{"code":"policy_violation","type":"invalid_request_error",'
    b'"message":"transaction exceeds the daily limit","rule":"daily_limit"}'
)
LIMIT = b'{"statusCode":400,"message":"limit reached","xproxy_error":{"code":"limit_reached","message":"blocked"}}'
HEADERS = {"content-type": "application/json", "x-request-id": "req_1"}
ROUNDS = 9
CALLS = 400


class HandwrittenError(Exception):
    """What somebody writes by hand."""

    def __init__(self, message: str, rule: str) -> None:
        super().__init__(message)
        self.rule = rule


def by_hand() -> str:
    try:
        data = json.loads(BODY)
        if data["code"] == "policy_violation":
            raise HandwrittenError(data["message"], data["rule"])
        raise RuntimeError(data["message"])
    except HandwrittenError as error:
        return error.rule


def by_payonce() -> str:
    try:
        error = payonce.classify("agentwallex", operation="payments.send", status=400, headers=HEADERS, body=BODY)
        if error is not None:
            raise error
    except payonce.PolicyViolationError as refused:
        return str(refused.rule)
    raise AssertionError("a refusal was taken for a success")


PEER = payi.Payi(api_key="example")
REQUEST = httpx.Request("POST", "http://127.0.0.1/")


def limit_by_payi() -> int:
    try:
        response = httpx.Response(400, headers=HEADERS, content=LIMIT, request=REQUEST)
        raise PEER._make_status_error_from_response(response)  # pyright: ignore[reportPrivateUsage]  # its own way from response to exception
    except payi.BadRequestError as error:
        return error.status_code


def limit_by_payonce() -> str:
    try:
        response = httpx.Response(400, headers=HEADERS, content=LIMIT, request=REQUEST)
        payonce.raise_for_response("payi", response, operation="ingest.units")
    except payonce.PayiError as error:
        return error.kind
    raise AssertionError("a refusal was taken for a success")


def compare(group: str, works: dict[str, Callable[[], Any]]) -> None:
    """Prints the processor time of each work, in rounds that alternate: what else runs slows all of them."""
    timers = {what: timeit.Timer(work, timer=time.process_time) for what, work in works.items()}
    numbers = {what: timer.autorange()[0] for what, timer in timers.items()}
    times: dict[str, list[float]] = {what: [] for what in works}
    for _ in range(ROUNDS):
        for what, timer in timers.items():
            times[what].append(timer.timeit(numbers[what]) / numbers[what] * 1e9)
    for what, found in times.items():
        tell(group, what, min(found), statistics.median(found))


def middle(work: Callable[[], Any]) -> float:
    """The median of single calls, in nanoseconds."""
    for _ in range(20):
        work()
    times: list[int] = []
    for _ in range(CALLS):
        begun = time.perf_counter_ns()
        work()
        times.append(time.perf_counter_ns() - begun)
    return statistics.median(times)


def importing(name: str) -> float:
    """The fastest of several fresh interpreters, less an interpreter that imports nothing, in nanoseconds."""

    def run(code: str) -> float:
        begun = time.perf_counter_ns()
        subprocess.run([sys.executable, "-c", code], check=True)
        return time.perf_counter_ns() - begun

    return min(run(f"import {name}") for _ in range(ROUNDS)) - min(run("pass") for _ in range(ROUNDS))


def tell(group: str, what: str, figure: float, median: float | None = None) -> None:
    line = {"group": group, "what": what, "ns": round(figure)}
    if median is not None:
        line["median_ns"] = round(median)
    print(json.dumps(line), flush=True)  # noqa: T201


def main() -> None:
    wallex = json.loads(sys.argv[1])["providers"]["agentwallex"]
    compare(
        "Python: bytes of a response to a caught exception",
        {"json.loads and a class by hand": by_hand, "payonce": by_payonce},
    )
    compare(
        "Python: httpx response to a caught exception",
        {"payi (its own package)": limit_by_payi, "payonce": limit_by_payonce},
    )
    call = "Python: one call to the simulator, median"
    headers = {"x-api-key": wallex["api_key"]}
    with httpx.Client(base_url=wallex["base_url"], headers=headers) as plain:
        tell(call, "httpx and json", middle(lambda: plain.get("/agents").json()))
    with AgentWallex(**wallex) as client:
        tell(call, "payonce", middle(client.agents.list))
    fresh = "Python: import in a fresh interpreter"
    tell(fresh, "payi (its own package)", importing("payi"))
    tell(fresh, "payonce", importing("payonce"))
    tell(fresh, "payonce.agentwallex", importing("payonce.agentwallex"))


if __name__ == "__main__":
    main()
