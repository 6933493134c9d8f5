"""Why something that was imported before, and has changed there, stays as it is here."""

from dataclasses import replace
from typing import Literal

from shared.commands.import_batches import Named, hash_of
from shared.db.repositories.imports import Known
from shared.interchange.records import LabelRecord, SeriesRecord, VacationRecord

Why = Literal["kept", "edited_here", "deleted_here"]


def why_kept(record: Named, known: Known) -> Why | None:
    """None if it is to be as it is there now.

    Series stay: their occurrences and reminders were planned by them.
    """
    if not known.is_here:
        return "deleted_here"
    if isinstance(record, SeriesRecord):
        return "kept"
    return "edited_here" if known.is_edited or _looks_edited(record, known) else None


def _looks_edited(record: Named, known: Known) -> bool:
    """Whether a label or a vacation is not what its last import made of it.

    Nor is a label that was here before and kept its own looks.
    """
    if isinstance(record, LabelRecord):
        name, color, is_favorite = known.looks
        here = replace(record, name=name, color=color, is_favorite=is_favorite)
        return hash_of(here) != known.content_hash
    if isinstance(record, VacationRecord):
        starts_on, ends_on, skips = known.looks
        here_too = replace(record, starts_on=starts_on, ends_on=ends_on, skips_occurrences=skips)
        return hash_of(here_too) != known.content_hash
    return False
