"""A write to a connection that has just broken is a lost connection under uvloop, too.

After a reset by the broker uvloop 0.23 raises RuntimeError ("the handler is closed") from `write`
where asyncio's own loop says nothing, until aiokafka has noticed, two turns of the loop later.
aiokafka 0.14 takes only OSError for a lost connection there (`AIOKafkaConnection.send`): the
routine that wanted to write, coordination, fetching, metadata or sending, would end for ever.
"""

from typing import Any

from aiokafka.conn import AIOKafkaConnection, CloseReason
from aiokafka.errors import KafkaConnectionError

_send = AIOKafkaConnection.send


def notice_closed_transports() -> None:
    """Every connection of this process takes such an error for what it is; may be called again."""
    AIOKafkaConnection.send = _send_or_lose


def _send_or_lose(connection: Any, request: object, expect_response: bool = True) -> Any:
    try:
        return _send(connection, request, expect_response)
    except RuntimeError as error:
        writer = connection._writer  # noqa: SLF001 - nothing public tells
        if writer is None or not writer.transport.is_closing():
            raise
        connection.close(reason=CloseReason.CONNECTION_BROKEN, exc=error)
        where = f"{connection.host}:{connection.port}"
        raise KafkaConnectionError(f"Connection at {where} broken: {error}") from error
