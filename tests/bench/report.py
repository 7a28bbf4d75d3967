"""How the measurements of Python are taken and printed: one line of JSON for each figure."""

from __future__ import annotations

import importlib
import json
import statistics
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

# Each measurement runs in so many fresh processes, because the layout of memory differs from process to process.
PROCESSES = 6
VALUES = 5


class Measurements:
    """pyperf, with the simulator's first line as the argument of this program and of its worker processes."""

    def __init__(self) -> None:
        # By its name: the tests and the type checkers do without it.
        pyperf: Any = importlib.import_module("pyperf")

        def pass_on(command: list[str], arguments: argparse.Namespace) -> None:
            command.append(arguments.sandbox)

        self._runner: Any = pyperf.Runner(processes=PROCESSES, values=VALUES, add_cmdline_args=pass_on)
        self._runner.argparser.add_argument("sandbox")
        self.sandbox: str = self._runner.parse_args().sandbox

    def compare(self, group: str, works: dict[str, Callable[[], Any]]) -> None:
        """Prints the processor time of each work."""
        for what, work in works.items():

            def loop(number: int, work: Callable[[], Any] = work) -> float:
                repeated = range(number)
                begun = time.process_time()
                for _ in repeated:
                    work()
                return time.process_time() - begun

            self._tell(group, what, self._runner.bench_time_func(f"{group}, {what}", loop))

    def compare_given(self, group: str, make: Callable[[], Any], works: dict[str, Callable[[Any], Any]]) -> None:
        """`compare` for works that each take an object of their own, which is made before the time begins."""
        for what, work in works.items():

            def loop(number: int, work: Callable[[Any], Any] = work) -> float:
                objects = [make() for _ in range(number)]
                begun = time.process_time()
                for made in objects:
                    work(made)
                return time.process_time() - begun

            self._tell(group, what, self._runner.bench_time_func(f"{group}, {what}", loop))

    def single(self, group: str, what: str, work: Callable[[], Any]) -> None:
        """Prints how long one run takes on the clock."""
        self._tell(group, what, self._runner.bench_func(f"{group}, {what}", work))

    def imports(self, group: str, python: str, statements: Sequence[str]) -> None:
        """Prints how long fresh interpreters take, less the fastest one that imports nothing."""

        def run(name: str, code: str) -> Any:
            return self._runner.bench_command(f"{group}, {name}", [python, "-c", code])

        nothing = run("nothing", "pass")
        for statement in statements:
            self._tell(group, statement, run(statement, statement), nothing)

    def _tell(self, group: str, what: str, found: Any, less: Any = None) -> None:
        # A worker process measures for the one that prints.
        if found is None or self._runner.args.worker:
            return
        without = min(less.get_values()) if less is not None else 0
        tell(group, what, [(seconds - without) * 1e9 for seconds in found.get_values()])


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
