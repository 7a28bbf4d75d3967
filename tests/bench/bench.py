"""How long payonce takes in Python, beside what it replaces. Prints one line of JSON for each figure.

Run by `cargo xtask bench`, which builds for release and starts the simulator.
"""

from __future__ import annotations

import json
import sys

import httpx
import payi
from report import Measurements

import payonce
from payonce.agentwallex import AgentWallex

BODY = (
    b'{"code":"policy_violation","type":"invalid_request_error",'
    b'"message":"transaction exceeds the daily limit","rule":"daily_limit"}'
)
LIMIT = b'{"statusCode":400,"message":"limit reached","xproxy_error":{"code":"limit_reached","message":"blocked"}}'
HEADERS = {"content-type": "application/json", "x-request-id": "req_1"}


class HandwrittenError(Exception):
    """What somebody writes by hand."""

    def __init__(self, message: str, rule: str) -> None:
        super().__init__(message)
        self.rule = rule


def by_hand() -> str:
    try:
        data = json.loads(BODY)
        if data["code"] == "policy_violation":
            raise HandwrittenError(data["message"], data["rule"])
        raise RuntimeError(data["message"])
    except HandwrittenError as error:
        return error.rule


def by_payonce() -> str:
    try:
        error = payonce.classify("agentwallex", operation="payments.send", status=400, headers=HEADERS, body=BODY)
        if error is not None:
            raise error
    except payonce.PolicyViolationError as refused:
        return str(refused.rule)
    raise AssertionError("a refusal was taken for a success")


PEER = payi.Payi(api_key="example")
REQUEST = httpx.Request("POST", "http://127.0.0.1/")


def limit_response() -> httpx.Response:
    return httpx.Response(400, headers=HEADERS, content=LIMIT, request=REQUEST)


def limit_by_payi(response: httpx.Response) -> int:
    try:
        raise PEER._make_status_error_from_response(response)  # pyright: ignore[reportPrivateUsage]  # its own way from response to exception
    except payi.BadRequestError as error:
        return error.status_code


def limit_by_payonce(response: httpx.Response) -> str:
    try:
        payonce.raise_for_response("payi", response, operation="ingest.units")
    except payonce.PayiError as error:
        return error.kind
    raise AssertionError("a refusal was taken for a success")


def main() -> None:
    measurements = Measurements()
    wallex = json.loads(measurements.sandbox)["providers"]["agentwallex"]
    measurements.compare(
        "Python: bytes of a response to a caught exception",
        {"json.loads and a class by hand": by_hand, "payonce": by_payonce},
    )
    measurements.compare_given(
        "Python: httpx response to a caught exception",
        limit_response,
        {"payi (its own package)": limit_by_payi, "payonce": limit_by_payonce},
    )
    call = "Python: one call to the simulator"
    headers = {"x-api-key": wallex["api_key"]}
    with httpx.Client(base_url=wallex["base_url"], headers=headers) as plain:
        measurements.single(call, "httpx and json", lambda: plain.get("/agents").json())
    with AgentWallex(**wallex) as client:
        measurements.single(call, "payonce", client.agents.list)
    measurements.imports(
        "Python: import in a fresh interpreter",
        sys.executable,
        # payonce imports a name when a program asks for it, so what programs use is measured too.
        [
            "import payi",
            "import payonce",
            "from payonce import classify",
            "from payonce.agentwallex import AgentWallex",
            "import datetime, decimal, typing",
        ],
    )


if __name__ == "__main__":
    main()
