"""The broker or the database goes away and comes back, in good order or not."""

import asyncio

from typing_extensions import override

from cli.chaos.faults.fault import Fault, Scene
from cli.chaos.schedule import Planned
from cli.chaos.servers import Server


class Restart(Fault):
    """`crash` is a kill -9 of the server, `restart` an orderly stop."""

    def __init__(self, name: str) -> None:
        self._name = name

    @override
    async def happen(self, planned: Planned, scene: Scene) -> None:
        server: Server = getattr(scene.servers, self._name)
        async with scene.server_locks.setdefault(self._name, asyncio.Lock()):
            await (server.crash() if planned.detail == "crash" else server.stop())
            await asyncio.sleep(planned.seconds)
            await server.start()
