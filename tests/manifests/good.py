"""A small render that every policy is content with, for faults to be planted in."""

import json
from functools import cache
from typing import Any

import yaml

from api.settings import DEFAULT_PORT
from cli.acl_formats import strimzi_users
from cli.worker import WorkerName, spec_of
from shared.core.settings import KafkaSettings
from shared.events.groups import GROUPS
from shared.kafka.acls import acls
from tools.validate.places import ROOT
from tools.validate.renders import Object, Render

NAMESPACE = "rondel"
KEYS = {"database-url": "DATABASE_URL"}
MORE_KEYS = {
    "api": {"auth-secret": "BETTER_AUTH_SECRET", "secrets-key": "RONDEL_SECRETS_KEY"},
    "notifications": {"smtp-password": "SMTP_PASSWORD"},
}
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
PROMETHEUS = {
    "rule_files": ["/etc/prometheus/*.yaml"],
    "scrape_configs": [{"job_name": "rondel", "kubernetes_sd_configs": [{"role": "pod"}]}],
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


def thing(version: str, kind: str, name: str) -> Object:
    """The head of an object."""
    return {
        "apiVersion": version,
        "kind": kind,
        "metadata": {"name": name, "namespace": NAMESPACE},
    }


def labels(component: str) -> dict[str, str]:
    """The labels of a process."""
    return {
        "app.kubernetes.io/name": "rondel",
        "app.kubernetes.io/component": component,
        "app.kubernetes.io/part-of": "rondel",
    }


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
                        "ports": [{"port": 5432}],
                    }
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
        "readinessProbe": {"httpGet": {"path": "/readyz", "port": "http"}},
        "livenessProbe": {"httpGet": {"path": "/livez", "port": "http"}},
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
    items = [{"key": key, "path": key} for key in keys]
    volumes = [
        {"name": "tmp", "emptyDir": {}},
        {"name": "secrets", "secret": {"secretName": "rondel-secrets", "items": items}},
        {"name": "kafka-ca", "secret": {"secretName": "rondel-kafka-cluster-ca-cert"}},
        {"name": "kafka-user", "secret": {"secretName": f"rondel-{name}"}},
    ]
    if name == "transfers":  # uses no Kafka, so that it has no user there
        volumes.pop()
        container["volumeMounts"].pop()
        container["env"] += [{"name": each, "value": ""} for each in SETTINGS if "SSL_" in each]
    spec: Object = {
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


def restricted() -> Object:
    """What Pod Security's `restricted` asks of a container, and a read-only root."""
    return {
        "runAsNonRoot": True,
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
        "seccompProfile": {"type": "RuntimeDefault"},
    }


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


def prometheus() -> list[Object]:
    """A Prometheus with all rules of the tree."""
    monitoring = ROOT / "infra/monitoring"
    rules = {
        path.name: path.read_text()
        for path in [monitoring / "recording.yaml", *sorted((monitoring / "rules").glob("*.yaml"))]
    }
    container = {
        "name": "prometheus",
        "image": "docker.io/prom/prometheus:v3.5.0",
        "args": ["--config.file=/etc/prometheus/prometheus.yml"],
        "ports": [{"name": "http", "containerPort": 9090}],
        "readinessProbe": {"httpGet": {"path": "/-/ready", "port": "http"}},
        "livenessProbe": {"httpGet": {"path": "/-/healthy", "port": "http"}},
        "resources": {
            "requests": {"cpu": "50m", "memory": "128Mi"},
            "limits": {"memory": "256Mi"},
        },
        "securityContext": restricted(),
        "volumeMounts": [{"name": "config", "mountPath": "/etc/prometheus"}],
    }
    pod = {
        "serviceAccountName": "prometheus",
        "containers": [container],
        "volumes": [{"name": "config", "configMap": {"name": "prometheus"}}],
    }
    return [
        thing("v1", "ServiceAccount", "prometheus"),
        {
            **thing("v1", "ConfigMap", "prometheus"),
            "data": {"prometheus.yml": yaml.safe_dump(PROMETHEUS), **rules},
        },
        {
            **thing("apps/v1", "Deployment", "prometheus"),
            "spec": {
                "replicas": 1,
                "selector": {"matchLabels": {"app": "prometheus"}},
                "template": {
                    "metadata": {"labels": {**labels("prometheus"), "app": "prometheus"}},
                    "spec": pod,
                },
            },
        },
    ]


def kafka() -> list[Object]:
    """Strimzi's resources, with the users of the catalogue."""
    users = strimzi_users(acls(KafkaSettings(brokers="k:1")), "rondel-kafka", "tls")
    made = []
    for each in yaml.safe_load_all(users):
        each["metadata"]["namespace"] = NAMESPACE
        made.append(each)
    listener = {"name": "tls", "port": 9093, "type": "internal", "tls": True}
    return [
        {
            **thing("kafka.strimzi.io/v1", "Kafka", "rondel-kafka"),
            "spec": {"kafka": {"listeners": [listener]}},
        },
        {
            **thing("kafka.strimzi.io/v1", "KafkaNodePool", "dual"),
            "metadata": {
                "name": "dual",
                "namespace": NAMESPACE,
                "labels": {"strimzi.io/cluster": "rondel-kafka"},
            },
            "spec": {
                "replicas": 1,
                "roles": ["controller", "broker"],
                "storage": {"type": "ephemeral"},
            },
        },
        *made,
        {
            **thing("keda.sh/v1alpha1", "TriggerAuthentication", "kafka"),
            "spec": {
                "secretTargetRef": [
                    {
                        "parameter": "ca",
                        "name": "rondel-kafka-cluster-ca-cert",
                        "key": "ca.crt",
                    }
                ]
            },
        },
    ]


def network() -> list[Object]:
    """What is closed, and who may ask for names; Prometheus reads the processes."""
    dns = {"ports": [{"port": 53, "protocol": "UDP"}, {"port": 53, "protocol": "TCP"}]}
    processes: list[dict[str, Any]] = [
        {
            "to": [{"podSelector": {"matchLabels": {"app.kubernetes.io/component": role}}}],
            "ports": [{"port": "http"}],
        }
        for role in ["api", *map(str, WorkerName)]
    ]
    return [
        {
            **thing("networking.k8s.io/v1", "NetworkPolicy", "default-deny"),
            "spec": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]},
        },
        {
            **thing("networking.k8s.io/v1", "NetworkPolicy", "dns"),
            "spec": {"podSelector": {}, "policyTypes": ["Egress"], "egress": [dns]},
        },
        {
            **thing("networking.k8s.io/v1", "NetworkPolicy", "prometheus"),
            "spec": {
                "podSelector": {"matchLabels": {"app": "prometheus"}},
                "policyTypes": ["Egress"],
                "egress": processes,
            },
        },
    ]


def edge() -> list[Object]:
    """A Gateway with a certificate, and the route to the API."""
    return [
        {
            **thing("gateway.networking.k8s.io/v1", "Gateway", "rondel"),
            "spec": {
                "gatewayClassName": "eg",
                "listeners": [
                    {
                        "name": "https",
                        "port": 443,
                        "protocol": "HTTPS",
                        "tls": {"certificateRefs": [{"name": "rondel-tls"}]},
                    }
                ],
            },
        },
        {
            **thing("gateway.networking.k8s.io/v1", "HTTPRoute", "rondel"),
            "spec": {
                "parentRefs": [{"name": "rondel", "sectionName": "https"}],
                "rules": [{"backendRefs": [{"name": "api", "port": DEFAULT_PORT}]}],
            },
        },
        {
            "apiVersion": "cert-manager.io/v1",
            "kind": "ClusterIssuer",
            "metadata": {"name": "letsencrypt"},
            "spec": {"selfSigned": {}},
        },
        {
            **thing("cert-manager.io/v1", "Certificate", "rondel"),
            "spec": {
                "secretName": "rondel-tls",
                "dnsNames": ["rondel.example.com"],
                "issuerRef": {"kind": "ClusterIssuer", "name": "letsencrypt"},
            },
        },
    ]


def secrets() -> list[Object]:
    """Where the Secret comes from."""
    keys = [key for keys in (KEYS, *MORE_KEYS.values()) for key in keys]
    return [
        {
            "apiVersion": "external-secrets.io/v1",
            "kind": "ClusterSecretStore",
            "metadata": {"name": "cloud"},
            "spec": {"provider": {"fake": {"data": [{"key": "a", "value": "b"}]}}},
        },
        {
            **thing("external-secrets.io/v1", "ExternalSecret", "rondel-secrets"),
            "spec": {
                "secretStoreRef": {"kind": "ClusterSecretStore", "name": "cloud"},
                "data": [{"secretKey": key, "remoteRef": {"key": key}} for key in keys],
            },
        },
    ]
