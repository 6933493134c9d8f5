"""Events as a later version of Rondel may write them, made of those of today."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

import orjson

from shared.db.repositories.outbox import WaitingEvent
from shared.events.envelope import Headers, make_headers
from shared.kafka.producer import EventProducer

UNKNOWN_TYPE = "task.dreamt_of"


@dataclass
class NextVersion:
    """Publishes what waits in the outbox, in the place of the relay."""

    producer: EventProducer

    async def publish(self, events: Sequence[WaitingEvent]) -> None:
        """Each of these events is in Kafka, behind others that a version before cannot know.

        Before it: an event of an unknown type, and one of its own type in version 2. It itself has
        fields and headers more than today.
        """
        for event in events:
            body = orjson.loads(event.payload)
            dream = {"user_id": str(event.user_id), "colour": "blue"}
            await self._send(event, dream, dict(_headers(event), ce_type=UNKNOWN_TYPE.encode()))
            newer = f"urn:rondel:event:{event.event_type}:v2".encode()
            renamed = {"owner_id": str(event.user_id), "what": body}
            headers = dict(_headers(event), ce_dataschema=newer, ce_id=str(uuid4()).encode())
            await self._send(event, renamed, headers)
            more = {"mood": "happy", "context": {"device": ["phone", None, 1.5]}}
            await self._send(event, body | more, dict(_headers(event)))

    async def _send(
        self, event: WaitingEvent, body: object, headers: dict[str, bytes | None]
    ) -> None:
        extra: Headers = [("ce_sequence", b"17"), ("ce_tenant", b"\xff"), ("tracestate", b"a=b")]
        ack = await self.producer.send(
            event.topic,
            event.partition,
            key=str(event.user_id).encode(),
            value=orjson.dumps(body),
            headers=[*extra, *headers.items(), ("ce_future", None)],
        )
        await ack


def _headers(event: WaitingEvent) -> Headers:
    return make_headers(
        event_type=event.event_type,
        event_id=event.event_id,
        user_id=event.user_id,
        subject=event.subject,
        occurred_at=event.occurred_at,
        traceparent=event.traceparent,
    )
