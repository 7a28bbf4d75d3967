"""What many calls at the same time cost in Python, beside other clients: processor time, and memory.

Run by `cargo xtask bench`, as bench.py is. `calls.py SANDBOX in-flight NAME` holds many calls of one client
open and prints the most memory that the process had.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import resource
import subprocess
import sys
import time
import urllib.request
from contextlib import AsyncExitStack
from multiprocessing import Process, Queue
from typing import TYPE_CHECKING, Any, TypeAlias

import report

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

AT_ONCE = 50
CALLS = 2_000
ROUNDS = 7
IN_FLIGHT = 10_000

Call: TypeAlias = "Callable[[], Awaitable[Any]]"


async def by_payonce(stack: AsyncExitStack, wallex: dict[str, Any]) -> Call:
    from payonce.agentwallex import AsyncAgentWallex

    client = await stack.enter_async_context(AsyncAgentWallex(**wallex, max_retries=0, timeout=300))
    return client.agents.list


async def by_pyreqwest(stack: AsyncExitStack, wallex: dict[str, Any]) -> Call:
    pyreqwest: Any = importlib.import_module("pyreqwest.client")

    client = await stack.enter_async_context(
        pyreqwest.ClientBuilder().default_headers({"x-api-key": wallex["api_key"]}).build()
    )
    url = wallex["base_url"] + "/agents"

    async def call() -> Any:
        response = await client.get(url).build().send()
        return await response.json()

    return call


async def by_aiohttp(stack: AsyncExitStack, wallex: dict[str, Any]) -> Call:
    import aiohttp

    session = await stack.enter_async_context(
        aiohttp.ClientSession(headers={"x-api-key": wallex["api_key"]}, connector=aiohttp.TCPConnector(limit=IN_FLIGHT))
    )
    url = wallex["base_url"] + "/agents"

    async def call() -> Any:
        async with session.get(url) as response:
            return await response.json()

    return call


async def by_httpx(stack: AsyncExitStack, wallex: dict[str, Any]) -> Call:
    import httpx

    client = await stack.enter_async_context(
        httpx.AsyncClient(headers={"x-api-key": wallex["api_key"]}, limits=httpx.Limits(max_connections=AT_ONCE))
    )
    url = wallex["base_url"] + "/agents"

    async def call() -> Any:
        return (await client.get(url)).json()

    return call


CLIENTS = {"payonce": by_payonce, "pyreqwest": by_pyreqwest, "aiohttp": by_aiohttp, "httpx": by_httpx}


async def seconds(call: Call, number: int) -> float:
    """The processor time of so many calls, with at most `AT_ONCE` at the same time."""
    left = iter(range(number))

    async def work() -> None:
        for _ in left:
            await call()

    begun = time.process_time()
    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return time.process_time() - begun


async def throughput(wallex: dict[str, Any]) -> None:
    group = f"Python: one of {AT_ONCE} calls at the same time, processor time"
    async with AsyncExitStack() as stack:
        calls: dict[str, Call] = {}
        for name, make in CLIENTS.items():
            try:
                calls[name] = await make(stack, wallex)
            except ImportError as error:  # noqa: PERF203  # four rounds
                report.missing(group, name, str(error))
        times: dict[str, list[float]] = {name: [] for name in calls}
        for call in calls.values():
            await seconds(call, 10 * AT_ONCE)
        for _ in range(ROUNDS):
            for name, call in calls.items():
                # The package that is slower by far needs no more calls for the same precision.
                number = CALLS // 8 if name == "httpx" else CALLS
                times[name].append(await seconds(call, number) / number * 1e9)
        for name, found in times.items():
            report.tell(group, name, found)


async def hold(name: str, wallex: dict[str, Any]) -> int:
    """The most memory of this process, in bytes, while so many calls wait for their responses."""
    async with AsyncExitStack() as stack:
        call = await CLIENTS[name](stack, wallex)
        tasks = [asyncio.ensure_future(call()) for _ in range(IN_FLIGHT)]
        while await asyncio.to_thread(waiting, wallex["base_url"]) < IN_FLIGHT:  # noqa: ASYNC110  # another process
            await asyncio.sleep(0.1)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return most


def waiting(url: str) -> int:
    with urllib.request.urlopen(url + "/waiting") as response:
        return int(response.read())


async def keep_waiting(ready: Queue[int]) -> None:
    """A server that responds to nothing but the question how many requests wait."""
    number = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal number
        head = await reader.readuntil(b"\r\n\r\n")
        if b" /waiting " in head:
            body = str(number).encode()
            writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
            writer.close()
            return
        number += 1
        await reader.read()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=IN_FLIGHT)
    ready.put(server.sockets[0].getsockname()[1])
    await server.serve_forever()


def serve_nothing(ready: Queue[int]) -> None:
    asyncio.run(keep_waiting(ready))


def memory(wallex: dict[str, Any]) -> None:
    group = f"Python: memory with {IN_FLIGHT:,} calls in flight"
    for name in ("payonce", "pyreqwest", "aiohttp"):
        ready: Queue[int] = Queue()
        server = Process(target=serve_nothing, args=(ready,), daemon=True)
        server.start()
        given = {**wallex, "base_url": f"http://127.0.0.1:{ready.get()}"}
        arguments = [sys.executable, __file__, json.dumps({"providers": {"agentwallex": given}}), "in-flight", name]
        try:
            done = subprocess.run(arguments, capture_output=True, text=True, check=True, timeout=120)
            report.tell(group, name, [int(done.stdout)], "bytes")
        except subprocess.CalledProcessError as error:
            report.missing(group, name, (error.stderr.strip().splitlines() or ["it failed without a word"])[-1])
        except subprocess.TimeoutExpired:
            report.missing(group, name, "the calls did not all arrive within two minutes")
        server.kill()


def main() -> None:
    sandbox = json.loads(sys.argv[1])
    wallex = sandbox["providers"]["agentwallex"]
    if sys.argv[2:3] == ["in-flight"]:
        print(asyncio.run(hold(sys.argv[3], wallex)))  # noqa: T201
        return
    asyncio.run(throughput(wallex))
    memory(wallex)


if __name__ == "__main__":
    main()
