"""Queues that deliver a job at least once, with their real packages. The ledger of the simulator counts the payments.

The programs of the workers are the blocks of the pages in docs/integrations.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from payonce_test_support import Sandbox

pytestmark = pytest.mark.filterwarnings("default")

ROOT = Path(__file__).parents[2]
LOST: dict[str, Any] = {
    "provider": "agentwallex",
    "operation": "payments.send",
    "fault": {"type": "drop", "when": "after"},
}
HANGS: dict[str, Any] = {**LOST, "times": 1, "fault": {"type": "hang", "when": "after"}}
"""The payment is made, and its response never comes."""
LOOKUP_DOWN: dict[str, Any] = {
    "provider": "agentwallex",
    "operation": "payments.list",
    "fault": {"type": "status", "status": 503},
}


def blocks(page: str) -> list[str]:
    text = (ROOT / "docs/integrations" / page).read_text(encoding="utf-8")
    return re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def environment(sandbox: Sandbox, **more: str) -> dict[str, str]:
    options = sandbox.providers["agentwallex"]
    variables = {f"AGENTWALLEX_{name}".upper(): str(value) for name, value in options.items()}
    return {**os.environ, **variables, "PYTHONPATH": str(ROOT / "python"), **more}


def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    late = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < late, "it does not happen"
        time.sleep(0.05)


class RqShop:
    """The program of the page, its queue, and workers."""

    def __init__(self, sandbox: Sandbox, folder: Path, url: str) -> None:
        from redis import Redis
        from rq import Queue

        self.sandbox = sandbox
        self.folder = folder
        self.connection = Redis.from_url(url)
        self.queue = Queue(f"payments-{uuid.uuid4().hex}", connection=self.connection)
        program, self.producer = blocks("rq.md")
        # A killed run holds its key for the deadline and ten seconds, which is long for a test.
        assert '"deadline": 30' in program
        (folder / "shop.py").write_text(program.replace('"deadline": 30', '"deadline": 3'), encoding="utf-8")
        self.environment = environment(sandbox, REDIS_URL=url)
        self.workers: list[subprocess.Popen[bytes]] = []

    def enqueue(self, invoice: str) -> Any:
        """Runs the producer of the page, with this queue and without the long waits."""
        from rq import Retry

        return self.queue.enqueue("shop.pay", invoice, retry=Retry(max=3, interval=[1, 12, 12]))

    def work(self, *options: str) -> subprocess.Popen[bytes]:
        """Starts a worker with a process group of its own."""
        command = [str(Path(sys.executable).with_name("rq")), "worker", "--url", self.environment["REDIS_URL"]]
        worker = subprocess.Popen(  # noqa: S603
            [*command, *options, self.queue.name], cwd=self.folder, env=self.environment, start_new_session=True
        )
        self.workers.append(worker)
        return worker

    def paid(self) -> int:
        return len(self.sandbox.effects())

    def close(self) -> None:
        for worker in self.workers:
            if worker.poll() is None:
                os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
        self.connection.close()


@pytest.fixture
def rq_shop(sandbox: Sandbox, tmp_path: Path) -> Iterator[RqShop]:
    url = os.environ.get("PAYONCE_TEST_REDIS")
    if url is None:
        pytest.skip("PAYONCE_TEST_REDIS names no server; `cargo xtask test integrations` starts one")
    shop = RqShop(sandbox, tmp_path, url)
    yield shop
    shop.close()


def test_rq_the_producer_of_the_page_enqueues_one_payment(rq_shop: RqShop) -> None:
    producer = rq_shop.producer.replace('Queue("payments"', f'Queue("{rq_shop.queue.name}"')
    subprocess.run([sys.executable, "-c", producer], cwd=rq_shop.folder, env=rq_shop.environment, check=True)  # noqa: S603
    (job,) = rq_shop.queue.jobs
    assert (job.func_name, job.args, job.retries_left) == ("shop.pay", ("7041",), 3)
    assert rq_shop.work("--burst").wait(60) == 0
    assert job.return_value()
    assert rq_shop.paid() == 1


def test_rq_a_job_that_is_delivered_twice_pays_once(rq_shop: RqShop) -> None:
    jobs = [rq_shop.enqueue("7041") for _ in range(4)]
    workers = [rq_shop.work("--burst") for _ in range(2)]
    assert [worker.wait(60) for worker in workers] == [0, 0]
    results = {job.return_value() for job in jobs}
    assert len(results) == 1
    assert None not in results
    assert rq_shop.paid() == 1


def test_rq_retries_after_a_lost_response_find_the_payment(rq_shop: RqShop) -> None:
    rq_shop.sandbox.faults({**LOST, "times": 1}, LOOKUP_DOWN)
    job = rq_shop.enqueue("7041")
    rq_shop.work("--with-scheduler")
    until(lambda: job.get_status().value in {"scheduled", "failed"})
    assert rq_shop.paid() == 1
    rq_shop.sandbox.faults()
    until(lambda: job.get_status().value == "finished")
    assert rq_shop.paid() == 1
    sent = [asked for asked in rq_shop.sandbox.requests()["requests"] if asked["operation"] == "payments.send"]
    assert len(sent) == 1


def test_rq_a_job_that_pays_without_the_journal_pays_again(rq_shop: RqShop) -> None:
    rq_shop.sandbox.faults({**LOST, "times": 1}, LOOKUP_DOWN)
    program = (rq_shop.folder / "shop.py").read_text(encoding="utf-8")
    (rq_shop.folder / "shop.py").write_text(program.replace('journal="payments.db", ', ""), encoding="utf-8")
    job = rq_shop.enqueue("7041")
    rq_shop.work("--with-scheduler")
    until(lambda: job.get_status().value == "finished")
    assert rq_shop.paid() == 2


def test_rq_retries_after_a_killed_process_find_the_payment(rq_shop: RqShop) -> None:
    rq_shop.sandbox.faults(HANGS)
    job = rq_shop.enqueue("7041")
    rq_shop.work("--with-scheduler")
    until(lambda: rq_shop.paid() == 1)
    # The process of the job alone: the worker stays, and RQ takes its end for a failure.
    pid = job_process(rq_shop.workers[0].pid)
    os.kill(pid, signal.SIGKILL)
    until(lambda: job.get_status().value == "finished")
    assert job.return_value()
    assert rq_shop.paid() == 1


def job_process(worker: int) -> int:
    """The process in which the job runs; the scheduler is the other child."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text()
            opened = [link.readlink().name for link in (folder / "fd").iterdir()]
        except OSError:
            continue
        if int(stat.rpartition(")")[2].split()[1]) == worker and "payments.db" in opened:
            return int(folder.name)
    raise AssertionError("no process has the journal open")


def test_rq_a_job_of_a_killed_worker_pays_once(rq_shop: RqShop) -> None:
    from rq.registry import StartedJobRegistry

    rq_shop.sandbox.faults(HANGS)
    job = rq_shop.enqueue("7041")
    worker = rq_shop.work()
    until(lambda: rq_shop.paid() == 1)
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    # What another worker does in its maintenance, ten minutes later.
    StartedJobRegistry(queue=rq_shop.queue).cleanup(timestamp=time.time() + 3600)
    rq_shop.work("--with-scheduler")
    until(lambda: job.get_status().value == "finished")
    assert job.return_value()
    assert rq_shop.paid() == 1


class DbosShop:
    """The program of the page; each start is a process of its own."""

    def __init__(self, sandbox: Sandbox, folder: Path) -> None:
        self.sandbox = sandbox
        self.folder = folder
        (self.program,) = blocks("dbos.md")
        assert '"deadline": 30' in self.program

    def start(self, *changes: tuple[str, str]) -> subprocess.CompletedProcess[str]:
        """Runs the program with these changes."""
        program = self.program
        for old, new in changes:
            assert program.count(old) == 1
            program = program.replace(old, new)
        (self.folder / "shop.py").write_text(program, encoding="utf-8")
        return subprocess.run(
            [sys.executable, "shop.py"],
            cwd=self.folder,
            env=environment(self.sandbox),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def paid(self) -> int:
        return len(self.sandbox.effects())


PAYS = "return wallet.payments.send(**PAYMENT, amount=amount, idempotency_key=key).id"
DIES = "\n    ".join(
    ("import os, signal", PAYS.replace("return ", "paid = "), "os.kill(os.getpid(), signal.SIGKILL)", "return paid")
)
"""The process ends between the payment and the record of the step."""


def test_dbos_a_workflow_of_a_killed_process_pays_once(sandbox: Sandbox, tmp_path: Path) -> None:
    shop = DbosShop(sandbox, tmp_path)
    killed = shop.start((PAYS, DIES))
    assert (killed.returncode, shop.paid()) == (-signal.SIGKILL, 1), killed.stderr
    # DBOS repeats the step when the program starts again, and finds the payment.
    recovered = shop.start()
    assert recovered.returncode == 0, recovered.stderr
    assert recovered.stdout.strip() == sandbox.client().payments.list().data[0].id
    assert shop.paid() == 1


def test_dbos_a_step_that_pays_without_a_journal_pays_again(sandbox: Sandbox, tmp_path: Path) -> None:
    shop = DbosShop(sandbox, tmp_path)
    without = ('journal="payments.db", ', "")
    killed = shop.start((PAYS, DIES), without)
    assert (killed.returncode, shop.paid()) == (-signal.SIGKILL, 1), killed.stderr
    recovered = shop.start(without)
    assert recovered.returncode == 0, recovered.stderr
    assert shop.paid() == 2


def test_dbos_retries_of_a_step_find_the_payment(sandbox: Sandbox, tmp_path: Path) -> None:
    shop = DbosShop(sandbox, tmp_path)
    # The provider's list works again when the first run of the step is over.
    sandbox.faults({**LOST, "times": 1}, {**LOOKUP_DOWN, "times": 6})
    retried = ("@DBOS.step()", "@DBOS.step(retries_allowed=True, interval_seconds=0.5)")
    done = shop.start(retried, ('"deadline": 30', '"deadline": 3'))
    assert done.returncode == 0, done.stderr
    assert shop.paid() == 1
