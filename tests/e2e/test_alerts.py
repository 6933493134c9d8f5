"""Three faults of the real system: seen in a real Alertmanager, told to people, and over again."""

import re
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from tests.e2e.people import Person, in_seconds, remind_at, signed_up
from tests.e2e.processes import Process
from tests.e2e.world import EVERYTHING, World
from tests.services.alerting import Alerting, alerting
from tests.services.forwarder import Forwarder, forwarding
from tests.services.receiver import Receiver
from tests.waiting import eventually

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]

RUNBOOK = "https://rondel.example.org/docs/runbooks/services.md"

OVER = r"over since [\d:]+ UTC\]"


@dataclass(frozen=True)
class Watched:
    """An installation, who watches it, and who is told."""

    world: World
    processes: dict[str, Process]
    mail_server: Forwarder
    alerting: Alerting
    told: Receiver
    ada: Person

    async def is_told(self, path: str, *patterns: str) -> None:
        """A message in which each of these patterns is found has come to this address."""

        async def look() -> list[str]:
            bodies = [each.body.decode() for each in self.told.requests if each.path == path]
            return [body for body in bodies if all(re.search(each, body) for each in patterns)]

        await eventually(look, 40, f"a message to {path} with {patterns}")


@asynccontextmanager
async def receiving():
    """Somebody who hears of alerts."""
    receiver = Receiver()
    await receiver.start()
    try:
        yield receiver
    finally:
        await receiver.stop()


@pytest.fixture(scope="module")
async def watched(new_world, mail_sink, tmp_path_factory):
    sink = int(mail_sink.environment["SMTP_PORT"])
    async with receiving() as told, new_world() as world, forwarding(sink) as mail_server:
        world.processes.environment["SMTP_PORT"] = str(mail_server.port)
        started = [*await world.start("api"), *await world.start(*EVERYTHING[1:])]
        processes = dict(zip(EVERYTHING, started, strict=True))
        ports = {name: process.running.port for name, process in processes.items()}
        folder = tmp_path_factory.mktemp("alerting")
        async with (
            alerting(folder, ports, told.url, sink) as servers,
            signed_up(started[0].url) as ada,
        ):
            yield Watched(world, processes, mail_server, servers, told, ada)


async def again(watched: Watched, name: str) -> None:
    """That worker runs again, on the port where it was."""
    process = watched.world.processes.launch_again(watched.processes[name])
    watched.processes[name] = await process.ready()


async def test_a_system_that_works_is_silent(watched):
    await watched.is_told("/deadman", "Watchdog")
    await eventually(lambda: watched.alerting.value("count(up == 1) == 9"), 30, "all are scraped")
    await watched.alerting.ends(severity="critical")
    await watched.alerting.ends(severity="warning")
    assert {each["labels"]["severity"] for each in await watched.alerting.alerts()} == {"none"}


async def test_a_mail_server_that_is_away(watched):
    watched.mail_server.cut()
    await watched.ada.create("Water the plants", reminders=remind_at(in_seconds(1)))
    alert = await watched.alerting.fires(alertname="ComponentDown", component="smtp")
    assert alert["labels"]["service"] == "notifications"
    await watched.is_told(
        "/slack", "smtp does not work for notifications", f"{RUNBOOK}#componentdown"
    )
    await watched.is_told("/pagerduty", "smtp does not work for notifications", '"trigger"')
    watched.mail_server.is_down = False
    await watched.alerting.ends(alertname="ComponentDown", component="smtp")
    await watched.is_told("/pagerduty", "smtp does not work for notifications", '"resolve"')


async def test_a_relay_that_stops(watched, mail_sink):
    await watched.processes["relay"].stop()
    await watched.alerting.fires(alertname="ServiceGone", worker="relay")
    await watched.is_told("/slack", "No process of relay answers", f"{RUNBOOK}#servicegone")
    lanes = await watched.alerting.fires(alertname="RelayWithoutOwner")
    assert lanes["labels"]["severity"] == "critical"

    async def is_held_back():
        (found,) = await watched.alerting.alerts(alertname="RelayWithoutOwner")
        return found["status"]["inhibitedBy"]

    await eventually(is_held_back, 20, "the consequence is held back")

    async def is_mailed():
        mails = await mail_sink.mails("operators@rondel.example.org")
        return any("No process of relay answers" in mail.subject for mail in mails)

    await eventually(is_mailed, 20, "a mail about the relay")
    await again(watched, "relay")
    await watched.alerting.ends(alertname="RelayWithoutOwner")
    await watched.alerting.ends(alertname="ServiceGone", worker="relay")
    await watched.is_told("/slack", rf"{OVER} No process of relay answers")


async def test_a_consumer_that_stops(watched):
    await watched.processes["recurrence"].stop()
    gone = await watched.alerting.fires(alertname="ServiceGone", worker="recurrence")
    assert gone["annotations"]["summary"] == "No process of recurrence answers"
    await watched.alerting.fires(alertname="TargetDown", service="recurrence")
    await watched.is_told("/pagerduty", "No process of recurrence answers", '"trigger"')
    await again(watched, "recurrence")
    await watched.alerting.ends(alertname="ServiceGone", worker="recurrence")
    await watched.alerting.ends(alertname="TargetDown", service="recurrence")
    await watched.is_told("/slack", rf"{OVER} No process of recurrence answers")
