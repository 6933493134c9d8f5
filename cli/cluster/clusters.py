"""The two kinds of clusters, each in its own words."""

from dataclasses import dataclass
from typing import Protocol

from typing_extensions import override

from cli.cluster.machine import Tool
from cli.cluster.ports import ADDRESSES
from cli.cluster.runner import Runner

NAME = "rondel"


class Cluster(Protocol):
    """A cluster of this machine."""

    tool: Tool

    def exists(self) -> bool:
        """Whether it was made, whether or not it runs."""

    def make(self) -> None:
        """It exists and runs; the file KUBECONFIG leads to it."""

    def wake(self) -> None:
        """It runs, having been made before."""

    def load(self, image: str) -> None:
        """Its node has the image of this machine's Docker."""

    def remove(self) -> None:
        """It is gone, with all that was in it."""


@dataclass(frozen=True)
class Kind(Cluster):
    """kind: the node is a container."""

    runner: Runner
    tool: Tool = Tool.KIND

    @override
    def exists(self) -> bool:
        return NAME in self.runner.read("kind", "get", "clusters").split()

    @override
    def make(self) -> None:
        command = ["kind", "create", "cluster", "--name", NAME, "--config", "-", "--wait", "180s"]
        self.runner.work(*command, text=kind_config())

    @override
    def wake(self) -> None:
        self.runner.work("docker", "start", f"{NAME}-control-plane")
        self.runner.work("kind", "export", "kubeconfig", "--name", NAME)

    @override
    def load(self, image: str) -> None:
        self.runner.work("kind", "load", "docker-image", image, "--name", NAME)

    @override
    def remove(self) -> None:
        self.runner.work("kind", "delete", "cluster", "--name", NAME)


@dataclass(frozen=True)
class Minikube(Cluster):
    """Minikube with Docker, under a profile of its own."""

    runner: Runner
    tool: Tool = Tool.MINIKUBE

    @override
    def exists(self) -> bool:
        return f'"Name":"{NAME}"' in self.runner.read(
            "minikube", "profile", "list", "--light", "--output", "json"
        ).replace(" ", "")

    @override
    def make(self) -> None:
        self.runner.work(*minikube_start())

    @override
    def wake(self) -> None:
        self.runner.work("minikube", "start", "--profile", NAME)

    @override
    def load(self, image: str) -> None:
        self.runner.work("minikube", "image", "load", image, "--profile", NAME)

    @override
    def remove(self) -> None:
        self.runner.work("minikube", "delete", "--profile", NAME)


def cluster_of(tool: Tool, runner: Runner) -> Cluster:
    """The cluster that this tool makes."""
    return Kind(runner) if tool is Tool.KIND else Minikube(runner)


def kind_config() -> str:
    """One node whose ports are brought to this machine, and to nobody else's."""
    lines = [
        "kind: Cluster",
        "apiVersion: kind.x-k8s.io/v1alpha4",
        "nodes:",
        "  - role: control-plane",
        "    extraPortMappings:",
    ]
    for each in ADDRESSES:
        ports = f"containerPort: {each.node_port}, hostPort: {each.port}"
        lines.append(f"      - {{{ports}, listenAddress: 127.0.0.1}}")
    return "\n".join(lines) + "\n"


def minikube_start() -> list[str]:
    """The command that makes a profile: inside a container, so that its ports can come here."""
    ports = ",".join(f"127.0.0.1:{each.port}:{each.node_port}" for each in ADDRESSES)
    return [
        *("minikube", "start", "--profile", NAME, "--driver", "docker"),
        *("--container-runtime", "containerd", "--memory", "max", "--cpus", "max"),
        f"--ports={ports}",
    ]
