"""What the machine has to have, and a way out for each thing that it lacks."""

import json
from enum import StrEnum
from typing import Any

from cli.cluster.runner import CommandFailed, Runner
from cli.embedded.errors import StackError

LEAST_MEMORY_GB = 6
USUAL_CPUS = 4
_OLDEST_MINOR = 30  # preStop.sleep and matchLabelKeys are on from there
_GB = 1 << 30
_ROUNDING_GB = 0.5  # 6 GB of a virtual machine are 5.7 for its Docker
_TOOLS = "https://kind.sigs.k8s.io or https://minikube.sigs.k8s.io"


class Tool(StrEnum):
    """What makes the cluster."""

    KIND = "kind"
    MINIKUBE = "minikube"


# Programs of which one has to be there, how they are called, and where they come from.
_NEEDED = (
    (("docker",), "Docker", "Install Docker Engine or Docker Desktop."),
    (("kubectl",), "kubectl", "Get kubectl from https://kubernetes.io/docs/tasks/tools/."),
    (tuple(Tool), "kind or minikube", f"Get one from {_TOOLS}."),
)


def choose_tool(asked: Tool | None, runner: Runner, had: Tool | None) -> Tool:
    """The tool that was asked for, else the one of the cluster that is here, else kind or Minikube.

    Raises:
        StackError: it is not installed, or the cluster that is here was made by the other one.
    """
    if asked and had and asked != had:
        raise StackError(
            f"There is a cluster here already, made with {had}.",
            f"Remove it first (make down), or leave out CLUSTER={asked}.",
        )
    wanted = asked or had
    if wanted:
        if not runner.has(wanted):
            raise StackError(f"{wanted} is not installed.", f"Get it from {_TOOLS}.")
        return wanted
    for tool in Tool:
        if runner.has(tool):
            return tool
    raise StackError(
        "Neither kind nor minikube is installed.",
        f"Install one of them ({_TOOLS}); or do without Kubernetes: make dev",
    )


def check_machine(runner: Runner) -> list[str]:
    """What is not as it should be, but will do.

    Raises:
        StackError: a program is missing, Docker does not answer, or memory is short.
    """
    missing = [each for each in _NEEDED if not any(map(runner.has, each[0]))]
    if missing:
        names = ", ".join(name for _, name, _ in missing)
        raise StackError(
            f"Not installed: {names}.",
            f"{' '.join(how for _, _, how in missing)} Or do without containers: make dev",
        )
    try:
        info = json.loads(runner.read("docker", "info", "--format", "{{json .}}"))
    except CommandFailed as error:
        raise docker_silent() from error
    return judge_docker(info)


def judge_docker(info: dict[str, Any]) -> list[str]:
    """What `docker info` tells of too little that will do all the same.

    Raises:
        StackError: Docker has too little memory, or does not answer.
    """
    if not info.get("MemTotal"):  # Docker's client ends with 0 when there is no server
        raise docker_silent()
    memory = info["MemTotal"] / _GB
    if memory < LEAST_MEMORY_GB - _ROUNDING_GB:
        raise StackError(
            f"Docker has {memory:.1f} GB of memory; {LEAST_MEMORY_GB} are needed, 8 are good.",
            "Give it more (Docker Desktop: Settings, Resources); or do with less: make dev",
        )
    cpus = info.get("NCPU", 0)
    if cpus < USUAL_CPUS:
        return [f"Docker has {cpus} CPUs; with fewer than {USUAL_CPUS} it takes longer."]
    return []


def docker_silent() -> StackError:
    """The error of a Docker without a server."""
    return StackError(
        "Docker does not answer.",
        "Start it (systemctl start docker, or Docker Desktop), and see that `docker info` works "
        "for this user.",
    )


def judge_version(version: dict[str, Any]) -> None:
    """The cluster is new enough, by what `kubectl version` says.

    Raises:
        StackError: it is not.
    """
    server = version["serverVersion"]
    minor = int("".join(filter(str.isdigit, server["minor"])))
    if int(server["major"]) == 1 and minor < _OLDEST_MINOR:
        raise StackError(
            f"The cluster is Kubernetes {server['gitVersion']}; 1.{_OLDEST_MINOR} is needed.",
            "Update kind or minikube, remove the cluster (make down) and make it anew.",
        )
