"""One part of the stack on its way from waiting to running, and back after a crash."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from cli.embedded.errors import ServiceFailed, StackError
from cli.embedded.logs import begin_log
from cli.embedded.service import RunningService, Service, last_lines
from cli.embedded.state import Kind, ServiceState

_BACKOFF_SECONDS = (0.5, 1, 2, 4, 8, 15, 30)
_STABLE_SECONDS = 60.0
_SYSTEM_WAY_OUT = "Mend what the system complains about, then start again."


@dataclass(frozen=True, kw_only=True)
class Part:
    """What the supervisor is asked to run."""

    service: Service
    kind: Kind
    needs: Sequence[str] = ()
    stop_wave: int = 0
    """Parts of a lower wave have ended before those of the next are asked to."""
    optional: bool = False
    """Nobody waits for it, and its failure is none of the stack."""
    delay_seconds: float = 0
    """How long what it needs has to be there before it begins."""
    metrics: str | None = None

    @property
    def is_task(self) -> bool:
        """Whether it is done when it ends by itself."""
        return self.kind == "task"


class Member:
    """A part, its process and its state. All methods are called from the supervisor's thread."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.running: RunningService | None = None
        self.state = ServiceState(
            name=part.service.name,
            kind=part.kind,
            url=part.service.url if part.kind != "postgres" else f"127.0.0.1:{part.service.port}",
            optional=part.optional,
            metrics=part.metrics,
            log=str(part.service.log),
        )
        self._preparing: Future[None] | None = None
        self._since = time.monotonic()
        self._failures = 0
        self._has_run = False
        begin_log(part.service.log)

    @property
    def is_preparing(self) -> bool:
        """Whether a thread still works for it."""
        return self._preparing is not None and not self._preparing.done()

    @property
    def is_settled(self) -> bool:
        """Whether others can build on it."""
        return self.state.phase in ("running", "done")

    def step(self, is_met: Callable[[str], bool]) -> None:
        """Go as far as is possible now, without waiting.

        Raises:
            StackError: the first start failed, and the part is not optional.
        """
        try:
            self._step(is_met)
        except StackError as error:
            self._fail(error)
        except OSError as error:  # a full disk, most of the time
            name = self.part.service.name
            self._fail(StackError(f"{name} could not be started: {error}.", _SYSTEM_WAY_OUT))

    def _fail(self, error: StackError) -> None:
        self._end_process()
        if self._has_run:
            self._back_off(str(error))
            return
        self._enter("failed", str(error))
        if not self.part.optional:
            raise error

    def ask_to_end(self) -> bool:
        """Whether it has a process that was now asked to end."""
        if self.running is None or not self.running.is_alive:
            self._enter("stopped")
            return False
        self._enter("stopping")
        self.running.ask_to_end()
        return True

    def has_ended(self, waited_seconds: float) -> bool:
        """Whether its process is gone; forced when it was waited for too long."""
        assert self.running is not None
        if self.running.is_alive:
            if waited_seconds < self.part.service.stop_grace_seconds:
                return False
            self.running.kill()
        self._end_process()
        self._enter("stopped")
        return True

    def say(self, detail: str) -> None:
        """Tell people how far it is; may be called from any thread."""
        self.state.detail = detail

    def _step(self, is_met: Callable[[str], bool]) -> None:
        match self.state.phase:
            case "waiting":
                self._await_needs(is_met)
            case "restarting" if time.monotonic() >= self._since + self._pause:
                self._prepare()
            case "preparing" if self._preparing is not None and self._preparing.done():
                self._preparing.result()
                self._spawn()
            case "starting":
                self._await_ready()
            case "running":
                self._watch()
            case _:
                pass

    def _await_needs(self, is_met: Callable[[str], bool]) -> None:
        if not all(is_met(need) for need in self.part.needs):
            self._since = time.monotonic()
        elif time.monotonic() >= self._since + self.part.delay_seconds:
            self._prepare()

    @property
    def _pause(self) -> float:
        return _BACKOFF_SECONDS[min(self._failures, len(_BACKOFF_SECONDS)) - 1]

    def _prepare(self) -> None:
        self._preparing = _run_aside(self.part.service.prepare)
        self._enter("preparing")

    def _spawn(self) -> None:
        self.running = self.part.service.spawn()
        self.state.process = self.running.identity
        self._enter("starting")

    def _await_ready(self) -> None:
        assert self.running is not None
        code = self.running.process.poll()
        if code is not None:
            if self.part.is_task and code == 0:
                self._enter("done")
                return
            raise self._failure(f"ended with code {code}")
        if self.part.service.is_ready(self.running.pid):
            self._has_run = True
            self._enter("running")
        elif time.monotonic() > self._since + self.part.service.start_timeout_seconds:
            raise self._failure(f"was not ready in {self.part.service.start_timeout_seconds:g} s")

    def _watch(self) -> None:
        assert self.running is not None
        code = self.running.process.poll()
        if code is not None:
            raise self._failure(f"ended with code {code}")
        if self._failures and time.monotonic() > self._since + _STABLE_SECONDS:
            self._failures = 0

    def _back_off(self, reason: str) -> None:
        self._failures += 1
        self.state.restarts += 1
        self._enter("restarting", reason)

    def _end_process(self) -> None:
        if self.running is not None:
            self.running.kill()
        self.running = None
        self.state.process = None

    def _enter(self, phase: str, detail: str = "") -> None:
        self.state = self.state.model_copy(update={"phase": phase, "detail": detail})
        self._since = time.monotonic()

    def _failure(self, what: str) -> ServiceFailed:
        log = self.part.service.log
        return ServiceFailed(
            f"{self.part.service.name} {what}.",
            f"The end of its log ({log}) says:\n{last_lines(log)}",
        )


def _run_aside(work: Callable[[], None]) -> Future[None]:
    """The work, begun in a thread that does not keep the process alive: a download may hang."""
    future: Future[None] = Future()

    def run() -> None:
        try:
            work()
            future.set_result(None)
        except BaseException as error:  # noqa: BLE001 - raised again where the result is asked for
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return future
