"""Waiting for a cluster, with a line whenever something has changed."""

import http.client
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.console import Console

from cli.cluster.kubectl import Kubectl
from cli.cluster.readiness import job_state, not_ready
from cli.embedded.errors import StackError
from cli.embedded.service import http_status
from shared.core.clock import Clock

_POLL_SECONDS = 2.0
_STATUS = "Have a look: make status, make logs ARGS=NAME"


@dataclass(frozen=True)
class Patience:
    """Looks again and again, and says what is missing."""

    console: Console
    clock: Clock
    pause: Callable[[float], None]

    def until(self, missing: Callable[[], str], seconds: float) -> None:
        """Nothing is missing any more.

        Raises:
            StackError: something still was after that time.
        """
        start = self.clock.monotonic()
        said = ""
        while lacking := missing():
            waited = self.clock.monotonic() - start
            if waited > seconds:
                message = f"Not ready after {seconds:.0f} s: {lacking}."
                raise StackError(message, f"{_STATUS}. Then try again: make up")
            if lacking != said:
                said = lacking
                # Reasons are others' words, in which brackets are brackets.
                line = f"  {waited:4.0f} s  waits for {lacking}"
                self.console.print(line, highlight=False, markup=False)
            self.pause(_POLL_SECONDS)


def lacking_workloads(kubectl: Kubectl, names: Sequence[str] | None = None) -> str:
    """The workloads that are not ready, with reasons; nothing if all are.

    Raises:
        StackError: one of them will not become ready, however long one waits.
    """
    waiting = not_ready(kubectl.show("deployments,statefulsets,pods"), names)
    hopeless = [each for each in waiting if each.is_hopeless]
    if hopeless:
        raise StackError(
            f"These will not start: {'; '.join(map(str, hopeless))}.",
            f"What it said last: make logs ARGS={hopeless[0].name}",
        )
    return ", ".join(map(str, waiting))


def lacking_jobs(kubectl: Kubectl, names: Sequence[str]) -> str:
    """The jobs that run still; nothing if all are complete.

    Raises:
        StackError: one of them failed; its last words are in the message.
    """
    found = kubectl.show("jobs")
    states = {name: job_state(found, name) for name in names}
    for name, state in states.items():
        if state.startswith("failed"):
            raise StackError(
                f"The job {name} {state}\n{kubectl.last_words(name).strip()}",
                "Mend what it says, then try again: make up",
            )
    return ", ".join(name for name, state in states.items() if state == "running")


def lacking_page(url: str) -> str:
    """The address, as long as it does not answer as it should."""
    status = http_status(url)
    if status == http.client.OK:
        return ""
    return f"{url} (answers {status})" if status else f"{url} (silent)"
