"""The two ends of the event flow: what waits to be published, what was already handled."""

import uuid

from sqlalchemy import BigInteger, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import Base, Instant


class OutboxRow(Base):
    """An event waiting for the relay; it is deleted when Kafka has acknowledged it."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_partition_id", "partition", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    partition: Mapped[int]
    topic: Mapped[str]
    user_id: Mapped[uuid.UUID]
    event_id: Mapped[uuid.UUID]
    event_type: Mapped[str]
    subject: Mapped[str]
    occurred_at: Mapped[Instant]
    traceparent: Mapped[str | None]
    source: Mapped[str] = mapped_column(server_default=text("'/rondel'"))
    """What wrote it: an operation of the API or a worker (CloudEvents `source`)."""
    version: Mapped[int] = mapped_column(server_default=text("1"))
    """Of the payload: the relay that publishes it may be older or newer than what wrote it."""
    payload: Mapped[bytes]


class InboxRow(Base):
    """This consumer group has handled this event; pruned after the retention of the topics."""

    __tablename__ = "inbox"

    consumer_group: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    handled_at: Mapped[Instant] = mapped_column(index=True)


class Lease(Base):
    """Who owns a lane or a scheduler partition. `epoch` grows with every change of owner."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    epoch: Mapped[int] = mapped_column(BigInteger)
    expires_at: Mapped[Instant]
