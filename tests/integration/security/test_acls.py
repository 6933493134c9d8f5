"""The printed ACLs are enough for each process, and allow nothing beyond."""

import asyncio
import shlex
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiokafka.errors import TopicAuthorizationFailedError

from cli.acl_formats import acl_commands
from shared.core.settings import KafkaSettings
from shared.events.groups import DEAD_LETTERS_GROUP, GROUPS
from shared.events.topics import REMINDERS, TASK_EVENTS, TASK_UPDATES, dlq_topic
from shared.kafka.acls import Acl, acls
from shared.kafka.admin import Remedy, compare_topics, ensure_topics
from shared.kafka.consumer import EventConsumer
from shared.kafka.errors import KafkaRefused, TopicRefused
from shared.kafka.producer import EventProducer
from shared.kafka.tail import TailConsumer
from shared.kafka.topology import UNKNOWN_TYPE, wanted_topics
from tests.e2e.people import in_seconds, remind_at, signed_up
from tests.e2e.processes import Process, Processes
from tests.e2e.world import EVERYTHING, all_ready
from tests.integration.security.broker import ACL_TOOL, PASSWORD, ROLES, SecureKafka
from tests.integration.security.test_connections import Everybody
from tests.services.postgres import fresh_database
from tests.services.smtp import MailSink

pytestmark = [pytest.mark.timeout(150), pytest.mark.slow]

PREFIX = "acl-"
_NOBODYS = [("ce_type", b"probe")]  # workers pass over it unread


@dataclass(frozen=True)
class Granted:
    """A broker that holds the printed ACLs and no others, and the topics."""

    broker: SecureKafka
    table: list[Acl]

    def as_role(self, role: str) -> KafkaSettings:
        """Settings of the user of that role."""
        return self.broker.signed_in(f"rondel-{role}", topic_prefix=PREFIX)

    @property
    def as_admin(self) -> KafkaSettings:
        """Settings of somebody who may do everything."""
        return self.broker.signed_in(topic_prefix=PREFIX)

    def resources(self, role: str, kind: str, operation: str) -> set[str]:
        """Plain names of what the table lets the role do this with."""
        return {
            acl.resource.removeprefix(PREFIX)
            for acl in self.table
            if (acl.user, acl.resource_type) == (f"rondel-{role}", kind)
            and operation in acl.operations
        }


@pytest.fixture(scope="module")
async def granted(secure_kafka: SecureKafka) -> Granted:
    """Kafka's own tool has run the printed command lines; the user of `topics` made the topics."""
    settings = secure_kafka.signed_in(topic_prefix=PREFIX)
    table = acls(settings)
    lines = acl_commands(table, secure_kafka.address("PLAINTEXT"), None)
    with ThreadPoolExecutor(3) as pool:
        for _ in pool.map(
            lambda line: secure_kafka.run_tool(ACL_TOOL, *shlex.split(line)[1:]), lines
        ):
            continue
    granted = Granted(secure_kafka, table)
    made = await ensure_topics(granted.as_role("topics"))
    assert set(made) == set(wanted_topics(settings))
    return granted


async def may_write(settings: KafkaSettings, topics: set[str]) -> set[str]:
    """Those of the topics that take a record of this user."""
    producer = EventProducer(settings, "tests")
    await producer.start()
    taken = set()
    for topic in sorted(topics):
        try:
            await (await producer.send(topic, 0, key=b"k", value=b"v", headers=_NOBODYS))
        except TopicAuthorizationFailedError:
            with pytest.raises(KafkaRefused, match=f"no ACL lets us use the topic .*{topic}"):
                await producer.ping()
            continue
        taken.add(topic)
    await producer._session()  # a refused record ends a session: the next one is there
    await producer.stop()
    return taken


async def may_read(settings: KafkaSettings, topic: str) -> bool:
    """Whether this user is given a record of the topic, which has some."""
    tail = TailConsumer(settings, topic, "tests")
    try:
        await tail.start(replay=1)
        async with asyncio.timeout(10):
            while not await tail.poll(200):
                continue
    except (KafkaRefused, TopicAuthorizationFailedError):
        return False
    finally:
        await tail.stop()
    return True


async def may_join(settings: KafkaSettings, group: str, topic: str) -> bool:
    """Whether this user becomes a member of the group."""
    consumer = EventConsumer(settings, group, [topic], Everybody())
    try:
        await consumer.start()
    except KafkaRefused as refusal:
        return f"no ACL lets us use the consumer group {PREFIX}{group}:" not in refusal.reason
    finally:
        await consumer.stop()
    return True


@pytest.mark.parametrize("role", ROLES)
async def test_user_may_do_what_the_table_says_and_nothing_else(
    granted: Granted, role: str
) -> None:
    topics = set(wanted_topics(granted.as_admin))
    settings = granted.as_role(role)
    assert await may_write(granted.as_admin, topics) == topics
    writable = granted.resources(role, "topic", "Write")
    if writable:
        assert await may_write(settings, topics) == writable
    readable = {topic for topic in topics if await may_read(settings, topic)}
    assert readable == granted.resources(role, "topic", "Read")
    if readable:
        groups = {*GROUPS, DEAD_LETTERS_GROUP, "other"}
        topic = min(readable)
        joined = {group for group in groups if await may_join(settings, group, topic)}
        assert joined == granted.resources(role, "group", "Read")


@pytest.mark.parametrize("role", [role for role in ROLES if role != "topics"])
async def test_only_one_user_may_make_topics(granted: Granted, role: str) -> None:
    with pytest.raises(TopicRefused, match="no ACL lets us use the topic"):
        await ensure_topics(granted.as_role(role).model_copy(update={"topic_prefix": "other-"}))


async def test_user_of_topics_sets_configs_and_sees_all_of_them(granted: Granted) -> None:
    granted.broker.run_tool(
        "kafka.admin.ConfigCommand",
        *("--bootstrap-server", granted.broker.address("PLAINTEXT"), "--alter"),
        *("--entity-type", "topics", "--entity-name", f"{PREFIX}{TASK_EVENTS}"),
        *("--add-config", "retention.ms=1000"),
    )
    settings = granted.as_role("topics")
    (difference,) = await compare_topics(settings)
    assert (difference.topic, difference.remedy) == (TASK_EVENTS, Remedy.ALTER)
    assert await ensure_topics(settings) == []
    assert await compare_topics(settings) == []


@pytest.fixture
async def system(
    granted: Granted, postgres_url: str, template_name: str, mail_sink: MailSink, tmp_path: Path
) -> AsyncIterator[list[Process]]:
    """Every process, each under a user of its own with the printed ACLs; the API is the first."""
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(fresh_database(postgres_url, template_name))
        started = []
        for role in EVERYTHING:
            processes = Processes(environment(granted, role, url, mail_sink), tmp_path)
            stack.callback(processes.end_all)
            started.append(processes.launch(role if role == "api" else f"workers.{role}"))
        yield await all_ready(*started)


def environment(granted: Granted, role: str, database_url: str, sink: MailSink) -> dict[str, str]:
    """What the process of a role is told."""
    return {
        "DATABASE_URL": database_url,
        "KAFKA_BROKERS": granted.broker.address("SASL_SSL"),
        "RONDEL_KAFKA__TOPIC_PREFIX": PREFIX,
        "RONDEL_KAFKA__PARTITIONS": "4",
        "RONDEL_KAFKA__SECURITY_PROTOCOL": "SASL_SSL",
        "RONDEL_KAFKA__SASL_MECHANISM": "SCRAM-SHA-512",
        "RONDEL_KAFKA__SASL_USERNAME": f"rondel-{role}",
        "RONDEL_KAFKA__SASL_PASSWORD": PASSWORD,
        "RONDEL_KAFKA__SSL_CA_FILE": str(granted.broker.ca_file),
        **sink.environment,
        "RONDEL_AUTH__VERIFY_EMAIL": "later",
        "RONDEL_LIMITS__ENABLED": "false",
        "BETTER_AUTH_SECRET": "for-one-test-run-only-0123456789abcdef",
        "RONDEL_ENVIRONMENT": "development",
    }


async def test_every_process_does_its_work_with_the_printed_acls(
    granted: Granted, system: list[Process], mail_sink: MailSink
) -> None:
    async with signed_up(system[0].url) as person, person.live() as live:
        due = {"datetime_local": f"{in_seconds(86_400):%Y-%m-%d}T18:00:00"}
        task = await person.create(
            "Under lock",
            due=due,
            recurrence={"pattern": "daily"},
            reminders=remind_at(in_seconds(1)),
        )
        await mail_sink.mails(person.email, at_least=1)
        await person.act(task, "complete")
        following = await live.until(
            lambda change: change.kind == "created" and change.task_id != task["id"]
        )
        assert following.task_id != task["id"]
    await send_poison(granted.as_admin)
    groups = {name.encode() for name in GROUPS}
    assert await groups_of_dead_letters(granted.as_admin, len(groups)) == groups
    assert [await each.readiness() for each in system[1:]] == [(200, "ok\n")] * (len(system) - 1)


async def send_poison(settings: KafkaSettings) -> None:
    """A record that nobody can read is in each topic of a consumer group."""
    producer = EventProducer(settings, "tests")
    await producer.start()
    for topic in (TASK_EVENTS, REMINDERS, TASK_UPDATES):
        await (await producer.send(topic, 0, key=b"k", value=b"poison", headers=[]))
    await producer.stop()


async def groups_of_dead_letters(settings: KafkaSettings, count: int) -> set[bytes]:
    """The groups that have given up on that record."""
    tail = TailConsumer(settings, dlq_topic(UNKNOWN_TYPE), "tests")
    await tail.start(replay=1000)
    groups: set[bytes] = set()
    async with asyncio.timeout(20):
        while len(groups) < count:
            for records in (await tail.poll(200)).values():
                dead = [record for record in records if record.value == b"poison"]
                groups |= {dict(record.headers)["x-group"] for record in dead}
    await tail.stop()
    return groups
