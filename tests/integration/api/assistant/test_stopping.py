"""The API is stopped while the assistant answers: it stops in time, and what was said is kept."""

import asyncio
from time import perf_counter
from uuid import uuid4

import pytest

from shared.core.settings import KafkaSettings
from tests.integration.api.assistant.asking import settings_for
from tests.integration.api.conftest import NOBODY
from tests.integration.api.running import serving
from tests.openai_server.replies import HANGS_WITHIN, calls
from tests.openai_server.server import openai_server
from tests.services.kafka import PARTITIONS

PASSWORD = "correct horse battery staple"
KAFKA = KafkaSettings(brokers=NOBODY, partitions=PARTITIONS)
STOP_SECONDS = 1


def adds_and_hangs(asked):
    """A task is added; then the model begins to speak, and stops."""
    if asked.messages[-1]["role"] == "tool":
        return HANGS_WITHIN
    return calls(("add_task", {"text": "Pay rent"}))


async def signed_up(served):
    """Headers of somebody new."""
    account = {"email": f"{uuid4().hex}@example.com", "password": PASSWORD}
    made = await served.client.post("/api/auth/sign-up", json=account)
    return {"authorization": f"Bearer {made.json()['access_token']}"}


async def heard_until(lines, wanted):
    """The stream has come to that."""
    async with asyncio.timeout(20):
        async for line in lines:
            if wanted in line:
                return
    raise AssertionError(f"{wanted} never came")


@pytest.mark.parametrize("streams", [1, 30])
async def test_answers_that_are_being_given_end_in_time_and_are_kept(database_settings, streams):
    async with openai_server(otherwise=adds_and_hangs) as model:
        chosen = settings_for(
            model.url, silence_seconds=100, answer_seconds=100, tokens_a_day=10**8
        )
        more = {"assistant": chosen, "stop_seconds": STOP_SECONDS}
        async with serving(database_settings, KAFKA, **more) as served:
            headers = await signed_up(served)

            async def talk():
                body = {"message": "Pay rent please"}
                asked = served.client.stream("POST", "/api/chat", json=body, headers=headers)
                async with asked as answer:
                    lines = answer.aiter_lines()
                    await heard_until(lines, "So far")
                    told.release()
                    await heard_until(lines, '"state":"interrupted"')

            told = asyncio.Semaphore(0)
            talks = [asyncio.create_task(talk()) for _ in range(streams)]
            for _ in range(streams):
                await told.acquire()
            begin = perf_counter()
            served.stop.set()
            await served.running
            seconds = perf_counter() - begin
            await asyncio.gather(*talks, return_exceptions=True)
        async with serving(database_settings, KAFKA) as served:
            found = await served.client.get("/api/chat/conversations", headers=headers)
            places = [each["id"] for each in found.json()["items"]]
            kept = [
                (await served.client.get(f"/api/chat/conversations/{each}", headers=headers)).json()
                for each in places
            ]
    last = [each["messages"][-1] for each in kept]
    assert len(last) == streams
    assert {(each["role"], each["state"]) for each in last} == {("assistant", "interrupted")}
    assert all(each["parts"][0]["outcome"]["ok"] for each in last)
    assert seconds < STOP_SECONDS + 5
