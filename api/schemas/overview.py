"""The overview of the installation on the wire."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from api.schemas.common import AnswerModel
from api.schemas.status import WindowOut

PartStatus = Literal["ok", "unavailable"]


class RetryTierOut(AnswerModel):
    """A retry topic of a group. What waits there is not late: it has to wait."""

    topic: str
    delay_seconds: float
    waiting: int
    next_at: datetime | None = Field(
        description="When the oldest of them is tried again, to some percent of the time that it "
        "has waited; null if nothing waits"
    )


class GroupLagOut(AnswerModel):
    """A consumer group as the brokers see it; lag counts its main topics."""

    name: str
    state: str = Field(description="Kafka's word: Stable, Empty (no member), ...")
    paused: bool = Field(description="By an operator")
    members: int
    hosts: list[str]
    lag: int = Field(description="Records that wait")
    largest_lag: int = Field(description="In the partition that is furthest behind")
    largest_in: str | None = Field(description="topic/partition; null if nothing waits")
    oldest_age_seconds: float | None = Field(
        description="Of the oldest record that waits, to some percent; null if nothing waits"
    )
    unassigned: int = Field(description="Partitions that no member has")
    incoming_per_second: float | None = Field(
        description="Records since the look before, retries included; null at the first look"
    )
    outgoing_per_second: float | None
    last_handled_at: datetime | None = Field(
        description="null if the group's last event is not among the newest 5,000 of all groups"
    )
    retries: list[RetryTierOut]
    missing_topics: list[str]


class KafkaPartOut(AnswerModel):
    """What the brokers say."""

    status: PartStatus
    reason: str | None = Field(description="Why they could not be asked")
    groups: list[GroupLagOut] = Field(description="Empty if they could not be asked")


class OutboxOut(AnswerModel):
    """Events that wait to be published."""

    waiting: int
    oldest_age_seconds: float | None


class ShareOut(AnswerModel):
    """Partitions that are leased to the processes that work on them."""

    total: int
    owners: int = Field(description="Processes that hold some")
    unowned: list[int] = Field(description="Partitions that nobody holds")


class LeasesOut(AnswerModel):
    """Who publishes and who fires."""

    relays: int = Field(description="Relays that are alive")
    lanes: ShareOut = Field(description="Of the outbox")
    schedulers: ShareOut = Field(description="Of the reminders that wait")


class PunctualityPartOut(AnswerModel):
    """How punctual reminders were lately."""

    late_after_ms: int
    waiting_since: datetime | None = Field(
        description="As of the status: the oldest that is late by more than a minute and waits"
    )
    last_hour: WindowOut = Field(description="From the full hour before the present one")
    last_24_hours: WindowOut


class MinuteOut(AnswerModel):
    """Reminders that fire in one minute."""

    at: datetime
    reminders: int


class ComingOut(AnswerModel):
    """What will fire in the next ten minutes, and what should have fired."""

    minutes: list[MinuteOut]
    overdue: int = Field(description="That wait though their instant has passed")
    overdue_since: datetime | None


class OpenLettersOut(AnswerModel):
    """Dead letters of one event type."""

    event_type: str
    open: int


class DeadLettersPartOut(AnswerModel):
    """Dead letters that wait for somebody."""

    open: int
    by_event_type: list[OpenLettersOut]


class ChannelHealthOut(AnswerModel):
    """What became of the messages through one kind of channel."""

    kind: str = Field(description="email, a kind of channel, or removed")
    sent: int
    failed: int
    sending: int
    last_sent_at: datetime | None
    last_failed_at: datetime | None
    last_failure: str | None = Field(description="Its kind, never the words of the other side")


class ChannelsPartOut(AnswerModel):
    """The channels since some hours, from the ledger of deliveries (50,000 at most)."""

    since: datetime
    items: list[ChannelHealthOut]


class DatabasePartOut(AnswerModel):
    """What the tables say; every part is null if they could not be read in time."""

    status: PartStatus
    outbox: OutboxOut | None
    leases: LeasesOut | None
    punctuality: PunctualityPartOut | None
    coming: ComingOut | None
    dead_letters: DeadLettersPartOut | None
    channels: ChannelsPartOut | None


class LivePartOut(AnswerModel):
    """Open pages at the API process that answered."""

    clients: int
    connected: bool = Field(description="Whether it follows Kafka, so that they see changes")


class LinksOut(AnswerModel):
    """What stands beside Rondel, as browsers of operators reach it; null where none is set."""

    grafana: str | None
    zipkin: str | None = Field(description="A trace is at /zipkin/traces/{trace_id} behind it")


class OverviewOut(AnswerModel):
    """The installation at a glance."""

    counted_at: datetime
    kafka: KafkaPartOut
    database: DatabasePartOut
    live: LivePartOut
    links: LinksOut


class PartitionLagOut(AnswerModel):
    """Where a group stands in one partition."""

    topic: str
    partition: int
    end: int = Field(description="The offset that the next record will get")
    position: int = Field(description="The offset that the group goes on with")
    lag: int
    oldest_age_seconds: float | None
    host: str | None = Field(description="Where the member is that has it; null if nobody has it")


class MemberOut(AnswerModel):
    """A process that handles partitions of a group."""

    client_id: str
    host: str
    partitions: int


class GroupDetailOut(AnswerModel):
    """A consumer group, partition by partition."""

    name: str
    status: PartStatus
    reason: str | None
    state: str | None
    members: list[MemberOut]
    partitions: list[PartitionLagOut]
