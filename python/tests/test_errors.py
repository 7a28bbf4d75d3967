"""The exception classes: complete, catchable along every axis, and fit to travel."""

from __future__ import annotations

import copy
import json
import pickle
import traceback
from typing import Any, get_args

import pytest

import payonce
from payonce import _native, _vocabulary
from payonce._errors import class_for

VOCABULARY: dict[str, Any] = _native.vocabulary()


def refusal(**changes: Any) -> payonce.PayonceError:
    """What AgentWallex responds if a policy refuses."""
    body = {"code": "policy_violation", "type": "invalid_request_error", "message": "over the limit", **changes}
    error = payonce.classify("agentwallex", operation="payments.send", status=400, body=json.dumps(body))
    assert error is not None
    return error


@pytest.mark.parametrize("provider", VOCABULARY["provider"])
@pytest.mark.parametrize("kind", VOCABULARY["kind"])
def test_every_kind_of_every_provider_has_its_classes(provider: str, kind: str) -> None:
    kind_class = getattr(payonce, VOCABULARY["kind"][kind])
    provider_class = getattr(payonce, VOCABULARY["provider"][provider])
    payload = refusal().to_dict() | {"provider": provider, "kind": kind, "class": kind_class.__name__}
    error = payonce.error_from_payload(payload)
    assert isinstance(error, kind_class)
    assert isinstance(error, provider_class)
    assert isinstance(error, payonce.PayonceError)
    assert type(error).__qualname__ == kind_class.__name__
    assert type(error).__module__ == "payonce"
    assert kind_class.__name__ in payonce.__all__
    assert provider_class.__name__ in payonce.__all__


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (_vocabulary.ProviderId, "provider"),
        (_vocabulary.Kind, "kind"),
        (_vocabulary.Phase, "phase"),
        (_vocabulary.Outcome, "outcome"),
        (_vocabulary.Actor, "actor"),
        (_vocabulary.Advice, "advice"),
        (_vocabulary.Safety, "safety"),
        (_vocabulary.Audience, "audience"),
    ],
)
def test_the_literals_have_every_word_of_the_core(words: Any, name: str) -> None:
    assert list(get_args(words)) == list(VOCABULARY[name])


def test_the_reference_has_every_field_of_the_core() -> None:
    error = refusal()
    assert error.reference.to_dict() == error.to_dict()["reference"]


@pytest.mark.parametrize(
    ("outcome", "phase", "caught"),
    [
        ("unknown", "waiting", payonce.OutcomeUnknownError),
        ("unknown", "before_send", payonce.OutcomeUnknownError),
        ("pending", "answered", payonce.PendingError),
        ("applied", "answered", payonce.AlreadyAppliedError),
        ("not_applied", "before_send", payonce.NotSentError),
        ("not_applied", "answered", payonce.NotAppliedError),
    ],
)
def test_the_outcome_is_a_base_class(outcome: str, phase: str, caught: type[payonce.PayonceError]) -> None:
    error = payonce.error_from_payload(refusal().to_dict() | {"outcome": outcome, "phase": phase})
    assert isinstance(error, caught)
    assert isinstance(error, payonce.NotSentError) == (caught is payonce.NotSentError)
    assert isinstance(error, payonce.NotAppliedError) == (outcome == "not_applied")


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [
        ("timeout", TimeoutError),
        ("connection", ConnectionError),
        ("invalid_argument", ValueError),
    ],
)
def test_an_error_with_nothing_sent_has_the_builtin_of_its_kind(kind: str, builtin: type[Exception]) -> None:
    name = VOCABULARY["kind"][kind]
    for provider in VOCABULARY["provider"]:
        members = {"provider": provider, "kind": kind, "class": name, "outcome": "not_applied", "phase": "before_send"}
        error = payonce.error_from_payload(refusal().to_dict() | members)
        assert isinstance(error, builtin)
        assert isinstance(pickle.loads(pickle.dumps(error)), builtin)


def test_the_vendors_own_names_are_classes() -> None:
    error = payonce.classify("agenttech", status=400, body=b'{"message": "bad request"}')
    assert isinstance(error, payonce.RequestError)
    assert isinstance(error, payonce.PayApiError)
    assert isinstance(error, payonce.InvalidRequestError)
    assert (error.status_code, type(error).__name__) == (400, "PayApiError")
    assert "bad request" in error.body


def test_a_traceback_shows_the_public_name() -> None:
    shown = "".join(traceback.format_exception_only(refusal()))
    assert shown == "payonce.PolicyViolationError: over the limit [policy_violation]\n"


def test_every_field_has_a_property_of_the_same_value() -> None:
    error = refusal(rule="daily_limit")
    for name, value in error.to_dict().items():
        if name not in {"class", "reference"}:
            assert getattr(error, name) == value
    assert isinstance(error, payonce.PolicyViolationError)
    assert error.rule == "daily_limit"
    assert json.loads(error.to_json()) == error.to_dict()


def test_durations_are_seconds() -> None:
    error = payonce.classify("agentwallex", safety="read", status=429, headers={"retry-after-ms": "1500"})
    assert error is not None
    assert (error.retry_after, error.retry_after_ms) == (1.5, 1500)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_an_error_can_be_pickled_and_copied(protocol: int) -> None:
    error = refusal(rule="daily_limit")
    vars(error)["noted"] = "by the caller"
    for twin in (pickle.loads(pickle.dumps(error, protocol)), copy.copy(error), copy.deepcopy(error)):
        assert type(twin) is type(error)
        assert twin.to_dict() == error.to_dict()
        assert vars(twin)["noted"] == "by the caller"
        assert str(twin) == str(error)


def test_no_form_of_an_error_contains_a_key() -> None:
    key = "awx_planted_0123456789abcdef"
    error = payonce.classify(
        "agentwallex", status=401, body=json.dumps({"message": f"key {key} is wrong"}), secrets=[key]
    )
    assert error is not None
    for shown in (str(error), repr(error), error.to_json(), repr(error.log_record())):
        assert "planted" not in shown
    assert b"planted" not in pickle.dumps(error)


def test_the_composed_class_is_made_once() -> None:
    axes = ("payi", "server", "ServerError", "unknown", "answered")
    assert class_for(axes) is class_for(axes)


def test_the_message_of_an_unknown_outcome_has_the_outcome() -> None:
    payload = refusal().to_dict()
    payload |= {"outcome": "unknown", "advice": "reconcile", "reference": {"reference": "po_1"}}
    assert str(payonce.error_from_payload(payload)) == (
        "over the limit [policy_violation] (outcome unknown, advice reconcile, reference po_1)"
    )


def test_error_from_payload_refuses_other_values() -> None:
    with pytest.raises(ValueError, match="not an error of payonce"):
        payonce.error_from_payload({"kind": "server"})


def test_an_error_has_a_problem_an_mcp_and_a_response_form() -> None:
    error = refusal(rule="daily_limit")
    problem = error.to_problem()
    assert problem["status"] == error.respond_status
    assert error.to_mcp()["isError"] is True
    response = error.to_response()
    assert response.status == error.respond_status
    assert {"error", "message", "details"} <= set(response.body)
    assert error.log_record()["kind"] == "policy_violation"
    problem_response = error.to_problem_response()
    assert problem_response.headers["Content-Type"] == "application/problem+json"
    assert problem_response.body == problem
    assert "structuredContent" not in error.to_mcp()
    assert error.to_mcp(structured_content=True)["structuredContent"]["error"] == "payment_refused"
    offer = {
        "resource": {"url": "https://api.example.com/report"},
        "accepts": [
            {
                "scheme": "exact",
                "network": "eip155:8453",
                "amount": "10000",
                "asset": "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913",
                "payTo": "0x209693Bc6afc0C5328bA36FaF03C514EF312287C",
                "maxTimeoutSeconds": 60,
            }
        ],
    }
    assert error.to_x402(offer).status == error.respond_status
    with pytest.raises(payonce.InvalidArgumentError) as refused:
        error.to_x402({})
    assert refused.value.details["field"] == "offer.resource"
    assert "daily_limit" not in json.dumps([problem, error.to_mcp(), response.body])
    assert "daily_limit" in json.dumps(error.to_problem(audience="owner"))
    with pytest.raises(ValueError, match="audience must be one of"):
        error.to_problem(audience="everybody")  # type: ignore[arg-type]


def test_a_reference_has_a_repr_that_can_be_evaluated() -> None:
    reference = payonce.Reference(reference="po_0123456789abcdef", sent_at_ms=1_700_000_000_000)
    assert repr(reference) == "Reference(reference='po_0123456789abcdef', sent_at_ms=1700000000000)"
    assert eval(repr(reference), {"Reference": payonce.Reference}) == reference  # noqa: S307  # our own text
    assert repr(payonce.Reference()) == "Reference()"
