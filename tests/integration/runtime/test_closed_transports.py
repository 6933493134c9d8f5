"""A broker that dies in the middle of a write is a lost connection, also under uvloop."""

import asyncio

import uvloop
from aiokafka.conn import AIOKafkaConnection, create_conn
from aiokafka.protocol.metadata import MetadataRequest

from shared.kafka.connection import client_options
from shared.kafka.errors import is_kafka_away
from tests.services.forwarder import forwarding
from tests.services.kafka import settings_for


async def write_until_closed(connection: AIOKafkaConnection) -> list[Exception]:
    """One request a turn of the loop, so that one falls into the turns before it is noticed."""
    answers = []
    errors: list[Exception] = []
    while connection.connected():
        try:
            answers.append(asyncio.ensure_future(connection.send(MetadataRequest([]))))
        except Exception as error:  # noqa: BLE001 - which ones there are is what is asked
            errors.append(error)
        await asyncio.sleep(0)  # house: allow sleep-in-test -- the next turn of the loop
    await asyncio.gather(*answers, return_exceptions=True)
    return errors


async def break_while_writing(broker: str) -> list[Exception]:
    client_options(settings_for(broker), "tests")  # as every client begins
    async with forwarding(int(broker.rpartition(":")[2])) as forwarder:
        connection = await create_conn("127.0.0.1", forwarder.port)
        writing = asyncio.create_task(write_until_closed(connection))
        await asyncio.sleep(0)  # house: allow sleep-in-test -- the next turn of the loop
        forwarder.reset()
        return await writing


def test_a_write_before_the_reset_is_noticed_is_a_lost_connection(kafka_brokers: str) -> None:
    errors = uvloop.run(break_while_writing(kafka_brokers))
    assert errors
    assert all(map(is_kafka_away, errors)), errors
