"""Channels through the public API and the processes of a whole installation."""

import pytest
from sqlalchemy import text

from tests.e2e.people import in_seconds, remind_at, signed_up
from tests.e2e.world import World
from tests.services.receiver import Receiver, Said
from tests.waiting import eventually

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(90)]


async def test_webhook_is_tried_out_and_then_reminds(world: World) -> None:
    processes = await world.start("api", "relay", "reminders", "notifications")
    receiver = Receiver()
    await receiver.start()
    async with signed_up(processes[0].url) as ada:
        hook = {"kind": "webhook", "name": "Hook", "url": f"{receiver.url}/in"}
        made = await ada.client.post("/api/channels", json=hook)
        channel_id = made.raise_for_status().json()["channel"]["id"]

        receiver.says.append(Said(401, b'{"error":"who are you"}'))
        refused = await ada.client.post(f"/api/channels/{channel_id}/test")
        taken = await ada.client.post(f"/api/channels/{channel_id}/test")
        mailed = await ada.client.post("/api/channels/email/test")

        assert (refused.status_code, refused.json()["state"]) == (200, "failed")
        assert refused.json()["answer"] == "webhook: 401 who are you"
        assert (taken.status_code, taken.json()["answer"]) == (200, "200 OK")
        assert (mailed.status_code, mailed.json()["state"]) == (200, "sent")
        await world.sink.mails(ada.email, at_least=1)

        async with world.db.statement() as connection:
            await connection.execute(
                text("UPDATE users SET default_channels = ARRAY[:channel] WHERE id = :id"),
                {"channel": channel_id, "id": ada.user_id},
            )
        await ada.create("Water the plants", reminders=remind_at(in_seconds(1)))

        async def reminded() -> list[dict]:
            return [r.json for r in receiver.requests if r.json["type"] == "reminder.due"]

        [got] = await eventually(reminded)
        assert got["data"]["task"]["title"] == "Water the plants"
    await receiver.stop()


async def test_apprise_url_is_tried_out_and_then_reminds(world: World) -> None:
    processes = await world.start("api", "relay", "reminders", "notifications")
    receiver = Receiver()
    await receiver.start()
    async with signed_up(processes[0].url) as ada:
        any_service = {"kind": "apprise", "name": "Any"}
        any_service["url"] = f"json://127.0.0.1:{receiver.port}/secret-path"
        made = await ada.client.post("/api/channels", json=any_service)
        channel_id = made.raise_for_status().json()["channel"]["id"]

        receiver.says.append(Said(401, b"secret-path"))
        refused = await ada.client.post(f"/api/channels/{channel_id}/test")
        taken = await ada.client.post(f"/api/channels/{channel_id}/test")

        assert refused.json()["answer"] == "apprise: json: 401 Unauthorized"
        assert taken.json()["answer"] == "json: 200 OK"
        async with world.db.statement() as connection:
            await connection.execute(
                text("UPDATE users SET default_channels = ARRAY[:channel] WHERE id = :id"),
                {"channel": channel_id, "id": ada.user_id},
            )
        await ada.create("Water the plants", reminders=remind_at(in_seconds(1)))

        async def reminded() -> list[dict]:
            return [r.json for r in receiver.requests if "Water" in r.json["title"]]

        [got] = await eventually(reminded)
        assert got["title"] == "Water the plants"
    await receiver.stop()
