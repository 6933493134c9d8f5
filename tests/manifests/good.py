"""A small render that every policy is content with, for faults to be planted in."""

import json
from functools import cache

from api.settings import DEFAULT_PORT
from cli.worker import WorkerName, spec_of
from shared.events.groups import GROUPS
from tests.manifests.good_parts import KEYS, MORE_KEYS, edge, kafka, network, prometheus, secrets
from tests.manifests.objects import NAMESPACE, labels, restricted, thing
from tools.validate.renders import Object, Render

SETTINGS = {
    "RONDEL_HTTP__HOST": "0.0.0.0",
    "RONDEL_PUBLIC_URL": "https://rondel.example.com",
    "KAFKA_BROKERS": "rondel-kafka-kafka-bootstrap:9093",
    "RONDEL_KAFKA__SECURITY_PROTOCOL": "SSL",
    "RONDEL_KAFKA__SSL_CA_FILE": "/run/secrets/kafka-ca/ca.crt",
    "RONDEL_KAFKA__SSL_CERTIFICATE_FILE": "/run/secrets/kafka-user/user.crt",
    "RONDEL_KAFKA__SSL_KEY_FILE": "/run/secrets/kafka-user/user.key",
    "SMTP_HOST": "smtp.example.com",
}

CHOSEN = [{"port": 80}, {"port": 443}, {"port": 1024, "endPort": 65535}]
CHOOSING = {"api", "notifications", "webhooks"}
"""Who goes by these ports to addresses that people choose."""

PROBES = {
    "readinessProbe": {"httpGet": {"path": "/readyz", "port": "http"}},
    "startupProbe": {
        "httpGet": {"path": "/livez", "port": "http"},
        "periodSeconds": 2,
        "failureThreshold": 30,
    },
    "livenessProbe": {
        "httpGet": {"path": "/livez", "port": "http"},
        "failureThreshold": 6,
    },
}


def good() -> Render:
    """It, anew."""
    return as_render(objects())


def as_render(things: list[Object], target: str = "kustomize/good") -> Render:
    """These objects as if Kustomize had made them; JSON is YAML, too."""
    return Render(target, "\n---\n".join(map(json.dumps, things)))


def objects() -> list[Object]:
    """Everything in it, each part anew."""
    made: list[Object] = json.loads(_text())
    return made


@cache
def _text() -> str:
    return json.dumps(_objects())


def _objects() -> list[Object]:
    names = ["api", *map(str, WorkerName)]
    return [
        {
            **thing("v1", "Namespace", NAMESPACE),
            "metadata": {
                "name": NAMESPACE,
                "labels": {"pod-security.kubernetes.io/enforce": "restricted"},
            },
        },
        {**thing("v1", "ConfigMap", "rondel-settings-abc"), "data": dict(SETTINGS)},
        *(each for name in names for each in process(name)),
        *(scaler(name) for name in GROUPS),
        *prometheus(),
        *kafka(),
        *network(),
        *edge(),
        *secrets(),
    ]


def process(name: str) -> list[Object]:
    """All that a process of ours consists of."""
    selector = {"app.kubernetes.io/component": name}
    port = DEFAULT_PORT if name == "api" else spec_of(WorkerName(name)).port
    is_api = name == "api"
    callers: list[Object] = [{"podSelector": {"matchLabels": {"app": "prometheus"}}}]
    if is_api:
        callers.append({"namespaceSelector": {"matchLabels": {"gateway": "yes"}}})
    return [
        thing("v1", "ServiceAccount", name),
        {
            **thing("v1", "Service", name),
            "spec": {
                "selector": selector,
                "ports": [{"name": "http", "port": port, "targetPort": "http"}],
            },
        },
        {
            **thing("policy/v1", "PodDisruptionBudget", name),
            "spec": {"maxUnavailable": 1, "selector": {"matchLabels": selector}},
        },
        {
            **thing("networking.k8s.io/v1", "NetworkPolicy", name),
            "spec": {
                "podSelector": {"matchLabels": selector},
                "policyTypes": ["Ingress", "Egress"],
                "ingress": [{"from": callers, "ports": [{"port": "http"}]}],
                "egress": [
                    {
                        "to": [
                            {
                                "ipBlock": {
                                    "cidr": "0.0.0.0/0",
                                    "except": ["169.254.169.254/32"],
                                }
                            }
                        ],
                        "ports": [
                            {"port": 5432},
                            {"port": 587},
                            *(CHOSEN if name in CHOOSING else []),
                        ],
                    },
                    {
                        "to": [{"podSelector": {"matchLabels": {"strimzi.io/kind": "Kafka"}}}],
                        "ports": [{"port": 9093}],
                    },
                ],
            },
        },
        deployment(name, port),
    ]


def deployment(name: str, port: int) -> Object:
    """The Deployment of a process."""
    keys = KEYS | MORE_KEYS.get(name, {})
    container: Object = {
        "name": name,
        "image": f"{'rondel-api' if name == 'api' else 'rondel-worker'}:1.0",
        "args": ["serve"] if name == "api" else ["worker", name],
        "ports": [{"name": "http", "containerPort": port}],
        "envFrom": [{"configMapRef": {"name": "rondel-settings-abc"}}],
        "env": [
            {"name": f"{variable}_FILE", "value": f"/run/secrets/rondel/{key}"}
            for key, variable in keys.items()
        ],
        **PROBES,
        "resources": {
            "requests": {"cpu": "50m", "memory": "128Mi"},
            "limits": {"memory": "256Mi"},
        },
        "securityContext": restricted(),
        "volumeMounts": [
            {"name": "tmp", "mountPath": "/tmp"},
            {"name": "secrets", "mountPath": "/run/secrets/rondel"},
            {"name": "kafka-ca", "mountPath": "/run/secrets/kafka-ca"},
            {"name": "kafka-user", "mountPath": "/run/secrets/kafka-user"},
        ],
    }
    if name == "api":
        container["lifecycle"] = {"preStop": {"sleep": {"seconds": 8}}}
    items = [{"key": key, "path": key} for key in keys]
    volumes = [
        {"name": "tmp", "emptyDir": {"sizeLimit": "64Mi"}},
        {"name": "secrets", "secret": {"secretName": "rondel-secrets", "items": items}},
        {"name": "kafka-ca", "secret": {"secretName": "rondel-kafka-cluster-ca-cert"}},
        {"name": "kafka-user", "secret": {"secretName": f"rondel-{name}"}},
    ]
    if name == "transfers":  # uses no Kafka, so that it has no user there
        volumes.pop()
        container["volumeMounts"].pop()
        container["env"] += [{"name": each, "value": ""} for each in SETTINGS if "SSL_" in each]
    spec: Object = {
        "strategy": {"rollingUpdate": {"maxUnavailable": 0}},
        "selector": {"matchLabels": labels(name)},
        "template": {
            "metadata": {"labels": labels(name)},
            "spec": {
                "serviceAccountName": name,
                "automountServiceAccountToken": False,
                "enableServiceLinks": False,
                "terminationGracePeriodSeconds": 45,
                "securityContext": {"runAsUser": 10001, "runAsGroup": 10001},
                "containers": [container],
                "volumes": volumes,
            },
        },
    }
    return {**thing("apps/v1", "Deployment", name), "spec": spec}


def scaler(name: str) -> Object:
    """What scales a worker on the lag of its group."""
    triggers = [
        {
            "type": "kafka",
            "metadata": {
                "bootstrapServers": "rondel-kafka-kafka-bootstrap.rondel.svc:9093",
                "consumerGroup": name,
                "topic": topic,
                "lagThreshold": "100",
            },
            "authenticationRef": {"name": "kafka"},
        }
        for topic in GROUPS[name].topics
    ]
    return {
        **thing("keda.sh/v1alpha1", "ScaledObject", name),
        "spec": {
            "scaleTargetRef": {"name": name},
            "minReplicaCount": 1,
            "maxReplicaCount": 12,
            "triggers": triggers,
        },
    }
