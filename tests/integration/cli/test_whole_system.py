"""`rondel dev` brings up all of Rondel, not only its services."""

import os
import signal

import httpx
import pytest

from cli.embedded.plan import APPS
from cli.embedded.state import StateFolder
from tests.integration.cli.conftest import Rondel, until_restarted
from tests.waiting import eventually

pytestmark = [pytest.mark.timeout(180), pytest.mark.slow]


@pytest.fixture
def whole(rondel: Rondel) -> Rondel:
    """The whole system runs: started by the first test, and again by one that finds it stopped."""
    if not rondel.status()["services"]:
        started = rondel("dev", "--detach")
        assert started.returncode == 0, started.stdout + started.stderr
    return rondel


async def test_every_process_becomes_healthy(whole):
    async def is_healthy():  # consumers join their groups after they are ready
        return all(service["health"] == "ok" for service in whole.status()["services"])

    assert await eventually(is_healthy, what=lambda: str(whole.status()["services"]))


def test_every_process_lives_and_gives_metrics(whole):
    services = {service["name"]: service for service in whole.status()["services"]}
    assert set(services) == {"postgres", "kafka", "mail", *(app.name for app in APPS)}
    for app in APPS:
        service = services[app.name]
        assert httpx.get(service["metrics"]).raise_for_status().text.startswith("# HELP")
        assert httpx.get(f"{service['url']}/livez").status_code == 200


def test_address_of_the_status_is_the_one_of_the_api(whole):
    status = whole.status()
    assert httpx.get(f"{status['url']}/livez").status_code == 200
    assert httpx.get(f"{status['mail']}/livez").status_code == 200


@pytest.mark.parametrize("name", ["relay", "api"])
async def test_killed_process_is_started_again_on_its_port(whole, name):
    before = whole.service(name)
    os.kill(before["pid"], signal.SIGKILL)
    after = await until_restarted(whole, name)
    assert after["pid"] != before["pid"]
    assert after["url"] == before["url"]


def test_workers_end_in_good_order_before_what_they_stand_on(whole):
    state = StateFolder(whole.state).read()
    assert whole("dev", "--stop").returncode == 0
    assert not any(s.process.is_alive for s in state.services if s.process is not None)
    for app in APPS:
        log = (whole.state / "logs" / f"{app.name}.log").read_text()
        assert "Traceback" not in log, log[-3000:]
