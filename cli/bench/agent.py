"""Starts, commands and hears the agents: processes that load or watch the system.

An agent is `python -m cli.bench.agents ROLE`. It reads its job as one line of JSON, says `ready`,
begins at the line `go`, may be told `stop`, and answers with one JSON document. The end of its
standard input ends it, so that none outlives the bench.
"""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from cli.embedded.layout import PROJECT
from cli.embedded.service import last_lines

_READY_SECONDS = 30.0
_END_SECONDS = 5.0
_LINE_BYTES = 1 << 20


class AgentFailed(Exception):
    """An agent ended before its work was done."""


class Agent:
    """One agent, ready to begin."""

    def __init__(self, role: str, process: Process, log: Path) -> None:
        self._role = role
        self._process = process
        self._log = log

    @property
    def pid(self) -> int:
        """The PID of the agent."""
        return self._process.pid

    async def go(self) -> None:
        """It begins."""
        await self._say(b"go\n")

    async def stop(self) -> None:
        """It finishes what it does and answers."""
        await self._say(b"stop\n")

    async def result(self, timeout_seconds: float) -> Any:
        """What it found out.

        Raises:
            AgentFailed: it ended without an answer, or gave none in time.
        """
        assert self._process.stdout is not None
        try:
            async with asyncio.timeout(timeout_seconds):
                answer = await self._process.stdout.read()
                code = await self._process.wait()
        except TimeoutError as error:
            raise AgentFailed(f"{self._role} gave no answer in {timeout_seconds:g} s") from error
        if code != 0:
            raise AgentFailed(f"{self._role} ended with code {code}:\n{last_lines(self._log)}")
        return orjson.loads(answer)

    async def end(self) -> None:
        """It is gone, whatever it did."""
        if self._process.returncode is None:
            assert self._process.stdin is not None
            self._process.stdin.close()
            try:
                async with asyncio.timeout(_END_SECONDS):
                    await self._process.communicate()
            except TimeoutError:
                self._process.kill()
                await self._process.wait()

    async def await_ready(self) -> None:
        """It has all that it needs and waits for `go`.

        Raises:
            AgentFailed: it ended, or was not ready in time.
        """
        assert self._process.stdout is not None
        try:
            async with asyncio.timeout(_READY_SECONDS):
                line = await self._process.stdout.readline()
        except TimeoutError as error:
            raise AgentFailed(f"{self._role} did not get ready") from error
        if line != b"ready\n":
            raise AgentFailed(f"{self._role} ended:\n{last_lines(self._log)}")

    async def _say(self, line: bytes) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line)
        await self._process.stdin.drain()


async def start_agent(role: str, job: Mapping[str, Any], log: Path) -> Agent:
    """An agent that is ready.

    Raises:
        AgentFailed: it could not get ready.
    """
    with log.open("wb") as errors:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "cli.bench.agents", role),
            stdin=PIPE,
            stdout=PIPE,
            stderr=errors,
            cwd=PROJECT,
            limit=_LINE_BYTES,
            start_new_session=True,
        )
    assert process.stdin is not None
    process.stdin.write(orjson.dumps(job) + b"\n")
    agent = Agent(role, process, log)
    try:
        await agent.await_ready()
    except BaseException:
        await agent.end()
        raise
    return agent
