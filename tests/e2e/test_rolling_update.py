"""A new version takes the place of the old one under load, and nobody notices.

Each process runs twice. The new version brings one migration more, which is applied first. Before
the first release, the old one is this code as well.
"""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from cli.embedded.layout import PROJECT
from tests.e2e.commands import rondel
from tests.e2e.evidence import (
    Outcome,
    assert_each_delivered,
    assert_job_store_agrees,
    occurrences,
    until_published,
    until_rolled,
    until_settled,
)
from tests.e2e.people import signed_up
from tests.e2e.processes import Process
from tests.e2e.releases import NEXT_REVISION, next_code, previous_code
from tests.e2e.rolling_load import Busy, Tally
from tests.e2e.world import WORKERS, World
from tests.services.balancer import Balancer, balancing
from tests.waiting import eventually

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]

PEOPLE = 4
BEFORE_STOP_SECONDS = 1.0
"""The pause of `preStop` in the manifests is longer; a balancer on loopback hears at once."""
REPLICAS = 2
GRACE_SECONDS = 4.0
START_SECONDS = 120
"""Many start while others work."""

Show = Callable[[str, dict[str, int]], None]


def module_of(name: str) -> str:
    return "api" if name == "api" else f"workers.{name}"


@dataclass
class Fleet:
    """The processes of one installation, each in two instances."""

    world: World
    balancer: Balancer
    running: dict[str, list[Process]]

    @classmethod
    async def started(cls, world: World, balancer: Balancer, code: Path) -> "Fleet":
        """Each process serves twice, from this code."""
        fleet = cls(world, balancer, {})
        for name in ("api", *WORKERS):
            two = [world.processes.launch(module_of(name), directory=code) for _ in range(REPLICAS)]
            fleet.running[name] = [await process.ready(START_SECONDS) for process in two]
        for process in fleet.running["api"]:
            await balancer.add(process.running.port)
        return fleet

    async def one_more(self, name: str, code: Path) -> Process:
        """An instance of this code serves; the API gets connections."""
        process = await self.world.processes.launch(module_of(name), directory=code).ready(
            START_SECONDS
        )
        if name == "api":
            await self.balancer.add(process.running.port)
        return process

    async def exchange(self, name: str, code: Path) -> None:
        """Each instance is replaced by one of that code: it goes when the new one is ready."""
        for old in self.running[name]:
            self.running[name] = [*self.running[name][1:], await self.one_more(name, code)]
            assert await self.stop(old, name) == 0, name

    async def stop(self, process: Process, name: str) -> int:
        """Its exit code. As Kubernetes does it: no new connections, preStop, SIGTERM."""
        if name == "api":
            self.balancer.remove(process.running.port)
            # house: allow sleep-in-test -- the pause of preStop belongs to what is tried
            await asyncio.sleep(BEFORE_STOP_SECONDS)
        return await process.stop()


@asynccontextmanager
async def busy_people(url: str) -> AsyncIterator[Tally]:
    """People work and listen while the block runs; none of them does afterwards."""
    tally, stop = Tally(), asyncio.Event()
    async with AsyncExitStack() as stack:
        people = [await stack.enter_async_context(signed_up(url)) for _ in range(PEOPLE)]
        busy = [Busy(person, tally, stop) for person in people]
        listening = [asyncio.create_task(each.listen()) for each in busy]
        await asyncio.gather(*(each.is_listening.wait() for each in busy))
        working = [asyncio.create_task(each.work()) for each in busy]
        try:
            yield tally
            stop.set()
            await asyncio.gather(*working)
            await eventually(lambda: has_told_all(tally), 60, "the streams tell of every task")
        finally:
            for task in (*working, *listening):
                task.cancel()
            results = await asyncio.gather(*working, *listening, return_exceptions=True)
    assert [r for r in results if isinstance(r, Exception)] == []


async def has_told_all(tally: Tally) -> bool:
    return all(made <= tally.told[email] for email, made in tally.made.items())


async def assert_nothing_lost_or_doubled(world: World, tally: Tally) -> dict[str, int]:
    """What the database and the mail sink say after the load; the counts."""
    await until_rolled(world.db, len(tally.completed), 60)
    await until_settled(world.db, tally.planned, 60)
    await until_published(world.db)
    found = await occurrences(world.db)
    assert {str(each) for each in found} >= tally.completed
    rolled = {str(each): dict(counts) for each, counts in found.items()}
    wrong = [each for each in tally.completed if rolled[each] != {"done": 1, "open": 1}]
    assert wrong == []
    assert await assert_each_delivered(world, tally.planned) == Outcome(doubles=0, resends=0)
    await eventually(lambda: is_recorded(world, tally.created), what="each creation is recorded")
    assert await count(world, "SELECT count(*) FROM dead_letters") == 0
    await assert_job_store_agrees(world)
    return {
        "requests": tally.answered,
        **{f"of them {name}": number for name, number in sorted(tally.requests.items())},
        "failed": len(tally.failures),
        "tasks created, each recorded once": len(tally.created),
        "series with one next occurrence": len(tally.completed),
        "reminders delivered once": len(tally.planned),
        "streams opened": tally.streams,
        "of them had to read the lists again": tally.resyncs,
    }


async def is_recorded(world: World, task_ids: set[str]) -> bool:
    """Whether the activity worker has kept `task.created` of each of them, and once."""
    query = text(
        "SELECT task_id::text, count(*) FROM activity WHERE event_type = 'task.created' GROUP BY 1"
    )
    async with world.db.read() as connection:
        found = dict(iter(map(tuple, await connection.execute(query))))
    assert {found[each] for each in task_ids if each in found} <= {1}
    return task_ids <= found.keys()


async def count(world: World, query: str) -> int:
    async with world.db.read() as connection:
        return int((await connection.execute(text(query))).scalar_one())


@pytest.fixture
def show(capsys: pytest.CaptureFixture[str]) -> Show:
    """Counts stand in the output of the run."""

    def shown(what: str, counts: dict[str, int]) -> None:
        with capsys.disabled():
            lines = (f"  {number:6} {name}\n" for name, number in counts.items())
            sys.stdout.write(f"\n{what}\n{''.join(lines)}")

    return shown


async def test_a_rolling_update_fails_no_request_and_loses_or_doubles_nothing(
    world: World, tmp_path: Path, show: Show
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    old_code, new_code = previous_code(old), next_code(new)
    async with balancing() as balancer:
        fleet = await Fleet.started(world, balancer, old_code)
        async with busy_people(balancer.url) as tally:
            await busy_for(tally, 40)
            said = await rondel(world, "migrate", directory=new_code)
            assert f"is at {NEXT_REVISION}" in said
            for name in (*WORKERS, "api"):  # the order of docs/how-to/upgrade.md
                await fleet.exchange(name, new_code)
            await busy_for(tally, 40)
        assert tally.failures == []
        assert balancer.refused == 0
        counts = await assert_nothing_lost_or_doubled(world, tally)
        show("Rolling update", {"processes exchanged": REPLICAS * len(fleet.running), **counts})


async def test_a_drained_node_fails_no_request_and_loses_or_doubles_nothing(
    world: World, show: Show
) -> None:
    """One of the two instances of everything goes at once; one hangs, and is killed at last."""
    async with balancing() as balancer:
        fleet = await Fleet.started(world, balancer, PROJECT)
        async with busy_people(balancer.url) as tally:
            await busy_for(tally, 40)
            leaving = {name: two.pop() for name, two in fleet.running.items()}
            leaving["recurrence"].freeze()
            codes = await drain(fleet, leaving)
            await busy_for(tally, 40)
            for name in leaving:
                fleet.running[name].append(await fleet.one_more(name, PROJECT))
            await busy_for(tally, 20)
        assert codes.pop("recurrence") == -signal.SIGKILL
        assert set(codes.values()) == {0}
        assert tally.failures == []
        counts = await assert_nothing_lost_or_doubled(world, tally)
        show("Drained node", {"processes ended at once": len(leaving), **counts})


async def drain(fleet: Fleet, leaving: dict[str, Process]) -> dict[str, int]:
    """Their exit codes: all are asked at the same time; one that does not answer is killed."""

    async def stopped(name: str, process: Process) -> int:
        if name != "recurrence":
            return await fleet.stop(process, name)
        process.running.ask_to_end()
        with pytest.raises(AssertionError):
            await process.ended(GRACE_SECONDS)
        process.kill()
        return await process.ended()

    codes = await asyncio.gather(*(stopped(*each) for each in leaving.items()))
    return dict(zip(leaving, codes, strict=True))


async def busy_for(tally: Tally, more: int) -> None:
    """So many more requests have been answered."""
    wanted = tally.answered + more

    async def enough() -> bool:
        return tally.answered >= wanted

    await eventually(enough, 60, f"{more} more requests")
