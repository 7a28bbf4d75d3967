"""Frameworks make tools of functions: every public annotation can be evaluated, and every method can be found."""

from __future__ import annotations

import asyncio
import inspect
import pydoc
import subprocess
import sys
import typing
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import pydantic
import pytest

import payonce
from payonce import agenticpencil, agentpay, agenttech, agentwallex, payi
from payonce._client import AsyncResource, SyncResource

if TYPE_CHECKING:
    from types import ModuleType

PROVIDERS: list[ModuleType] = [agenticpencil, agentpay, agenttech, agentwallex, payi]


def exported() -> list[tuple[str, Any]]:
    """Every public name with what it is."""
    return [
        (f"{module.__name__}.{name}", getattr(module, name))
        for module in (payonce, *PROVIDERS)
        for name in module.__all__
    ]


def functions(name: str, value: Any) -> dict[str, Any]:
    """A function, or the functions and properties that a class has, those of its bases too."""
    if inspect.isfunction(value):
        return {name: value}
    found: dict[str, Any] = {}
    for member in dir(value) if inspect.isclass(value) else []:
        attribute: Any = inspect.getattr_static(value, member, None)
        if isinstance(attribute, property):
            attribute = attribute.fget
        elif isinstance(attribute, (classmethod, staticmethod)):
            attribute = cast("Any", attribute).__func__
        else:
            # An async method is a descriptor, and the class has the function.
            attribute = getattr(value, member, None)
        if inspect.isfunction(attribute) and attribute.__module__.startswith("payonce"):
            found[f"{name}.{member}"] = attribute
    return found


FUNCTIONS = {path: function for name, value in exported() for path, function in functions(name, value).items()}
CLASSES = {name: value for name, value in exported() if inspect.isclass(value)}
METHODS = {
    path: function
    for path, function in FUNCTIONS.items()
    if path.split(".")[-2].endswith(("Resource", "Client", "Payi", "AgenticPencil", "AgentWallex"))
    and not path.rsplit(".", 1)[1].startswith("_")
}


def test_the_search_finds_every_kind_of_function() -> None:
    assert "payonce.agentwallex.PaymentsResource.send" in METHODS
    assert "payonce.payi.AsyncCategoriesResourcesResource.create" in METHODS
    assert "payonce.agentpay.AgentPayClient.consume" in FUNCTIONS
    assert "payonce.PayonceError.to_mcp" in FUNCTIONS
    assert "payonce.agentwallex.Transaction.wait_until_final" in FUNCTIONS
    assert len(METHODS) > 140


def test_the_annotations_of_every_function_are_evaluated() -> None:
    for path, function in FUNCTIONS.items():
        hints = typing.get_type_hints(function, include_extras=True)
        signature = inspect.signature(function, eval_str=True)
        parameters = [parameter.annotation for parameter in signature.parameters.values()]
        assert not [hint for hint in [*hints.values(), *parameters] if isinstance(hint, str)], path


def test_the_annotations_of_every_class_are_evaluated() -> None:
    for path, value in CLASSES.items():
        assert isinstance(typing.get_type_hints(value, include_extras=True), dict), path
        if not typing.is_typeddict(value):
            inspect.signature(value, eval_str=True)


@pytest.mark.parametrize("module", PROVIDERS, ids=lambda module: module.__name__)
def test_pydantic_validates_calls_of_every_method(module: ModuleType) -> None:
    taken = [path for path in METHODS if path.startswith(f"{module.__name__}.")]
    assert len(taken) >= 4
    for path in taken:
        pydantic.TypeAdapter(METHODS[path])
        pydantic.validate_call(METHODS[path])


@pytest.mark.parametrize("name", [name for name in payonce.__all__ if name.endswith("Options")])
def test_pydantic_validates_the_options(name: str) -> None:
    options = getattr(payonce, name)
    assert typing.is_typeddict(options)
    assert pydantic.TypeAdapter(options).validate_python({"timeout": 2.5}) == {"timeout": 2.5}
    with pytest.raises(pydantic.ValidationError):
        pydantic.TypeAdapter(options).validate_python({"timeout": "soon"})

    class Mine(options):  # type: ignore[misc, valid-type]
        """What a program adds to them."""

        tenant: str

    assert pydantic.TypeAdapter(Mine).validate_python({"tenant": "a", "max_retries": 1}) == {
        "tenant": "a",
        "max_retries": 1,
    }


def test_options_that_docstrings_name_are_exported() -> None:
    for path, function in FUNCTIONS.items():
        for word in (function.__doc__ or "").split("`"):
            if word.endswith("Options") and word.isidentifier():
                assert word in payonce.__all__, f"{path} names {word}"


def test_help_finds_every_method() -> None:
    with agentwallex.AgentWallex(api_key="awx_planted_0123456789abcdef") as wallet:
        shown = pydoc.plain(pydoc.render_doc(wallet.payments.send))
    for part in ("Pays from an agent's wallet", "Args:", "Returns:", "Raises:", "Source: docs.agentwallex.com"):
        assert part in shown
    shown = pydoc.plain(pydoc.render_doc(agentwallex.AgentWallex))
    for part in ("payments", "The methods `payments.…`", "api_key"):
        assert part in shown
    for module in PROVIDERS:
        for client in (value for name, value in vars(module).items() if name in module.__all__):
            if not (inspect.isclass(client) and hasattr(client, "reconcile")) or issubclass(client, Exception):
                continue
            members: list[Any] = list(vars(client).values())
            for group in members:
                if not isinstance(group, cached_property):
                    continue
                made = typing.get_type_hints(cast("Any", group).func)["return"]
                assert issubclass(made, (SyncResource, AsyncResource))
                assert getattr(module, made.__name__) is made
                assert made.__name__ in module.__all__
                assert pydoc.plain(pydoc.render_doc(made))


def test_a_group_of_methods_is_made_once() -> None:
    with agentwallex.AgentWallex(api_key="awx_planted_0123456789abcdef") as client:
        assert client.payments is client.payments
        assert isinstance(client.payments, agentwallex.PaymentsResource)
    with payi.Payi(api_key="payi_planted_0123456789abcdef") as other:
        assert other.categories.resources is other.categories.resources


def test_a_validated_call_reaches_the_provider(sandbox: Any) -> None:
    client = sandbox.client()
    send = pydantic.validate_call(client.payments.send)
    paid = send("agent_abc123", "0x" + "1" * 40, "1.50", "USDC", timeout="5", idempotency_key="order-7")
    assert (paid.amount, paid.succeeded) == ("1.50", True)
    with pytest.raises(pydantic.ValidationError):
        send("agent_abc123", "0x1", "1.50", "USDC", timeout="soon")


def test_importing_payonce_imports_no_optional_package() -> None:
    program = (
        "import sys, payonce, payonce.agentwallex, payonce.payi, payonce.agentpay, payonce.agenttech\n"
        "import payonce.agenticpencil, typing\n"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in"
        " {'pydantic', 'pydantic_core', 'typing_extensions', 'asyncio', 'fastapi', 'sentry_sdk'}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_async_method_is_a_coroutine_function_for_every_framework() -> None:
    client = agentpay.AsyncAgentPayClient("ap_service_0123456789abcdef", base_url="http://127.0.0.1:9")
    wallet = agentwallex.AsyncAgentWallex("awx_0123456789abcdef", base_url="http://127.0.0.1:9")
    for method in (client.consume, client.call, client.reconcile, client.close, wallet.payments.send):
        assert inspect.iscoroutinefunction(method), method
        assert asyncio.iscoroutinefunction(method), method
        assert inspect.ismethod(method), method
        assert inspect.getdoc(method), method
        assert "self" not in inspect.signature(method, eval_str=True).parameters
        assert typing.get_type_hints(method, include_extras=True)
        assert method.__name__ == method.__qualname__.rsplit(".", 1)[1]
    assert list(inspect.signature(client.consume).parameters)[:2] == ["api_key", "amount_cents"]
    assert pydantic.validate_call(wallet.payments.send) is not None
    coroutine = client.close()
    assert inspect.iscoroutine(coroutine)
    coroutine.close()


async def test_a_subclass_of_an_async_client_can_call_the_method_that_it_overrides() -> None:
    class Own(agentwallex.AsyncAgentWallex):
        async def close(self) -> None:
            await super().close()
            closed.append(self)

    closed: list[Own] = []
    async with Own("awx_0123456789abcdef", base_url="http://127.0.0.1:9") as own:
        assert isinstance(own, agentwallex.AsyncAgentWallex)
    assert closed == [own]
    with pytest.raises(RuntimeError, match="was closed"):
        await own.agents.get("agent_abc123")
