"""No process outlives a test run, however the run ends."""

import signal
import subprocess

import psutil
import pytest

from tests.services.plugin import ServiceSource


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> ServiceSource:
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    return ServiceSource("keeper", None, containers=False)


def children_of(keeper: "subprocess.Popen[bytes]") -> list[psutil.Process]:
    return psutil.Process(keeper.pid).children(recursive=True)


def test_services_end_when_pytest_does(source: ServiceSource) -> None:
    url = source.url_of("postgres")
    assert source._keeper
    children = children_of(source._keeper)
    assert len(children) > 3
    started = psutil.Process(source._keeper.pid).children()
    assert source.url_of("postgres") == url
    # Those that it started itself: PostgreSQL's own workers come and go.
    assert psutil.Process(source._keeper.pid).children() == started
    source.close()
    assert psutil.wait_procs(children, timeout=20)[1] == []


def test_services_end_when_the_keeper_is_killed(source: ServiceSource) -> None:
    source.url_of("postgres")
    assert source._keeper
    children = children_of(source._keeper)
    source._keeper.send_signal(signal.SIGKILL)
    assert psutil.wait_procs(children, timeout=20)[1] == []
    source.close()
