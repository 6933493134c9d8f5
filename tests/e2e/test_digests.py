"""A digest through the processes of a whole installation, and the next one that follows it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from shared.commands.digests import replan_digests
from shared.db.repositories.digests import digest_id
from tests.e2e.people import Person, in_seconds, signed_up
from tests.e2e.world import World
from tests.waiting import eventually

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(90)]
ZONE = "America/New_York"


async def test_the_digest_comes_and_the_next_waits(world: World) -> None:
    processes = await world.start("api", "relay", "reminders", "notifications")
    async with signed_up(processes[0].url, ZONE) as ada:
        at = in_seconds(2)
        today = at.astimezone(ZoneInfo(ZONE)).date()
        await ada.create("Water the plants", due={"date": today.isoformat()})
        await ada.create("Pay rent", due={"date": (today - timedelta(days=1)).isoformat()})
        async with world.db.unit_of_work() as uow:  # the API keeps whole minutes
            await uow.connection.execute(
                text("UPDATE users SET digest_at = :at WHERE id = :id"),
                {"at": at.astimezone(ZoneInfo(ZONE)).time(), "id": ada.user_id},
            )
            users = await uow.lock_users([ada.user_id])
            await replan_digests(uow, users[ada.user_id])

        async def told() -> list[str]:
            mails = await world.sink.mails(ada.email)
            return [mail.subject for mail in mails if mail.subject.startswith("Today")]

        assert await eventually(told) == ["Today: 1 due, 1 overdue"]

        async def receipts() -> list[dict[str, str]]:
            found = await _receipts(ada)
            return found if len(found) > 1 else []

        planned, sent = await eventually(receipts)
        assert (sent["state"], sent["task_id"]) == ("sent", None)
        assert planned["state"] == "planned"
        assert planned["planned_at"] > sent["planned_at"]
        assert len(await told()) == 1


async def _receipts(ada: Person) -> list[dict[str, str]]:
    path = f"/api/reminders/{digest_id(ada.user_id, 'digest')}/deliveries"
    answer = await ada.client.get(path)
    found: list[dict[str, str]] = answer.raise_for_status().json()["items"]
    return [each for each in found if each["state"] in {"planned", "sent"}]
