"""Our own processes, started as in production, for as long as a test runs."""

import asyncio
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import httpx
import psutil

from cli.embedded.layout import PROJECT
from cli.embedded.ports import choose_port
from cli.embedded.program import Program
from cli.embedded.service import RunningService, last_lines
from tests.waiting import eventually

START_SECONDS = 40
_STOP_SECONDS = 30
_LOG_LINES = 40


@dataclass(frozen=True)
class Process:
    """One of our processes. It dies with pytest, however that ends (cli/embedded/launch.py)."""

    running: RunningService

    @property
    def url(self) -> str:
        """Where it answers."""
        return self.running.url

    @property
    def is_alive(self) -> bool:
        """Whether it runs, or is frozen."""
        return self.running.is_alive

    def kill(self) -> None:
        """It is gone, without a chance to tidy up."""
        self.running.kill()

    def freeze(self) -> None:
        """It does nothing until `thaw`, as on a machine that is swapped out."""
        self.running.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on where it was, and does not know that time has passed."""
        self.running.process.send_signal(signal.SIGCONT)

    async def frozen(self) -> None:
        """It has frozen itself."""

        async def is_frozen() -> bool:
            return bool(psutil.Process(self.running.pid).status() == psutil.STATUS_STOPPED)

        await eventually(is_frozen, START_SECONDS, f"{self.running.service.name} freezes")

    async def ready(self, seconds: float = START_SECONDS) -> "Process":
        """It serves, within this time.

        Raises:
            AssertionError: it ended or did not get ready; the end of its log is in the message.
        """

        async def look() -> bool:
            assert self.is_alive, f"{self.running.service.name} ended: {self._log()}"
            return await asyncio.to_thread(self.running.service.is_ready, self.running.pid)

        await eventually(look, seconds, self.running.service.name)
        return self

    async def stop(self) -> int:
        """It was asked to end; its exit code."""
        self.running.ask_to_end()
        return await self.ended(_STOP_SECONDS)

    async def ended(self, seconds: float = START_SECONDS) -> int:
        """Its exit code once it has ended, the negative signal if one killed it."""

        async def has_ended() -> bool:
            return not self.is_alive

        await eventually(has_ended, seconds, f"{self.running.service.name} ends")
        code: int | None = self.running.process.returncode
        assert code is not None
        return code

    async def readiness(self) -> tuple[int, str]:
        """Status and body of its /readyz."""
        async with httpx.AsyncClient(base_url=self.url, timeout=10) as client:
            answer = await client.get("/readyz")
        return answer.status_code, answer.text

    def _log(self) -> str:
        return last_lines(self.running.service.log, _LOG_LINES)


class Processes:
    """Starts processes with one environment and ends those that are left."""

    def __init__(self, environment: Mapping[str, str], logs: Path) -> None:
        self.environment = dict(environment)
        self._logs = logs
        self._started: list[Process] = []
        self._number = count(1)

    def launch(self, module: str, *arguments: str, directory: Path = PROJECT) -> Process:
        """`python -m module arguments` runs on a free port. Call it from the main thread.

        `directory` has the code; that of this repository if none is named.
        """
        port = choose_port(avoid=[process.running.port for process in self._started])
        name = f"{next(self._number)}-{'-'.join([module, *arguments])}"
        program = Program(
            name=name,
            module=module,
            arguments=arguments,
            port=port,
            log=self._logs / f"{name}.log",
            directory=directory,
            environment={**self.environment, "RONDEL_HTTP__PORT": str(port)},
        )
        process = Process(program.spawn())
        self._started.append(process)
        return process

    def launch_again(self, process: Process) -> Process:
        """One that has ended runs anew, with its arguments and on its port."""
        again = Process(process.running.service.spawn())
        self._started.append(again)
        return again

    def end_all(self) -> None:
        """None is left."""
        for process in self._started:
            process.kill()

    def lines_with(self, word: str) -> list[str]:
        """Whatever the processes have written with this word in it."""
        logs = (process.running.service.log.read_text() for process in self._started)
        return [line for log in logs for line in log.splitlines() if word in line]

    def logs(self) -> str:
        """What the processes wrote last, for the report of a test that failed."""
        services = [process.running.service for process in self._started]
        return "\n".join(
            f"--- {service.name}\n{last_lines(service.log, _LOG_LINES)}" for service in services
        )
