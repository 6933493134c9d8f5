"""What a Kafka record is to the rest of Rondel; the client library's own classes stay behind it."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class TopicPartition(NamedTuple):
    """One partition. `topic` is the plain name, without the prefix of the settings."""

    topic: str
    partition: int


class Record(Protocol):
    """One record as it was read; nothing is decoded."""

    @property
    def offset(self) -> int:
        """Its place in the partition."""
        ...

    @property
    def timestamp(self) -> int:
        """Milliseconds since 1970, as the producer said."""
        ...

    @property
    def key(self) -> bytes | None:
        """What the partition was chosen by."""
        ...

    @property
    def value(self) -> bytes | None:
        """The body."""
        ...

    @property
    def headers(self) -> Sequence[tuple[str, bytes | None]]:
        """Names and values, in the producer's order. A value may be null."""
        ...


class Published(Protocol):
    """Where an acknowledged record stands."""

    @property
    def partition(self) -> int:
        """The partition it went to."""
        ...

    @property
    def offset(self) -> int:
        """Its place there."""
        ...
