"""The observer agent as scenarios use it."""

from dataclasses import dataclass

from cli.bench.agent import Agent
from cli.bench.arena import Arena

_LINGER_SECONDS = 1.0
_PATIENCE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Sighting:
    """One record: what it is about, when its producer packed it, when a consumer had it.

    The timestamp is in whole ms, rounded down, as Kafka has it; the arrival in seconds.
    """

    subject: str
    timestamp_ms: int
    arrived: float


class Observer:
    """A consumer outside every group, in a process of its own, that is reading."""

    def __init__(self, agent: Agent, seconds: float) -> None:
        self._agent = agent
        self._seconds = seconds

    async def seen(self) -> list[Sighting]:
        """What it saw until its end, in order of arrival."""
        answer = await self._agent.result(self._seconds + _PATIENCE_SECONDS)
        return [Sighting(*each) for each in answer]

    async def stop(self) -> None:
        """It ends now, whatever it has seen."""
        await self._agent.stop()


async def observe(
    arena: Arena, topic: str, event_type: str, *, expect: int, seconds: float
) -> Observer:
    """An observer that reads from now on.

    It ends a second after it has seen `expect` records, copies included, or after `seconds`.
    """
    agent = await arena.agent(
        "observe",
        kafka=arena.kafka.model_dump(),
        topic=topic,
        type=event_type,
        expect=expect,
        seconds=seconds,
        linger_seconds=_LINGER_SECONDS,
    )
    await agent.go()
    return Observer(agent, seconds)
