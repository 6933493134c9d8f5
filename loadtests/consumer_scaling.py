"""One group of 1, 2, 4, then 12 members under a steady load: what each step does to the delay.

Kafka's part of scaling, with members that take a fixed time for an event; the real workers are
measured by `rondel bench scaling`. The shape says how long it runs: --users and --run-time do not.

make load FILE=consumer_scaling.py
"""

import time
from itertools import count
from typing import Any, ClassVar

import gevent
from locust import LoadTestShape, User, constant, events, task
from locust.env import Environment

from loadtests.common.records import age_ms, id_in, make_record
from loadtests.common.tally import Tally, owned_wrongly
from loadtests.common.timing import count_from_the_start
from loadtests.common.topic import delete_topic, make_consumer, make_producer, make_topic
from loadtests.config import SETTINGS
from shared.core.clock import SystemClock

_GROUP = "loadtest-scaling"
_SIZES = (1, 2, 4, 12)
_USERS = 1000
_TICK_SECONDS = 0.02
_DRAIN_SECONDS = 10.0
_AT_ONCE = 50
CLOCK = SystemClock()
TALLY = Tally()
OWNED: dict[object, list[int]] = {}
"""The partitions of each member."""

count_from_the_start()


class Steps(LoadTestShape):
    """The members that there are to be."""

    def tick(self) -> tuple[int, float] | None:
        """As many as the step says; the last one also drains what is left."""
        step = int(self.get_run_time() // SETTINGS.step_seconds)
        if step < len(_SIZES):
            return _SIZES[step], float(_SIZES[-1])
        if self.get_run_time() < len(_SIZES) * SETTINGS.step_seconds + _DRAIN_SECONDS:
            return _SIZES[-1], float(_SIZES[-1])
        return None


class _Source:
    """Sends at a steady rate, until the last step has gone half its way."""

    def __init__(self) -> None:
        self.seconds = (len(_SIZES) - 0.5) * SETTINGS.step_seconds

    def run(self) -> None:
        producer, numbers, started = make_producer(), count(), time.monotonic()
        while (passed := time.monotonic() - started) < self.seconds:
            for number in numbers:
                record = make_record(number, _USERS, CLOCK.now())
                producer.produce(
                    SETTINGS.topic,
                    key=record.key,
                    value=record.value,
                    headers=record.headers,
                    on_delivery=_note_sent(record.event_id),
                )
                if number >= passed * SETTINGS.rate:
                    break
            producer.poll(0)
            gevent.sleep(_TICK_SECONDS)
        while len(producer):
            producer.poll(0)
            gevent.sleep(_TICK_SECONDS)


def _note_sent(event_id: str) -> Any:
    def note(error: Any, _message: Any) -> None:
        if error:
            say("acknowledged", 0, RuntimeError(str(error)))
        else:
            TALLY.sent.add(event_id)

    return note


@events.test_start.add_listener
def prepare(environment: Environment, **_more: Any) -> None:
    """The topic is there and fills; a watcher looks at each step's end who owns what."""
    make_topic()
    gevent.spawn(_Source().run)
    gevent.spawn(_check_steps, environment)


@events.test_stop.add_listener
def tidy_up(**_more: Any) -> None:
    """Every event was handled; the topic is gone."""
    error = RuntimeError(f"{TALLY.missing} events were not handled") if TALLY.missing else None
    say("every event handled", 0, error, "CHECK")
    print(f"kafka: {TALLY}")  # noqa: T201 - for the people at the terminal
    delete_topic()


def _check_steps(environment: Environment) -> None:
    for size in _SIZES:
        gevent.sleep(SETTINGS.step_seconds * 0.95)
        wrong = owned_wrongly(OWNED, SETTINGS.partitions)
        members = environment.runner.user_count if environment.runner else 0
        error = RuntimeError(f"owners of partitions: {wrong}") if wrong else None
        if members != size:
            error = RuntimeError(f"{members} members instead of {size}")
        say(f"each partition owned once by {size}", 0, error, "CHECK")
        gevent.sleep(SETTINGS.step_seconds * 0.05)


def say(name: str, ms: float, error: Exception | None = None, kind: str = "KAFKA") -> None:
    """A line in Locust's statistics."""
    events.request.fire(
        request_type=kind,
        name=name,
        response_time=ms,
        response_length=0,
        exception=error,
        context={},
    )


class Member(User):
    """Handles one event after the other and commits after each handful."""

    wait_time = constant(0)
    weight: ClassVar[int] = 1

    def on_start(self) -> None:
        """It is in the group."""
        OWNED[self] = []
        self.consumer = make_consumer(_GROUP, on_assign=self._assigned, on_revoke=self._revoked)

    def on_stop(self) -> None:
        """It has left."""
        self.consumer.close()
        OWNED.pop(self, None)

    @task
    def handle(self) -> None:
        """What has come since, each event in its time."""
        messages = self.consumer.consume(_AT_ONCE, timeout=0)
        for message in messages:
            if message.error():
                say("handled", 0, RuntimeError(str(message.error())))
                continue
            gevent.sleep(SETTINGS.handle_ms / 1000)
            headers = message.headers()
            TALLY.handled[id_in(headers)] += 1
            say(f"handled by one of {_step_of(len(OWNED))}", age_ms(headers, CLOCK.now()))
        if messages:
            self.consumer.commit(asynchronous=False)  # house: allow commit -- Kafka offsets
        else:
            gevent.sleep(_TICK_SECONDS)

    def _assigned(self, _consumer: Any, partitions: list[Any]) -> None:
        OWNED[self] = [each.partition for each in partitions]

    def _revoked(self, _consumer: Any, _partitions: list[Any]) -> None:
        OWNED[self] = []


def _step_of(members: int) -> int:
    """The step that so many members belong to, also while they come."""
    return next(size for size in _SIZES if members <= size)
