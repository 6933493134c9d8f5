"""The mail server misbehaves for a while."""

import asyncio

from typing_extensions import override

from cli.chaos.faults.fault import Fault, Scene
from cli.chaos.mail import Mode
from cli.chaos.schedule import Planned


class Misbehave(Fault):
    """The server is in one of its modes, then takes mail again."""

    def __init__(self, mode: Mode) -> None:
        self._mode = mode

    @override
    async def happen(self, planned: Planned, scene: Scene) -> None:
        async with scene.server_locks.setdefault("mail", asyncio.Lock()):
            await scene.mail.misbehave(self._mode)
            try:
                await asyncio.sleep(planned.seconds)
            finally:
                await scene.mail.misbehave("ok")
