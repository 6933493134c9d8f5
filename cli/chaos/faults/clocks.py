"""Wall clocks jump, of one process or of all, and jump back."""

import asyncio

from typing_extensions import override

from cli.chaos.faults.fault import Fault, Scene, Stepped
from cli.chaos.fleet import Instance
from cli.chaos.schedule import EVERYBODY, Planned


class Step(Fault):
    """The wall clock is wrong by the seconds in `detail`; the return is a step, too."""

    @override
    async def happen(self, planned: Planned, scene: Scene) -> None:
        seconds = float(planned.detail.split()[0])
        everybody = planned.target == EVERYBODY
        targets = list(scene.fleet.instances.values()) if everybody else [scene.instance(planned)]
        began_at = scene.clock.now()
        self._set(targets, seconds)
        try:
            await asyncio.sleep(planned.seconds)
        finally:
            self._set(targets, 0.0)
            ended_at = scene.clock.now()
            scene.steps += [Stepped(each.name, seconds, began_at, ended_at) for each in targets]

    def _set(self, targets: list[Instance], seconds: float) -> None:
        for each in targets:
            each.clock.step(seconds)
