"""Processes that die, and processes that sleep while others take their place."""

import asyncio
from contextlib import suppress

from typing_extensions import override

from cli.chaos.faults.fault import Fault, Scene
from cli.chaos.fleet import Instance
from cli.chaos.mail import FaultyMailServer
from cli.chaos.schedule import Planned

_MAIL_SECONDS = 4.0


class Kill(Fault):
    """SIGKILL; the process is started again a moment later.

    A process that sends mails dies between the mail server's taking one and its answer, if it sends
    one soon: nobody knows then that it was sent.
    """

    @override
    async def happen(self, planned: Planned, scene: Scene) -> None:
        instance = scene.instance(planned)
        async with instance.lock:
            if instance.app == "notifications":
                await _kill_at_a_mail(instance, scene.mail)
            instance.kill()
            await asyncio.sleep(planned.seconds)
            instance.spawn()


async def _kill_at_a_mail(instance: Instance, mail: FaultyMailServer) -> None:
    """The process is gone since its mail was taken, or it has sent none for some seconds."""
    killed = asyncio.Event()

    def look(port: int) -> None:
        if not killed.is_set() and instance.has_port(port):
            instance.kill()
            killed.set()

    with mail.watched(look), suppress(TimeoutError):
        async with asyncio.timeout(_MAIL_SECONDS):
            await killed.wait()


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
