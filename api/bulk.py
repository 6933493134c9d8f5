"""Changes of many tasks: from the wire, and back to it."""

from typing import cast

from api.problems import problem_document
from api.schemas.bulk import BulkSetIn
from api.schemas.common import Document
from shared.commands.bulk import BulkResult, BulkSet
from shared.domain.tasks import UNSET, Priority


def bulk_set_of(fields: BulkSetIn) -> BulkSet:
    """What every task gets; only what was sent is set."""
    has_section = "section_id" in fields.model_fields_set
    has_project = "project_id" in fields.model_fields_set
    return BulkSet(
        priority=cast("Priority", fields.priority) if fields.priority else UNSET,
        project_id=fields.project_id if has_project else UNSET,
        add_labels=fields.add_labels,
        remove_labels=fields.remove_labels,
        section_id=fields.section_id if has_section else UNSET,
    )


def bulk_document(result: BulkResult, request_id: str) -> Document:
    """The result as `BulkOut`."""
    return {
        "items": [
            {
                "id": str(item.task_id),
                "ok": item.refusal is None,
                "problem": problem_document(item.refusal, request_id) if item.refusal else None,
            }
            for item in result.items
        ],
        "undo_id": str(result.undo_id) if result.undo_id else None,
    }
