"""Dead letters and redrives as the answer models of their names have them."""

from base64 import b64encode
from uuid import UUID

from api.schemas.common import Document
from api.schemas.dead_letters import LetterFilter
from shared.commands.dead_letter_outcomes import Preview
from shared.commands.dead_letters import choose
from shared.db.repositories.dead_letters import Letter, ListedLetter, Selection, Stat
from shared.db.repositories.redrives import RedriveView
from shared.db.session import Database

_RENAMED = {
    "consumer_group": "group",
    "record_offset": "offset",
    "origin_topic": "original_topic",
    "origin_partition": "original_partition",
    "origin_offset": "original_offset",
}


async def selection_of(db: Database, given: LetterFilter) -> Selection:
    """What the filter means.

    Raises:
        NotFound: it names an account that is not there.
    """
    return await choose(
        db,
        ids=given.wanted_ids,
        event_type=given.event_type,
        error_class=given.error_class,
        fingerprint=given.fingerprint,
        user=given.user,
        group=given.group,
        since=given.since,
        until=given.until,
    )


def listed_document(letter: ListedLetter) -> Document:
    """The letter as `LetterOut`."""
    return {_RENAMED.get(name, name): _plain(value) for name, value in letter._asdict().items()}


def letter_document(letter: Letter) -> Document:
    """The letter as `LetterDetailOut`."""
    is_ok = letter.verdict == "ok"
    headers = letter.headers
    return {
        **listed_document(letter.listed),
        "key": bytes_document(letter.record_key),
        "value": bytes_document(letter.record_value),
        "edited_value": bytes_document(letter.edited_value),
        "headers": [
            {"name": bytes_document(name), "value": bytes_document(value)}
            for name, value in headers
        ],
        "redrivable": is_ok,
        "not_redrivable_because": None if is_ok else letter.verdict,
    }


def bytes_document(value: bytes | None) -> Document | None:
    """The bytes as `BytesOut`."""
    if value is None:
        return None
    try:
        return {"encoding": "utf-8", "data": value.decode(), "bytes": len(value)}
    except UnicodeDecodeError:
        return {"encoding": "base64", "data": b64encode(value).decode(), "bytes": len(value)}


def heap_document(stat: Stat) -> Document:
    """The heap as `HeapOut`."""
    return {"count": stat.letters, **{k: v for k, v in stat._asdict().items() if k != "letters"}}


def preview_document(preview: Preview) -> Document:
    """The preview as `PreviewOut`."""
    return {
        "redrivable": preview.redrivable,
        "refused": preview.refused,
        "closed": preview.closed,
        "groups": preview.groups,
        "paused": preview.paused,
        "unknown": preview.unknown,
    }


def redrive_document(redrive: RedriveView) -> Document:
    """The order as `RedriveOut`."""
    return {
        "id": str(redrive.id),
        "state": redrive.state,
        "asked_at": redrive.asked_at,
        "asked_by": redrive.asked_by,
        "reason": redrive.reason,
        "selection": redrive.selection,
        "forced": redrive.forced,
        "rate_per_second": redrive.rate_per_second,
        "total": redrive.total,
        "done": redrive.done,
        "refused": redrive.refused,
        "returned": redrive.returned,
        "left": redrive.left,
        "cancelled_at": redrive.cancelled_at,
        "finished_at": redrive.finished_at,
    }


def _plain(value: object) -> object:
    return str(value) if isinstance(value, UUID) else value
