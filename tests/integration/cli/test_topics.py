"""`rondel topics`: what differs is shown and mended, and what must not be done is refused."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewPartitions
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from shared.core.settings import KafkaSettings
from shared.kafka.admin import delete_topics
from shared.kafka.topology import wanted_topics
from tests.integration.cli.conftest import Rondel
from tests.services.kafka import settings_for
from tests.waiting import eventually

DIFFERS = 1
TROUBLE = 2


@pytest.fixture
async def kafka(kafka_brokers: str) -> AsyncIterator[KafkaSettings]:
    """A prefix without topics; those that are made are gone afterwards."""
    settings = settings_for(kafka_brokers, partitions=2)
    yield settings
    await delete_topics(settings)


@pytest.fixture
def topics(tmp_path, kafka):
    """`rondel topics` on these brokers."""
    rondel = Rondel(tmp_path)

    async def run(*arguments: str, **environment: str):
        settings = {
            "KAFKA_BROKERS": kafka.brokers,
            "RONDEL_KAFKA__TOPIC_PREFIX": kafka.topic_prefix,
            "RONDEL_KAFKA__PARTITIONS": str(kafka.partitions),
        }
        return await asyncio.to_thread(rondel, "topics", *arguments, **(settings | environment))

    return run


@pytest.fixture
async def admin(kafka):
    """Changes what the brokers have behind our back."""
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.brokers)
    await admin.start()
    yield admin
    await admin.close()


async def set_config(admin, topic: str, **configs: str) -> None:
    resource = ConfigResource(ConfigResourceType.TOPIC, topic, configs)
    (answer,) = await admin.alter_configs([resource])
    assert [each[0] for each in answer.resources] == [0]


async def config_of(admin, topic: str) -> dict[str, str]:
    (answer,) = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)])
    return {entry[0]: entry[1] for entry in answer.resources[0][4]}


async def widen(admin, topic: str, *, partitions: int) -> None:
    """The topic has so many partitions, and the broker that answers says so."""
    await admin.create_partitions({topic: NewPartitions(partitions)})

    async def seen() -> bool:
        (answer,) = await admin.describe_topics([topic])
        return len(answer["partitions"]) == partitions

    await eventually(seen)


async def test_missing_topics_are_shown_and_made(topics, kafka) -> None:
    shown = await topics("diff", "--json")
    assert shown.returncode == DIFFERS
    differences = json.loads(shown.stdout)
    assert {each["topic"] for each in differences} == set(wanted_topics(kafka))
    assert {each["remedy"] for each in differences} == {"create"}
    applied = await topics("apply")
    assert applied.returncode == 0
    assert "task-events" in applied.stdout
    again = await topics("apply")
    assert (again.returncode, again.stdout) == (0, "There was nothing to do.\n")
    assert (await topics("diff")).returncode == 0


async def test_configs_that_differ_are_set_and_all_others_stay(topics, kafka, admin) -> None:
    await topics("apply")
    name = f"{kafka.topic_prefix}task-events"
    await set_config(admin, name, **{"retention.ms": "1000", "cleanup.policy": "compact"})
    shown = await topics("diff")
    assert shown.returncode == DIFFERS
    lines = [line.split() for line in shown.stdout.splitlines()[1:]]
    assert ["task-events", "retention.ms", "604800000", "1000", "alter"] in lines
    assert (await topics("apply")).returncode == 0

    async def seen() -> bool:
        return (await config_of(admin, name))["retention.ms"] == "604800000"

    await eventually(seen)
    config = await config_of(admin, name)
    assert config["max.message.bytes"] == "1048576"
    assert config["cleanup.policy"] == "compact"


async def test_partitions_of_a_main_topic_are_never_changed(topics) -> None:
    await topics("apply")
    refused = await topics("apply", RONDEL_KAFKA__PARTITIONS="3")
    assert refused.returncode == TROUBLE
    assert "has 2 partitions, the setting kafka.partitions says 3" in refused.stderr
    assert "docs/how-to/change-partitions.md" in refused.stderr
    shown = json.loads((await topics("diff", "--json", RONDEL_KAFKA__PARTITIONS="3")).stdout)
    assert {(each["setting"], each["remedy"]) for each in shown} == {("partitions", "by hand")}


async def test_what_only_the_operator_can_do_is_left_and_told(topics, kafka, admin) -> None:
    await topics("apply")
    await widen(admin, f"{kafka.topic_prefix}dlq.unknown", partitions=2)
    applied = await topics("apply", "--json")
    assert applied.returncode == DIFFERS
    document = json.loads(applied.stdout)
    assert document["done"] == []
    assert [(each["topic"], each["found"]) for each in document["left"]] == [("dlq.unknown", "2")]
    wider = await topics("diff", "--json", RONDEL_KAFKA__REPLICATION_FACTOR="3")
    settings = {each["setting"] for each in json.loads(wider.stdout)}
    assert settings == {"partitions", "replication.factor", "min.insync.replicas"}


def test_list_and_acls_need_no_broker(tmp_path) -> None:
    rondel = Rondel(tmp_path)
    listed = rondel("topics", "ls", "--json")
    assert "task-events" in {each["name"] for each in json.loads(listed.stdout)}
    lines = rondel("topics", "acls", "--format", "kafka-acls").stdout.splitlines()
    start = "kafka-acls.sh --bootstrap-server localhost:9092 --add --allow-principal User:rondel-"
    assert all(line.startswith(start) for line in lines)
    rows = json.loads(rondel("topics", "acls", "--json", "--user", "one").stdout)
    assert {row["user"] for row in rows} == {"one"}
    manifests = rondel("topics", "acls", "--format", "strimzi", "--cluster", "events").stdout
    assert 'strimzi.io/cluster: "events"' in manifests
    assert rondel("topics", "acls").stdout.splitlines()[0].split()[0] == "USER"


def test_without_any_kafka_there_is_nothing_to_compare(tmp_path) -> None:
    refused = Rondel(tmp_path)("topics", "diff")
    assert refused.returncode == TROUBLE
    assert refused.stderr.startswith("No Kafka is known.\n")


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"KAFKA_BROKERS": "nonsense"}, "KAFKA_BROKERS: must be host:port"),
        ({"KAFKA_BROKERS": "127.0.0.1:1"}, "Kafka at 127.0.0.1:1 does not answer."),
        ({"RONDEL_KAFKA__SECURITY_PROTOCOL": "SSL"}, "the port does not speak TLS"),
    ],
)
async def test_trouble_has_its_own_exit_code(topics, environment, said) -> None:
    refused = await topics("diff", **environment)
    assert refused.returncode == TROUBLE
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr


async def test_json_is_a_format_of_its_own(topics) -> None:
    refused = await topics("acls", "--json", "--format", "strimzi")
    assert refused.returncode == TROUBLE
