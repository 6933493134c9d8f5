"""Faults of whole overlays, and of what selects pods."""

from tests.manifests.objects import thing
from tests.manifests.planting import Fault, add, ingress, job, pod, single_postgres, spec

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
        lambda t: t.pop("Service/api"),
        [
            "good: layout: there is no Service api",
            "HTTPRoute/rondel: reference: there is no Service api",
        ],
    ),
    "job-among-the-rest": (
        job,
        [
            "Job/migrate: layout: is a Job",
            "Job/migrate: secret: has database-url, which migrate",
            "Job/migrate: network: no policy lets it out to PostgreSQL",
        ],
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
        ["Service/relay: selector: selects the pods of activity"],
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
            "Deployment/relay: network: no policy lets it out to PostgreSQL",
            "Deployment/relay: network: no policy lets it out to Kafka",
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
}
