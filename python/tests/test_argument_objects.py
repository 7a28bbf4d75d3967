# pyright: strict, reportUnnecessaryTypeIgnoreComment=true
"""Objects in arguments: type checkers refuse a wrong dict, and the core refuses it at run time.

A comment that ignores an error is itself an error where there is none to ignore, in mypy and pyright. So the type
checkers test the types here.
"""

from __future__ import annotations

import typing
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pydantic
import pytest

from payonce import InvalidArgumentError, agentwallex, payi

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Sandbox

MODULES = [payi, agentwallex]
PARAMS: dict[str, Any] = {
    name: getattr(module, name) for module in MODULES for name in module.__all__ if name.endswith("Param")
}


def test_dicts_are_sent_as_they_are(sandbox: Sandbox) -> None:
    units: dict[str, payi.IngestUnitsParam] = {"text": {"input": 7, "output": 5}}
    event: payi.BulkIngestRequestParam = {
        "category": "system.openai",
        "resource": "gpt-4o",
        "units": units,
        "provider_request_headers": [{"name": "accept", "value": "application/json"}, {"name": "x-empty"}],
        "provider_response_id": None,
        "scope": "global",
    }
    with payi.Payi(**sandbox.providers["payi"]) as client:
        assert client.ingest.bulk([event]).ingest_count == 1
        defined = client.use_cases.definitions.create(
            "chat", "A chat.", limit_config={"max": "2.50", "limit_type": "block", "properties": {"team": "a"}}
        )
        assert defined.limit_config is not None
        assert defined.limit_config.max == Decimal("2.50")
    with sandbox.client() as wallet:
        rules: agentwallex.PolicyRulesParam = {
            "daily_limit": "50.00",
            "allowed_hours": {"start": "09:00", "end": "17:00"},
        }
        policy = wallet.policies.create("agent_abc123", "spending_limit", rules)
        assert policy.rules is not None
        assert policy.rules.daily_limit == "50.00"


def test_an_object_of_a_response_is_an_argument(sandbox: Sandbox) -> None:
    with sandbox.client() as wallet:
        made = wallet.policies.create("agent_abc123", "spending_limit", {"daily_limit": "50.00"})
        assert made.rules is not None
        again = wallet.policies.update(made.id, made.rules)
        assert again.rules == made.rules


def wrong_calls() -> list[Any]:
    """What mypy, pyright and the core refuse, with the argument that the core names."""
    client = payi.Payi(api_key="payi_planted_0123456789abcdef", base_url="http://127.0.0.1:9")
    wallet = agentwallex.AgentWallex(api_key="awx_planted_0123456789abcdef", base_url="http://127.0.0.1:9")
    define = client.use_cases.definitions.create
    ingest = client.ingest.units
    create = wallet.policies.create
    units: dict[str, payi.IngestUnitsParam] = {"text": {"input": 7}}
    calls: dict[str, Callable[[], object]] = {
        "limit_config.max": lambda: define(
            "chat",
            "A chat.",
            limit_config={},  # type: ignore[arg-type]
        ),
        "limit_config.threshold": lambda: define(
            "chat",
            "A chat.",
            limit_config={"max": "1", "threshold": []},  # type: ignore[arg-type]
        ),
        "limit_config.properties": lambda: define(
            "chat",
            "A chat.",
            limit_config={"max": "1", "properties": "a"},  # type: ignore[arg-type]
        ),
        "events[0].units": lambda: client.ingest.bulk(
            [{"category": "system.openai"}]  # type: ignore[list-item]
        ),
        "units.text.input": lambda: ingest(
            "system.openai",
            {"text": {"input": "seven"}},  # type: ignore[dict-item]
        ),
        "provider_request_headers[0].name": lambda: ingest(
            "system.openai",
            units,
            provider_request_headers=[{"value": "a"}],  # type: ignore[list-item]
        ),
        "rules.daily_limit": lambda: create(
            "agent_abc123",
            "spending_limit",
            {"daily_limit": 50.0},  # type: ignore[arg-type]
        ),
    }
    return [pytest.param(path, call, id=path) for path, call in calls.items()]


@pytest.mark.parametrize(("path", "call"), wrong_calls())
def test_a_wrong_dict_is_refused_with_its_place(path: str, call: Callable[[], object]) -> None:
    with pytest.raises(InvalidArgumentError) as refused:
        call()
    assert refused.value.field == path


def unknown_members() -> object:
    """A member that is not declared is an error of types: it is usually misspelled. A newer one is cast."""
    misspelled: agentwallex.PolicyRulesParam = {"dayly_limit": "50.00"}  # type: ignore[typeddict-unknown-key]
    newer = typing.cast("agentwallex.PolicyRulesParam", {"weekly_limit": "50.00"})
    untyped: dict[str, object] = {"daily_limit": "50.00"}
    from_untyped: agentwallex.PolicyRulesParam = untyped  # type: ignore[assignment]
    return misspelled, newer, from_untyped


def test_every_dict_knows_what_is_required() -> None:
    assert sorted(PARAMS) == [
        "AllowedHoursParam",
        "BulkIngestRequestParam",
        "BulkUpsertRequestParam",
        "FunctionCallInfoParam",
        "HeaderInfoParam",
        "IngestUnitsParam",
        "LimitConfigParam",
        "PolicyRulesParam",
        "PriceUnitsParam",
    ]
    for name, param in PARAMS.items():
        hints = typing.get_type_hints(param, include_extras=True)
        assert param.__required_keys__ | param.__optional_keys__ == set(hints), name
        assert param.__doc__, name
    assert payi.LimitConfigParam.__required_keys__ == {"max"}
    assert payi.BulkIngestRequestParam.__required_keys__ == {"category", "units"}
    assert payi.BulkUpsertRequestParam.__required_keys__ == {"category", "units", "provider_response_id"}
    assert payi.IngestUnitsParam.__required_keys__ == set()


def test_pydantic_keeps_members_that_this_version_does_not_know(sandbox: Sandbox) -> None:
    for param in PARAMS.values():
        pydantic.TypeAdapter(param)
    given = {"daily_limit": "1", "weekly_limit": "2"}
    read: Any = pydantic.TypeAdapter(agentwallex.PolicyRulesParam).validate_python(given)
    assert read == given
    with pytest.raises(pydantic.ValidationError):
        pydantic.TypeAdapter(payi.LimitConfigParam).validate_python({"limit_type": "block"})
    with sandbox.client() as wallet:
        create = pydantic.validate_call(wallet.policies.create)
        made = create("agent_abc123", "spending_limit", {"daily_limit": "5.00"})
        assert made.rules is not None
        assert made.rules.daily_limit == "5.00"


def test_the_objects_of_results_are_read_only(sandbox: Sandbox) -> None:
    with sandbox.client() as wallet:
        made = wallet.policies.create("agent_abc123", "spending_limit", {"daily_limit": "50.00"})
        with pytest.raises(AttributeError, match="read-only"):
            made.rules.daily_limit = "1000000.00"  # type: ignore[union-attr]
