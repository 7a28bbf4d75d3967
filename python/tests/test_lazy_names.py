"""An import loads what a program uses: the names of the packages are imported when a program asks for them."""

from __future__ import annotations

import pickle
import pydoc
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import acme_pay
import payonce
from payonce import agenticpencil, agentpay, agenttech, agentwallex, payi

if TYPE_CHECKING:
    from types import ModuleType

PACKAGES: list[ModuleType] = [payonce, agenticpencil, agentpay, agenttech, agentwallex, payi, acme_pay]
# Each takes a millisecond or more, and a program without them often has no other use for them.
SLOW = {
    "asyncio",
    "inspect",
    "dataclasses",
    "json",
    "decimal",
    "uuid",
    "pathlib",
    "traceback",
    "urllib.parse",
    "logging",
}


def loaded_by(code: str) -> set[str]:
    """The modules that a fresh interpreter has after this code."""
    # Some environments import modules at the start of each interpreter.
    program = f"import sys; before = set(sys.modules); {code}; print(*set(sys.modules) - before)"
    folder = Path(__file__).parent
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True, cwd=folder
    )
    return set(done.stdout.split())


def own(loaded: set[str]) -> set[str]:
    return {name for name in loaded if name.split(".")[0] == "payonce"}


def test_an_import_of_the_package_loads_the_native_module_and_no_other() -> None:
    # The native module is loaded at once, so that a package for another platform fails here and not in a payment.
    loaded = loaded_by("import payonce")
    assert own(loaded) == {"payonce", "payonce._lazy", "payonce._native"}
    assert loaded & (SLOW | {"typing"}) == set()


def test_an_import_of_a_client_loads_neither_events_nor_journal_nor_other_clients() -> None:
    loaded = loaded_by("from payonce.agentwallex import AgentWallex")
    assert "payonce.agentwallex._client" in loaded
    unused = ("_events", "_journal", "journal", "_provider", "_classify", "_webhooks", "payi", "agentpay", "agenttech")
    assert {name for name in own(loaded) if name.split(".")[1:2] and name.split(".")[1] in unused} == set()
    assert "payonce.agentwallex._async_client" not in loaded
    assert loaded & (SLOW - {"decimal"}) == set()


def test_an_import_of_classify_loads_no_client() -> None:
    loaded = loaded_by("from payonce import classify")
    assert own(loaded) & {"payonce._client", "payonce._calls", "payonce._events", "payonce._provider"} == set()
    assert loaded & (SLOW - {"decimal"}) == set()


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.__name__)
def test_every_public_name_is_there_under_its_own_name(package: ModuleType) -> None:
    star = loaded_by(f"from {package.__name__} import *; sys.modules.update(dict.fromkeys(globals()))")
    assert star >= set(package.__all__)
    assert set(dir(package)) >= set(package.__all__)
    for name in package.__all__:
        value = getattr(package, name)
        assert value is not None
        assert getattr(package, name) is value
    assert pydoc.plain(pydoc.render_doc(package))


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.__name__)
def test_an_unknown_name_is_an_attribute_error(package: ModuleType) -> None:
    with pytest.raises(AttributeError, match=rf"module '{package.__name__}' has no attribute 'Paypal'"):
        package.Paypal  # noqa: B018


def test_a_program_that_only_imports_the_package_reaches_its_submodule_and_its_classes() -> None:
    code = (
        "import payonce, pickle; assert payonce.journal.sqlite is payonce.journal.sqlite;"
        "error = payonce.classify('agentpay', status=402, body=b'{}'); assert isinstance(error, payonce.AgentPayError);"
        "assert type(pickle.loads(pickle.dumps(error))) is type(error)"
    )
    assert "payonce.journal" in loaded_by(code)


def test_a_pickled_error_is_read_by_a_program_that_imported_nothing() -> None:
    error = payonce.classify("agentwallex", status=403, body=b'{"code":"policy_violation"}')
    program = f"import pickle; error = pickle.loads({pickle.dumps(error)!r}); print(type(error).__mro__)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert "PolicyViolationError" in done.stdout


@pytest.mark.parametrize("module", ["payonce._events", "payonce._journal.stores"])
def test_a_call_that_cannot_import_what_it_needs_sends_nothing(
    sandbox: Any, monkeypatch: pytest.MonkeyPatch, module: str, tmp_path: Path
) -> None:
    def listen(_event: payonce.Event) -> None:
        return None

    store = payonce.journal.sqlite(tmp_path / "journal.db") if module.endswith("stores") else None
    with sandbox.client(on_event=listen, journal=store) as client:
        # As while the interpreter ends.
        monkeypatch.setitem(sys.modules, module, None)
        with pytest.raises(ImportError) as caught:
            client.payments.send("agent_abc123", "0x" + "1" * 40, "1.50", "USDC", idempotency_key="order-7")
        monkeypatch.undo()
    ended = payonce.interrupted_call(caught.value)
    assert ended is not None
    assert ended.outcome == "not_applied"
    assert sandbox.effects() == []
