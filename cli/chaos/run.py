"""One chaos run from the empty database to the evidence."""

import asyncio
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Final

import asyncpg
import httpx

from cli.chaos import audit, collect
from cli.chaos.evidence import Evidence
from cli.chaos.faults.fault import Scene, Suffered
from cli.chaos.faults.kinds import FAULTS
from cli.chaos.fleet import Fleet, instance_names
from cli.chaos.listener import Listener
from cli.chaos.load import Bursts, Habit
from cli.chaos.mail import FaultyMailServer
from cli.chaos.memory import Memory, Sample
from cli.chaos.person import Person, new_email
from cli.chaos.rest import Rest
from cli.chaos.schedule import Planned
from cli.chaos.servers import Servers
from cli.embedded.ports import HOST
from shared.core.clock import Clock, SystemClock
from shared.core.settings import DatabaseSettings, KafkaSettings
from shared.db.engine import create_engine
from shared.db.migrate import upgrade
from shared.db.session import Database
from shared.events.topics import MAIN_TOPICS
from shared.kafka.admin import ensure_topics

PARTITIONS: Final = 6
_PEOPLE: Final = 14
_LISTENS_ONE_IN: Final = 2
_LAST_ANSWERS_SECONDS: Final = 30.0
_LAST_DELIVERIES_SECONDS: Final = 90.0
_SMTP_TIMEOUT_SECONDS: Final = 5


class RunFailed(Exception):
    """The run could not be made or judged; that says nothing about the system."""


@dataclass
class Finished:
    """What a run leaves to be judged and reported."""

    evidence: Evidence
    began_at: datetime
    """When load and faults did."""
    answers: dict[str, int] = field(default_factory=dict)
    """Requests of the load by status; `none` had no answer."""
    mail_trouble: dict[str, int] = field(default_factory=dict)
    """Mails and connections that met each mode of the mail server."""
    verbs: dict[str, int] = field(default_factory=dict)
    """What people asked for, so many times answered with success."""
    streams: dict[str, int] = field(default_factory=dict)
    """What became of the streams of live updates, and what came on them."""
    samples: list[Sample] = field(default_factory=list)


Say = Callable[[str], None]


async def run_chaos(
    servers: Servers, seed: int, seconds: float, schedule: Sequence[Planned], say: Say
) -> Finished:
    """Load and faults for so long, then rest, then the evidence.

    Raises:
        RunFailed: the system did not start, or a server did not come back.
        StackError: the same, with a way out.
    """
    clock = SystemClock()
    kafka = KafkaSettings(brokers=servers.kafka.url, partitions=PARTITIONS)
    await upgrade(servers.postgres.url)
    await _install_audit(servers.postgres.url)
    await ensure_topics(kafka)
    async with AsyncExitStack() as stack:
        mail = FaultyMailServer(clock)
        await mail.start()
        stack.push_async_callback(mail.stop)
        say("starting the processes")
        fleet = Fleet(servers.folder, _environment(servers, kafka, mail), clock, instance_names())
        stack.callback(fleet.kill_all)
        if waiting := await fleet.await_ready():
            raise RunFailed(f"not ready in two minutes: {', '.join(waiting)}; see {servers.logs}")
        scene = Scene(fleet, servers, mail, kafka, clock)
        return await _live_through(scene, seed, seconds, schedule, say)


async def _live_through(
    scene: Scene, seed: int, seconds: float, schedule: Sequence[Planned], say: Say
) -> Finished:
    async with AsyncExitStack() as stack:
        load = await stack.enter_async_context(_loading(scene, seed))
        memory = Memory(scene)
        watching = asyncio.create_task(scene.fleet.watch())
        sampling = asyncio.create_task(memory.watch())
        stack.callback(watching.cancel)
        stack.callback(sampling.cancel)
        say("load and faults")
        began_at = scene.clock.now()
        await _suffer(scene, seconds, schedule, say)
        _end_watch(sampling)
        say("no more faults; coming to rest")
        load.stop.set()
        unready = await scene.fleet.await_ready()
        await load.end(_LAST_ANSWERS_SECONDS)
        rest = Rest(scene.servers.postgres.url, scene.kafka, scene.fleet, scene.clock)
        unrest = [f"{name} is not ready" for name in unready] + await rest.come()
        await load.end_streams()
        _end_watch(watching)
        await scene.fleet.end(["reminders"])
        quiet_at = scene.clock.now()
        unrest += await rest.come(firing=False, seconds=_LAST_DELIVERIES_SECONDS)
        await scene.fleet.end(sorted({each.app for each in scene.fleet.instances.values()}))
        say("reading what is left")
        return Finished(
            evidence=await _gather(scene, load, rest, quiet_at, unrest),
            began_at=began_at,
            answers=load.answers(),
            mail_trouble=scene.mail.applied,
            verbs=load.verbs(),
            streams=load.streams(),
            samples=memory.samples,
        )


def _end_watch(task: "asyncio.Task[None]") -> None:
    if not task.cancel():
        task.result()  # it ended before, so it failed


async def _gather(
    scene: Scene, load: "_Load", rest: Rest, quiet_at: datetime, unrest: list[str]
) -> Evidence:
    rows = await collect.read_rows(scene.servers.postgres.url)
    return Evidence(
        quiet_at=quiet_at,
        emails=rows.emails,
        tasks=rows.tasks,
        reminders=rows.reminders,
        deliveries=rows.deliveries,
        jobs=rows.jobs,
        outbox_left=rows.outbox_left,
        written=rows.written,
        reminder_changes=rows.reminder_changes,
        delivery_changes=rows.delivery_changes,
        records=await collect.read_topics(scene.kafka, MAIN_TOPICS),
        dead=await collect.read_topics(scene.kafka, collect.dead_letter_topics()),
        poison=scene.poison,
        lag=await collect.read_lag(scene.kafka, rest.subscriptions),
        mails=scene.mail.taken,
        known=[known for person in load.people for known in person.known()],
        streams=[listener.listened() for listener in load.listeners],
        complaints=[each for person in load.people for each in person.complaints],
        deaths=scene.fleet.deaths,
        steps=scene.steps,
        suffered=scene.suffered,
        unrest=unrest,
    )


async def _suffer(scene: Scene, seconds: float, schedule: Sequence[Planned], say: Say) -> None:
    """Every fault has come and is over, and so is the time."""
    start = scene.clock.monotonic()
    faults = []
    for planned in schedule:
        await _sleep_until(scene.clock, start + planned.at)
        say(str(planned))
        faults.append(asyncio.create_task(_one_fault(scene, planned)))
    await _sleep_until(scene.clock, start + seconds)
    await asyncio.gather(*faults)


async def _one_fault(scene: Scene, planned: Planned) -> None:
    began_at = scene.clock.now()
    await FAULTS[planned.kind].happen(planned, scene)
    scene.suffered.append(Suffered(planned, began_at, scene.clock.now()))


async def _sleep_until(clock: Clock, instant: float) -> None:
    await asyncio.sleep(max(instant - clock.monotonic(), 0.0))


@dataclass
class _Load:
    """The people of a run, under way."""

    people: list[Person]
    listeners: list[Listener]
    stop: asyncio.Event
    give_up: asyncio.Event
    tasks: list["asyncio.Task[None]"]
    listening: list["asyncio.Task[None]"]

    async def end(self, seconds: float) -> None:
        """Everybody has stopped; requests without an answer are given up after so long."""
        _, unfinished = await asyncio.wait(self.tasks, timeout=seconds)
        self.give_up.set()
        if unfinished:
            await asyncio.wait(unfinished)
        for task in self.tasks:
            task.result()

    async def end_streams(self) -> None:
        """A last change of each who listens has come, or did not; nobody listens any more."""
        await asyncio.gather(*[each.await_last() for each in self.listeners])
        for task in self.listening:
            _end_watch(task)

    def streams(self) -> dict[str, int]:
        """What the streams of all of them went through."""
        found = Counter({"people who listen": len(self.listeners)})
        for each in self.listeners:
            found.update(each.counts)
        return dict(found)

    def answers(self) -> dict[str, int]:
        """Requests by the status of their answer."""
        return dict(sorted(sum((Counter(each.answers) for each in self.people), Counter()).items()))

    def verbs(self) -> dict[str, int]:
        """Requests that were answered with success, by what they asked for."""
        return dict(sorted(sum((Counter(each.verbs) for each in self.people), Counter()).items()))


@asynccontextmanager
async def _loading(scene: Scene, seed: int) -> AsyncIterator[_Load]:
    """People are signed up and busy until told to stop."""
    (api,) = scene.fleet.of("api")
    stop, give_up = asyncio.Event(), asyncio.Event()
    async with AsyncExitStack() as stack:
        habits: list[Habit] = []
        for number in range(_PEOPLE):
            client = httpx.AsyncClient(base_url=api.url)
            await stack.enter_async_context(client)
            person = Person(new_email(number), client, scene.clock, give_up)
            await person.sign_up()
            dice = Random(f"{seed}/person/{number}")  # noqa: S311 - to be repeated, not secret
            habits.append(Habit(person, dice, scene.clock))
            await habits[-1].settle_in(number)
        settings = DatabaseSettings.model_validate({"url": scene.servers.postgres.url})
        engine = create_engine(settings, "chaos")
        stack.push_async_callback(engine.dispose)
        bursts = Bursts(
            Database(engine, scene.clock, PARTITIONS),
            [each.person.user_id for each in habits],
            Random(f"{seed}/bursts"),  # noqa: S311 - to be repeated, not secret
        )
        people = [each.person for each in habits]
        listeners = [
            Listener(each, Random(f"{seed}/listener/{number}"))  # noqa: S311 - as above
            for number, each in enumerate(people[::_LISTENS_ONE_IN])
        ]
        listening = [asyncio.create_task(each.listen()) for each in listeners]
        tasks = [asyncio.create_task(each.live(stop)) for each in habits]
        tasks.append(asyncio.create_task(bursts.come(stop)))
        try:
            yield _Load(people, listeners, stop, give_up, tasks, listening)
        finally:
            for task in (*tasks, *listening):
                task.cancel()
            await asyncio.gather(*tasks, *listening, return_exceptions=True)


async def _install_audit(url: str) -> None:
    sql = await asyncpg.connect(url)
    try:
        await audit.install(sql)
    finally:
        await sql.close()


def _environment(servers: Servers, kafka: KafkaSettings, mail: FaultyMailServer) -> dict[str, str]:
    return {
        "DATABASE_URL": servers.postgres.url,
        "KAFKA_BROKERS": kafka.brokers,
        "RONDEL_KAFKA__PARTITIONS": str(kafka.partitions),
        "SMTP_HOST": HOST,
        "SMTP_PORT": str(mail.port),
        "RONDEL_SMTP__TIMEOUT_SECONDS": str(_SMTP_TIMEOUT_SECONDS),
        "BETTER_AUTH_SECRET": secrets.token_urlsafe(48),
        "RONDEL_AUTH__VERIFY_EMAIL": "later",
        "RONDEL_LIMITS__ENABLED": "false",
        "RONDEL_AUTH__ACCESS_TOKEN_MINUTES": "1440",  # its clients sign in once
        "RONDEL_ENVIRONMENT": "development",
    }
