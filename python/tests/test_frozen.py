"""The dataclasses of payonce are those of `dataclasses`, and importing them takes less time."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import subprocess
import sys
import typing
from typing import Any

import pydantic
import pytest

import payonce
from payonce import journal
from payonce._frozen import dataclass

CLASSES: list[type[Any]] = [
    found
    for module in (payonce, journal)
    for name in module.__all__
    if isinstance(found := getattr(module, name), type) and dataclasses.is_dataclass(found)
]
LISTENED = payonce.Finished(
    call_id="c1",
    provider="agentwallex",
    operation="payments.send",
    attempts=1,
    kind=None,
    outcome="applied",
    advice=None,
    phase=None,
    status=200,
    reference=payonce.Reference(id="tx_1"),
    duration_ms=7,
    journal_state=None,
)
OBJECTS: list[Any] = [
    payonce.Reference(id="tx_1"),
    payonce.RetryPolicy(3, jitter=False),
    payonce.RateLimit(per_minute=60),
    payonce.HttpResponse(402, {"a": "b"}, [1]),
    payonce.CallInfo("payments.send", {}, 200, (("a", "b"),), None, 1, payonce.Reference(), replayed=True),
    LISTENED,
]


def genuine(cls: type[Any]) -> Any:
    """The class as `dataclasses` makes it."""
    made = {
        "__dict__",
        "__weakref__",
        "__init__",
        "__match_args__",
        "__dataclass_fields__",
        "__dataclass_params__",
        "_kinds",
    }
    members = {
        name: value
        for name, value in vars(cls).items()
        if name not in made and getattr(value, "__module__", None) != "payonce._frozen"
    }
    bases = tuple([genuine(base) if hasattr(base, "__match_args__") else base for base in cls.__bases__])
    return dataclasses.dataclass(frozen=True)(type(cls.__name__, bases, members))


def fields(cls: Any) -> list[str]:
    return [repr(field) for field in dataclasses.fields(cls)]


def test_the_search_finds_the_dataclasses() -> None:
    names = {cls.__name__ for cls in CLASSES}
    assert names >= {"AboutToSend", "CallInfo", "HttpResponse", "JournalEntry", "RateLimit", "Reference", "RetryPolicy"}


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_a_class_has_what_dataclasses_gives_it(cls: type[Any]) -> None:
    twin = genuine(cls)
    assert all(name in vars(cls) for name in dir(twin) if name in twin.__dict__)
    assert inspect.signature(cls) == inspect.signature(twin)
    assert typing.get_type_hints(cls.__init__)["return"] is type(None)
    assert cls.__match_args__ == twin.__match_args__
    assert repr(cls.__dataclass_params__) == repr(twin.__dataclass_params__)
    assert fields(cls) == fields(twin)


@pytest.mark.parametrize("made", OBJECTS, ids=lambda made: type(made).__name__)
def test_an_object_behaves_as_one_of_dataclasses(made: Any) -> None:
    cls: Any = made.__class__
    values = {field.name: getattr(made, field.name) for field in dataclasses.fields(made)}
    twin = genuine(cls)(**values)
    assert repr(made) == repr(twin)
    assert vars(made) == vars(twin)
    assert made == cls(**values)
    assert (made == twin, made != twin, made == 1) == (False, True, False)
    assert dataclasses.asdict(made) == dataclasses.asdict(twin)
    assert dataclasses.replace(made) == made
    first = next(iter(values))
    other = dataclasses.replace(made, **{first: "other"})
    assert (getattr(other, first), other == made) == ("other", False)
    for copied in (pickle.loads(pickle.dumps(made)), copy.copy(made), copy.deepcopy(made)):
        assert copied == made
        assert vars(copied) == vars(made)
    if sys.version_info >= (3, 13):
        assert copy.replace(made, **{first: "other"}) == other
    for change in ("assign", "delete"):
        messages: list[str] = []
        for owner in (made, twin):
            for name in (first, "added"):
                with pytest.raises(dataclasses.FrozenInstanceError) as refused:
                    setattr(owner, name, 1) if change == "assign" else delattr(owner, name)
                messages.append(str(refused.value))
        assert messages[:2] == messages[2:]


def test_an_object_is_hashed_by_its_fields() -> None:
    assert len({payonce.Reference(id="a"), payonce.Reference(id="a"), payonce.Reference(hash="a")}) == 2
    with pytest.raises(TypeError, match="unhashable"):
        hash(payonce.HttpResponse(200, {}, None))


def test_wrong_arguments_are_refused_by_name() -> None:
    make: Any = payonce.HttpResponse
    with pytest.raises(TypeError, match=r"HttpResponse\.__init__\(\) missing 2 required .*'headers' and 'body'"):
        make(200)
    with pytest.raises(TypeError, match=r"unexpected keyword argument 'statut'"):
        make(200, {}, None, statut=1)


def test_an_object_is_matched_by_pattern() -> None:
    match payonce.HttpResponse(402, {}, "body"):
        case payonce.HttpResponse(status, _, body=text):
            assert (status, text) == (402, "body")
        case _:
            raise AssertionError


def test_a_subclass_can_have_attributes_of_its_own() -> None:
    class Plain(payonce.Reference):
        """A subclass that is not a dataclass."""

    @dataclasses.dataclass(frozen=True)
    class Mine(payonce.Reference):
        order: str = "none"

    plain: Any = Plain(id="a")
    plain.order = "7"
    assert plain.order == "7"
    del plain.order
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'id'"):
        plain.id = "b"
    assert Mine(id="a", order="7") == dataclasses.replace(Mine(id="a"), order="7")
    assert [field.name for field in dataclasses.fields(Mine)][-2:] == ["sent_at_ms", "order"]


def test_pydantic_reads_one() -> None:
    assert pydantic.TypeAdapter(payonce.RateLimit).validate_python({"per_minute": "60"}) == payonce.RateLimit(60)
    assert pydantic.TypeAdapter(payonce.Reference).dump_python(payonce.Reference(id="a"))["id"] == "a"


def test_an_object_needs_no_import() -> None:
    program = (
        "import sys; from payonce import HttpResponse, Reference, RetryPolicy;"
        "made = [HttpResponse(200, {}, None), Reference(id='a'), RetryPolicy(3)];"
        "assert repr(made) and made == list(made) and hash(made[1]) and made[1].to_dict();"
        "print({'dataclasses', 'inspect'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "set()"


def test_a_default_after_a_field_without_one_stays_that_of_its_field() -> None:
    @dataclass(frozen=True)
    class Base:
        first: int

    @dataclass(frozen=True)
    class Derived(Base):
        second: int = 2

    assert (Derived(1), Derived(1, 3).second) == (Derived(1, 2), 3)
