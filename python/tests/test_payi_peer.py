"""Pay-i's own package drives the simulator, and reads what the client of payonce reads.

It is the proof that the simulator speaks Pay-i, and the measure of what code that moves over has to find again.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

import payi
import pytest
from payi import BaseModel

import payonce
from payonce.payi import Payi, from_provider_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from conftest import Sandbox

    from payonce import Model

CALL: dict[str, Any] = {
    "category": "system.openai",
    "resource": "gpt-4o",
    "units": {"text": {"input": 1000, "output": 100}},
}


@pytest.fixture
def peer(sandbox: Sandbox) -> Iterator[payi.Payi]:
    """Pay-i's own client."""
    with payi.Payi(**sandbox.providers["payi"]) as client:
        yield client


@pytest.fixture
def ours(sandbox: Sandbox) -> Payi:
    """The client of payonce."""
    return Payi(**sandbox.providers["payi"], retry={"base_delay": 0.01})


def assert_same(theirs: Any, mine: Any, *, apart: frozenset[str] = frozenset(), at: str = "response") -> int:
    """Compares every field that Pay-i's package knows, but those that differ from response to response.

    Returns:
        How many values were compared, since two empty objects are the same too.
    """
    if isinstance(theirs, BaseModel):
        known = [name for name in type(theirs).model_fields if name not in apart]
        return sum(
            assert_same(getattr(theirs, name), getattr(mine, name), apart=apart, at=f"{at}.{name}") for name in known
        )
    if isinstance(theirs, dict):
        members = cast("dict[str, Any]", theirs)
        assert members.keys() == mine.keys(), at
        return sum(assert_same(members[name], mine[name], apart=apart, at=f"{at}.{name}") for name in members)
    if isinstance(theirs, list):
        items = cast("Sequence[Any]", theirs)
        assert len(items) == len(mine), at
        return sum(assert_same(item, mine[place], apart=apart, at=f"{at}[{place}]") for place, item in enumerate(items))
    if isinstance(theirs, datetime):
        # What Pay-i sends stays a text in payonce, since a time that cannot be read is no reason to fail.
        assert theirs == datetime.fromisoformat(mine.replace("Z", "+00:00")), at
        return 1
    if isinstance(mine, Decimal):
        # Money keeps its digits in payonce; Pay-i's package reads it as a float.
        assert theirs == float(mine), at
        return 1
    assert theirs == mine, at
    return 0 if theirs is None else 1


def sent(sandbox: Sandbox) -> int:
    """How many requests arrived."""
    return len(sandbox.requests()["requests"])


def counted(client: Payi, limit_id: str) -> int | None:
    """How many events a limit has seen."""
    totals = client.limits.retrieve(limit_id).limit.totals
    return None if totals is None or totals.requests is None else totals.requests.total


# Each response has a request id of its own.
EACH_ITS_OWN = frozenset({"request_id"})


def test_a_limit_created_by_either_client_is_read_the_same_by_both(peer: payi.Payi, ours: Payi) -> None:
    by_them = peer.limits.create(
        limit_name="theirs", max=12.5, limit_type="block", threshold=0.9, properties={"team": "a"}
    ).limit.limit_id
    by_us = ours.limits.create("ours", 7.25, limit_type="allow").limit.limit_id
    for limit_id in (by_them, by_us):
        compared = assert_same(peer.limits.retrieve(limit_id), ours.limits.retrieve(limit_id), apart=EACH_ITS_OWN)
        assert compared > 15
    assert ours.limits.retrieve(by_them).limit.properties == {"team": "a"}


def test_both_clients_list_more_than_one_page(peer: payi.Payi, ours: Payi, sandbox: Sandbox) -> None:
    made = [peer.limits.create(limit_name=f"limit {at}", max=10.0).limit.limit_id for at in range(5)]
    asked = sent(sandbox)
    theirs = list(peer.limits.list(limit=2, sort_ascending=True))
    pages = sent(sandbox) - asked
    mine = list(ours.limits.list(limit=2, sort_ascending=True))
    assert [limit.limit_id for limit in theirs] == made
    assert_same(theirs, mine)
    assert pages == 3
    assert sent(sandbox) - asked == 2 * pages


def test_an_event_ingested_by_either_client_is_read_the_same_by_both(peer: payi.Payi, ours: Payi) -> None:
    limit_id = peer.limits.create(limit_name="spent", max=10.0).limit.limit_id
    theirs = peer.ingest.units(
        **CALL, limit_ids=[limit_id], user_id="user_1", use_case_name="chat", use_case_id="case_1"
    )
    mine = ours.ingest.units(**CALL, limit_ids=[limit_id], user_id="user_1", use_case_name="chat", use_case_id="case_1")
    times = {"ingest_timestamp", "event_timestamp"}
    # Their package leaves the tags out whatever is given; none were.
    assert assert_same(theirs, mine, apart=EACH_ITS_OWN | times) > 6
    for request_id in (theirs.request_id, mine.request_id):
        assert request_id is not None
        read = (
            peer.requests.request_id.result.retrieve(request_id),
            ours.requests.request_id.result.retrieve(request_id),
        )
        assert read[0].xproxy_result.request_id == request_id
        assert assert_same(*read) > 6
    assert counted(ours, limit_id) == 2


def test_both_clients_report_the_invalid_event_of_a_batch(peer: payi.Payi, ours: Payi) -> None:
    good: Any = CALL | {"provider_response_id": "answer_1"}
    wrong: Any = {"category": "no.such.category", "units": {}}
    assert_same(
        peer.ingest.bulk(events=[good]),
        ours.ingest.bulk([good]),
        apart=EACH_ITS_OWN | {"ingest_timestamp"},
    )
    with pytest.raises(payi.BadRequestError) as theirs:
        peer.ingest.bulk(events=[good, wrong])
    with pytest.raises(payonce.PayiError) as mine:
        ours.ingest.bulk([good, wrong])
    # One of the two was counted: this is no refusal, and sending both again would count it twice.
    assert (mine.value.status, mine.value.kind) == (theirs.value.status_code, "failed")
    assert not mine.value.retryable


def test_both_clients_reset_and_delete_a_limit(peer: payi.Payi, ours: Payi) -> None:
    for_them, for_us = (peer.limits.create(limit_name=name, max=10.0).limit.limit_id for name in ("one", "two"))
    for limit_id in (for_them, for_us):
        peer.ingest.units(**CALL, limit_ids=[limit_id])
    own = EACH_ITS_OWN | {"limit_id", "limit_name", "limit_reset_timestamp"}
    assert assert_same(peer.limits.reset(for_them), ours.limits.reset(for_us), apart=own) > 10
    for limit_id in (for_them, for_us):
        assert_same(peer.limits.retrieve(limit_id), ours.limits.retrieve(limit_id), apart=EACH_ITS_OWN)
        assert counted(ours, limit_id) == 0
    assert_same(peer.limits.delete(for_them), ours.limits.delete(for_us), apart=EACH_ITS_OWN)
    assert list(peer.limits.list()) == list(ours.limits.list()) == []
    with pytest.raises(payi.NotFoundError):
        peer.limits.retrieve(for_us)
    with pytest.raises(payonce.NotFoundError):
        ours.limits.retrieve(for_them)


def test_both_clients_raise_an_error_at_a_blocking_limit(peer: payi.Payi, ours: Payi, sandbox: Sandbox) -> None:
    limit_id = peer.limits.create(limit_name="tight", max=0.001, limit_type="block").limit.limit_id
    with pytest.raises(payi.BadRequestError) as theirs:
        peer.ingest.units(**CALL, limit_ids=[limit_id])
    with pytest.raises(payonce.LimitReachedError) as mine:
        ours.ingest.units(**CALL, limit_ids=[limit_id])
    body = cast("dict[str, Any]", theirs.value.body)
    found = mine.value
    assert isinstance(found, payonce.PayiError)
    assert found.status == theirs.value.status_code == 400
    assert found.code == body["xproxy_error"]["code"] == "limit_reached"
    assert found.xproxy_error == body["xproxy_error"]
    assert found.blocked_limit_ids == body["xproxy_result"]["blocked_limit_ids"] == [limit_id]
    assert found.limits == body["xproxy_result"]["limits"]
    assert (found.outcome, found.retryable, found.advice) == ("not_applied", False, "change_limit")
    assert [effect for effect in sandbox.effects() if effect["operation"] == "ingest.units"] == []

    # Somebody who stays with Pay-i's package gets the same verdict for its exception.
    translated = from_provider_error(theirs.value, operation="ingest.units")
    assert isinstance(translated, payonce.LimitReachedError)
    assert translated.xproxy_error == found.xproxy_error
    assert translated.blocked_limit_ids == [limit_id]
    assert (translated.outcome, translated.advice, translated.doc) == (found.outcome, found.advice, found.doc)
    assert isinstance(translated.__cause__, type(theirs.value))


@pytest.mark.parametrize("status", [500, 503])
def test_both_clients_retry_after_a_status_of_5xx(peer: payi.Payi, ours: Payi, sandbox: Sandbox, status: int) -> None:
    limit_id = ours.limits.create("kept", 1.0).limit.limit_id
    fault = {"type": "status", "status": status, "when": "before"}
    rule = {"provider": "payi", "operation": "limits.retrieve", "nth": [1], "fault": fault}
    reads: list[Callable[[str], Any]] = [peer.limits.retrieve, ours.limits.retrieve]
    for read in reads:
        sandbox.faults(rule)
        before = sent(sandbox)
        assert read(limit_id).limit.limit_id == limit_id
        assert sent(sandbox) - before == 2


def test_neither_client_retries_if_the_server_forbids_it(peer: payi.Payi, ours: Payi, sandbox: Sandbox) -> None:
    fault = {"type": "status", "status": 503, "headers": {"x-should-retry": "false"}, "when": "before"}
    sandbox.faults({"provider": "payi", "operation": "limits.list", "fault": fault})
    before = sent(sandbox)
    with pytest.raises(payi.InternalServerError):
        peer.limits.list()
    with pytest.raises(payonce.UnavailableError):
        ours.limits.list()
    assert sent(sandbox) - before == 2


def test_both_clients_read_header_fields_from_the_environment(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAYI_CUSTOM_HEADERS", "X-Team: of the environment\nno header\nX-Trace: of: the environment ")
    given: dict[str, Any] = {**sandbox.providers["payi"], "default_headers": {"X-Team": "of the caller"}}
    with payi.Payi(**given) as peer:
        peer.limits.list()
    Payi(**given).limits.list()
    requests = sandbox.requests()["requests"]
    theirs, ours = ({name.lower(): value for name, value in request["headers"]} for request in requests)
    for name, value in {"x-team": "of the caller", "x-trace": "of: the environment"}.items():
        assert theirs[name] == value
        assert ours[name] == value


def test_only_the_payi_package_counts_an_event_twice_after_a_lost_response(
    peer: payi.Payi, ours: Payi, sandbox: Sandbox
) -> None:
    lost = {"provider": "payi", "operation": "ingest.units", "nth": [1], "fault": {"type": "drop", "when": "after"}}
    effects: list[int] = []

    def lose(ingest: Callable[[], object]) -> None:
        sandbox.faults(lost)
        before = len(sandbox.effects())
        try:
            ingest()
        finally:
            effects.append(len(sandbox.effects()) - before)

    lose(lambda: peer.ingest.units(**CALL))
    with pytest.raises(payonce.OutcomeUnknownError):
        lose(lambda: ours.ingest.units(**CALL))
    assert effects == [2, 1]


def test_every_field_of_an_object_of_the_payi_package_exists_in_payonce(peer: payi.Payi, ours: Payi) -> None:
    definition = peer.use_cases.definitions.create(name="support", description="answers customers")
    assert_same(definition, ours.use_cases.definitions.retrieve("support"), apart=EACH_ITS_OWN)
    kpi = peer.use_cases.definitions.kpis.create(
        "support", name="solved", description="was it", goal=0.9, kpi_type="boolean"
    )
    assert_same(kpi, ours.use_cases.definitions.kpis.retrieve("solved", "support"), apart=EACH_ITS_OWN)
    instance = peer.use_cases.create("support")
    assert_same(instance, ours.use_cases.retrieve(instance.use_case_id, "support"), apart=EACH_ITS_OWN)
    assert_same(list(peer.categories.list()), list(ours.categories.list()))
    theirs = list(peer.categories.list_resources("system.openai"))
    mine: list[Model] = list(ours.categories.list_resources("system.openai"))
    assert assert_same(theirs, mine) > 10
