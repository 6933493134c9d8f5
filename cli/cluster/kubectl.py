"""kubectl, on the local cluster and no other: its own KUBECONFIG is all that it is given."""

import json
from dataclasses import dataclass
from typing import Any

from cli.cluster.runner import Runner

NAMESPACE = "rondel"


@dataclass(frozen=True)
class Kubectl:
    """The commands that are needed, in the namespace of Rondel."""

    runner: Runner

    def render(self, folder: str) -> str:
        """What Kustomize makes of a folder of the project."""
        return self.runner.read("kubectl", "kustomize", folder)

    def apply(self, text: str) -> None:
        """The cluster has these objects; what is so already stays as it is.

        On the server's side: dashboards are too long for the annotation of the other way.
        """
        self.runner.work(
            *("kubectl", "apply", "--server-side", "--force-conflicts"),
            *("--field-manager", "rondel", "--namespace", NAMESPACE, "--filename", "-"),
            text=text,
        )

    def make_namespace(self, folder: str) -> None:
        """The namespace of a folder's namespace.yaml is there."""
        self.runner.work(
            *("kubectl", "apply", "--server-side", "--field-manager", "rondel"),
            *("--filename", f"{folder}/namespace.yaml"),
        )

    def show(self, kinds: str) -> dict[str, Any]:
        """All objects of these kinds, as a list."""
        return self._json("get", kinds, "--namespace", NAMESPACE, "--output", "json")

    def version(self) -> dict[str, Any]:
        """Of kubectl and of the cluster."""
        return self._json("version", "--output", "json")

    def delete_jobs(self, *names: str) -> None:
        """They and their pods are gone, if they were there: a job's template cannot be changed."""
        self.runner.work(
            *("kubectl", "delete", "job", *names, "--namespace", NAMESPACE),
            *("--ignore-not-found", "--wait"),
        )

    def last_words(self, name: str) -> str:
        """The end of the log of a job."""
        return self.runner.read("kubectl", "logs", f"job/{name}", "-n", NAMESPACE, "--tail", "20")

    def _json(self, *arguments: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.runner.read("kubectl", *arguments))
        return found


def logs_command(part: str, *, follow: bool, lines: int) -> list[str]:
    """The command that shows what the pods of one part write, or those of all processes."""
    processes = "app.kubernetes.io/name=rondel"
    selector = f"app.kubernetes.io/component={part}" if part else processes
    if part in SERVICES:
        selector = f"app.kubernetes.io/name={part}"
    return [
        *("kubectl", "logs", "--namespace", NAMESPACE, "--selector", selector),
        *("--prefix", "--tail", str(lines), "--max-log-requests", "50"),
        *(["--follow"] if follow else []),
    ]


SERVICES = ("kafka", "postgres", "mail", "prometheus", "alertmanager", "grafana", "zipkin")
"""Parts that are not processes of Rondel; their pods carry their name."""
