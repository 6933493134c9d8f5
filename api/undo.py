"""Changes of the undo log as documents."""

from api.schemas.common import Document
from shared.commands.undoing import Listed

_VERBS = {
    "complete": "Completed",
    "skip": "Skipped",
    "postpone": "Postponed",
    "edit": "Changed",
    "snooze": "Snoozed",
    "delete": "Deleted",
    "reopen": "Opened again",
}


def undo_document(listed: Listed) -> Document:
    """The change as `UndoOut`."""
    entry = listed.entry
    return {
        "id": str(entry.id),
        "kind": entry.kind,
        "text": _words(listed),
        "task_ids": [str(each) for each in entry.task_ids],
        "at": entry.created_at,
        "undone_at": entry.undone_at,
        "possible": listed.obstacle is None,
        "reason": listed.obstacle,
    }


def _words(listed: Listed) -> str:
    entry = listed.entry
    verb = _VERBS.get(entry.before.get("action") or entry.kind, _VERBS["edit"])
    titles = [image["title"] for image in entry.before["tasks"]]
    if len(titles) == 1:
        return f"{verb} “{titles[0]}”"
    return f"{verb} {len(titles)} tasks"
