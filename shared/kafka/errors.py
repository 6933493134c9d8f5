"""What the broker's client can say, in terms that the rest of Rondel may catch.

Only shared/kafka/ names aiokafka; everybody else catches `KafkaFailure` or asks `is_kafka_away`.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from aiokafka.errors import (
    KafkaConnectionError,
    KafkaError,
    MessageSizeTooLargeError,
    RecordListTooLargeError,
)
from typing_extensions import override

from shared.core.errors import Unavailable

KafkaFailure: type[Exception] = KafkaError
"""Every error of the client is one of these."""


class KafkaRefused(Unavailable):
    """Kafka is there and does not let this process do its work; `reason` says why and what to do.

    Waited for like an absent broker, because credentials, certificates and ACLs are mended without
    a restart, but never told as one.
    """

    def __init__(self, reason: str) -> None:
        super().__init__("Kafka")
        self.reason = reason

    @override
    def __str__(self) -> str:
        return f"Kafka refuses this process: {self.reason}"


class TopicMismatch(Exception):
    """A topic exists with another number of partitions than the settings say."""

    def __init__(self, topic: str, found: int, wanted: int) -> None:
        super().__init__(
            f"Topic {topic} has {found} partitions, the setting kafka.partitions says {wanted}. "
            "Users are spread over partitions by that number: set it to what the topic has, or "
            "follow the procedure for changing it."
        )
        self.topic = topic
        self.found = found
        self.wanted = wanted


class TopicRefused(Exception):
    """The broker did not create a topic, and `reason` is its own word for why."""

    def __init__(self, topic: str, reason: str) -> None:
        super().__init__(f"Topic {topic} could not be created: {reason}")
        self.topic = topic
        self.reason = reason


@contextmanager
def own_cancellations() -> Iterator[None]:
    """A cancellation inside that nobody asked for is the client's failure, not the caller's end.

    aiokafka 0.14 cancels tasks of its own when a connection breaks, and now and then awaits one of
    them: whoever called it would end as if it had been told to stop.

    Raises:
        KafkaFailure: in the place of such a cancellation.
    """
    try:
        yield
    except asyncio.CancelledError as error:
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise
        raise KafkaConnectionError("the client gave up what it was doing") from error


def is_kafka_away(error: BaseException) -> bool:
    """Whether `error` says that Kafka cannot be used by anybody here for now.

    No broker answers, or they do not let us in (`KafkaRefused`): both are waited for, and it is not
    the event's fault. A broker that says no to one request only is something else.
    """
    if isinstance(error, Unavailable):
        return error.dependency == "Kafka"
    return isinstance(error, KafkaError) and bool(error.retriable)


def is_refusal(error: BaseException) -> bool:
    """Whether `error` says that no broker will ever take this record."""
    return isinstance(error, MessageSizeTooLargeError | RecordListTooLargeError)
