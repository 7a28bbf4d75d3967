"""The simulator for tests of applications: `payonce.testing` and the plugin for pytest."""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

import payonce
from payonce.agentpay import AgentPayClient
from payonce.agentwallex import AgentWallex, AsyncAgentWallex
from payonce.testing import Effect, FaultRule, Sandbox

if TYPE_CHECKING:
    from pathlib import Path

PAYMENT: dict[str, Any] = {
    "agent_id": "agent_abc123",
    "to": "0xRecipientAddress",
    "amount": "5.00",
    "token": "USDC",
    "chain": "eip155:8453",
}
LOST: FaultRule = {"operation": "payments.send", "nth": [1], "fault": {"type": "drop", "when": "after"}}


def test_a_lost_response_is_paid_once() -> None:
    with Sandbox() as sandbox:
        sandbox.faults(LOST)
        wallet = AgentWallex(**sandbox.options["agentwallex"])
        wallet.payments.send(**PAYMENT, idempotency_key="order-7")
        effect = sandbox.ledger.assert_paid_once(reference="order-7")
        assert (effect.provider, effect.operation) == ("agentwallex", "payments.send")
        assert (effect.amount, effect.unit) == (Decimal("5.00"), "USDC")
        assert sandbox.ledger.effects == [effect]
        assert sandbox.requests[0]["operation"] == "payments.send"
        assert sandbox.options["agentwallex"]["api_key"] not in repr(sandbox.requests)


async def test_an_async_client_pays_in_an_async_block() -> None:
    async with Sandbox() as sandbox:
        wallet = AsyncAgentWallex(**sandbox.options["agentwallex"])
        await wallet.payments.send(**PAYMENT, memo="order-7")
        sandbox.ledger.assert_paid_once(reference="order-7")
    with pytest.raises(RuntimeError, match="does not run"):
        _ = sandbox.ledger


def test_no_payment_and_a_second_payment_fail_the_assertion() -> None:
    with Sandbox() as sandbox:
        wallet = AgentWallex(**sandbox.options["agentwallex"])
        with pytest.raises(AssertionError, match='"order-7" was not paid; the ledger is empty'):
            sandbox.ledger.assert_paid_once(reference="order-7")
        before = sandbox.ledger
        for _ in range(2):
            wallet.payments.send(**PAYMENT, memo="order-7")
        with pytest.raises(AssertionError, match=r'"order-7" was paid 2 times: 5(\.00)? USDC with payments\.send'):
            sandbox.ledger.assert_paid_once(reference="order-7")
        assert before.effects == []


def test_a_reset_restores_the_start() -> None:
    with Sandbox() as sandbox:
        wallet = AgentWallex(**sandbox.options["agentwallex"])
        wallet.payments.send(**PAYMENT)
        sandbox.faults({"fault": {"type": "status", "status": 400}})
        sandbox.reset()
        assert (sandbox.ledger.effects, sandbox.requests) == ([], [])
        wallet.payments.send(**PAYMENT)
        assert len(sandbox.ledger.effects) == 1


def test_an_invalid_rule_changes_nothing() -> None:
    with Sandbox() as sandbox:
        sandbox.faults({"fault": {"type": "status", "status": 400}})
        with pytest.raises(ValueError, match=r"rules\[0\]\.fault\.type"):
            sandbox.faults({"fault": {"type": "explode"}})
        wallet = AgentWallex(**sandbox.options["agentwallex"])
        with pytest.raises(payonce.PayonceError):
            wallet.payments.send(**PAYMENT)


def test_a_rule_declares_the_members_that_the_simulator_reads() -> None:
    misspelt: Any = {"fault": {"type": "garbage"}, "opration": "payments.send"}
    with Sandbox() as sandbox, pytest.raises(ValueError, match=r"rules\[0\]\.opration: unknown field") as refused:
        sandbox.faults(misspelt)
    known = re.search("expected (.+)", str(refused.value))
    assert known is not None
    assert set(known[1].split(", ")) == FaultRule.__required_keys__ | FaultRule.__optional_keys__


def test_an_effect_declares_the_members_that_the_simulator_reports() -> None:
    with Sandbox() as sandbox:
        AgentWallex(**sandbox.options["agentwallex"]).payments.send(**PAYMENT)
        [reported] = json.loads(sandbox.ledger._report.effects())  # pyright: ignore[reportPrivateUsage]
    assert set(reported) == {field.name for field in dataclasses.fields(Effect)}


def test_the_environment_points_every_client_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with Sandbox() as sandbox:
        for name, value in sandbox.env.items():
            monkeypatch.setenv(name, value)
        AgentWallex().payments.send(**PAYMENT)
        AgentPayClient().consume(sandbox.agentpay_user_key, 25, idempotency_key="order-8")
        assert [effect.provider for effect in sandbox.ledger.effects] == ["agentwallex", "agentpay"]
        sandbox.ledger.assert_paid_once(reference="order-8")
        with pytest.raises(payonce.InvalidArgumentError):
            AgentWallex(base_url="https://api.agentwallex.com")


def test_two_simulators_share_nothing() -> None:
    with Sandbox() as one, Sandbox() as other:
        AgentWallex(**one.options["agentwallex"]).payments.send(**PAYMENT)
        assert (len(one.ledger.effects), len(other.ledger.effects)) == (1, 0)


def test_a_port_in_use_is_an_os_error() -> None:
    with Sandbox() as sandbox:
        port = int(sandbox.url.rsplit(":", 1)[1])
        with pytest.raises(OSError, match="choose another port"), Sandbox(port=port):
            pass
    with Sandbox(port=port) as again:
        assert again.url.endswith(f":{port}")


TESTS = """
import os

import pytest

from payonce.agentwallex import AgentWallex

PAYMENT = {"agent_id": "agent_abc123", "to": "0xRecipientAddress", "amount": "5.00", "token": "USDC"}


@pytest.mark.parametrize("number", [1, 2])
def test_each_test_has_a_new_simulator(payonce_sandbox, number):
    AgentWallex().payments.send(**PAYMENT, idempotency_key="order-7")
    assert len(payonce_sandbox.ledger.effects) == 1
    payonce_sandbox.ledger.assert_paid_once(reference="order-7")


def test_a_missing_payment_fails(payonce_sandbox):
    payonce_sandbox.ledger.assert_paid_once(reference="order-7")


def test_the_environment_is_restored():
    assert "AGENTWALLEX_BASE_URL" not in os.environ


def test_a_client_reaches_no_other_machine(payonce_only_loopback):
    with pytest.raises(ValueError, match="PAYONCE_ONLY_LOOPBACK"):
        AgentWallex(api_key="awx_test_0123456789abcdef")
"""


def test_the_plugin_gives_fixtures_to_pytest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AGENTWALLEX_BASE_URL", "AGENTWALLEX_API_KEY", "PAYONCE_ONLY_LOOPBACK"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "test_shop.py").write_text(TESTS, encoding="utf-8")
    # Without its metadata, as in a checkout, the package does not register the plugin.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytest_command = [sys.executable, "-m", "pytest", "-p", "pytest_payonce", "-q", "-rf", "--rootdir", str(tmp_path)]
    done = subprocess.run(pytest_command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert "1 failed, 4 passed" in done.stdout, done.stdout + done.stderr
    assert 'AssertionError: "order-7" was not paid; the ledger is empty' in done.stdout


def test_the_plugin_imports_nothing_of_payonce_at_the_start_of_pytest() -> None:
    code = "import sys, pytest_payonce; print([name for name in sys.modules if name.split('.')[0] == 'payonce'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


def test_an_import_of_the_package_loads_neither_the_simulator_nor_the_command_nor_an_adapter() -> None:
    providers = ", ".join(
        f"payonce.{name}" for name in ("agentpay", "agenttech", "payi", "agenticpencil", "agentwallex")
    )
    code = f"import sys, payonce, {providers}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    loaded = done.stdout.split()
    assert "payonce.agentwallex" in loaded
    parts = (
        "payonce.testing",
        "payonce.__main__",
        "payonce.integrations",
        "payonce.agents",
        "pytest_payonce",
        "argparse",
    )
    assert [name for name in loaded if name.startswith(parts)] == []
