"""Processes that die, and processes that sleep while others take their place."""

import asyncio

from typing_extensions import override

from cli.chaos.faults.fault import Fault, Scene
from cli.chaos.schedule import Planned


class Kill(Fault):
    """SIGKILL; the process is started again a moment later."""

    @override
    async def happen(self, planned: Planned, scene: Scene) -> None:
        instance = scene.instance(planned)
        async with instance.lock:
            instance.kill()
            await asyncio.sleep(planned.seconds)
            instance.spawn()


class Freeze(Fault):
    """SIGSTOP for longer than its session and leases last, then SIGCONT: two owners overlap."""

    @override
    async def happen(self, planned: Planned, scene: Scene) -> None:
        instance = scene.instance(planned)
        async with instance.lock:
            instance.freeze()
            try:
                await asyncio.sleep(planned.seconds)
            finally:
                instance.thaw()
