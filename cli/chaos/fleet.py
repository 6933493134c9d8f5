"""Every process of the system, several of most, as a run starts, breaks and watches them."""

import asyncio
import signal
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import psutil

from cli.chaos.clock import ClockFile
from cli.embedded.plan import APPS
from cli.embedded.ports import choose_port
from cli.embedded.program import Program
from cli.embedded.service import RunningService
from shared.core.clock import Clock

_RUNNER = "cli.chaos.worker"
_PAIRED = frozenset({"relay", "recurrence", "reminders", "notifications"})
"""They run twice, so that one takes over from the other."""

_LOOK_SECONDS = 0.2
_READY_SECONDS = 120.0
_END_SECONDS = 40.0


@dataclass
class Instance:
    """One process of the system, under a name that outlives its deaths."""

    name: str
    app: str
    program: Program
    clock: ClockFile
    running: RunningService
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held by a fault for as long as it lasts: faults on one process come one after the other."""

    @property
    def url(self) -> str:
        """Where it answers."""
        return self.program.url

    def kill(self) -> None:
        """It is gone, without a chance to tidy up."""
        self.running.kill()

    def spawn(self) -> None:
        """It is started again."""
        self.running = self.program.spawn()

    def freeze(self) -> None:
        """It does nothing until `thaw`, and does not know that time passes."""
        self.running.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on where it was."""
        self.running.process.send_signal(signal.SIGCONT)

    def has_port(self, port: int) -> bool:
        """Whether this side of a connection is the process's."""
        try:
            connections = psutil.Process(self.running.pid).net_connections("tcp")
        except psutil.Error:
            return False
        return any(each.laddr.port == port for each in connections)

    async def is_ready(self) -> bool:
        """Whether it says that it can work."""
        return await asyncio.to_thread(self.program.is_ready, self.running.pid)


@dataclass(frozen=True, slots=True)
class Death:
    """A process that ended although nobody had ended it; or, at the end, not in good order."""

    instance: str
    at: datetime
    code: int


class Fleet:
    """The instances of a run."""

    def __init__(
        self, folder: Path, environment: Mapping[str, str], clock: Clock, names: Iterable[str]
    ) -> None:
        self.instances: dict[str, Instance] = {}
        self.deaths: list[Death] = []
        self._clock = clock
        modules = {app.name: app.module for app in APPS}
        (folder / "clocks").mkdir(exist_ok=True)
        for name in names:
            app = name.partition("-")[0]
            port = choose_port(avoid=[each.program.port for each in self.instances.values()])
            offset = folder / "clocks" / name
            program = Program(
                name=name,
                module=_RUNNER,
                arguments=(modules[app], str(offset)),
                port=port,
                log=folder / "logs" / f"{name}.log",
                environment={**environment, "RONDEL_HTTP__PORT": str(port)},
            )
            clock_file = ClockFile(offset)
            self.instances[name] = Instance(name, app, program, clock_file, program.spawn())

    def of(self, app: str) -> list[Instance]:
        """The instances of this part of the system."""
        return [each for each in self.instances.values() if each.app == app]

    async def await_ready(self) -> list[str]:
        """Everybody can work; or the names of those that still cannot after two minutes."""
        deadline = self._clock.monotonic() + _READY_SECONDS
        while True:
            waiting = [n for n, each in self.instances.items() if not await each.is_ready()]
            if not waiting or self._clock.monotonic() > deadline:
                return waiting
            await asyncio.sleep(_LOOK_SECONDS)

    async def watch(self) -> None:
        """Who ends by itself is written down and started again, as Kubernetes would."""
        while True:
            for each in self.instances.values():
                if not each.lock.locked() and not each.running.is_alive:
                    self._note_death(each)
                    each.spawn()
            await asyncio.sleep(_LOOK_SECONDS)

    async def end(self, apps: Iterable[str]) -> None:
        """These parts have stopped as they are told to in production; who did not is a death."""
        ending = [each for app in apps for each in self.of(app) if each.running.is_alive]
        for each in ending:
            each.running.ask_to_end()
        deadline = self._clock.monotonic() + _END_SECONDS
        while any(each.running.is_alive for each in ending):
            if self._clock.monotonic() > deadline:
                break
            await asyncio.sleep(_LOOK_SECONDS)
        for each in ending:
            if each.running.is_alive:
                each.kill()
            if each.running.process.returncode != 0:
                self._note_death(each)

    def kill_all(self) -> None:
        """Nothing is left."""
        for each in self.instances.values():
            each.kill()

    def _note_death(self, each: Instance) -> None:
        code = each.running.process.returncode
        self.deaths.append(Death(each.name, self._clock.now(), code if code is not None else 0))


def instance_names() -> list[str]:
    """`api-1`, `relay-1`, `relay-2` ...: every process that a run starts."""
    return [
        f"{app.name}-{number}"
        for app in APPS
        for number in range(1, 3 if app.name in _PAIRED else 2)
    ]
