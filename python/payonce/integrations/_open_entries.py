"""OpenTelemetry: a gauge of the open entries of journals."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from typing import Any

from payonce._journal.handle import Journal


def observe_open(**journals: Journal) -> None:
    """Measures how many entries of journals are open: payments that may have been made, and are not settled.

    The observable gauge is `payonce.open`. Call this once.

    Args:
        **journals: The journal of a sync client under the id of its provider, such as `agentwallex=wallet.journal`. It
            is read at each export, in the thread of the exporter.
    """
    metrics: Any = importlib.import_module("opentelemetry.metrics")

    def count(_options: Any) -> Iterable[Any]:
        for provider, journal in journals.items():
            yield metrics.Observation(len(journal.open()), {"payonce.provider": provider})

    metrics.get_meter("payonce").create_observable_gauge("payonce.open", [count], unit="{entry}")
