"""Tracing, logs, queues and charges, with the real packages."""

from __future__ import annotations

import json
import logging
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from payonce_test_support import PAYMENT, Sandbox
from test_frameworks import classified, lost

import payonce
from payonce.agentpay import AgentPayClient, AsyncAgentPayClient
from payonce.agentwallex import AgentWallex, AsyncAgentWallex

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture
def limited_once() -> Iterator[tuple[str, list[str | None]]]:
    """A provider that refuses the first request with 429, and the `traceparent` of every request."""
    seen: list[str | None] = []

    class Provider(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            seen.append(self.headers["traceparent"])
            first = len(seen) == 1
            body = b'{"code":"rate_limit_exceeded"}' if first else b'{"id":"tx_1","status":"confirmed"}'
            self.send_response(429 if first else 200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.send_header("retry-after", "0.01")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Prints nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Provider) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", seen
        server.shutdown()


@pytest.fixture(scope="session")
def exporters() -> tuple[Any, Any]:
    """The in-memory exporters of the global providers, which can be set only once."""
    from opentelemetry import metrics, trace
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.metrics.export import InMemoryMetricReader
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    exporter, reader = InMemorySpanExporter(), InMemoryMetricReader()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    metrics.set_meter_provider(MeterProvider([reader]))
    return exporter, reader


@pytest.mark.parametrize("kind", ["sync", "async"])
async def test_a_call_is_a_span_below_its_caller_and_each_request_a_child(
    limited_once: tuple[str, list[str | None]], exporters: tuple[Any, Any], kind: str
) -> None:
    from opentelemetry import trace

    from payonce.integrations.opentelemetry import telemetry, trace_headers

    exporter, reader = exporters
    exporter.clear()
    url, seen = limited_once
    options: dict[str, Any] = {"api_key": "awx_planted_0123456789abcdef", "base_url": url, "on_event": telemetry()}
    with trace.get_tracer("test").start_as_current_span("caller") as caller:
        if kind == "sync":
            AgentWallex(**options).payments.send(**PAYMENT, headers=trace_headers())
        else:
            await AsyncAgentWallex(**options).payments.send(**PAYMENT, headers=trace_headers())
    spans = exporter.get_finished_spans()
    (call,) = [span for span in spans if span.name == "payonce agentwallex.payments.send"]
    assert (call.kind, call.parent.span_id) == (trace.SpanKind.INTERNAL, caller.get_span_context().span_id)
    assert dict(call.attributes) == {
        "payonce.provider": "agentwallex",
        "payonce.operation": "payments.send",
        "payonce.outcome": "applied",
        "payonce.attempts": 2,
    }
    assert call.events[0].attributes["payonce.reference"].startswith("po_")
    names = (
        "error.type",
        "http.response.status_code",
        "http.request.resend_count",
        "server.address",
        "url.template",
    )
    children = [span for span in spans if span.parent and span.parent.span_id == call.context.span_id]
    assert [(span.kind, *(span.attributes.get(name) for name in names)) for span in children] == [
        (trace.SpanKind.CLIENT, "rate_limited", 429, None, "127.0.0.1", "/transactions"),
        (trace.SpanKind.CLIENT, None, 200, 1, "127.0.0.1", "/transactions"),
    ]
    # The wait between the requests is in neither of them.
    assert children[1].start_time - children[0].end_time >= 9_000_000
    assert [span.status.status_code for span in children] == [trace.StatusCode.ERROR, trace.StatusCode.UNSET]
    assert [str(header).split("-")[1] for header in seen] == [f"{call.context.trace_id:032x}"] * 2
    shown = "".join(span.to_json() for span in spans)
    assert not [secret for secret in (options["api_key"], *PAYMENT.values()) if f'"{secret}"' in shown]
    measured = json.loads(reader.get_metrics_data().to_json())["resource_metrics"][0]["scope_metrics"][0]["metrics"]
    assert {metric["name"] for metric in measured} == {"payonce.call.duration", "payonce.resends"}


def test_the_span_of_an_unknown_payment_has_an_error_and_the_outcome(
    sandbox: Sandbox, exporters: tuple[Any, Any]
) -> None:
    from opentelemetry.trace import StatusCode

    from payonce.integrations.opentelemetry import telemetry

    lost(sandbox)
    exporters[0].clear()
    with pytest.raises(payonce.OutcomeUnknownError) as raised:
        sandbox.client(max_retries=0, on_event=telemetry()).payments.send(**PAYMENT)
    (call,) = [span for span in exporters[0].get_finished_spans() if span.name == "payonce agentwallex.payments.send"]
    assert call.status.status_code is StatusCode.ERROR
    assert call.attributes["payonce.outcome"] == "unknown"
    assert call.attributes["error.type"] == raised.value.kind
    assert call.attributes["payonce.advice"] == raised.value.advice
    assert call.attributes["payonce.phase"] == raised.value.phase
    assert "payonce.journal.state" not in call.attributes
    assert len(sandbox.effects()) == 1


def test_a_span_has_the_state_of_the_entry_and_a_gauge_counts_the_open_entries(
    sandbox: Sandbox, exporters: tuple[Any, Any], tmp_path: Path
) -> None:
    from payonce.integrations.opentelemetry import observe_open, telemetry

    def state() -> Any:
        spans = exporters[0].get_finished_spans()
        exporters[0].clear()
        (call,) = [span for span in spans if span.name == "payonce agentwallex.payments.send"]
        return call.attributes["payonce.journal.state"]

    exporters[0].clear()
    client = sandbox.client(max_retries=0, on_event=telemetry(), journal=str(tmp_path / "payments.db"))
    client.payments.send(**PAYMENT)
    assert state() == "settled"
    lost(sandbox)
    with pytest.raises(payonce.OutcomeUnknownError):
        client.payments.send(**PAYMENT)
    assert state() == "open"
    observe_open(agentwallex=client.journal)
    metrics = exporters[1].get_metrics_data().resource_metrics[0].scope_metrics[0].metrics
    (gauge,) = [json.loads(metric.to_json()) for metric in metrics if metric.name == "payonce.open"]
    points = [(point["value"], point["attributes"]) for point in gauge["data"]["data_points"]]
    assert points == [(1, {"payonce.provider": "agentwallex"})]


def unknown(sandbox: Sandbox) -> payonce.PayonceError:
    with pytest.raises(payonce.OutcomeUnknownError) as raised:
        lost(sandbox).payments.send(**PAYMENT)
    return raised.value


def test_sentry_groups_by_provider_and_code_and_only_an_uncertain_outcome_is_an_error(sandbox: Sandbox) -> None:
    import sentry_sdk
    from sentry_sdk.transport import Transport

    from payonce.integrations.sentry import before_send

    sent: list[Any] = []

    class Kept(Transport):
        def capture_envelope(self, envelope: Any) -> None:
            sent.extend(item.payload.json for item in envelope.items if item.type == "event")

    sentry_sdk.init(dsn="https://public@sentry.example/1", transport=Kept, before_send=before_send, integrations=[])
    refused = classified(429, '{"code":"rate_limit_exceeded"}')
    for error in (refused, unknown(sandbox), KeyError("other")):
        sentry_sdk.capture_exception(error)
    sentry_sdk.init()
    assert [event["level"] for event in sent] == ["info", "error", "error"]
    assert sent[0]["fingerprint"] == ["payonce", "agentwallex", refused.code]
    assert sent[1]["fingerprint"][:2] == ["payonce", "agentwallex"]
    assert "fingerprint" not in sent[2]


def test_a_log_record_of_an_exception_has_its_reference_and_outcome(
    sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    import structlog

    from payonce.integrations.logs import PayonceFilter, structlog_processor

    caplog.handler.addFilter(PayonceFilter())
    error = unknown(sandbox)
    logger = logging.getLogger("shop")
    try:
        raise error
    except payonce.PayonceError:
        logger.exception("not paid")
        captured: Any = structlog.testing.LogCapture()
        structured: Any = structlog.wrap_logger(None, processors=[structlog_processor, captured])
        structured.exception("not paid")
    structured.error("not paid", exc_info=error)
    logger.warning("other")
    expected = error.log_record()
    assert expected["outcome"] == "unknown"
    assert {name: vars(caplog.records[0]).get(name) for name in expected} == expected
    assert not hasattr(caplog.records[1], "outcome")
    for entry in captured.entries:
        assert {name: entry.get(name) for name in expected} == expected
    assert len(captured.entries) == 2


def test_celery_retries_only_what_took_no_effect(sandbox: Sandbox) -> None:
    from celery import Celery

    from payonce.integrations.celery import retries

    app: Any = Celery("shop")
    client = lost(sandbox)
    runs: list[str] = []

    @app.task(bind=True, max_retries=3)  # type: ignore[untyped-decorator,unused-ignore]
    def pay(self: Any) -> str:
        runs.append("pay")
        with retries(self):
            return str(client.payments.send(**PAYMENT).id)

    @app.task(bind=True, max_retries=3)  # type: ignore[untyped-decorator,unused-ignore]
    def limited(self: Any) -> str:
        runs.append("limited")
        with retries(self):
            if runs.count("limited") < 3:
                raise classified(429, headers=[("Retry-After", "7")])
        return "paid"

    with pytest.raises(payonce.OutcomeUnknownError):
        pay.apply(throw=True).get()
    assert (runs, len(sandbox.effects())) == (["pay"], 1)
    assert limited.apply().get() == "paid"
    assert runs == ["pay", "limited", "limited", "limited"]


def test_tenacity_waits_as_the_provider_asked(sandbox: Sandbox) -> None:
    import tenacity

    from payonce.integrations.tenacity import retry, wait

    waits: list[float] = []
    layer = tenacity.Retrying(
        stop=tenacity.stop_after_attempt(3), retry=retry, wait=wait, sleep=waits.append, reraise=True
    )

    def limited() -> None:
        raise classified(429, headers=[("Retry-After", "7")])

    def without_a_wait() -> None:
        raise classified(429)

    with pytest.raises(payonce.RateLimitedError):
        layer(limited)
    assert waits == [7.0, 7.0]
    waits.clear()
    with pytest.raises(payonce.RateLimitedError):
        layer(without_a_wait)
    assert waits == [1.0, 1.0]
    waits.clear()
    client = lost(sandbox)
    with pytest.raises(payonce.OutcomeUnknownError):
        layer(lambda: client.payments.send(**PAYMENT))
    assert (waits, len(sandbox.effects())) == ([], 1)


async def test_temporal_retries_only_what_took_no_effect(sandbox: Sandbox) -> None:
    from temporalio import activity
    from temporalio.exceptions import ApplicationError
    from temporalio.testing import ActivityEnvironment

    from payonce.integrations.temporal import application_errors

    client = lost(sandbox)

    @activity.defn
    def pay() -> None:
        with application_errors():
            client.payments.send(**PAYMENT)

    @activity.defn
    async def limited() -> None:
        with application_errors():
            raise classified(429, headers=[("Retry-After", "7")])

    with pytest.raises(ApplicationError) as raised:
        ActivityEnvironment().run(pay)
    assert raised.value.non_retryable
    assert raised.value.details[0]["outcome"] == "unknown"
    assert json.loads(json.dumps(raised.value.details[0])) == raised.value.details[0]
    with pytest.raises(ApplicationError) as raised:
        await ActivityEnvironment().run(limited)
    assert (raised.value.non_retryable, raised.value.next_retry_delay) == (False, timedelta(seconds=7))
    assert raised.value.type == "rate_limited"
    assert len(sandbox.effects()) == 1


@pytest.mark.parametrize("client_class", [AgentPayClient, AsyncAgentPayClient])
def test_fastapi_serves_only_what_was_certainly_charged(sandbox: Sandbox, client_class: Any) -> None:
    from fastapi import Depends, FastAPI
    from fastapi.testclient import TestClient

    from payonce.integrations.fastapi import fastapi_handler, require_payment

    options = sandbox.providers["agentpay"]
    names = ("service_token", "base_url")
    client = client_class(**{name: options[name] for name in names}, max_retries=0)
    app = FastAPI()
    app.add_exception_handler(payonce.PayonceError, fastapi_handler)
    served: list[str] = []
    app.get("/report", dependencies=[Depends(require_payment(25, client))])(lambda: served.append("report"))
    with TestClient(app) as browser:

        def get(key: str | None) -> Any:
            headers = {} if key is None else {"X-AGENTPAY-API-KEY": key, "X-Request-Id": "always-the-same"}
            return browser.get("/report", headers=headers)

        user = options["user_api_key"]
        for key, status in ((None, 401), ("invented_0123456789", 401), ("agentpay_sandbox_empty_user_key", 402)):
            response = get(key)
            assert response.status_code == status, response.text
            assert ("www-authenticate" in response.headers) == (status == 401)
        assert (served, sandbox.effects()) == ([], [])
        assert [get(user).status_code, get(user).status_code] == [200, 200]
        assert (len(served), len(sandbox.effects())) == (2, 2)
        sandbox.faults({"provider": "agentpay", "operation": "consume", "fault": {"type": "drop", "when": "after"}})
        response = get(user)
        assert response.status_code in {502, 503}
        assert response.json()["outcome"] == "unknown"
        assert "retry-after" not in response.headers
    assert len(served) == 2
