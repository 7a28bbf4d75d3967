"""Carries orders out with the Python package, and says what it was told of each.

The first line of input is what the simulator announces, each further one an order. One line of output per order: its
number, and the error's JSON form, or null for a success. `cargo xtask chaos --languages python` starts this.
"""

from __future__ import annotations

import asyncio
import json
import sys
from operator import attrgetter
from typing import Any

from payonce import PayonceError
from payonce.agentpay import AsyncAgentPayClient
from payonce.agenttech import AsyncPayClient
from payonce.agentwallex import AsyncAgentWallex
from payonce.payi import AsyncPayi

CALLERS = 24
CLIENTS: dict[str, Any] = {
    "agentpay": AsyncAgentPayClient,
    "agenttech": AsyncPayClient,
    "agentwallex": AsyncAgentWallex,
    "payi": AsyncPayi,
}
RETRY = {"base_delay": 0.001, "max_delay": 0.03, "deadline": 5}


async def main() -> None:
    lines = sys.stdin.read().splitlines()
    announced = json.loads(lines[0])["providers"]
    orders = [json.loads(line) for line in lines[1:]]
    clients: dict[str, Any] = {}
    for name, make in CLIENTS.items():
        options = {option: value for option, value in announced[name].items() if option != "user_api_key"}
        clients[name] = make(**options, timeout=0.15, retry=RETRY)

    async def work() -> None:
        while orders:
            order = orders.pop()
            error = await carry_out(clients[order["provider"]], order)
            sys.stdout.write(json.dumps({"number": order["number"], "error": error}) + "\n")

    await asyncio.gather(*(work() for _ in range(CALLERS)))


async def carry_out(client: object, order: dict[str, Any]) -> dict[str, Any] | None:
    arguments = order["arguments"]
    if order["operation"] == "consume":
        arguments["raise_on_failure"] = True
    try:
        await attrgetter(order["operation"])(client)(**arguments)
    except PayonceError as error:
        return error.to_dict()
    return None


if __name__ == "__main__":
    asyncio.run(main())
