"""A cancellation that comes from within the client is its failure; one from outside goes on."""

import asyncio

import pytest

from shared.kafka.errors import KafkaFailure, is_kafka_away, own_cancellations


async def await_cancelled() -> None:
    future = asyncio.get_running_loop().create_future()
    future.cancel()
    with own_cancellations():
        await future


async def test_the_clients_own_cancellation_is_a_lost_connection():
    with pytest.raises(KafkaFailure) as caught:
        await await_cancelled()
    assert is_kafka_away(caught.value)


async def test_who_is_told_to_stop_stops():
    begun = asyncio.Event()

    async def waits() -> None:
        with own_cancellations():
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(waits())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert task.cancelled()
