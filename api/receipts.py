"""Receipts of deliveries, from rows to the wire."""

from uuid import UUID

from api.schemas.common import Document
from shared.db.repositories.receipts import Receipt
from shared.db.repositories.users import UserRow
from shared.domain.delivery_reasons import Circumstances, receipt_words, split_reason


def receipt_document(receipt: Receipt, reader: UserRow) -> Document:
    """The receipt as `ReceiptOut`, with words in the zone and on the clock of its reader."""
    facts = Circumstances(
        receipt.state,
        receipt.reason,
        receipt.planned_at,
        reader.zone,
        reader.time_format,
        sent_at=receipt.sent_at,
        task_done_at=receipt.task_done_at,
        carried_at=receipt.carried_at,
    )
    reason, given_up = split_reason(receipt.reason or "")
    return {
        "id": _text(receipt.id),
        "reminder_id": _text(receipt.reminder_id),
        "task_id": _text(receipt.task_id),
        "channel": _channel(receipt),
        "planned_at": receipt.planned_at,
        "state": receipt.state,
        "reason": reason or None,
        "given_up": given_up,
        "words": receipt_words(facts),
        "sent_at": receipt.sent_at,
        "lateness_ms": receipt.lateness_ms,
        "provider_answer": receipt.provider_answer,
        "attempts": receipt.attempts,
        "resends": receipt.resends,
        "message_id": receipt.message_id,
        "carried_by": _text(receipt.carried_by),
        "carried_at": receipt.carried_at,
    }


def _channel(receipt: Receipt) -> Document | None:
    if receipt.channel is None:
        return None
    is_mail = receipt.channel == "email"
    kind, name = ("email", "email") if is_mail else (receipt.channel_kind, receipt.channel_name)
    return {"id": receipt.channel, "kind": kind, "name": name}


def _text(identifier: UUID | None) -> str | None:
    return str(identifier) if identifier else None
