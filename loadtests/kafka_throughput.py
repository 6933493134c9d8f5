"""How many events a second Kafka takes and gives back, without anything of Rondel in between.

make load FILE=kafka_throughput.py ARGS="--users 12 --spawn-rate 12 --run-time 30s"
"""

import time
from typing import Any, ClassVar

import gevent
from gevent.event import Event
from locust import User, constant_throughput, events, task
from locust.env import Environment
from locust.runners import LocalRunner, WorkerRunner

from loadtests.common.records import age_ms, id_in, make_record
from loadtests.common.tally import Tally
from loadtests.common.timing import count_from_the_start
from loadtests.common.topic import delete_topic, make_consumer, make_producer, make_topic
from loadtests.config import SETTINGS
from shared.core.clock import SystemClock

_GROUP = "loadtest-throughput"
_USERS = 1000
_PATIENCE_SECONDS = 10.0
_LOOK_SECONDS = 0.002
_AT_ONCE = 500
CLOCK = SystemClock()
TALLY = Tally()
READY = Event()
"""The topic exists."""

SENDING: set[User] = set()
"""The producers that have not had all their answers."""

count_from_the_start()


@events.test_start.add_listener
def prepare(environment: Environment, **_more: Any) -> None:
    """The topic is there, and empty."""
    if not isinstance(environment.runner, WorkerRunner):
        make_topic()
    READY.set()


@events.test_stop.add_listener
def tidy_up(environment: Environment, **_more: Any) -> None:
    """The topic is gone; a process that did everything alone says what became of the events."""
    if not isinstance(environment.runner, WorkerRunner):
        delete_topic()
    if isinstance(environment.runner, LocalRunner):
        say("every event received", 0, 0, RuntimeError(str(TALLY)) if TALLY.missing else None)
        print(f"kafka: {TALLY}")  # noqa: T201 - for the people at the terminal


def say(name: str, ms: float, size: int = 0, error: Exception | None = None) -> None:
    """A line in Locust's statistics."""
    events.request.fire(
        request_type="KAFKA",
        name=name,
        response_time=ms,
        response_length=size,
        exception=error,
        context={},
    )


class Producing(User):
    """Sends batches at a steady rate; each event counts until Kafka has acknowledged it."""

    weight: ClassVar[int] = 5
    wait_time = constant_throughput(SETTINGS.batches_per_second)

    def on_start(self) -> None:
        """It can send."""
        READY.wait()
        self.number = 0
        self.producer = make_producer()
        SENDING.add(self)

    def on_stop(self) -> None:
        """What was sent has its answer."""
        self._await_answers()
        SENDING.discard(self)

    @task
    def send(self) -> None:
        """One batch."""
        for _ in range(SETTINGS.batch):
            self._send_one()
        self._await_answers()

    def _send_one(self) -> None:
        self.number += 1
        record, started = make_record(self.number, _USERS, CLOCK.now()), time.monotonic()

        def on_answer(error: Any, _message: Any) -> None:
            failure = RuntimeError(str(error)) if error else None
            if failure is None:
                TALLY.sent.add(record.event_id)
            say("acknowledged", (time.monotonic() - started) * 1000, len(record.value), failure)

        self.producer.produce(
            SETTINGS.topic,
            key=record.key,
            value=record.value,
            headers=record.headers,
            on_delivery=on_answer,
        )

    def _await_answers(self) -> None:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        self.producer.poll(0)
        while len(self.producer) and time.monotonic() < deadline:
            gevent.sleep(_LOOK_SECONDS)
            self.producer.poll(0)


class Consuming(User):
    """A member of one group; an event counts from its making to its arrival."""

    weight: ClassVar[int] = 1

    def on_start(self) -> None:
        """It is in the group."""
        READY.wait()
        self.consumer = make_consumer(_GROUP)

    def on_stop(self) -> None:
        """What was sent before has come, and it has left."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while (SENDING or TALLY.missing) and time.monotonic() < deadline:
            self.receive()
        self.consumer.close()

    @task
    def receive(self) -> None:
        """What has come since."""
        messages = self.consumer.consume(_AT_ONCE, timeout=0)
        now = CLOCK.now()
        for message in messages:
            if message.error():
                say("received", 0, 0, RuntimeError(str(message.error())))
            else:
                headers = message.headers()
                TALLY.handled[id_in(headers)] += 1
                say("received", age_ms(headers, now), len(message.value()))
        if messages:
            self.consumer.commit(asynchronous=True)  # house: allow commit -- Kafka offsets
        gevent.sleep(_LOOK_SECONDS)
