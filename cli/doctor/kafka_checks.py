"""Kafka: reachable, with the topics of the catalogue, and with somebody at work in each group."""

from api.overview.documents import group_document
from api.overview.lag import WATCHED
from cli.doctor.finding import Finding, ok, problem, warning
from cli.doctor.installation import Installation
from shared.core.clock import SystemClock
from shared.core.errors import Unavailable
from shared.core.settings import KafkaSettings
from shared.kafka.admin import Difference, Remedy, compare_topics
from shared.kafka.errors import KafkaRefused, TopicRefused
from shared.kafka.lag import GroupLag, read_lag

_STUCK_SECONDS = 300.0
_SLOW_SECONDS = 30.0
_SHOWN = 8
_PATIENCE_SECONDS = 15.0


async def check_topics(installation: Installation) -> list[Finding]:
    """Every topic is there, cut as the settings say."""
    kafka = installation.kafka
    if kafka is None:
        return []
    try:
        differences = await compare_topics(kafka)
    except KafkaRefused as error:
        return [_refused(error)]
    except Unavailable:
        return [_away(kafka)]
    except TopicRefused as error:
        return [
            warning(
                "topics",
                f"The broker does not show this user how topics are set: {error.reason}.",
                "Run rondel topics diff as a user that may describe configs.",
            )
        ]
    if not differences:
        return [ok("topics", f"All topics are there, {kafka.partitions} partitions each.")]
    return _of_differences(differences)


def _of_differences(differences: list[Difference]) -> list[Finding]:
    missing = [each.topic for each in differences if each.remedy is Remedy.CREATE]
    found = []
    if missing:
        more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
        found.append(
            problem(
                "topics",
                f"Topics are missing: {', '.join(missing[:_SHOWN])}{more}.",
                "Create them with: rondel topics apply",
            )
        )
    for each in differences:
        if each.setting == "partitions":
            found.append(
                problem(
                    "topics",
                    f"The topic {each.topic} has {each.found} partitions, wanted are "
                    f"{each.wanted}.",
                    "Set RONDEL_KAFKA__PARTITIONS to what it has, or follow "
                    "docs/how-to/change-partitions.md.",
                )
            )
        elif each.remedy is Remedy.BY_HAND:
            found.append(
                warning(
                    "topics",
                    f"The topic {each.topic} has {each.setting} {each.found}, wanted is "
                    f"{each.wanted}.",
                    "Move its replicas with kafka-reassign-partitions.sh, or set "
                    f"RONDEL_KAFKA__REPLICATION_FACTOR={each.found}.",
                )
            )
        elif each.remedy is Remedy.ALTER:
            found.append(
                warning(
                    "topics",
                    f"The topic {each.topic} has {each.setting} {each.found}, wanted is "
                    f"{each.wanted}.",
                    "Set it with: rondel topics apply",
                )
            )
    return found


async def check_groups(installation: Installation) -> list[Finding]:
    """In every consumer group somebody is at work, and gets on."""
    kafka = installation.kafka
    if kafka is None:
        return []
    now = SystemClock().now()
    try:
        groups = await read_lag(kafka, WATCHED, int(now.timestamp() * 1000), _PATIENCE_SECONDS)
    except KafkaRefused as error:
        return [_refused(error)]
    except Unavailable:
        return [_away(kafka)]
    found = [
        finding
        for group in groups.values()
        if (finding := _of_group(group, group_document(group, None, now))) is not None
    ]
    return found or [ok("consumer groups", f"All {len(groups)} have members and keep up.")]


def _of_group(group: GroupLag, document: dict[str, object]) -> Finding | None:
    start = f"rondel worker {group.name}"
    if not group.members:
        return problem(
            "consumer groups",
            f"No process of {group.name} is there; {document['lag']} records wait.",
            f"Start one: {start}",
        )
    age = document["oldest_age_seconds"]
    if not isinstance(age, float) or age < _SLOW_SECONDS:
        return None
    tell = problem if age > _STUCK_SECONDS else warning
    return tell(
        "consumer groups",
        f"{group.name} is behind: {document['lag']} records wait, the oldest for {age:.0f} s.",
        f"See its /health, and whether it is paused (rondel workers ls), or start more: {start}",
    )


def _refused(error: KafkaRefused) -> Finding:
    return problem("kafka", f"Kafka refuses us: {error.reason}.", "Correct that and look again.")


def _away(kafka: KafkaSettings) -> Finding:
    return problem(
        "kafka",
        f"No broker answers at {kafka.brokers}.",
        "Start Kafka, or correct KAFKA_BROKERS; meanwhile events wait in the outbox.",
    )
