"""Faults of scaling, of rights in Kafka, of the network and of what is watched."""

from tests.manifests.objects import thing
from tests.manifests.planting import (
    Fault,
    acl,
    add,
    egress,
    ingress,
    other_rule,
    spec,
    tell,
    trigger,
)

FAULTS: dict[str, Fault] = {
    "scales-nothing": (
        lambda t: spec(t, "ScaledObject/webhooks")["scaleTargetRef"].update(name="nobody"),
        [
            "ScaledObject/webhooks: scaling: there is no Deployment nobody",
            "good: scaling: nothing scales webhooks",
        ],
    ),
    "replicas-and-scaler": (
        lambda t: spec(t, "Deployment/webhooks").update(replicas=2),
        ["ScaledObject/webhooks: scaling: Deployment webhooks sets replicas"],
    ),
    "more-consumers-than-partitions": (
        lambda t: spec(t, "ScaledObject/webhooks").update(maxReplicaCount=24),
        ["ScaledObject/webhooks: scaling: maxReplicaCount is 24"],
    ),
    "uneven-consumers": (
        lambda t: spec(t, "ScaledObject/webhooks").update(maxReplicaCount=5),
        ["ScaledObject/webhooks: scaling: maxReplicaCount is 5"],
    ),
    "other-number-of-partitions": (
        lambda t: tell(t, "webhooks", "RONDEL_KAFKA__PARTITIONS", "8"),
        ["ScaledObject/webhooks: scaling: maxReplicaCount is 12; topics have 8"],
    ),
    "scales-to-zero": (
        lambda t: spec(t, "ScaledObject/webhooks").update(minReplicaCount=0),
        ["ScaledObject/webhooks: scaling: minReplicaCount is 0"],
    ),
    "no-such-group": (
        lambda t: trigger(t, "webhooks").update(consumerGroup="webhook"),
        ["ScaledObject/webhooks: scaling: watches the groups webhook"],
    ),
    "no-such-topic": (
        lambda t: trigger(t, "webhooks").update(topic="tasks"),
        ["ScaledObject/webhooks: scaling: watches tasks; webhooks reads task-events"],
    ),
    "topic-unwatched": (
        lambda t: spec(t, "ScaledObject/activity")["triggers"].pop(),
        ["ScaledObject/activity: scaling: watches"],
    ),
    "other-brokers": (
        lambda t: trigger(t, "webhooks").update(bootstrapServers="kafka.rondel.svc:9092"),
        ["ScaledObject/webhooks: scaling: asks kafka.rondel.svc:9092"],
    ),
    "brokers-of-another-namespace": (
        lambda t: tell(t, "relay", "KAFKA_BROKERS", "kafka.staging.svc:9092"),
        [
            "Deployment/relay: scaling: asks kafka.staging.svc:9092",
            "Deployment/relay: network: no policy lets it out to Kafka kafka.staging.svc:9092",
        ],
    ),
    "brokers-of-this-namespace": (
        lambda t: trigger(t, "webhooks").update(
            bootstrapServers="rondel-kafka-kafka-bootstrap:9093"
        ),
        ["ScaledObject/webhooks: scaling: KEDA asks rondel-kafka-kafka-bootstrap from its own"],
    ),
    "acl-too-many": (
        lambda t: acl(t, "rondel-api")["operations"].append("Write"),
        ["KafkaUser/rondel-api: kafka: may, beyond the catalogue"],
    ),
    "acl-of-no-topic": (
        lambda t: acl(t, "rondel-api")["resource"].update(name="nobody"),
        ["KafkaUser/rondel-api: kafka: may, beyond the catalogue"],
    ),
    "acl-by-prefix": (
        lambda t: acl(t, "rondel-api")["resource"].update(patternType="prefix"),
        ["KafkaUser/rondel-api: kafka: may, beyond the catalogue"],
    ),
    "user-missing": (
        lambda t: t.pop("KafkaUser/rondel-topics"),
        ["good: kafka: there is no KafkaUser rondel-topics"],
    ),
    "other-cluster": (
        lambda t: t["KafkaUser/rondel-api"]["metadata"]["labels"].update(
            {"strimzi.io/cluster": "kafka"}
        ),
        ["KafkaUser/rondel-api: kafka: there is no Kafka kafka"],
    ),
    "topics-of-their-own": (
        lambda t: add(
            t,
            {
                **thing("kafka.strimzi.io/v1", "KafkaTopic", "tasks"),
                "metadata": {
                    "name": "tasks",
                    "namespace": "rondel",
                    "labels": {"strimzi.io/cluster": "rondel-kafka"},
                },
                "spec": {"partitions": 3},
            },
        ),
        ["good: kafka: topics beyond the catalogue: tasks"],
    ),
    "more-replicas-than-nodes": (
        lambda t: t["ConfigMap/rondel-settings-abc"]["data"].update(
            RONDEL_KAFKA__REPLICATION_FACTOR="3"
        ),
        ["Kafka/rondel-kafka: kafka: topics have 3 replicas, there are 1 nodes"],
    ),
    "nothing-denied": (
        lambda t: t.pop("NetworkPolicy/default-deny"),
        ["good: network: namespace rondel has no NetworkPolicy that denies"],
    ),
    "everybody-in": (
        lambda t: ingress(t, "activity").pop("from"),
        [
            "Deployment/activity: network: a policy lets everybody in",
            "good: network: prometheus is let out to activity, and not let in there",
        ],
    ),
    "neighbours-in": (
        lambda t: [
            ingress(t, "api")["from"].append(
                {"podSelector": {"matchLabels": {"app.kubernetes.io/component": "relay"}}}
            ),
            spec(t, "NetworkPolicy/relay")["egress"].append(
                {"to": [{"podSelector": {"matchLabels": {"app.kubernetes.io/component": "api"}}}]}
            ),
        ],
        ["Deployment/api: network: a policy lets in relay"],
    ),
    "every-namespace-in": (
        lambda t: ingress(t, "api")["from"].append({"namespaceSelector": {}}),
        ["Deployment/api: network: a policy lets every namespace in"],
    ),
    "gateway-to-a-worker": (
        lambda t: ingress(t, "relay")["from"].append(
            {"namespaceSelector": {"matchLabels": {"gateway": "yes"}}}
        ),
        ["Deployment/relay: network: a policy lets a whole namespace in"],
    ),
    "the-world-in": (
        lambda t: ingress(t, "api")["from"].append({"ipBlock": {"cidr": "0.0.0.0/0"}}),
        ["Deployment/api: network: a policy lets in 0.0.0.0/0"],
    ),
    "metadata-reached": (
        lambda t: egress(t, "relay")["to"][0]["ipBlock"].pop("except"),
        ["NetworkPolicy/relay: network: lets out to 169.254.169.254/32"],
    ),
    "everywhere-out": (
        lambda t: egress(t, "relay").pop("to"),
        ["NetworkPolicy/relay: network: lets out to everywhere"],
    ),
    "no-names": (
        lambda t: egress(t, "dns")["ports"].pop(),
        ["network: may ask for names by UDP only"] * 10,
    ),
    "one-side-only": (
        lambda t: spec(t, "NetworkPolicy/prometheus")["egress"].pop(),
        ["good: network: deadletters lets in prometheus, which is not let out to it"],
    ),
    "rule-without-a-test": (
        other_rule,
        ["good: rules: has not the rule", "good: rules: has a rule that has no test"],
    ),
    "dashboard-of-their-own": (
        lambda t: t["ConfigMap/prometheus"]["data"].update({"mine.json": '{"panels": []}'}),
        ["ConfigMap/prometheus: dashboards: mine.json"],
    ),
}
