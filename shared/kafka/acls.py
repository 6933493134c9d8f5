"""What each of our processes may do in Kafka, and nothing beyond: the table of least privilege.

A new worker gets a line in `ROLES`; tests/integration/security holds the table against a broker.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from shared.core.settings import KafkaSettings
from shared.events.catalog import CATALOG
from shared.events.groups import DEAD_LETTERS_GROUP, GROUPS, REMINDERS_GROUP
from shared.events.topics import MAIN_TOPICS, REMINDERS, TASK_UPDATES, dlq_topic
from shared.kafka.topology import UNKNOWN_TYPE, wanted_topics

Operation = Literal["Read", "Write", "Create", "Describe", "AlterConfigs"]
ResourceType = Literal["topic", "group"]

_MANAGE: tuple[Operation, ...] = ("AlterConfigs", "Create", "Describe")


@dataclass(frozen=True, slots=True)
class Role:
    """A process of Rondel and its use of Kafka; plain names of topics."""

    name: str
    consumes: tuple[str, ...] = ()
    """Topics read as the consumer group `name`: with its retry topics and the dead letters."""
    tails: tuple[str, ...] = ()
    """Topics read outside every group."""
    publishes: tuple[str, ...] = ()
    """Topics written to, beside retry topics and dead letters of a group that handles events."""
    watches: tuple[str, ...] = ()
    """Consumer groups whose positions it looks at, without reading a record."""
    manages_topics: bool = False
    """Whether it creates and alters topics."""

    @property
    def retry_topics(self) -> tuple[str, ...]:
        """Where its group parks what is to be tried again; empty if it handles no events."""
        return tuple(GROUPS[self.name].retry_topics) if self.name in GROUPS else ()


_DEAD_LETTERS = tuple(dlq_topic(name) for name in (*CATALOG, UNKNOWN_TYPE))
_RETRIES = tuple(topic for group in GROUPS.values() for topic in group.retry_topics)
_PUBLISHES: Mapping[str, tuple[str, ...]] = {REMINDERS_GROUP.name: (REMINDERS,)}

ROLES: tuple[Role, ...] = (
    Role("api", tails=(TASK_UPDATES,), watches=(*GROUPS, DEAD_LETTERS_GROUP)),
    Role("relay", publishes=MAIN_TOPICS),
    *(
        Role(group.name, consumes=group.topics, publishes=_PUBLISHES.get(group.name, ()))
        for group in GROUPS.values()
    ),
    Role(DEAD_LETTERS_GROUP, consumes=_DEAD_LETTERS, publishes=_RETRIES),
    Role("transfers"),  # works on the database alone
    Role("topics", manages_topics=True),
)


@dataclass(frozen=True, slots=True)
class Acl:
    """A user may do these things with this topic or group, whose name carries the prefix."""

    user: str
    resource_type: ResourceType
    resource: str
    operations: tuple[Operation, ...]


def acls(
    settings: KafkaSettings, user: str = "rondel-{role}", roles: Sequence[Role] = ROLES
) -> list[Acl]:
    """Every ACL of these roles, all literal names; ordered by user, kind and name.

    `user` is how users are called; without `{role}` in it, it is one user for all of them.
    Read and Write bring Describe with them, AlterConfigs brings DescribeConfigs, and an idempotent
    producer needs no more than Write since Kafka 3.0 (KIP-679).
    """
    needs: dict[tuple[str, ResourceType, str], set[Operation]] = {}
    for role in roles:
        for kind, name, operation in _each_need(settings, role):
            key = (user.replace("{role}", role.name), kind, settings.topic_prefix + name)
            needs.setdefault(key, set()).add(operation)
    return [Acl(*key, tuple(sorted(operations))) for key, operations in sorted(needs.items())]


def _each_need(
    settings: KafkaSettings, role: Role
) -> Iterator[tuple[ResourceType, str, Operation]]:
    if role.consumes:
        yield "group", role.name, "Read"
    for name in (*role.consumes, *role.tails, *role.retry_topics):
        yield "topic", name, "Read"
    for name in (*role.publishes, *role.retry_topics, *_dead_letters(role)):
        yield "topic", name, "Write"
    for group in role.watches:
        yield "group", group, "Describe"
        for name in _topics_of(group):
            yield "topic", name, "Describe"
    if role.manages_topics:
        for name in wanted_topics(settings):
            for operation in _MANAGE:
                yield "topic", name, operation


def _topics_of(group: str) -> tuple[str, ...]:
    """What a group reads, its retry topics included."""
    if group not in GROUPS:
        return _DEAD_LETTERS
    return (*GROUPS[group].topics, *GROUPS[group].retry_topics)


def _dead_letters(role: Role) -> list[str]:
    """Where the records go that nobody could handle: by the types that its topics carry."""
    if role.name not in GROUPS:
        return []
    types = [entry.name for entry in CATALOG.values() if entry.topic in role.consumes]
    return [dlq_topic(name) for name in (*types, UNKNOWN_TYPE)]
