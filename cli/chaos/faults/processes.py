"""Processes that die, and processes that sleep while others take their place."""

import asyncio

from typing_extensions import override

from cli.chaos.faults.fault import Fault, Scene
from cli.chaos.schedule import Planned

_MAIL_SECONDS = 4.0


class Kill(Fault):
    """SIGKILL; the process is started again a moment later.

    A process that sends mails dies as the mail server has taken one, if one comes soon: when it has
    not been recorded yet, nobody knows any more that it was sent.
    """

    @override
    async def happen(self, planned: Planned, scene: Scene) -> None:
        instance = scene.instance(planned)
        async with instance.lock:
            if instance.app == "notifications":
                await scene.mail.until_taken(_MAIL_SECONDS)
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
