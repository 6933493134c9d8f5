"""The table of ACLs knows every process, and speaks the languages of those who apply it."""

import yaml

from cli.acl_formats import acl_commands, strimzi_users
from cli.worker import WorkerName, spec_of
from shared.core.settings import KafkaSettings
from shared.events.catalog import CATALOG
from shared.events.groups import GROUPS
from shared.kafka.acls import ROLES, Role, acls
from shared.kafka.topology import wanted_topics
from workers.runtime.handler import Handler

SETTINGS = KafkaSettings(brokers="k:9092", topic_prefix="p-")


def handlers() -> dict[str, type[Handler]]:
    """The handlers of all workers, by group."""
    found: dict[str, type[Handler]] = {}
    waiting: list[type[Handler]] = [Handler]
    assert all(spec_of(name) for name in WorkerName)  # imports them
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if hasattr(kind, "group") and kind.__module__.startswith("workers."):
            found[kind.group] = kind
    return found


def test_every_process_has_a_role():
    assert {role.name for role in ROLES} == {"api", "topics", *WorkerName}


def test_roles_consume_what_the_handlers_do():
    consuming = {role.name: role.consumes for role in ROLES if role.name in GROUPS}
    assert consuming == {group: kind.topics for group, kind in handlers().items()}


def test_dead_letters_of_every_handled_type_may_be_written():
    table = {(acl.user, acl.resource): acl.operations for acl in acls(SETTINGS)}
    for group, kind in handlers().items():
        for name in (*kind.types, "unknown"):
            assert "Write" in table[f"rondel-{group}", f"p-dlq.{name}"]


def test_every_topic_of_the_table_is_one_that_is_made():
    made = {f"p-{name}" for name in wanted_topics(SETTINGS)}
    assert {acl.resource for acl in acls(SETTINGS) if acl.resource_type == "topic"} == made
    assert len(made) > len(CATALOG)


def test_one_user_for_all_has_the_rights_of_all():
    table = acls(SETTINGS, "rondel")
    assert {acl.user for acl in table} == {"rondel"}
    assert len({(acl.resource_type, acl.resource) for acl in table}) == len(table)


def test_commands_carry_the_credentials_of_the_administrator_and_quote_subjects():
    table = acls(SETTINGS, "CN={role},O=My Home", [Role("api", tails=("task-updates",))])
    (line,) = acl_commands(table, "k:9092", "admin.properties")
    assert line == (
        "kafka-acls.sh --bootstrap-server k:9092 --command-config admin.properties --add "
        "--allow-principal 'User:CN=api,O=My Home' --operation Read --topic p-task-updates"
    )


def test_strimzi_users_say_the_same():
    table = acls(SETTINGS)
    manifests = list(yaml.safe_load_all(strimzi_users(table, "events", "scram-sha-512")))
    assert {m["apiVersion"] for m in manifests} == {"kafka.strimzi.io/v1"}
    assert {m["metadata"]["labels"]["strimzi.io/cluster"] for m in manifests} == {"events"}
    assert {m["spec"]["authentication"]["type"] for m in manifests} == {"scram-sha-512"}
    rows = [
        (
            manifest["metadata"]["name"],
            acl["resource"]["type"],
            acl["resource"]["name"],
            tuple(acl["operations"]),
        )
        for manifest in manifests
        for acl in manifest["spec"]["authorization"]["acls"]
    ]
    assert rows == [(a.user, a.resource_type, a.resource, a.operations) for a in table]
