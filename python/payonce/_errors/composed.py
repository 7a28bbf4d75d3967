"""The class of an error along all axes at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from payonce._errors import vendors
from payonce._errors.axes import KINDS, OUTCOMES, OUTCOMES_IN, PROVIDERS
from payonce._errors.base import PayonceError, maker
from payonce._errors.consequences import NotSentError
from payonce._errors.provider_file import ProviderError
from payonce._json import exact_json
from payonce._native import Verdict

# Classes that only one provider has, under the names of the vendor's own SDK.
_NAMED: dict[str, type[PayonceError]] = {
    "PayApiError": vendors.PayApiError,
    "PayValidationError": vendors.PayValidationError,
    "UnexpectedError": vendors.UnexpectedError,
}
# Classes that generic retry layers repeat; added only if nothing was sent.
_REPEATED: dict[str, type[Exception]] = {"connection": ConnectionError, "timeout": TimeoutError}
_COMPOSED: dict[tuple[str, str, str, str, str], type[PayonceError]] = {}
MAKERS: list[Callable[[str], PayonceError] | None] = []
"""The functions that make exceptions of the same classes, by a number that the core makes of those texts. The native
module calls them."""


def class_for(axes: tuple[str, str, str, str, str]) -> type[PayonceError]:
    """The class of an error of this provider, kind, class name, outcome and phase; created once and kept.

    It is a subclass of the classes of the kind, the provider and the consequence. Its name is `class` of the payload,
    so that a traceback reads `payonce.PolicyViolationError`.
    """
    known = _COMPOSED.get(axes)
    if known is not None:
        return known
    provider, kind, name, outcome, phase = axes
    consequence = OUTCOMES_IN.get((outcome, phase)) or OUTCOMES[outcome]
    # Last, so that the error is printed and pickled as a class of payonce.
    repeated = _REPEATED.get(kind) if issubclass(consequence, NotSentError) else None
    parts = [_NAMED.get(name), KINDS[kind], PROVIDERS.get(provider, ProviderError), consequence, repeated]
    bases: list[type[Exception]] = []
    for part in parts:
        if part is not None and not any(issubclass(base, part) for base in bases):
            bases.append(part)
    members = {"__module__": "payonce", "__doc__": bases[0].__doc__}
    composed = cast("type[PayonceError]", type(name, tuple(bases), members))
    return _COMPOSED.setdefault(axes, composed)


def error_from_verdict(verdict: Verdict) -> PayonceError:
    """The exception for a verdict of the core."""
    index = verdict.class_index
    known = MAKERS[index] if index is not None and index < len(MAKERS) else None
    if known is None:
        known = maker(class_for(verdict.axes))
        if index is not None:
            MAKERS.extend([None] * (index + 1 - len(MAKERS)))
            MAKERS[index] = known
    error = known(verdict.message)
    error._verdict = verdict  # pyright: ignore[reportPrivateUsage]
    return error


def error_from_payload(payload: Mapping[str, Any]) -> PayonceError:
    """The exception for the JSON form of an error, as `to_dict` of any language writes it.

    Raises:
        ValueError: The mapping is not the JSON form of an error.
    """
    return error_from_verdict(Verdict.from_json(exact_json(payload)))
