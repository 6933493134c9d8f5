"""`rondel cluster up`, step by step. Each may be done again."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import orjson

from cli.cluster.kinds import NAME, Cluster, manifests
from cli.cluster.programs import CommandFailed, Programs
from cli.cluster.requirements import check
from cli.cluster.secrets import secret_manifests
from cli.embedded.errors import StackError
from cli.embedded.layout import PROJECT

IMAGES: Final = {"rondel-api:dev": "api/Dockerfile", "rondel-worker:dev": "workers/Dockerfile"}
SERVICES: Final = ("kafka", "postgres")
PROCESSES: Final = (
    "api",
    "relay",
    "recurrence",
    "reminders",
    "notifications",
    "activity",
    "webhooks",
    "deadletters",
    "transfers",
)
WATCHERS: Final = ("mail", "prometheus", "alertmanager", "grafana", "zipkin")
JOBS: Final = ("migrate", "topics")

_FIRST_PULL: Final = "10m"
_START: Final = "5m"
_LOG_LINES: Final = 20

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Kubectl:
    """kubectl, on our cluster and in our namespace."""

    programs: Programs
    cluster: Cluster

    def ask(self, *arguments: str, text: str | None = None) -> str:
        """What it says.

        Raises:
            CommandFailed: it did not do it.
        """
        return self.programs.ask(*self._command(arguments), text=text)

    def works(self, *arguments: str) -> bool:
        """Whether it did it."""
        return self.programs.works(*self._command(arguments))

    def show(self, *arguments: str) -> int:
        """Before the eyes of the person."""
        return self.programs.show(*self._command(arguments))

    def _command(self, arguments: Sequence[str]) -> tuple[str, ...]:
        return ("kubectl", "--context", self.cluster.context, "--namespace", NAME, *arguments)


class Up:
    """Brings the system up in a cluster on this machine."""

    def __init__(self, programs: Programs, cluster: Cluster, say: Say) -> None:
        self._programs = programs
        self._cluster = cluster
        self._kubectl = Kubectl(programs, cluster)
        self._say = say

    def run(self) -> None:
        """Everything runs and is ready.

        Raises:
            StackError: a step failed; those before it are done.
        """
        check(self._programs, self._cluster)
        with self._step(f"cluster ({self._cluster.program})"):
            self._cluster.create()
        for image, file in IMAGES.items():
            with self._step(f"image {image}"):
                self._build(image, file)
        with self._step("images to the node"):
            self._cluster.load(list(IMAGES))
        with self._step("secrets"):
            self._make_secrets()
        with self._step("services"):
            self._apply("services")
        for name in SERVICES:
            with self._step(name):
                self._await("statefulset", name, _FIRST_PULL)
        self._migrate()
        with self._step("processes"):
            self._apply("")
        for name in (*PROCESSES, *WATCHERS):
            with self._step(name):
                self._await("deployment", name, _FIRST_PULL if name in WATCHERS else _START)

    @contextmanager
    def _step(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        self._say(f"{name} …")
        yield
        self._say(f"{name}: {time.monotonic() - began:.0f} s")

    def _build(self, image: str, file: str) -> None:
        folder = str(PROJECT)
        self._programs.ask("docker", "build", "--file", f"{folder}/{file}", "--tag", image, folder)

    def _make_secrets(self) -> None:
        """Those that are there stay: the database knows its password."""
        self._kubectl.ask("apply", "--filename", str(manifests("services") / "namespace.yaml"))
        if not self._kubectl.works("get", "secret", "rondel-secrets"):
            self._kubectl.ask("create", "--filename", "-", text=secret_manifests())

    def _apply(self, part: str) -> None:
        self._kubectl.ask("apply", "--server-side", "--kustomize", str(manifests(part)))

    def _migrate(self) -> None:
        """A job's template cannot be changed, so the last one goes first."""
        self._kubectl.ask("delete", "job", *JOBS, "--ignore-not-found", "--wait")
        self._apply("migrate")
        for name in JOBS:
            with self._step(name):
                self._await_job(name)

    def _await_job(self, name: str) -> None:
        complete = ("wait", "--for=condition=complete", "--timeout=5m", f"job/{name}")
        if not self._kubectl.works(*complete):
            raise StackError(
                f"The job {name} did not end well.\n{self._last_words(f'job/{name}')}",
                f"kubectl --context {self._cluster.context} -n {NAME} describe job {name}",
            )

    def _await(self, kind: str, name: str, patience: str) -> None:
        try:
            self._kubectl.ask("rollout", "status", f"{kind}/{name}", f"--timeout={patience}")
        except CommandFailed as error:
            raise StackError(
                f"{name} is not ready after {patience}.\n{self._last_words(f'{kind}/{name}')}",
                f"kubectl --context {self._cluster.context} -n {NAME} describe {kind} {name}",
            ) from error

    def _last_words(self, what: str) -> str:
        try:
            return self._kubectl.ask("logs", what, f"--tail={_LOG_LINES}", "--all-containers")
        except CommandFailed as error:
            return str(error)


def pods_of(kubectl: Kubectl) -> list[tuple[str, str, int]]:
    """Each pod, what it is at, and how often it was started anew."""
    items = orjson.loads(kubectl.ask("get", "pods", "--output", "json"))["items"]
    return [(each["metadata"]["name"], *_state_of(each["status"])) for each in items]


def _state_of(status: dict[str, list[dict[str, object]] | str]) -> tuple[str, int]:
    containers = status.get("containerStatuses", [])
    assert isinstance(containers, list)
    restarts = sum(int(str(each["restartCount"])) for each in containers)
    for each in containers:
        waiting = each["state"].get("waiting") if isinstance(each["state"], dict) else None
        if waiting:
            return str(waiting["reason"]), restarts
    is_ready = bool(containers) and all(each["ready"] for each in containers)
    return ("ready" if is_ready else str(status["phase"]).lower()), restarts
