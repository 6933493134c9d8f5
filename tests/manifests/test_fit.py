"""What the overlay for OKE asks for fits on two free nodes, and the guide says the same figures."""

import pytest
import yaml

from tools import fit

GUIDE = fit.ROOT / "docs/self-hosting/oke.md"


@pytest.fixture(scope="module")
def pods():
    """Everything that asks for room in the cluster."""
    return fit.needed()


def test_everything_finds_room_on_two_free_nodes(pods):
    places = fit.packed(pods)

    assert places is not None, (
        f"no room for all on {fit.NODES} nodes of {fit.NODE}:\n{fit.table(pods)}"
    )
    assert sum(len(place) for place in places) == len(pods) + fit.NODES * len(fit.EACH_NODE)


def test_the_guide_has_the_computed_table(pods):
    table = fit.table(pods)

    assert table in GUIDE.read_text(), f"put this into {GUIDE.name}:\n{table}"


def test_all_processes_and_services_are_counted(pods):
    names = [pod.name for pod in pods]

    assert {"relay", "webhooks", "transfers", "kafka-node", "entity-operator", "prometheus"} <= {
        *names
    }
    assert names.count("api") == 2
    assert sum(pod.group == "eight workers" for pod in pods) == 8
    assert all(pod.cpu > 0 and pod.memory > 0 for pod in pods)


def test_the_proxy_asks_for_what_the_cluster_folder_says():
    of_kind = {each["kind"]: each for each in fit.rendered("kustomize/oke/cluster")}
    deployment = of_kind["EnvoyProxy"]["spec"]["provider"]["kubernetes"]["envoyDeployment"]
    requests = deployment["container"]["resources"]["requests"]
    proxy = next(pod for pod in fit.CONTROLLERS if pod.name == "envoy-rondel")

    assert proxy.cpu == fit.millicores(requests["cpu"]) + 10
    assert proxy.memory == fit.mebibytes(requests["memory"]) + 32


def test_the_guide_sets_what_is_counted_for_controllers():
    guide = GUIDE.read_text()

    for pod in (*fit.CONTROLLERS, *fit.EACH_NODE):
        if pod.name in {"coredns", "kube-dns-autoscaler", "envoy-rondel"} or (
            pod in fit.EACH_NODE and pod.name != "calico-node"
        ):
            continue
        lines = [line for line in guide.splitlines() if line.startswith(f"room {pod.name} ")]
        assert lines == [f"room {pod.name} {pod.cpu}m {pod.memory}Mi"], pod


@pytest.mark.parametrize(
    ("cpu", "memory", "count", "fits"),
    [
        (300, 100, 4, True),  # two on each
        (300, 100, 5, False),  # a third of 300m has no place on 840m less what OKE takes
        (10, 4000, 2, True),
        (10, 4000, 3, False),
    ],
)
def test_a_pod_fits_by_cpu_and_by_memory(cpu, memory, count, fits):
    pods = [fit.Pod("x", f"pod-{number}", cpu, memory) for number in range(count)]

    assert (fit.packed(pods) is not None) is fits


def test_containers_replicas_and_operators_are_summed():
    things = yaml.safe_load_all("""
kind: Deployment
metadata: {name: api}
spec:
  replicas: 3
  template:
    metadata: {labels: {app.kubernetes.io/name: rondel}}
    spec:
      containers:
        - {name: one, resources: {requests: {cpu: 100m, memory: 1Gi}}}
        - {name: two, resources: {requests: {cpu: "1", memory: 24Mi}}}
---
kind: Kafka
metadata: {name: kafka}
spec:
  kafkaExporter: {resources: {requests: {cpu: 5m, memory: 6Mi}}}
  entityOperator:
    userOperator: {resources: {requests: {cpu: 10m, memory: 20Mi}}}
    topicOperator: {resources: {requests: {cpu: 1m, memory: 2Mi}}}
---
kind: Service
metadata: {name: api}
""")

    pods = fit.pods_of(things)

    assert [(pod.name, pod.cpu, pod.memory) for pod in pods] == [
        *[("api", 1100, 1048)] * 3,
        ("entity-operator", 11, 22),
        ("kafka-exporter", 5, 6),
    ]


def test_an_overlay_that_cannot_be_rendered_is_an_error():
    with pytest.raises(fit.CannotRender, match="no-such-overlay"):
        fit.rendered("kustomize/no-such-overlay")
