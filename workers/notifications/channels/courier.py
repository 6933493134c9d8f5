"""A process that runs apprise, behind a gate of its own, and is replaced when it does not return.

It starts with the first message and stays. Its environment holds the address of the gate and no
secret of the worker's.
"""

import asyncio
import ssl
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from shared.core.egress import EgressRules
from workers.notifications.channels.gate import Gate, Passage
from workers.runtime.outbound import CheckedNetwork, NoAnswer, NotSent, Unanswered

_CHILD: Final = str(Path(__file__).with_name("apprise_child.py"))
_START_SECONDS: Final = 30.0
_LONGEST_LINE: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Report:
    """What the process says of a message, and what its gate saw."""

    answer: Mapping[str, Any]
    passage: Passage


class Courier:
    """Takes one message at a time; each within `total_seconds`, or its process is killed."""

    def __init__(
        self, rules: EgressRules, network: CheckedNetwork, total_seconds: float = 10
    ) -> None:
        self._gate = Gate(rules, network)
        self._total_seconds = total_seconds
        self._process: Process | None = None
        self._proxy = ""

    @property
    def pid(self) -> int | None:
        """The process, while there is one."""
        return self._process.pid if self._process else None

    async def send(self, url: str, title: str, body: str) -> Report:
        """What came of the message. Not for two tasks at once.

        Raises:
            NotSent: nothing was sent.
            NoAnswer: nobody knows.
        """
        process = await self._started()
        passage = self._gate.admit()
        is_whole = False
        try:
            async with asyncio.timeout(self._total_seconds):
                answer = await _ask(process, {"url": url, "title": title, "body": body})
            is_whole = True
            return Report(answer, passage)
        except TimeoutError:
            reason = f"no answer within {self._total_seconds:g} s"
            raise _unanswered(passage, reason, was_slow=True) from None
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError):
            raise _unanswered(passage, "the sending process ended", was_slow=False) from None
        finally:
            await self._gate.end()
            if not is_whole:
                await self._kill()

    async def close(self) -> None:
        """There is no process and no gate."""
        await self._kill()
        await self._gate.close()
        self._proxy = ""

    async def _started(self) -> Process:
        if self._process is not None and self._process.returncode is None:
            return self._process
        self._proxy = self._proxy or await self._gate.open()
        # Trust is the same as that of the other channels, SSL_CERT_FILE included.
        trusted = ssl.get_default_verify_paths().cafile
        self._process = process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-B", _CHILD),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            limit=_LONGEST_LINE,
            cwd="/",
            env=_environment(self._proxy),
            start_new_session=True,
        )
        try:
            async with asyncio.timeout(_START_SECONDS):
                await _ask(process, {"proxy": self._proxy, "trusted": trusted})
        except (OSError, EOFError, ValueError, TimeoutError):
            await self._kill()
            raise NotSent("the sending process does not start", was_slow=False) from None
        except BaseException:
            await self._kill()
            raise
        return process

    async def _kill(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _environment(proxy: str) -> dict[str, str]:
    """All that the process gets. HOME has no .netrc from which `requests` would take passwords."""
    names = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
    return dict.fromkeys(names, proxy) | {
        "NO_PROXY": "", "no_proxy": "", "HOME": "/nonexistent", "PATH": "", "TZ": "UTC",
        "LANG": "C.UTF-8",
    }  # fmt: skip


async def _ask(process: Process, question: Mapping[str, Any]) -> Mapping[str, Any]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(orjson.dumps(question) + b"\n")
    await process.stdin.drain()
    line = await process.stdout.readuntil(b"\n")
    answer: Mapping[str, Any] = orjson.loads(line)
    return answer


def _unanswered(passage: Passage, reason: str, *, was_slow: bool) -> Unanswered:
    return (NoAnswer if passage.has_begun else NotSent)(reason, was_slow=was_slow)
