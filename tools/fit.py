"""`python -m tools.fit`: what the overlay for OKE asks for, and whether two free nodes carry it.

Requests are what the scheduler counts. Those of ours are read from what kustomize renders; those
of controllers and of OKE's own pods are in tables here. docs/self-hosting/oke.md has the result.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).resolve().parent.parent
OVERLAYS = ("kustomize/oke/services", "kustomize/oke")


class Pod(NamedTuple):
    """What one pod asks for, and the row of the table that counts it."""

    group: str
    name: str
    cpu: int  # thousandths of a core
    memory: int  # MiB


class Node(NamedTuple):
    """What one node has for pods."""

    cpu: int
    memory: int


# One OCPU of A1 is one core. Reckoned by the rule that managed clusters share: of the first core
# 6 % for the kubelet, and 100m for the system; of 6 GB a quarter of the first 4 and a fifth of the
# rest, 100 MiB for the system and 100 before evictions. The kernel takes some of 6 GB before that.
# OKE's own figure is in `kubectl describe node`.
NODE = Node(cpu=840, memory=4380)
NODES = 2

# OKE's own (`kubectl describe node`); Terraform does not set them, and the add-ons put them back.
# Calico asks for 250m by its manifest: docs/self-hosting/oke.md lowers it.
EACH_NODE = (
    Pod("OKE and Calico", "kube-flannel-ds", 100, 50),
    Pod("OKE and Calico", "kube-proxy", 0, 0),
    Pod("OKE and Calico", "proxymux-client", 50, 64),
    Pod("OKE and Calico", "csi-oci-node", 30, 70),
    Pod("OKE and Calico", "calico-node", 50, 128),
)
# What docs/self-hosting/oke.md sets. Their own defaults are larger (Envoy Gateway 100m and 256Mi,
# Strimzi 200m and 384Mi, KEDA 100m and 100Mi each), or there are none (cert-manager, External
# Secrets), which is no request, but no room either.
CONTROLLERS = (
    Pod("OKE and Calico", "coredns", 100, 70),
    Pod("OKE and Calico", "coredns", 100, 70),
    Pod("OKE and Calico", "kube-dns-autoscaler", 20, 10),
    Pod("OKE and Calico", "calico-typha", 10, 64),
    Pod("Envoy Gateway", "envoy-gateway", 50, 256),
    # The proxy by kustomize/oke/cluster, and the container beside it that ends it: 10m and 32Mi.
    Pod("Envoy Gateway", "envoy-rondel", 60, 160),
    Pod("cert-manager", "cert-manager", 10, 64),
    Pod("cert-manager", "cert-manager-cainjector", 10, 64),
    Pod("cert-manager", "cert-manager-webhook", 10, 64),
    Pod("External Secrets", "external-secrets", 10, 64),
    Pod("External Secrets", "external-secrets-cert-controller", 10, 64),
    Pod("External Secrets", "external-secrets-webhook", 10, 64),
    Pod("KEDA", "keda-operator", 20, 100),
    Pod("KEDA", "keda-operator-metrics-apiserver", 20, 100),
    Pod("KEDA", "keda-admission-webhooks", 20, 100),
    Pod("Kafka and Strimzi", "strimzi-cluster-operator", 50, 384),
)
UPDATE = "room for an update"
_GROUPS = {"api": "API", "zipkin": "Zipkin"}
_MEMORY = {"Mi": 1, "Gi": 1024}


class CannotRender(Exception):
    """There is no kubectl, or it does not take the overlay."""


def millicores(quantity: str) -> int:
    """CPU in thousandths of a core.

    >>> millicores("50m"), millicores("2")
    (50, 2000)
    """
    return int(quantity[:-1]) if quantity.endswith("m") else int(float(quantity) * 1000)


def mebibytes(quantity: str) -> int:
    """Memory in MiB; only the units that the manifests use.

    >>> mebibytes("384Mi"), mebibytes("1Gi")
    (384, 1024)
    """
    return int(quantity[:-2]) * _MEMORY[quantity[-2:]]


def _pod(group: str, name: str, each: Iterable[Mapping[str, Any]]) -> Pod:
    requests = [one["requests"] for one in each]
    return Pod(
        group,
        name,
        sum(millicores(one["cpu"]) for one in requests),
        sum(mebibytes(one["memory"]) for one in requests),
    )


def _of_workload(thing: Mapping[str, Any]) -> list[Pod]:
    name, template = thing["metadata"]["name"], thing["spec"]["template"]
    labels = template["metadata"]["labels"]
    ours = labels["app.kubernetes.io/name"] == "rondel"
    group = _GROUPS.get(name, "eight workers" if ours else "Prometheus, Alertmanager, Grafana")
    resources = [container["resources"] for container in template["spec"]["containers"]]
    # Without a number it is KEDA's, which begins with one.
    return [_pod(group, name, resources)] * thing["spec"].get("replicas", 1)


def _of_strimzi(thing: Mapping[str, Any]) -> list[Pod]:
    group, name, spec = "Kafka and Strimzi", thing["metadata"]["name"], thing["spec"]
    if thing["kind"] == "KafkaNodePool":
        return [_pod(group, f"kafka-{name}", [spec["resources"]])] * spec["replicas"]
    operators = spec.get("entityOperator", {})
    pods = [_pod(group, "entity-operator", [one["resources"] for one in operators.values()])]
    if "kafkaExporter" in spec:
        pods.append(_pod(group, "kafka-exporter", [spec["kafkaExporter"]["resources"]]))
    return pods


def pods_of(things: Iterable[Mapping[str, Any]]) -> list[Pod]:
    """Every pod that these manifests lead to, jobs left aside."""
    readers = {
        "Deployment": _of_workload,
        "StatefulSet": _of_workload,
        "KafkaNodePool": _of_strimzi,
        "Kafka": _of_strimzi,
    }
    known = [each for each in things if each["kind"] in readers]
    return [pod for each in known for pod in readers[each["kind"]](each)]


def for_update(pods: Iterable[Pod]) -> Pod:
    """Room for one pod of ours more, the largest.

    New pods come before old ones go, all Deployments at once; but each that finds a place makes one
    free, so one place is enough for the update to go on.
    """
    ours = [pod for pod in pods if pod.group in {"API", "eight workers"}]
    return Pod(UPDATE, "update", max(pod.cpu for pod in ours), max(pod.memory for pod in ours))


def packed(pods: Iterable[Pod], nodes: int = NODES, node: Node = NODE) -> list[list[Pod]] | None:
    """First-fit decreasing by the larger share of a node: the pods of each, or None: no room."""

    def share(pod: Pod) -> tuple[float, str]:
        return max(pod.cpu / node.cpu, pod.memory / node.memory), pod.name

    places: list[list[Pod]] = [list(EACH_NODE) for _ in range(nodes)]
    for pod in sorted(pods, key=share, reverse=True):
        for place in places:
            cpu = sum(each.cpu for each in place) + pod.cpu
            memory = sum(each.memory for each in place) + pod.memory
            if cpu <= node.cpu and memory <= node.memory:
                place.append(pod)
                break
        else:
            return None
    return places


def table(pods: Iterable[Pod], nodes: int = NODES, node: Node = NODE) -> str:
    """As Markdown: groups, their sum, and what there is."""
    every = [*EACH_NODE * nodes, *pods]
    rows = []
    for group in dict.fromkeys(pod.group for pod in every):
        its = [pod for pod in every if pod.group == group]
        cpu, memory = sum(pod.cpu for pod in its), sum(pod.memory for pod in its)
        rows.append(f"| {group} | {len(its)} | {cpu}m | {memory} Mi |")
    cpu, memory = sum(pod.cpu for pod in every), sum(pod.memory for pod in every)
    has_cpu, has_memory = nodes * node.cpu, nodes * node.memory
    return "\n".join(
        [
            "| what | pods | CPU | memory |",
            "|---|---|---|---|",
            *rows,
            f"| **asked for** | {len(every)} | {cpu}m | {memory} Mi |",
            f"| **there is**, on {nodes} nodes | | {has_cpu}m | {has_memory} Mi |",
        ]
    )


def _kubectl() -> str:
    beside = Path(sys.executable).parent  # the environment's own first
    found = shutil.which("kubectl", path=beside) or shutil.which("kubectl")
    if found is None:
        raise CannotRender("kubectl is not installed")
    return found


def rendered(overlay: str) -> list[dict[str, Any]]:
    """What kustomize makes of it.

    Raises:
        CannotRender: see there.
    """
    command = [_kubectl(), "kustomize", str(ROOT / overlay)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own overlays
    if done.returncode:
        raise CannotRender(done.stderr)
    return list(yaml.safe_load_all(done.stdout))


def needed() -> list[Pod]:
    """Controllers, ours, and the room for an update."""
    ours = pods_of(each for overlay in OVERLAYS for each in rendered(overlay))
    return [*CONTROLLERS, *ours, for_update(ours)]


def main() -> int:
    """Print the table and where each pod finds room; 1 if one does not."""
    pods = needed()
    print(table(pods))
    places = packed(pods)
    if places is None:
        print("This does not fit.", file=sys.stderr)
        return 1
    for number, place in enumerate(places, 1):
        cpu, memory = sum(pod.cpu for pod in place), sum(pod.memory for pod in place)
        print(f"\nnode {number}: {cpu}m, {memory} Mi\n  " + " ".join(pod.name for pod in place))
    return 0


if __name__ == "__main__":
    sys.exit(main())
