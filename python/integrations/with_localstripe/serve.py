"""Serves localstripe on a free port of 127.0.0.1, and prints the port. Its own command listens on every address."""

from __future__ import annotations

import asyncio
import importlib
import sys
from typing import Any


async def serve() -> None:
    web: Any = importlib.import_module("aiohttp.web")
    localstripe: Any = importlib.import_module("localstripe.server")
    # It would keep every object in one file for all users of the machine.
    localstripe.store.dump_to_disk = lambda: None
    runner = web.AppRunner(localstripe.app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    sys.stdout.write(f"{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve())
