"""The parts of the overview as they go over the wire."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from api.overview.lag import LagSeen, Rates
from api.schemas.common import Document
from shared.db.repositories import leases
from shared.db.repositories.jobs import LEASE_PREFIX
from shared.db.repositories.overview import ChannelTotals, LeaseState
from shared.events.groups import GROUPS
from shared.kafka.lag import GroupLag, PartitionLag


def kafka_document(
    seen: LagSeen,
    now: datetime,
    paused: Collection[str],
    handled: Mapping[str, datetime],
) -> Document:
    """The consumer groups as `KafkaPartOut`."""
    return {
        "status": "unavailable" if seen.reason else "ok",
        "reason": seen.reason,
        "groups": [
            {
                **group_document(group, seen.rates.get(name), now),
                "paused": name in paused,
                "last_handled_at": handled.get(name),
            }
            for name, group in seen.groups.items()
        ],
    }


def group_document(group: GroupLag, rates: Rates | None, now: datetime) -> Document:
    """One group as the brokers see it; its retry topics apart, as what is there has to wait."""
    tiers = GROUPS[group.name].retry_topics if group.name in GROUPS else {}
    main = [each for each in group.partitions if each.topic not in tiers]
    largest = max(main, key=lambda each: each.lag, default=None)
    oldest = [each.oldest_at_ms for each in main if each.oldest_at_ms is not None]
    return {
        "name": group.name,
        "state": group.state,
        "members": len(group.members),
        "hosts": sorted({each.host for each in group.members}),
        "lag": sum(each.lag for each in main),
        "largest_lag": largest.lag if largest else 0,
        "largest_in": f"{largest.topic}/{largest.partition}" if largest and largest.lag else None,
        "oldest_age_seconds": _age(min(oldest), now) if oldest else None,
        "unassigned": sum(each.host is None for each in group.partitions),
        "incoming_per_second": rates.incoming if rates else None,
        "outgoing_per_second": rates.outgoing if rates else None,
        "retries": [
            {
                "topic": topic,
                "delay_seconds": seconds,
                "waiting": _waiting(group, topic),
                "next_at": _next_at(group, topic, seconds),
            }
            for topic, seconds in tiers.items()
        ],
        "missing_topics": list(group.missing_topics),
    }


def partition_document(each: PartitionLag, now: datetime) -> Document:
    """Where the group stands in one partition, as `PartitionLagOut`."""
    return {
        "topic": each.topic,
        "partition": each.partition,
        "end": each.end,
        "position": each.position,
        "lag": each.lag,
        "oldest_age_seconds": None if each.oldest_at_ms is None else _age(each.oldest_at_ms, now),
        "host": each.host,
    }


def _waiting(group: GroupLag, topic: str) -> int:
    return sum(each.lag for each in group.partitions if each.topic == topic)


def _next_at(group: GroupLag, topic: str, delay_seconds: float) -> datetime | None:
    """When the oldest that waits there is due: its record was made when it failed."""
    made = [
        each.oldest_at_ms
        for each in group.partitions
        if each.topic == topic and each.oldest_at_ms is not None
    ]
    if not made:
        return None
    return datetime.fromtimestamp(min(made) / 1000, UTC) + timedelta(seconds=delay_seconds)


def _age(at_ms: int, now: datetime) -> float:
    return round(max((now - datetime.fromtimestamp(at_ms / 1000, UTC)).total_seconds(), 0.0), 1)


def outbox_document(waiting: int, oldest: datetime | None, now: datetime) -> Document:
    """What waits to be published, as `OutboxOut`."""
    age = None if oldest is None else round(max((now - oldest).total_seconds(), 0.0), 1)
    return {"waiting": waiting, "oldest_age_seconds": age}


def leases_document(found: Iterable[LeaseState], partitions: Sequence[int]) -> Document:
    """Who publishes and who fires, as `LeasesOut`."""
    live = {each.name: each.owner for each in found if each.is_live}
    return {
        "relays": sum(name.startswith(leases.RELAY_MEMBER) for name in live),
        "lanes": _share(live, leases.RELAY_LANE, partitions),
        "schedulers": _share(live, LEASE_PREFIX, partitions),
    }


def _share(live: Mapping[str, str], prefix: str, partitions: Sequence[int]) -> Document:
    owners = {number: live.get(f"{prefix}{number}") for number in partitions}
    return {
        "total": len(partitions),
        "owners": len({owner for owner in owners.values() if owner is not None}),
        "unowned": [number for number, owner in owners.items() if owner is None],
    }


def channel_document(each: ChannelTotals) -> Document:
    """What became of deliveries through one kind of channel, as `ChannelHealthOut`."""
    return {
        "kind": each.kind,
        "sent": each.sent,
        "failed": each.failed,
        "sending": each.sending,
        "last_sent_at": each.last_sent_at,
        "last_failed_at": each.last_failed_at,
        "last_failure": each.last_failure,
    }
