"""Faults of updates, of the ways out, of the front door, and of rights in the cluster."""

from tests.manifests.objects import thing
from tests.manifests.planting import Fault, add, container, egress, job, pod, spec, tell

SOLVER = {"http01": {"gatewayHTTPRoute": {"parentRefs": [{"name": "rondel"}]}}}
ISSUER = {**thing("cert-manager.io/v1", "Issuer", "acme"), "spec": {"acme": {"solvers": [SOLVER]}}}


def blind_job(things):
    job(things)
    container_of_job = spec(things, "Job/migrate")["template"]["spec"]["containers"][0]
    container_of_job["env"] = []


def other_job(things):
    job(things)
    container_of_job = spec(things, "Job/migrate")["template"]["spec"]["containers"][0]
    container_of_job |= {"image": "rondel-api:1.0", "args": ["topics"]}
    spec(things, "Job/migrate")["podFailurePolicy"] = {"rules": []}


def redirect_of_all(things):
    listener = {"name": "http", "port": 80, "protocol": "HTTP"}
    spec(things, "Gateway/rondel")["listeners"].append(listener)
    to_https = {"type": "RequestRedirect", "requestRedirect": {"scheme": "https"}}
    return {
        **thing("gateway.networking.k8s.io/v1", "HTTPRoute", "to-https"),
        "spec": {
            "parentRefs": [{"name": "rondel", "sectionName": "http"}],
            "rules": [{"filters": [to_https]}],
        },
    }


FAULTS: dict[str, Fault] = {
    "budget-that-takes-none": (
        lambda t: spec(t, "PodDisruptionBudget/relay").update(maxUnavailable=0),
        ["PodDisruptionBudget/relay: pdb-blocks-drain: relay can lose no pod"],
    ),
    "budget-that-wants-all": (
        lambda t: t["PodDisruptionBudget/webhooks"].update(
            spec={
                "minAvailable": "50%",
                "selector": spec(t, "PodDisruptionBudget/webhooks")["selector"],
            }
        ),
        ["PodDisruptionBudget/webhooks: pdb-blocks-drain: webhooks can lose no pod"],
    ),
    "no-budget": (
        lambda t: t.pop("PodDisruptionBudget/relay"),
        ["Deployment/relay: pdb-missing:"],
    ),
    "gap": (
        lambda t: spec(t, "Deployment/relay").update(strategy={"type": "Recreate"}),
        ["Deployment/relay: rollout: takes an old pod away"],
    ),
    "gap-by-default": (
        lambda t: spec(t, "Deployment/relay").pop("strategy"),
        ["Deployment/relay: rollout: takes an old pod away"],
    ),
    "no-way-back": (
        lambda t: spec(t, "Deployment/relay").update(revisionHistoryLimit=1),
        ["Deployment/relay: rollout: keeps no revision"],
    ),
    "no-pod": (
        lambda t: spec(t, "Deployment/relay").update(replicas=0),
        ["Deployment/relay: rollout: has no pod"],
    ),
    "no-time-to-start": (
        lambda t: container(t, "relay").pop("startupProbe"),
        ["Deployment/relay: rollout: has less than 30 s to start"],
    ),
    "eager-liveness": (
        lambda t: container(t, "relay")["livenessProbe"].update(periodSeconds=1),
        ["Deployment/relay: rollout: is killed when it is silent"],
    ),
    "stops-at-once": (
        lambda t: container(t, "api").pop("lifecycle"),
        ["Deployment/api: rollout: stops while requests"],
    ),
    "job-that-is-another": (
        other_job,
        [
            "Job/migrate: job: does not run the workers' image",
            "Job/migrate: job: runs ['topics']",
            "Job/migrate: job: has a podFailurePolicy",
            "Job/migrate: layout: is a Job",
            "Job/migrate: network: no policy lets it out to PostgreSQL",
            "Job/migrate: secret: has database-url, which migrate",
        ],
    ),
    "job-without-a-database": (
        blind_job,
        [
            "Job/migrate: job: is told of no database",
            "Job/migrate: layout: is a Job",
            "Job/migrate: network: no policy lets it out to PostgreSQL",
            "Job/migrate: secret: has database-url, which migrate",
        ],
    ),
    "secret-that-nobody-can-read": (
        lambda t: pod(t, "relay")["volumes"][1]["secret"].update(defaultMode=0o440),
        ["Deployment/relay: secret: cannot read the files of the volume secrets (440, no fsGroup)"],
    ),
    "room-without-end": (
        lambda t: pod(t, "relay")["volumes"][0].update(emptyDir={}),
        ["Deployment/relay: resources: the volume tmp may take"],
    ),
    "right-to-secrets": (
        lambda t: add(
            t,
            {
                **thing("rbac.authorization.k8s.io/v1", "Role", "x"),
                "rules": [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}],
            },
        ),
        ["Role/x: rights: may do more than look at pods"],
    ),
    "right-to-everything": (
        lambda t: add(
            t,
            {
                **thing("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "x"),
                "roleRef": {"kind": "ClusterRole", "name": "cluster-admin"},
            },
        ),
        ["ClusterRoleBinding/x: rights: reaches beyond"],
    ),
    "account-that-cannot-fetch": (
        lambda t: [
            thing_.update(imagePullSecrets=[{"name": "ocir"}])
            for key, thing_ in t.items()
            if key.startswith("ServiceAccount/") and key != "ServiceAccount/relay"
        ],
        ["ServiceAccount/relay: reference: has no ocir"],
    ),
    "secret-that-nobody-reads": (
        lambda t: spec(t, "ExternalSecret/rondel-secrets")["data"].append(
            {"secretKey": "metrics-token", "remoteRef": {"key": "metrics-token"}}
        ),
        ["ExternalSecret/rondel-secrets: unused: nothing reads metrics-token of rondel-secrets"],
    ),
    "no-way-to-kafka": (
        lambda t: spec(t, "NetworkPolicy/relay")["egress"].pop(1),
        ["Deployment/relay: network: no policy lets it out to Kafka rondel-kafka-kafka-bootstrap"],
    ),
    "no-way-to-the-database": (
        lambda t: egress(t, "relay").update(ports=[{"port": 587}]),
        ["Deployment/relay: network: no policy lets it out to PostgreSQL"],
    ),
    "no-way-to-the-mail-server": (
        lambda t: tell(t, "notifications", "SMTP_PORT", "25"),
        ["Deployment/notifications: network: no policy lets it out to the mail server"],
    ),
    "no-way-to-what-people-choose": (
        lambda t: egress(t, "webhooks")["ports"][-1].pop("endPort"),
        ["Deployment/webhooks: network: no policy lets it out to channels, webhooks and providers"],
    ),
    "collector-that-is-not": (
        lambda t: tell(t, "relay", "OTEL_EXPORTER_OTLP_ENDPOINT", "http://nobody:5432"),
        ["Deployment/relay: network: no policy lets it out to the collector of traces nobody:5432"],
    ),
    "no-way-in-for-visitors": (
        lambda t: spec(t, "NetworkPolicy/api")["ingress"][0]["from"].pop(1),
        ["Deployment/api: network: no policy lets the gateway in"],
    ),
    "no-way-in-for-the-class": (
        lambda t: spec(t, "Gateway/rondel").update(gatewayClassName="envoy"),
        ["Deployment/api: network: no policy lets the proxies of envoy-gateway-system in"],
    ),
    "no-way-in-by-a-node-port": (
        lambda t: [
            t.pop("HTTPRoute/rondel"),
            spec(t, "Service/api").update(type="NodePort"),
            spec(t, "NetworkPolicy/api")["ingress"][0]["from"].pop(1),
        ],
        [
            "Deployment/api: network: no policy lets the gateway in",
            "Service/api: network: is a door of its own",
        ],
    ),
    "no-way-in-for-challenges": (
        lambda t: add(t, ISSUER),
        ["Issuer/acme: network: no policy lets anybody in to its challenges"],
    ),
    "door-of-its-own": (
        lambda t: spec(t, "Service/relay").update(type="LoadBalancer"),
        ["Service/relay: network: is a door of its own"],
    ),
    "route-without-https": (
        lambda t: [
            spec(t, "Gateway/rondel")["listeners"].append(
                {"name": "http", "port": 80, "protocol": "HTTP"}
            ),
            spec(t, "HTTPRoute/rondel")["parentRefs"][0].update(sectionName="http"),
        ],
        ["HTTPRoute/rondel: reference: leads to the API without HTTPS"],
    ),
    "tokens-sent-on": (
        lambda t: add(t, redirect_of_all(t)),
        [
            "HTTPRoute/to-https: reference: sends /api on",
            "HTTPRoute/to-https: reference: sends /mcp on",
        ],
    ),
    "stream-cut-off": (
        lambda t: spec(t, "HTTPRoute/rondel")["rules"][0].update(
            matches=[{"path": {"value": "/api/events"}}], timeouts={"request": "30s"}
        ),
        ["HTTPRoute/rondel: reference: cuts live updates off"],
    ),
    "listener-without-a-certificate": (
        lambda t: spec(t, "Gateway/rondel")["listeners"][0].update(tls={}),
        ["Gateway/rondel: reference: the listener https has no certificate"],
    ),
    "no-such-own-issuer": (
        lambda t: t["Gateway/rondel"]["metadata"].update(
            annotations={"cert-manager.io/issuer": "nobody"}
        ),
        ["Gateway/rondel: reference: there is no Issuer nobody"],
    ),
    "route-of-another-name": (
        lambda t: spec(t, "HTTPRoute/rondel").update(hostnames=["other.example.com"]),
        ["HTTPRoute/rondel: reference: does not lead rondel.example.com anywhere"],
    ),
    "believes-everybody": (
        lambda t: tell(t, "api", "RONDEL_TRUSTED_PROXIES", "10.0.0.0/8, 0.0.0.0/0"),
        ["Deployment/api: setting: believes everybody (0.0.0.0/0)"],
    ),
    "shell": (
        lambda t: container(t, "relay").update(command=["sh", "-c"]),
        ["Deployment/relay: ours: has a command"],
    ),
    "kafka-for-everybody": (
        lambda t: spec(t, "Kafka/rondel-kafka")["kafka"]["listeners"][0].update(tls=False),
        ["Kafka/rondel-kafka: kafka: the listener tls lets anybody in"],
    ),
    "kafka-without-rights": (
        lambda t: spec(t, "Kafka/rondel-kafka")["kafka"].pop("authorization"),
        ["Kafka/rondel-kafka: kafka: whoever comes in may do everything"],
    ),
    "kafka-that-keda-cannot-ask": (
        lambda t: spec(t, "Kafka/rondel-kafka")["kafka"]["listeners"][0].update(
            networkPolicyPeers=[{"podSelector": {}}]
        ),
        ["Kafka/rondel-kafka: kafka: KEDA cannot ask"],
    ),
    "kafka-that-stands-still": (
        lambda t: [
            spec(t, "KafkaNodePool/dual").update(replicas=3),
            spec(t, "Kafka/rondel-kafka")["kafka"].update(config={"min.insync.replicas": 3}),
        ],
        ["Kafka/rondel-kafka: kafka: nothing is written while one of 3 nodes is away"],
    ),
    "data-that-goes": (
        lambda t: spec(t, "KafkaNodePool/dual").update(
            storage={"type": "jbod", "volumes": [{"id": 0, "deleteClaim": True}]}
        ),
        ["KafkaNodePool/dual: kafka: its data goes"],
    ),
}
