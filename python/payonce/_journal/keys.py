"""Keys that name a purchase."""

from __future__ import annotations

from typing import Any

from payonce._native import once as core_once
from payonce._serialize import NULL, NotSerializableError, to_json


def once(scope: str, /, **fields: Any) -> str:
    """Derives an idempotency key for one purchase from the fields that identify it.

    The same fields give the same key, in every process and every language, whatever their order. Include the id of the
    run, the thread or the job among the fields if a second run has to pay again. Do not include the id that a model
    gives its tool call, because it changes when the model asks again.

    Args:
        scope: What is bought, for instance `invoice`: 1 to 64 letters, digits, hyphens or underscores. The key begins
            with it.
        **fields: What identifies the purchase, for instance `number="2026-07"`.

    Returns:
        The key, for instance `invoice-5b0c…`.

    Raises:
        ValueError: The scope is invalid, there are no fields, or a field has no value that JSON can represent.
    """
    try:
        return core_once(scope, to_json({name: NULL if value is None else value for name, value in fields.items()}))
    except NotSerializableError as refused:
        raise ValueError(str(refused)) from None
