"""Starts the parts of the stack in order, keeps them running, and ends them in order."""

import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from cli.embedded.errors import StackError
from cli.embedded.logs import trim_log
from cli.embedded.members import Member, Part
from cli.embedded.state import StackState, StateFolder

_STARTING_STEP_SECONDS = 0.03
_RUNNING_STEP_SECONDS = 0.2
_TRIM_SECONDS = 30.0
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

Observer = Callable[[StackState], None]


class Supervisor:
    """Runs a stack from its start to its end; made for the main thread of a process."""

    def __init__(
        self, folder: StateFolder, state: StackState, parts: Sequence[Part], observe: Observer
    ) -> None:
        self._folder = folder
        self._observe = observe
        self._members = [Member(part) for part in parts]
        self._externals = state.services
        self._state = state
        self._written: StackState | None = None
        self._wake = threading.Event()
        self._stops = 0
        self._trimmed_at = time.monotonic()

    def run(self) -> None:
        """Run until a signal asks to stop; every process has ended then.

        Raises:
            StackError: the stack did not come up. What had started has been ended.
        """
        with self._signals():
            try:
                while not self._stops:
                    self._step()
                    self._publish()
                    self._wake.wait(self._interval)
            except StackError as error:
                self._state.error, self._state.way_out = str(error), error.way_out
                raise
            finally:
                self._shut_down()

    def say(self, name: str, detail: str) -> None:
        """Tell people how far a part is; may be called from any thread."""
        for member in self._members:
            if member.part.service.name == name:
                member.say(detail)

    def note(self, text: str) -> None:
        """Tell people what was changed outside the folder; may be called from any thread."""
        if text:
            self._state.notes.append(text)

    @property
    def has_loose_threads(self) -> bool:
        """Whether a download still goes on; only the end of this process stops it."""
        return any(member.is_preparing for member in self._members)

    @property
    def _interval(self) -> float:
        return _RUNNING_STEP_SECONDS if self._is_up else _STARTING_STEP_SECONDS

    @property
    def _is_up(self) -> bool:
        return all(member.is_settled for member in self._members if not member.part.optional)

    def _step(self) -> None:
        for member in self._members:
            member.step(self._is_met)
        if self._is_up:
            self._state.phase = "running"
        if time.monotonic() > self._trimmed_at + _TRIM_SECONDS:
            self._trimmed_at = time.monotonic()
            for member in self._members:
                trim_log(member.part.service.log)

    def _is_met(self, need: str) -> bool:
        return all(m.is_settled for m in self._members if m.part.service.name == need)

    def _publish(self) -> None:
        services = [*self._externals, *(member.state for member in self._members)]
        state = self._state.model_copy(update={"services": services}, deep=True)
        if state == self._written:
            return
        with suppress(OSError):  # a terminal that hung up; what runs is still ended in order
            self._observe(state)
        try:
            self._folder.write(state)
        except OSError:
            return  # a full disk is no reason to end what runs; the next step tries it again
        self._written = state

    def _shut_down(self) -> None:
        """End the waves one after the other: workers, API, then what they stand on."""
        self._state.phase = "stopping"
        waves = sorted({member.part.stop_wave for member in self._members})
        for wave in waves:
            self._end([member for member in self._members if member.part.stop_wave == wave])
        self._state.phase = "failed" if self._state.error else "stopped"
        self._publish()

    def _end(self, members: Iterable[Member]) -> None:
        """Ask them all and wait; force those that take too long, and all at a further signal."""
        stops_before = self._stops
        ending = [member for member in members if member.ask_to_end()]
        began = time.monotonic()
        while ending:
            self._publish()
            self._wake.clear()
            self._wake.wait(_STARTING_STEP_SECONDS)
            waited = time.monotonic() - began if self._stops == stops_before else float("inf")
            ending = [member for member in ending if not member.has_ended(waited)]

    @contextmanager
    def _signals(self) -> Iterator[None]:
        before = {signum: signal.signal(signum, self._on_signal) for signum in _SIGNALS}
        try:
            yield
        finally:
            for signum, handler in before.items():
                signal.signal(signum, handler)

    def _on_signal(self, _signum: int, _frame: Any) -> None:
        self._stops += 1
        self._wake.set()
