"""`rondel import` and `rondel export` on the processes of a whole installation."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from shared.interchange import native
from shared.interchange.records import TaskRecord
from tests.e2e.commands import rondel
from tests.e2e.people import Person, signed_up
from tests.e2e.world import World
from tests.services.forwarder import Forwarder, forwarding
from tests.waiting import eventually

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

ROWS = 3_000


def many_tasks() -> Iterator[bytes]:
    records = (TaskRecord(source_id=f"t{n}", title=f"Task {n}") for n in range(ROWS))
    return native.write(records, datetime(2026, 11, 1, tzinfo=UTC))


async def test_an_import_outlives_its_worker_and_the_way_to_the_api(
    world: World, tmp_path: Path
) -> None:
    api, worker = await world.start("api", "transfers")
    port = urlsplit(api.url).port
    assert port is not None
    file = tmp_path / "many.jsonl"
    file.write_bytes(b"".join(many_tasks()))
    async with forwarding(port) as forwarder, signed_up(api.url) as ada:
        options = ("--url", forwarder.url, "--token", token_of(ada))
        importing = asyncio.create_task(rondel(world, "import", str(file), *options))
        await eventually(lambda: has_begun(ada), what="the import has begun")
        assert await worker.stop() == 0
        await break_for_a_while(forwarder, world)
        assert f"{ROWS} taken" in await importing
        target = tmp_path / "out.jsonl"
        await rondel(world, "export", "-o", str(target), *options)
    assert target.read_text().count('"kind":"task"') == ROWS


def token_of(person: Person) -> str:
    return str(person.client.headers["Authorization"]).removeprefix("Bearer ")


async def has_begun(person: Person) -> bool:
    made = (await person.client.get("/api/imports")).raise_for_status().json()["items"]
    return any(each["rows_done"] for each in made)


async def break_for_a_while(forwarder: Forwarder, world: World) -> None:
    """No way leads to the API; when one does again, another worker is there."""
    forwarder.cut()
    seen = forwarder.connections

    async def was_tried() -> bool:
        return forwarder.connections > seen

    await eventually(was_tried, what="the command asks in vain")
    await world.start("transfers")
    forwarder.is_down = False
