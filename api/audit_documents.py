"""Acts as the answer models of their names have them."""

from collections.abc import Mapping

from api.schemas.common import Document
from shared.db.repositories.audit import AuditEntry


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
