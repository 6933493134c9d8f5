"""The programs that are asked: docker, kubectl, kind, minikube. The only place that starts them."""

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cli.embedded.errors import StackError
from shared.core.settings import inherited_environment

_LAST_LINES = 15
_WAYS_OUT: Mapping[str, str] = {
    "docker": "Install Docker (https://docs.docker.com/engine/install) and start it.",
    "kubectl": "Install kubectl (https://kubernetes.io/docs/tasks/tools), 1.34 or newer.",
    "kind": "Install kind (https://kind.sigs.k8s.io), or Minikube and use CLUSTER=minikube.",
    "minikube": "Install Minikube (https://minikube.sigs.k8s.io), or kind and use CLUSTER=kind.",
}


class CommandFailed(StackError):
    """A program ended with another code than 0; its last lines are in the message."""


@dataclass(frozen=True, slots=True)
class Programs:
    """Starts other programs; `environment` is added to this process's own."""

    environment: Mapping[str, str] | None = None

    def has(self, name: str) -> bool:
        """Whether it is installed."""
        return shutil.which(name, path=self._whole().get("PATH")) is not None

    def need(self, name: str) -> None:
        """It is installed.

        Raises:
            StackError: it is not.
        """
        if not self.has(name):
            raise StackError(f"{name} is not installed.", _WAYS_OUT[name])

    def ask(self, *command: str, text: str | None = None) -> str:
        """What the command says on its output.

        Raises:
            CommandFailed: it ended with another code than 0.
        """
        done = self._run(command, text)
        if done.returncode != 0:
            raise _failure(command, done.stdout + done.stderr)
        return done.stdout

    def works(self, *command: str) -> bool:
        """Whether the command ends with 0."""
        return self._run(command, None).returncode == 0

    def show(self, *command: str) -> int:
        """The command runs before the eyes of the person; its code."""
        return subprocess.run(command, env=self._whole(), check=False).returncode

    def _run(self, command: Sequence[str], text: str | None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, input=text, text=True, capture_output=True, check=False, env=self._whole()
        )

    def _whole(self) -> dict[str, str]:
        return inherited_environment(dict(self.environment or {}))


def _failure(command: Sequence[str], said: str) -> CommandFailed:
    last = "\n".join(said.strip().splitlines()[-_LAST_LINES:])
    return CommandFailed(f"`{' '.join(command)}` failed:\n{last}", "See above, and try again.")
