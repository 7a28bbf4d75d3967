"""Calls Pay-i with its own package, as it comes, while the simulator is down.

python tests/chaos/payi_outage.py BASE_URL CALLS CALLERS
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import payi


def main() -> None:
    base_url, calls, callers = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    client = payi.Payi(base_url=base_url, api_key="payi_sandbox_key")

    def call(_: int) -> None:
        try:
            client.limits.list()
        except (payi.InternalServerError, payi.APIConnectionError):
            return
        raise AssertionError("a call succeeded although the provider is down")

    with ThreadPoolExecutor(callers) as pool:
        list(pool.map(call, range(calls)))
    sys.stdout.write(f"payi {payi.__version__}, limits.list\n")


if __name__ == "__main__":
    main()
