"""The table of ACLs in the forms in which it is applied."""

import json
import shlex
from collections.abc import Iterator, Sequence
from itertools import groupby

from shared.kafka.acls import Acl


def acl_commands(table: Sequence[Acl], brokers: str, command_config: str | None) -> list[str]:
    """Command lines of Kafka's own tool: one for the same rights of a user to things of one kind.

    >>> acl_commands([Acl("ada", "topic", "reminders", ("Write",))], "k:1", None)
    ['kafka-acls.sh --bootstrap-server k:1 --add --allow-principal User:ada \
--operation Write --topic reminders']
    """
    config = ["--command-config", command_config] if command_config else []
    start = ["kafka-acls.sh", "--bootstrap-server", brokers, *config, "--add"]
    return [shlex.join([*start, *arguments]) for arguments in _arguments(table)]


def _arguments(table: Sequence[Acl]) -> Iterator[list[str]]:
    for (user, kind, operations), same in groupby(sorted(table, key=_rights), key=_rights):
        yield [
            "--allow-principal",
            f"User:{user}",
            *(part for operation in operations for part in ("--operation", operation)),
            *(part for each in same for part in (f"--{kind}", each.resource)),
        ]


def _rights(acl: Acl) -> tuple[str, str, tuple[str, ...]]:
    return acl.user, acl.resource_type, acl.operations


def strimzi_users(table: Sequence[Acl], cluster: str, authentication: str) -> str:
    """KafkaUser manifests (kafka.strimzi.io/v1), one a user, as one YAML stream."""
    return "\n---\n".join(
        _strimzi_user(user, cluster, authentication, list(same))
        for user, same in groupby(table, key=lambda acl: acl.user)
    )


def _strimzi_user(user: str, cluster: str, authentication: str, table: Sequence[Acl]) -> str:
    lines = [
        "apiVersion: kafka.strimzi.io/v1",
        "kind: KafkaUser",
        "metadata:",
        f"  name: {json.dumps(user)}",
        "  labels:",
        f"    strimzi.io/cluster: {json.dumps(cluster)}",
        "spec:",
        "  authentication:",
        f"    type: {authentication}",
        "  authorization:",
        "    type: simple",
        "    acls:",
    ]
    for each in table:
        lines += [
            "      - resource:",
            f"          type: {each.resource_type}",
            f"          name: {json.dumps(each.resource)}",
            "          patternType: literal",
            f"        operations: [{', '.join(each.operations)}]",
        ]
    return "\n".join(lines)
