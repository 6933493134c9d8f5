"""The two kinds of cluster that a laptop can have: kind and Minikube."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from cli.cluster.programs import Programs
from cli.embedded.errors import StackError
from cli.embedded.layout import PROJECT

NAME: Final = "rondel"
LOCAL: Final = PROJECT / "kustomize" / "local"
PORTS: Final = {3000: 30080, 30000: 30000, 30001: 30001, 30025: 30025}
"""Ports of this machine, and of the node (kustomize/local): app, Grafana, Zipkin, mails."""


class Cluster(Protocol):
    """A cluster on this machine."""

    @property
    def program(self) -> str:
        """What makes it: kind or minikube."""
        ...

    @property
    def context(self) -> str:
        """What kubectl calls it."""
        ...

    def exists(self) -> bool:
        """Whether it is there; it may be stopped."""
        ...

    def create(self) -> None:
        """It is there and runs."""
        ...

    def load(self, images: Sequence[str]) -> None:
        """Its node has these images."""
        ...

    def delete(self) -> None:
        """It is gone, with all its data."""
        ...


@dataclass(frozen=True, slots=True)
class Kind:
    """Nodes that are containers (https://kind.sigs.k8s.io)."""

    programs: Programs
    program: str = "kind"
    context: str = f"kind-{NAME}"

    def exists(self) -> bool:
        """Whether a cluster of our name is known."""
        return NAME in self.programs.ask("kind", "get", "clusters").split()

    def create(self) -> None:
        """One node, with our ports."""
        if not self.exists():
            config = str(LOCAL / "kind.yaml")
            command = ("create", "cluster", "--name", NAME, "--config", config, "--wait", "3m")
            self.programs.ask("kind", *command)

    def load(self, images: Sequence[str]) -> None:
        """Into the node, past every registry."""
        self.programs.ask("kind", "load", "docker-image", *images, "--name", NAME)

    def delete(self) -> None:
        """As of the protocol."""
        self.programs.ask("kind", "delete", "cluster", "--name", NAME)


@dataclass(frozen=True, slots=True)
class Minikube:
    """A profile of our own, in Docker."""

    programs: Programs
    program: str = "minikube"
    context: str = NAME

    def exists(self) -> bool:
        """Whether the profile is known."""
        return self.programs.works("minikube", "profile", NAME) and self.programs.works(
            "minikube", "status", "--profile", NAME, "--format", "{{.Host}}"
        )

    def create(self) -> None:
        """Started, or started again: `minikube start` is harmless then."""
        ports = ",".join(f"127.0.0.1:{here}:{there}" for here, there in PORTS.items())
        size = ("--cpus", "4", "--memory", "7g")
        start = ("start", "--profile", NAME, "--driver", "docker", "--ports", ports)
        self.programs.ask("minikube", *start, *size)

    def load(self, images: Sequence[str]) -> None:
        """As of the protocol."""
        for image in images:
            self.programs.ask("minikube", "--profile", NAME, "image", "load", image)

    def delete(self) -> None:
        """As of the protocol."""
        self.programs.ask("minikube", "delete", "--profile", NAME)


def choose(wanted: str | None, programs: Programs) -> Cluster:
    """The kind that is wanted, else the one that is there already, else the one installed.

    Raises:
        StackError: neither is installed, or not the one that is wanted.
    """
    known: dict[str, Cluster] = {"kind": Kind(programs), "minikube": Minikube(programs)}
    if wanted is not None:
        if wanted not in known:
            raise StackError(f"There is no kind of cluster {wanted}.", "Choose kind or minikube.")
        programs.need(wanted)
        return known[wanted]
    installed = [cluster for name, cluster in known.items() if programs.has(name)]
    if not installed:
        raise StackError(
            "Neither kind nor Minikube is installed.",
            "Install one of them: https://kind.sigs.k8s.io or https://minikube.sigs.k8s.io. "
            "Without a cluster, `make dev` runs the same system as plain processes.",
        )
    running = [cluster for cluster in installed if len(installed) > 1 and cluster.exists()]
    return (running or installed)[0]


def manifests(part: str) -> Path:
    """The folder of `services`, `migrate` or, with an empty name, of the processes."""
    return LOCAL / part
