"""The one place where commands of others (docker, kubectl, kind, minikube) are run."""

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cli.embedded.errors import StackError
from shared.core.settings import inherited_environment

_LAST_LINES = 12


class CommandFailed(StackError):
    """A command ended with an error; its last words are in the message."""

    def __init__(self, command: Sequence[str], said: str, log: Path | None = None) -> None:
        words = "\n".join(said.strip().splitlines()[-_LAST_LINES:])
        super().__init__(
            f"{' '.join(command)} failed." + (f"\n{words}" if words else ""),
            f"All that it said is in {log}." if log else "Mend what it says, then try again.",
        )


@dataclass(frozen=True)
class Runner:
    """Runs commands in one folder, each with the same changes of the environment."""

    folder: Path
    log: Path
    """What long commands say, added at its end."""
    environment: Mapping[str, str] = field(default_factory=dict)

    def has(self, program: str) -> bool:
        """Whether it can be run here."""
        return shutil.which(program, path=self._environment().get("PATH")) is not None

    def read(self, *command: str, text: str | None = None) -> str:
        """What the command writes to its standard output, given `text` on its standard input.

        Raises:
            CommandFailed: it ended with an error.
            StackError: it is not installed.
        """
        self._demand(command[0])
        done = subprocess.run(
            command,
            input=text,
            cwd=self.folder,
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CommandFailed(command, done.stderr or done.stdout)
        return done.stdout

    def work(self, *command: str, text: str | None = None) -> None:
        """The command is done; what it said stands in the log.

        Raises:
            CommandFailed: it ended with an error.
            StackError: it is not installed.
        """
        self._demand(command[0])
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("a+") as log:
            log.write(f"$ {' '.join(command)}\n")
            log.flush()
            start = log.tell()
            done = subprocess.run(
                command,
                input=text,
                cwd=self.folder,
                env=self._environment(),
                stdout=log,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            if done.returncode:
                log.seek(start)
                raise CommandFailed(command, log.read(), self.log)

    def pass_through(self, *command: str) -> int:
        """The exit code of a command that speaks to the terminal itself.

        Raises:
            StackError: it is not installed.
        """
        self._demand(command[0])
        return subprocess.run(
            command, cwd=self.folder, env=self._environment(), check=False
        ).returncode

    def _demand(self, program: str) -> None:
        if not self.has(program):
            raise StackError(f"{program} is not installed.", "Install it, then try again.")

    def _environment(self) -> dict[str, str]:
        return inherited_environment(self.environment)
