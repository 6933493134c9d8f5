"""What `make up` applies is what Kustomize makes of kustomize/local, and fits together."""

import sys
from pathlib import Path

import pytest
import yaml

from api.settings import DEFAULT_PORT, ApiSettings
from cli.cluster import secrets
from cli.cluster.clusters import kind_config, minikube_start
from cli.cluster.images import DOCKERFILES, with_images
from cli.cluster.kubectl import SERVICES, Kubectl
from cli.cluster.ports import ADDRESSES, demand_free
from cli.cluster.runner import Runner
from cli.cluster.up import OVERLAY
from cli.embedded.errors import StackError
from cli.embedded.layout import PROJECT
from cli.worker import WorkerName, spec_of
from shared.core.settings import inherited_environment, read_settings

IMAGES = {name: f"{name}:dev-0123456789ab" for name in DOCKERFILES}
PARTS = ("", "/services", "/migrate")


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    """Each part of the overlay as kubectl renders it."""
    path = f"{Path(sys.executable).parent}:{inherited_environment({})['PATH']}"
    log = tmp_path_factory.mktemp("cluster") / "up.log"
    kubectl = Kubectl(Runner(PROJECT, log, {"PATH": path}))
    return {part: with_images(kubectl.render(f"{OVERLAY}{part}"), IMAGES) for part in PARTS}


@pytest.fixture(scope="module")
def objects(texts):
    return [each for text in texts.values() for each in yaml.safe_load_all(text)]


def pod_specs(objects):
    for each in objects:
        if each["kind"] in ("Deployment", "StatefulSet", "Job"):
            yield each["metadata"]["name"], each["spec"]["template"]["spec"]


def of_kind(objects, kind):
    return [each for each in objects if each["kind"] == kind]


def test_every_image_of_ours_is_the_one_that_was_built(objects):
    images = {c["image"] for _, spec in pod_specs(objects) for c in spec["containers"]}
    assert {image for image in images if image.startswith("rondel-")} == set(IMAGES.values())


def test_node_ports_are_those_that_come_to_this_machine(objects):
    ports = [
        port["nodePort"]
        for service in of_kind(objects, "Service")
        for port in service["spec"]["ports"]
        if "nodePort" in port
    ]
    assert sorted(ports) == sorted(each.node_port for each in ADDRESSES)


def test_kind_brings_each_address_to_this_machine_alone():
    (node,) = yaml.safe_load(kind_config())["nodes"]
    assert node["extraPortMappings"] == [
        {"containerPort": each.node_port, "hostPort": each.port, "listenAddress": "127.0.0.1"}
        for each in ADDRESSES
    ]


def test_minikube_brings_each_address_to_this_machine_alone():
    (ports,) = [part for part in minikube_start() if part.startswith("--ports=")]
    wanted = [f"127.0.0.1:{each.port}:{each.node_port}" for each in ADDRESSES]
    assert ports == "--ports=" + ",".join(wanted)


def test_taken_port_is_named_before_anything_is_made():
    with pytest.raises(StackError, match=r"port 3000 \(Web app\)"):
        demand_free(lambda port: port != 3000)


def test_every_secret_that_is_mounted_is_made(objects):
    made = {
        each["metadata"]["name"]: set(each["stringData"])
        for each in secrets.manifests(secrets.complete({}))["items"]
    }
    mounted = [
        (volume["secret"]["secretName"], item["key"])
        for _, spec in pod_specs(objects)
        for volume in spec.get("volumes", ())
        if "secret" in volume
        for item in volume["secret"].get("items", [{"key": None}])
    ]
    assert ("rondel-secrets", "postgres-password") in mounted
    missing = [(name, key) for name, key in mounted if key and key not in made[name]]
    assert missing == []
    assert {name for name, _ in mounted} == set(made)


def test_parts_that_logs_knows_by_name_are_those_of_the_overlay(objects):
    names = {
        each["spec"]["template"]["metadata"]["labels"]["app.kubernetes.io/name"]
        for each in objects
        if each["kind"] in ("Deployment", "StatefulSet")
    }
    assert names - {"rondel"} == set(SERVICES)


@pytest.mark.parametrize("process", ["api", *WorkerName])
def test_each_process_takes_the_settings_that_it_is_given(objects, process, monkeypatch, tmp_path):
    values = secrets.manifests(secrets.complete({}))["items"][0]["stringData"]
    (spec,) = [found for name, found in pod_specs(objects) if name == process]
    (container,) = spec["containers"]
    config = container["envFrom"][0]["configMapRef"]["name"]
    (settings,) = {
        tuple(each["data"].items())
        for each in of_kind(objects, "ConfigMap")
        if each["metadata"]["name"] == config
    }
    for name, value in settings:
        monkeypatch.setenv(name, value)
    for each in container["env"]:
        file = tmp_path / Path(each["value"]).name
        file.write_text(values[file.name])
        file.chmod(0o600)
        monkeypatch.setenv(each["name"], str(file))

    kind = ApiSettings if process == "api" else spec_of(WorkerName(process)).settings_class
    taken = read_settings(kind)

    assert taken.http.host == "0.0.0.0"
    assert taken.kafka.brokers == "kafka.rondel.svc:9092"


def test_container_ports_are_those_on_which_the_processes_listen(objects):
    ports = {
        name: spec["containers"][0]["ports"][0]["containerPort"]
        for name, spec in pod_specs(objects)
        if name in {"api", *WorkerName}
    }
    workers = {str(name): spec_of(name).port for name in WorkerName}
    assert ports == {"api": DEFAULT_PORT, **workers}


def test_grace_of_every_process_covers_its_drain(objects, monkeypatch):
    for name, value in (("DATABASE_URL", "postgresql://u:p@h/d"), ("KAFKA_BROKERS", "h:1")):
        monkeypatch.setenv(name, value)
    drain = read_settings(spec_of(WorkerName("relay")).settings_class).drain_seconds
    for name, spec in pod_specs(objects):
        if name in list(WorkerName):
            assert spec["terminationGracePeriodSeconds"] >= drain + 15, name
