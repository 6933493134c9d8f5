"""Faults of names, ports, settings and secrets."""

from tests.manifests.objects import thing
from tests.manifests.planting import Fault, add, container, ingress, pod, spec, tell

FAULTS: dict[str, Fault] = {
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
        lambda t: container(t, "prometheus").pop("readinessProbe"),
        ["Deployment/prometheus: probe: prometheus has no readinessProbe"],
    ),
    "liveness-that-asks-kafka": (
        lambda t: container(t, "relay")["livenessProbe"]["httpGet"].update(path="/readyz"),
        ["Deployment/relay: probe: livenessProbe asks /readyz"],
    ),
    "service-to-no-port": (
        lambda t: spec(t, "Service/relay")["ports"][0].update(targetPort="web"),
        ["Service/relay: port: leads to port web"],
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
}
