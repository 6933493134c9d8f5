"""How faults are planted in the good render."""

import copy
from collections.abc import Callable
from typing import Any

import yaml

from tests.manifests.good import objects
from tests.manifests.objects import labels, thing
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


def planted(plant: Callable[[Things], Any]) -> list[Object]:
    """The objects of the good render, with the fault."""
    things = {f"{each['kind']}/{each['metadata']['name']}": each for each in objects()}
    plant(things)
    return list(things.values())
