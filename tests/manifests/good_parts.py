"""What stands beside the processes of the good render."""

from typing import Any

import yaml

from api.settings import DEFAULT_PORT
from cli.acl_formats import strimzi_users
from cli.worker import WorkerName
from shared.core.settings import KafkaSettings
from shared.kafka.acls import acls
from tests.manifests.objects import NAMESPACE, labels, restricted, thing
from tools.validate.places import ROOT
from tools.validate.renders import Object

KEYS = {"database-url": "DATABASE_URL"}
MORE_KEYS = {
    "api": {"auth-secret": "BETTER_AUTH_SECRET", "secrets-key": "RONDEL_SECRETS_KEY"},
    "notifications": {"smtp-password": "SMTP_PASSWORD"},
}
PROMETHEUS = {
    "rule_files": ["/etc/prometheus/*.yaml"],
    "scrape_configs": [{"job_name": "rondel", "kubernetes_sd_configs": [{"role": "pod"}]}],
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
    listener = {
        "name": "tls",
        "port": 9093,
        "type": "internal",
        "tls": True,
        "authentication": {"type": "tls"},
    }
    return [
        {
            **thing("kafka.strimzi.io/v1", "Kafka", "rondel-kafka"),
            "spec": {"kafka": {"listeners": [listener], "authorization": {"type": "simple"}}},
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
