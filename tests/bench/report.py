"""How the measurements of Python are taken and printed: one line of JSON for each figure."""

from __future__ import annotations

import json
import statistics
import time
import timeit
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROUNDS = 9


def compare(group: str, works: dict[str, Callable[[], Any]]) -> None:
    """Prints the processor time of each work, in rounds that alternate: what else runs slows all of them."""
    timers = {what: timeit.Timer(work, timer=time.process_time) for what, work in works.items()}
    numbers = {what: timer.autorange()[0] for what, timer in timers.items()}
    times: dict[str, list[float]] = {what: [] for what in works}
    for _ in range(ROUNDS):
        for what, timer in timers.items():
            times[what].append(timer.timeit(numbers[what]) / numbers[what] * 1e9)
    for what, found in times.items():
        tell(group, what, found)


def compare_given(group: str, make: Callable[[], Any], works: dict[str, Callable[[Any], Any]]) -> None:
    """`compare` for works that each take an object of their own, which is made before the time begins."""
    times: dict[str, list[float]] = {what: [] for what in works}
    for _ in range(ROUNDS):
        for what, work in works.items():
            objects = [make() for _ in range(5_000)]
            begun = time.process_time()
            for made in objects:
                work(made)
            times[what].append((time.process_time() - begun) / len(objects) * 1e9)
    for what, found in times.items():
        tell(group, what, found)


def tell(group: str, what: str, figures: Sequence[float], unit: str = "ns") -> None:
    line = {
        "group": group,
        "what": what,
        "unit": unit,
        "least": round(min(figures)),
        "median": round(statistics.median(figures)),
    }
    print(json.dumps(line), flush=True)  # noqa: T201


def missing(group: str, what: str, reason: str) -> None:
    print(json.dumps({"group": group, "what": what, "missing": reason}), flush=True)  # noqa: T201
