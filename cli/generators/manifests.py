"""Manifests that follow from other files: the event catalogue, and the alerting rules."""

from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent, indent

from cli.acl_formats import strimzi_users
from shared.core.settings import KafkaSettings
from shared.events.groups import GROUPS, ConsumerGroup
from shared.kafka.acls import Acl, acls

KAFKA_CLUSTER = "rondel-kafka"
"""The name of the Kafka that k8s/services/kafka-strimzi makes."""

LAG_PER_CONSUMER = 500
"""Records that may wait for each consumer before there is one more: a few seconds of work."""

_HEAD = "# Made from the event catalogue by `make events`; do not edit.\n"
_RULES_HEAD = "# Made from infra/monitoring by `make events`; do not edit.\n"
_MONITORING = Path(__file__).resolve().parent.parent.parent / "infra" / "monitoring"
_RULES = "k8s/services/monitoring-operator/rules.yaml"
_SCALED_OBJECTS = "k8s/components/keda/scaledobjects.yaml"
_USERS = "k8s/services/kafka-strimzi/users.yaml"


def render() -> Iterator[tuple[str, str]]:
    """Path and text of each generated manifest."""
    kafka = KafkaSettings(brokers="kafka:9092")
    objects = (_scaled_object(group, kafka.partitions) for group in GROUPS.values())
    yield _SCALED_OBJECTS, _HEAD + "---\n".join(objects)
    table = sorted([*acls(kafka), *_keda_rights()], key=lambda acl: acl.user)
    yield _USERS, f"{_HEAD}{strimzi_users(table, KAFKA_CLUSTER, 'tls')}\n"
    files = [_MONITORING / "recording.yaml", *sorted((_MONITORING / "rules").glob("*.yaml"))]
    yield _RULES, _RULES_HEAD + "---\n".join(map(_prometheus_rule, files))


def _keda_rights() -> Iterator[Acl]:
    """To see how far groups are behind, and no record."""
    for topic in sorted({topic for group in GROUPS.values() for topic in group.topics}):
        yield Acl("rondel-keda", "topic", topic, ("Describe",))
    for name in sorted(GROUPS):
        yield Acl("rondel-keda", "group", name, ("Describe",))


def _scaled_object(group: ConsumerGroup, partitions: int) -> str:
    """The most replicas is the number of partitions: one more would have nothing to do."""
    head = dedent(f"""\
        apiVersion: keda.sh/v1alpha1
        kind: ScaledObject
        metadata:
          name: {group.name}
        spec:
          scaleTargetRef: {{name: {group.name}}}
          minReplicaCount: 1
          maxReplicaCount: {partitions}
          pollingInterval: 15
          cooldownPeriod: 300
          fallback: {{failureThreshold: 4, replicas: 2, behavior: currentReplicasIfHigher}}
          advanced:
            horizontalPodAutoscalerConfig:
              behavior:
                # Each step is a rebalance of the whole group: up at once, down slowly.
                scaleDown:
                  stabilizationWindowSeconds: 300
                  policies: [{{type: Percent, value: 50, periodSeconds: 120}}]
          triggers:
        """)
    return head + "".join(_trigger(group.name, topic) for topic in group.topics)


def _trigger(group: str, topic: str) -> str:
    text = dedent(f"""\
        - type: kafka
          metadata:
            bootstrapServersFromEnv: KAFKA_BROKERS
            consumerGroup: {group}
            topic: {topic}
            lagThreshold: "{LAG_PER_CONSUMER}"
            offsetResetPolicy: earliest
            allowIdleConsumers: "false"
            ensureEvenDistributionOfPartitions: "true"
        """)
    return "".join(f"    {line}\n" for line in text.splitlines())


def _prometheus_rule(file: Path) -> str:
    """The rules of a file as the operator takes them."""
    head = dedent(f"""\
        apiVersion: monitoring.coreos.com/v1
        kind: PrometheusRule
        metadata:
          name: rondel-{file.stem}
        spec:
        """)
    return head + indent(file.read_text(), "  ", lambda line: bool(line.strip()))
