"""Checklists: the small steps of one task, in order. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from shared.core.errors import InvalidInput
from shared.core.ids import new_uuid7

ITEMS_MAX: Final = 200
ITEM_TITLE_MAX: Final = 500


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One step; `id` None until the step is stored."""

    id: UUID | None
    title: str
    is_done: bool = False


Checklist = tuple[ChecklistItem, ...]


def check_checklist(items: Sequence[ChecklistItem]) -> None:
    """The checklist can be stored.

    Raises:
        InvalidInput: a step is blank, too long or there twice, or there are too many.
    """
    if len(items) > ITEMS_MAX:
        message = f"At most {ITEMS_MAX} steps a task."
        raise InvalidInput("/checklist", "checklist_too_long", message)
    seen: set[UUID] = set()
    for index, item in enumerate(items):
        pointer = f"/checklist/{index}"
        is_line = not any(ord(character) < ord(" ") for character in item.title)
        if not item.title.strip() or len(item.title) > ITEM_TITLE_MAX or not is_line:
            message = f"1 to {ITEM_TITLE_MAX} printable characters."
            raise InvalidInput(f"{pointer}/title", "checklist_title", message)
        if item.id in seen:
            raise InvalidInput(f"{pointer}/id", "checklist_twice", "This step is there already.")
        if item.id is not None:
            seen.add(item.id)


def stored_checklist(items: Iterable[ChecklistItem], now: datetime) -> Checklist:
    """The steps with trimmed titles, and with ids where they had none."""
    return tuple(
        replace(item, id=item.id or new_uuid7(now), title=item.title.strip()) for item in items
    )


def reset_checklist(items: Iterable[ChecklistItem]) -> Checklist:
    """The same steps, none of them done.

    >>> reset_checklist([ChecklistItem(None, "Pack", is_done=True)])
    (ChecklistItem(id=None, title='Pack', is_done=False),)
    """
    return tuple(replace(item, is_done=False) for item in items)


def read_checklist(stored: Iterable[Mapping[str, Any]]) -> Checklist:
    """The checklist of its JSON."""
    return tuple(ChecklistItem(UUID(i["id"]), i["title"], i["is_done"]) for i in stored)
