"""What the broker's client can say, in terms that the rest of Rondel may catch.

Only shared/kafka/ names aiokafka; everybody else catches `KafkaFailure` or asks `is_kafka_away`.
"""

from aiokafka.errors import KafkaError

from shared.core.errors import Unavailable

KafkaFailure: type[Exception] = KafkaError
"""Every error of the client is one of these."""


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


def is_kafka_away(error: BaseException) -> bool:
    """Whether `error` says that no broker answers, rather than that one said no."""
    if isinstance(error, Unavailable):
        return error.dependency == "Kafka"
    return isinstance(error, KafkaError) and bool(error.retriable)
