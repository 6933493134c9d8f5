"""Acts as the answer models of their names have them."""

from collections.abc import Mapping, Sequence

from api.schemas.common import Document
from shared.db.repositories.audit import AuditEntry


def audit_page(found: Sequence[AuditEntry], limit: int) -> Document:
    """Up to `limit` of them as `AuditPageOut`; one more that was found says that others follow."""
    items = found[:limit]
    cursor = items[-1].id if len(found) > len(items) else None
    return {"items": list(map(audit_document, items)), "next_cursor": cursor}


def audit_document(entry: AuditEntry) -> Document:
    """The act as `AuditEntryOut`."""
    fields: Mapping[str, object] = {
        name: getattr(entry, name) for name in ("id", "happened_at", "actor", "action", "target")
    }
    return {
        **fields,
        "actor_id": str(entry.actor_id) if entry.actor_id else None,
        "reason": entry.reason,
        "details": entry.details,
    }
