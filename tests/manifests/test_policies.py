"""Each policy finds the fault that it is for, and nothing else is wrong then."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from tests.manifests.good import as_render, good, labels, objects, thing
from tools.validate.policies import POLICIES, check_policies
from tools.validate.renders import Object

Things = dict[str, Object]
Fault = tuple[Callable[[Things], Any], list[str]]


def pod(things: Things, name: str) -> Object:
    return things[f"Deployment/{name}"]["spec"]["template"]["spec"]


def container(things: Things, name: str) -> Object:
    return pod(things, name)["containers"][0]


def spec(things: Things, name: str) -> Object:
    return things[name]["spec"]


def trigger(things: Things, name: str) -> Object:
    return spec(things, f"ScaledObject/{name}")["triggers"][0]["metadata"]


def acl(things: Things, user: str) -> Object:
    return spec(things, f"KafkaUser/{user}")["authorization"]["acls"][0]


def ingress(things: Things, name: str) -> Object:
    return spec(things, f"NetworkPolicy/{name}")["ingress"][0]


def egress(things: Things, name: str) -> Object:
    return spec(things, f"NetworkPolicy/{name}")["egress"][0]


def add(things: Things, made: Object) -> None:
    things[f"{made['kind']}/{made['metadata']['name']}"] = made


def job(things: Things) -> None:
    made = copy.deepcopy(things["Deployment/relay"])
    made |= {"kind": "Job", "apiVersion": "batch/v1"}
    made["metadata"]["name"] = "migrate"
    made["spec"].pop("selector")
    template = made["spec"]["template"]
    template["metadata"]["labels"] = labels("migrate")
    template["spec"]["containers"][0] |= {"name": "migrate", "args": ["migrate"]}
    add(things, made)


def single_postgres(things: Things) -> None:
    made = copy.deepcopy(things["Deployment/prometheus"])
    made["kind"] = "StatefulSet"
    made["metadata"]["name"] = "postgres"
    own = {"app": "postgres"}
    made["spec"]["selector"] = {"matchLabels": own}
    made["spec"]["template"]["metadata"]["labels"] = {**labels("postgres"), **own}
    made["spec"]["template"]["spec"]["automountServiceAccountToken"] = False
    add(things, made)
    budget = thing("policy/v1", "PodDisruptionBudget", "postgres")
    add(things, {**budget, "spec": {"minAvailable": 1, "selector": {"matchLabels": own}}})


def other_rule(things: Things) -> None:
    data = things["ConfigMap/prometheus"]["data"]
    rules = yaml.safe_load(data["events.yaml"])
    rules["groups"][0]["rules"][0]["expr"] = "nobodys_metric > 1"
    data["events.yaml"] = yaml.safe_dump(rules)


def tell(things: Things, process: str, variable: str, value: str) -> None:
    container(things, process)["env"].append({"name": variable, "value": value})


FAULTS: dict[str, Fault] = {
    "process-missing": (
        lambda t: [t.pop("Deployment/activity"), t.pop("NetworkPolicy/activity")],
        [
            "good: layout: activity is there 0 times",
            "Service/activity: selector: selects pods of none",
            "PodDisruptionBudget/activity: selector: selects pods of none",
            "ServiceAccount/activity: unused:",
            "ScaledObject/activity: scaling: there is no Deployment activity",
            "good: scaling: nothing scales activity",
            "NetworkPolicy/prometheus: selector: no pod has app.kubernetes.io/component=activity",
        ],
    ),
    "service-missing": (
        lambda t: t.pop("Service/relay"),
        ["good: layout: there is no Service relay"],
    ),
    "job-among-the-rest": (
        job,
        ["Job/migrate: layout: is a Job", "Job/migrate: secret: has database-url, which migrate"],
    ),
    "namespace-unsaid": (
        lambda t: t["Gateway/rondel"]["metadata"].pop("namespace"),
        ["Gateway/rondel: namespace: does not say"],
    ),
    "namespace-open": (
        lambda t: t["Namespace/rondel"]["metadata"].update(labels={}),
        ["good: namespace: rondel does not enforce"],
    ),
    "secret-in-tree": (
        lambda t: add(t, {**thing("v1", "Secret", "x"), "data": {"a": "Yg=="}}),
        ["Secret/x: secret: a Secret with values"],
    ),
    "service-selects-nothing": (
        lambda t: spec(t, "Service/relay")["selector"].update(x="y"),
        ["Service/relay: selector: selects pods of none"],
    ),
    "service-selects-all": (
        lambda t: spec(t, "Service/relay").update(selector={"app.kubernetes.io/part-of": "rondel"}),
        ["Service/relay: selector: selects pods of activity, api"],
    ),
    "service-of-another": (
        lambda t: spec(t, "Service/relay").update(
            selector={"app.kubernetes.io/component": "activity"}
        ),
        ["Service/relay: selector: selects the pods of activity", "Service/relay: port: is port"],
    ),
    "budget-selects-nothing": (
        lambda t: spec(t, "PodDisruptionBudget/api")["selector"]["matchLabels"].update(x="y"),
        ["PodDisruptionBudget/api: selector: selects pods of none"],
    ),
    "budget-over-one": (single_postgres, ["PodDisruptionBudget/postgres: pdb-blocks-drain:"]),
    "selector-of-all": (
        lambda t: spec(t, "Deployment/relay").update(
            selector={"matchLabels": {"app.kubernetes.io/part-of": "rondel"}}
        ),
        ["Deployment/relay: selector: also selects pods of activity, api"],
    ),
    "selector-of-others": (
        lambda t: spec(t, "Deployment/relay")["selector"]["matchLabels"].update(x="y"),
        ["Deployment/relay: selector: does not select its own"],
    ),
    "policy-for-nobody": (
        lambda t: spec(t, "NetworkPolicy/relay")["podSelector"]["matchLabels"].update(x="y"),
        [
            "NetworkPolicy/relay: selector: no pod has app.kubernetes.io/component=relay, x=y",
            "Deployment/relay: network: no policy lets anybody in",
            "good: network: prometheus is let out to relay, and not let in there",
        ],
    ),
    "policy-for-a-caller-that-is-not": (
        lambda t: ingress(t, "relay")["from"].append(
            {"podSelector": {"matchLabels": {"app": "nobody"}}}
        ),
        ["NetworkPolicy/relay: selector: no pod has app=nobody"],
    ),
    "spread-over-others": (
        lambda t: pod(t, "relay").update(
            topologySpreadConstraints=[{"labelSelector": {"matchLabels": {"a": "b"}}}]
        ),
        ["Deployment/relay: spread:"],
    ),
    "no-such-config": (
        lambda t: container(t, "relay")["envFrom"].append({"configMapRef": {"name": "nobody"}}),
        ["Deployment/relay: reference: there is no ConfigMap nobody"],
    ),
    "no-such-secret": (
        lambda t: pod(t, "relay")["volumes"][2]["secret"].update(secretName="nobody"),
        [
            "Deployment/relay: reference: there is no Secret nobody",
        ],
    ),
    "no-such-key": (
        lambda t: spec(t, "ExternalSecret/rondel-secrets").update(
            data=[
                each
                for each in spec(t, "ExternalSecret/rondel-secrets")["data"]
                if each["secretKey"] != "smtp-password"
            ]
        ),
        ["Deployment/notifications: reference: Secret rondel-secrets has no smtp-password"],
    ),
    "no-such-account": (
        lambda t: pod(t, "prometheus").update(serviceAccountName="nobody"),
        [
            "Deployment/prometheus: reference: there is no ServiceAccount nobody",
            "ServiceAccount/prometheus: unused:",
        ],
    ),
    "no-such-claim": (
        lambda t: pod(t, "prometheus")["volumes"].append(
            {"name": "x", "persistentVolumeClaim": {"claimName": "nobody"}}
        ),
        ["Deployment/prometheus: reference: there is no claim nobody"],
    ),
    "left-over": (
        lambda t: add(t, {**thing("v1", "ConfigMap", "old"), "data": {"a": "b"}}),
        ["ConfigMap/old: unused:"],
    ),
    "no-such-gateway": (
        lambda t: spec(t, "HTTPRoute/rondel")["parentRefs"][0].update(name="nobody"),
        ["HTTPRoute/rondel: reference: there is no Gateway nobody"],
    ),
    "no-such-listener": (
        lambda t: spec(t, "HTTPRoute/rondel")["parentRefs"][0].update(sectionName="http"),
        ["HTTPRoute/rondel: reference: Gateway rondel has no listener http"],
    ),
    "no-such-backend": (
        lambda t: spec(t, "HTTPRoute/rondel")["rules"][0]["backendRefs"][0].update(port=80),
        ["HTTPRoute/rondel: reference: there is no Service api with port 80"],
    ),
    "no-such-issuer": (
        lambda t: spec(t, "Certificate/rondel")["issuerRef"].update(name="nobody"),
        ["Certificate/rondel: reference: there is no ClusterIssuer nobody"],
    ),
    "no-such-store": (
        lambda t: spec(t, "ExternalSecret/rondel-secrets")["secretStoreRef"].update(name="nobody"),
        ["ExternalSecret/rondel-secrets: reference: there is no ClusterSecretStore nobody"],
    ),
    "no-such-credentials": (
        lambda t: spec(t, "TriggerAuthentication/kafka")["secretTargetRef"][0].update(key="x"),
        ["TriggerAuthentication/kafka: reference: there is no Secret"],
    ),
    "no-such-trigger-authentication": (
        lambda t: spec(t, "ScaledObject/webhooks")["triggers"][0]["authenticationRef"].update(
            name="nobody"
        ),
        ["ScaledObject/webhooks: reference: there is no TriggerAuthentication nobody"],
    ),
    "port-of-another": (
        lambda t: container(t, "relay")["ports"][0].update(containerPort=9999),
        ["Deployment/relay: port: its ports are {'http': 9999}"],
    ),
    "probe-at-no-port": (
        lambda t: container(t, "relay")["readinessProbe"]["httpGet"].update(port="metrics"),
        ["Deployment/relay: probe: readinessProbe asks port metrics"],
    ),
    "probe-missing": (
        lambda t: container(t, "prometheus").pop("livenessProbe"),
        ["Deployment/prometheus: probe: prometheus has no livenessProbe"],
    ),
    "liveness-that-asks-kafka": (
        lambda t: container(t, "relay")["livenessProbe"]["httpGet"].update(path="/readyz"),
        ["Deployment/relay: probe: livenessProbe asks /readyz"],
    ),
    "service-to-no-port": (
        lambda t: spec(t, "Service/relay")["ports"][0].update(targetPort="web"),
        ["Service/relay: port: leads to port web"],
    ),
    "service-of-other-number": (
        lambda t: spec(t, "Service/relay")["ports"][0].update(port=80),
        ["Service/relay: port: is port 80, not 8004"],
    ),
    "policy-opens-no-port": (
        lambda t: ingress(t, "relay")["ports"].append({"port": 9999}),
        ["NetworkPolicy/relay: port: opens port 9999 in to relay"],
    ),
    "misspelt-setting": (
        lambda t: t["ConfigMap/rondel-settings-abc"]["data"].update(RONDEL_PUBLIK_URL="x"),
        ["setting: no process reads RONDEL_PUBLIK_URL"] * 9,
    ),
    "setting-missing": (
        lambda t: t["ConfigMap/rondel-settings-abc"]["data"].pop("SMTP_HOST"),
        ["Deployment/notifications: setting: RONDEL_SMTP__HOST is not given"],
    ),
    "secret-in-a-variable": (
        lambda t: container(t, "relay")["env"].append(
            {
                "name": "DATABASE_URL",
                "valueFrom": {"secretKeyRef": {"name": "rondel-secrets", "key": "database-url"}},
            }
        ),
        ["Deployment/relay: secret: DATABASE_URL is a secret in a variable"],
    ),
    "secret-in-plain-text": (
        lambda t: tell(t, "relay", "DATABASE_URL", "postgresql://x"),
        ["Deployment/relay: secret: DATABASE_URL is a secret in plain text"],
    ),
    "secret-not-mounted": (
        lambda t: tell(t, "api", "RONDEL_METRICS__TOKEN_FILE", "/run/secrets/rondel/metrics-token"),
        ["Deployment/api: secret: RONDEL_METRICS__TOKEN_FILE names /run/secrets"],
    ),
    "secret-of-another-name": (
        lambda t: container(t, "api")["env"][0].update(value="/run/secrets/rondel/auth-secret"),
        ["Deployment/api: secret: DATABASE_URL_FILE names /run/secrets/rondel/auth-secret, not"],
    ),
    "secret-for-who-does-not-read-it": (
        lambda t: pod(t, "relay")["volumes"][1]["secret"]["items"].append(
            {"key": "auth-secret", "path": "auth-secret"}
        ),
        ["Deployment/relay: secret: has auth-secret, which relay does not read"],
    ),
    "secret-for-a-stranger": (
        lambda t: pod(t, "prometheus")["volumes"].append(
            {
                "name": "s",
                "secret": {
                    "secretName": "rondel-secrets",
                    "items": [{"key": "auth-secret", "path": "a"}],
                },
            }
        ),
        ["Deployment/prometheus: secret: has auth-secret and is not ours"],
    ),
    "another's-kafka-user": (
        lambda t: pod(t, "relay")["volumes"][3]["secret"].update(secretName="rondel-api"),
        ["Deployment/relay: secret: has the key of Kafka's user rondel-api"],
    ),
    "root": (
        lambda t: container(t, "relay")["securityContext"].update(runAsNonRoot=False),
        ["Deployment/relay: restricted: relay: runAsNonRoot"],
    ),
    "no-seccomp": (
        lambda t: container(t, "relay")["securityContext"].pop("seccompProfile"),
        ["Deployment/relay: restricted: relay: has no seccomp profile"],
    ),
    "escalation": (
        lambda t: container(t, "relay")["securityContext"].pop("allowPrivilegeEscalation"),
        ["Deployment/relay: restricted: relay: allowPrivilegeEscalation"],
    ),
    "capabilities": (
        lambda t: container(t, "relay")["securityContext"].pop("capabilities"),
        ["Deployment/relay: restricted: relay: keeps capabilities"],
    ),
    "host-path": (
        lambda t: pod(t, "relay")["volumes"].append({"name": "h", "hostPath": {"path": "/"}}),
        ["Deployment/relay: restricted: has a volume of hostPath"],
    ),
    "host-network": (
        lambda t: pod(t, "relay").update(hostNetwork=True),
        ["Deployment/relay: restricted: hostNetwork is on"],
    ),
    "writable-root": (
        lambda t: container(t, "relay")["securityContext"].pop("readOnlyRootFilesystem"),
        ["Deployment/relay: read-only:"],
    ),
    "token": (
        lambda t: pod(t, "relay").pop("automountServiceAccountToken"),
        ["Deployment/relay: token:"],
    ),
    "latest": (
        lambda t: container(t, "prometheus").update(image="prom/prometheus:latest"),
        ["Deployment/prometheus: image: prom/prometheus:latest is not pinned"],
    ),
    "no-tag": (
        lambda t: container(t, "prometheus").update(image="registry.example.com:5000/prometheus"),
        ["Deployment/prometheus: image: registry.example.com:5000/prometheus is not pinned"],
    ),
    "image-of-the-api": (
        lambda t: container(t, "relay").update(image="ghcr.io/x/rondel-api:1.0"),
        ["Deployment/relay: image: runs rondel-api, not rondel-worker"],
    ),
    "no-memory-limit": (
        lambda t: container(t, "relay")["resources"]["limits"].pop("memory"),
        ["Deployment/relay: resources: relay has no limit of memory"],
    ),
    "no-request": (
        lambda t: container(t, "relay")["resources"]["requests"].pop("cpu"),
        ["Deployment/relay: resources: relay requests no cpu"],
    ),
    "limit-below-request": (
        lambda t: container(t, "relay")["resources"]["limits"].update(memory="64Mi"),
        ["Deployment/relay: resources: relay may have less"],
    ),
    "processor-limit": (
        lambda t: container(t, "relay")["resources"]["limits"].update(cpu="1"),
        ["Deployment/relay: resources: relay has a limit of processor time"],
    ),
    "other-user": (
        lambda t: pod(t, "relay")["securityContext"].update(runAsUser=1000),
        ["Deployment/relay: ours: runs as 1000"],
    ),
    "no-tmp": (
        lambda t: container(t, "relay")["volumeMounts"].pop(0),
        ["Deployment/relay: ours: has no emptyDir at /tmp"],
    ),
    "service-links": (
        lambda t: pod(t, "relay").pop("enableServiceLinks"),
        ["Deployment/relay: ours: enableServiceLinks"],
    ),
    "container-of-other-name": (
        lambda t: container(t, "relay").update(name="main"),
        ["Deployment/relay: ours: is called main, relay"],
    ),
    "loopback": (
        lambda t: tell(t, "relay", "RONDEL_HTTP__HOST", "127.0.0.1"),
        ["Deployment/relay: ours: listens on its own loopback"],
    ),
    "other-worker": (
        lambda t: container(t, "relay").update(args=["worker", "activity"]),
        ["Deployment/relay: ours: runs activity, not relay"],
    ),
    "too-little-time-to-stop": (
        lambda t: tell(t, "relay", "RONDEL_DRAIN_SECONDS", "41"),
        ["Deployment/relay: stop: has 45 s to stop and needs 46"],
    ),
    "no-labels": (
        lambda t: spec(t, "Deployment/prometheus")["template"]["metadata"]["labels"].pop(
            "app.kubernetes.io/name"
        ),
        ["Deployment/prometheus: label: its pods have no app.kubernetes.io/name"],
    ),
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
        lambda t: trigger(t, "webhooks").update(bootstrapServers="kafka:9092"),
        ["ScaledObject/webhooks: scaling: asks kafka:9092"],
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


def test_the_good_render_is_good():
    assert check_policies([good()]) == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found_and_nothing_else(name):
    plant, expected = FAULTS[name]
    things = {f"{each['kind']}/{each['metadata']['name']}": each for each in objects()}
    plant(things)
    found = sorted(map(str, check_policies([as_render(list(things.values()))])))
    missing = [part for part in expected if not any(part in line for line in found)]
    assert missing == [], found
    assert len(found) == len(expected), found


def test_something_twice_is_found():
    made = objects()
    found = check_policies([as_render([*made, made[-1]])])
    assert [each.what for each in found] == ["is there twice"]


def test_a_migration_has_its_job_and_an_end():
    things: Things = {}
    things["Deployment/relay"] = next(
        each
        for each in objects()
        if (each["kind"], each["metadata"]["name"]) == ("Deployment", "relay")
    )
    job(things)
    made = things["Job/migrate"]
    found = check_policies([as_render([made], "kustomize/good/migrate")])
    assert "has no activeDeadlineSeconds" in " ".join(each.what for each in found)
    made["spec"] |= {"activeDeadlineSeconds": 600, "backoffLimit": 3}
    found = check_policies([as_render([made], "kustomize/good/migrate")])
    assert "has no activeDeadlineSeconds" not in " ".join(each.what for each in found)


def test_every_policy_has_a_fault_that_it_finds():
    unproven = {policy.__module__ + "." + policy.__name__ for policy in POLICIES}
    for plant, _ in FAULTS.values():
        things = {f"{each['kind']}/{each['metadata']['name']}": each for each in objects()}
        plant(things)
        render = as_render(list(things.values()))
        unproven -= {p.__module__ + "." + p.__name__ for p in POLICIES if list(p(render))}
    assert unproven == {"tools.validate.policies.layout.unique"}, (
        "see test_something_twice_is_found"
    )
