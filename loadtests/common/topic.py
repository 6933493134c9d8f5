"""The topic of a Kafka test, and clients for it. Everything blocking is asked for by polling."""

from collections.abc import Callable
from typing import Any

import gevent
from confluent_kafka import Consumer, KafkaError, KafkaException, Producer
from confluent_kafka.admin import AdminClient, NewTopic

from loadtests.config import SETTINGS

_ANSWER_SECONDS = 20
_LOOK_SECONDS = 0.02


def make_topic() -> None:
    """The topic exists and is empty.

    Raises:
        KafkaException: no broker answers, or it will not have it.
    """
    admin = _admin()
    _delete(admin)
    topic = NewTopic(SETTINGS.topic, SETTINGS.partitions, SETTINGS.replicas)
    with gevent.Timeout(_ANSWER_SECONDS):
        # A deleted topic goes in the background; until then its name is taken.
        while not _try(admin.create_topics([topic]), KafkaError.TOPIC_ALREADY_EXISTS):
            gevent.sleep(_LOOK_SECONDS)


def delete_topic() -> None:
    """No topic is left."""
    _delete(_admin())


def make_producer() -> Any:
    """A producer like the relay's: idempotent, all replicas, the partition from the key."""
    return Producer(
        {
            "bootstrap.servers": SETTINGS.broker_list,
            "enable.idempotence": True,
            "partitioner": "murmur2_random",
            "linger.ms": 2,
        }
    )


def make_consumer(group: str, **listeners: Callable[[Any, list[Any]], None]) -> Any:
    """A member of a group that reads the topic from its beginning and commits when told to."""
    consumer = Consumer(
        {
            "bootstrap.servers": SETTINGS.broker_list,
            "group.id": group,
            "enable.auto.commit": False,
            "auto.offset.reset": "earliest",
            "session.timeout.ms": 6000,
            "partition.assignment.strategy": "roundrobin",
        }
    )
    consumer.subscribe([SETTINGS.topic], **listeners)
    return consumer


def _admin() -> Any:
    """Keep it until it has answered: with it goes the question."""
    return AdminClient({"bootstrap.servers": SETTINGS.broker_list})


def _delete(admin: Any) -> None:
    _try(admin.delete_topics([SETTINGS.topic]), KafkaError.UNKNOWN_TOPIC_OR_PART)


def _try(answers: Any, harmless: int) -> bool:
    """Whether the broker did it; not if it gave the harmless reason.

    Raises:
        KafkaException: it gave another one.
    """
    (answer,) = answers.values()
    with gevent.Timeout(_ANSWER_SECONDS):
        while not answer.done():
            gevent.sleep(_LOOK_SECONDS)
    error = answer.exception()
    if error is None:
        return True
    if isinstance(error, KafkaException) and error.args[0].code() == harmless:
        return False
    raise error
