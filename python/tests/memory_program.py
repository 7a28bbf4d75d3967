"""Does something many times and prints by how many bytes the process grew each time, once its caches are full.

Run by test_memory.py: `memory_program.py WORK TIMES OPTIONS [leak]`. With `leak`, the program keeps all results.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from typing import TYPE_CHECKING, Any

import payonce
from payonce.agentwallex import AgentWallex

if TYPE_CHECKING:
    from collections.abc import Callable

BODY = b'{"code":"policy_violation","type":"invalid_request_error","message":"the daily limit","rule":"daily_limit"}'


def classify(_options: dict[str, Any]) -> Callable[[], Any]:
    def work() -> Any:
        try:
            error = payonce.classify(
                "agentwallex", operation="payments.send", status=400, headers={"a": "b"}, body=BODY
            )
            if error is not None:
                raise error
        except payonce.PolicyViolationError as caught:
            if caught.rule == "daily_limit":
                return caught
        raise AssertionError("a refusal was taken for a success")

    return work


def call(options: dict[str, Any]) -> Callable[[], Any]:
    client = AgentWallex(**options)

    def work() -> Any:
        found = client.agents.list()
        try:
            client.agents.get("missing")
        except payonce.NotFoundError as error:
            return found, error
        raise AssertionError("an agent that does not exist was found")

    return work


def resident() -> int:
    gc.collect()
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    name, times, options = sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3])
    work = {"classify": classify, "call": call}[name](options)
    kept: list[Any] = []
    leaks = "leak" in sys.argv

    def run(number: int) -> None:
        for _ in range(number):
            result = work()
            if leaks:
                kept.append(result)

    run(times // 2)
    before = resident()
    run(times)
    print((resident() - before) / times)  # noqa: T201


if __name__ == "__main__":
    main()
