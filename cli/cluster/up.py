"""From nothing to a Rondel that runs in a cluster of this machine, step by step."""

import json
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from cli.cluster import secrets
from cli.cluster.clusters import Cluster
from cli.cluster.images import DOCKERFILES, build, with_images
from cli.cluster.kubectl import Kubectl
from cli.cluster.machine import judge_version
from cli.cluster.ports import WEB
from cli.cluster.readiness import workloads
from cli.cluster.runner import CommandFailed, Runner
from cli.cluster.waiting import Patience, lacking_jobs, lacking_page, lacking_workloads

OVERLAY = "kustomize/local"
_JOBS = ("migrate", "topics")
_DATA = ("postgres", "kafka")
_DATA_SECONDS = 300  # the images are fetched first
_JOBS_SECONDS = 300
_ALL_SECONDS = 600
_PAGE_SECONDS = 60


@dataclass(frozen=True)
class Up:
    """Each step leaves what is done already as it is, so all of it can be done again."""

    runner: Runner
    cluster: Cluster
    kubectl: Kubectl
    patience: Patience
    console: Console
    folder: Path
    """Where the secrets are kept."""

    def run(self) -> dict[str, str]:
        """Rondel runs, and answers at its address; the secrets of this cluster.

        Raises:
            StackError: a step failed.
        """
        self._have_cluster()
        images = self._have_images()
        values = self._have_secrets()
        self._have_services()
        self._migrate(images)
        self._have_processes(images)
        return values

    def _have_cluster(self) -> None:
        if self.cluster.exists():
            self._say(f"The cluster of {self.cluster.tool} is there.")
            self.cluster.wake()
        else:
            self._say(f"Making a cluster with {self.cluster.tool} (a minute or two) ...")
            self.cluster.make()
        self.patience.until(self._silent_cluster, _PAGE_SECONDS)
        judge_version(self.kubectl.version())

    def _silent_cluster(self) -> str:
        """Just woken, it refuses connections for a while."""
        try:
            self.kubectl.version()
        except CommandFailed:
            return "the cluster to answer"
        return ""

    def _have_images(self) -> dict[str, str]:
        tagged = {}
        for name in DOCKERFILES:
            self._say(f"Building {name} ...")
            tagged[name] = build(self.runner, name)
            self._say(f"Bringing {tagged[name]} to the node ...")
            self.cluster.load(tagged[name])
        return tagged

    def _have_secrets(self) -> dict[str, str]:
        self.kubectl.make_namespace(f"{OVERLAY}/services")
        # What the cluster has counts: its PostgreSQL took its password when it was made.
        has = secrets.from_cluster(self.kubectl.show("secrets"))
        values = secrets.complete(secrets.read(self.folder) | has)
        secrets.keep(self.folder, values)
        self.kubectl.apply(json.dumps(secrets.manifests(values)))
        return values

    def _have_services(self) -> None:
        self._say("Starting PostgreSQL, Kafka and the rest ...")
        self.kubectl.apply(self.kubectl.render(f"{OVERLAY}/services"))
        self.patience.until(lambda: lacking_workloads(self.kubectl, _DATA), _DATA_SECONDS)

    def _migrate(self, images: dict[str, str]) -> None:
        self._say("Making tables and topics ...")
        self.kubectl.delete_jobs(*_JOBS)
        self.kubectl.apply(with_images(self.kubectl.render(f"{OVERLAY}/migrate"), images))
        self.patience.until(lambda: lacking_jobs(self.kubectl, _JOBS), _JOBS_SECONDS)

    def _have_processes(self, images: dict[str, str]) -> None:
        self._say("Starting Rondel ...")
        self.kubectl.apply(with_images(self.kubectl.render(OVERLAY), images))
        self.patience.until(lambda: lacking_workloads(self.kubectl), _ALL_SECONDS)
        self.patience.until(lambda: lacking_page(f"{WEB.url}/readyz"), _PAGE_SECONDS)
        count = len(workloads(self.kubectl.show("deployments,statefulsets")))
        self._say(f"All {count} parts are ready.")

    def _say(self, text: str) -> None:
        self.console.print(text, highlight=False, markup=False)
