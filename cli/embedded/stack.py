"""A local stack as a whole: start it here or in the background, ask it, stop it, wipe it."""

import os
import platform
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

from cli.embedded.errors import PlatformUnsupported, ServiceFailed, StackError
from cli.embedded.layout import PROJECT
from cli.embedded.logs import begin_log
from cli.embedded.plan import APPS, make_plan
from cli.embedded.processes import end, identify
from cli.embedded.service import last_lines
from cli.embedded.settings import StackSettings
from cli.embedded.state import StackState, StateFolder
from cli.embedded.supervisor import Observer, Supervisor
from shared.core.settings import inherited_environment

_STOP_SECONDS = 90.0
_STALE_SECONDS = 5.0
_POLL_SECONDS = 0.05
_DATA = ("postgres", "kafka", "mail", "logs", "secret", "secrets-key", "dev.json")


@dataclass(frozen=True)
class Wish:
    """What was asked for at the start."""

    api_port: int | None = None
    services_only: bool = False
    with_zipkin: bool = False


class Stack:
    """The stack that lives in one state folder; at most one of it runs."""

    def __init__(self, settings: StackSettings) -> None:
        self.folder = StateFolder(settings.state_dir, settings.cache_dir)
        self.has_loose_threads = False
        self._settings = settings

    def running(self) -> StackState | None:
        """The state of the stack if one runs."""
        return self.folder.running()

    def supervise(self, wish: Wish, observe: Observer) -> bool:
        """Run the stack in this process until it is told to stop.

        False if another process runs it already; nothing was done then.

        Raises:
            StackError: it did not come up.
        """
        _refuse_unsupported_platform()
        self.folder.ensure_usable()
        lock = self.folder.lock()
        if lock is None:
            return False
        self._end_leftovers()
        supervisor = self._supervisor(wish, observe)
        try:
            supervisor.run()
        finally:
            lock.release()
            self.has_loose_threads = supervisor.has_loose_threads
        return True

    def detach(self, wish: Wish, observe: Observer) -> bool:
        """Run the stack in a process of its own; return when it is up.

        False if another process runs it already; nothing was done then.

        Raises:
            StackError: it did not come up.
        """
        _refuse_unsupported_platform()
        self.folder.ensure_usable()
        lock = self.folder.lock()
        if lock is None:
            return False
        self._end_leftovers()
        self.folder.forget()
        lock.release()
        log = self.folder.logs / "supervisor.log"
        begin_log(log)
        with log.open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "cli.embedded.background", *_arguments(wish)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=inherited_environment({"RONDEL_STATE_DIR": str(self.folder.path)}),
                cwd=PROJECT,
                start_new_session=True,
            )
        while process.poll() is None:
            state = self.folder.read()
            if state is not None:
                observe(state)
                if state.phase == "running":
                    return True
            time.sleep(_POLL_SECONDS)
        raise self._background_failure()

    def stop(self, observe: Observer) -> bool:
        """Nothing of the stack runs any more; False if nothing ran before.

        Raises:
            ServiceFailed: it has not ended in a minute and a half.
        """
        state = self.running()
        if state is None:
            return self._end_leftovers() > 0
        state.supervisor.send(signal.SIGTERM)
        deadline = time.monotonic() + _STOP_SECONDS
        while not state.supervisor.wait(_POLL_SECONDS):
            now = self.folder.read()
            if now is not None:
                observe(now)
            if time.monotonic() > deadline:
                raise ServiceFailed(
                    f"The supervisor (PID {state.supervisor.pid}) does not end.",
                    f"End it with: kill -9 {state.supervisor.pid}. Then: rondel dev --stop",
                )
        return True

    @property
    def has_data(self) -> bool:
        """Whether a start left anything that `wipe` deletes."""
        return any((self.folder.path / name).exists() for name in _DATA)

    def wipe(self) -> None:
        """No data of the stack is left; caches stay.

        Raises:
            ServiceFailed: it runs.
        """
        lock = self.folder.lock()
        if lock is None:
            raise ServiceFailed("Rondel runs here.", "Stop it with: rondel dev --stop")
        for name in _DATA:
            path = self.folder.path / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        lock.release()

    def _supervisor(self, wish: Wish, observe: Observer) -> Supervisor:
        """A supervisor for the plan; a plan that cannot be made is written down as a failure."""
        me = identify(os.getpid())
        made: list[Supervisor] = []

        def say(name: str, detail: str) -> None:
            made[0].say(name, detail)  # nothing has progress before the supervisor runs it

        def note(text: str) -> None:
            made[0].note(text)

        try:
            plan = make_plan(
                self._settings,
                self.folder,
                apps=() if wish.services_only else APPS,
                api_port=wish.api_port,
                with_zipkin=wish.with_zipkin,
                say=say,
                note=note,
            )
        except StackError as error:
            failed = StackState(supervisor=me, phase="failed", error=str(error))
            self.folder.write(failed.model_copy(update={"way_out": error.way_out}))
            raise
        state = StackState(
            supervisor=me,
            url=plan.url,
            mail=plan.mail,
            environment=plan.environment,
            services=plan.externals,
        )
        made.append(Supervisor(self.folder, state, plan.parts, observe))
        return made[0]

    def _end_leftovers(self) -> int:
        """End what a supervisor left behind that was killed; how many processes that were."""
        state = self.folder.read()
        if state is None:
            return 0
        left = [(s.kind, s.process) for s in state.services if s.process and s.process.is_alive]
        for kind, process in reversed(left):
            # PostgreSQL's SIGINT ends its children too; SIGKILL would leave its shared memory.
            signum = signal.SIGINT if kind == "postgres" else signal.SIGKILL
            end(process, signum=signum, grace_seconds=_STALE_SECONDS)
        return len(left)

    def _background_failure(self) -> StackError:
        state = self.folder.read()
        if state is not None and state.error:
            return StackError(state.error, state.way_out)
        log = self.folder.logs / "supervisor.log"
        return StackError("The supervisor ended.", f"Its log ({log}) says:\n{last_lines(log)}")


def _refuse_unsupported_platform() -> None:
    if platform.system() not in ("Linux", "Darwin"):
        raise PlatformUnsupported(
            f"The embedded stack does not run on {platform.system()}.",
            "Use Linux, macOS or WSL; or run PostgreSQL, Kafka and a mail server elsewhere and "
            "start the processes with DATABASE_URL, KAFKA_BROKERS and SMTP_HOST set.",
        )


def _arguments(wish: Wish) -> list[str]:
    port = [f"--api-port={wish.api_port}"] if wish.api_port else []
    zipkin = ["--with-zipkin"] if wish.with_zipkin else []
    return [*port, *zipkin, *(["--services-only"] if wish.services_only else [])]
