"""Quiet hours through the processes of a whole installation: held back, then one mail."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.e2e.people import in_seconds, remind_at, signed_up
from tests.e2e.world import World
from tests.waiting import eventually

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(90)]


async def test_what_quiet_hours_hold_back_comes_as_one_mail_at_their_end(world: World) -> None:
    processes = await world.start("api", "relay", "reminders", "notifications")
    async with signed_up(processes[0].url, zone="UTC") as ada:
        ends_at = in_seconds(6)
        async with world.db.statement() as connection:
            await connection.execute(
                text("UPDATE users SET quiet_from = :start, quiet_until = :end WHERE id = :id"),
                {
                    "start": (ends_at - timedelta(hours=3)).time(),
                    "end": ends_at.time(),
                    "id": ada.user_id,
                },
            )
        tasks = [
            await ada.create(title, reminders=remind_at(in_seconds(1)))
            for title in ("Water the plants", "Feed the cat")
        ]

        async def states() -> list[tuple[str, str]]:
            found = []
            for task in tasks:
                answer = await ada.client.get(f"/api/tasks/{task['id']}/deliveries")
                found += [(r["state"], r["reason"]) for r in answer.json()["items"]]
            return found

        async def are(state: str) -> bool:
            return await states() == [(state, "quiet_hours")] * 2

        await eventually(lambda: are("deferred"))
        assert await world.sink.mails(ada.email, at_least=0) == []
        [mail] = await world.sink.mails(ada.email, at_least=1)
        await eventually(lambda: are("sent"))

    assert "2 reminders from your quiet hours" in str(mail)
