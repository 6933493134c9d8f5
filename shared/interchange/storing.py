"""What every record has to be to be stored at all, whatever its kind: ids, moments, numbers.

A file names its own ids and says its own history; nothing else has looked at them before.
"""

from dataclasses import fields
from datetime import UTC, date, datetime, time
from typing import Any, Final

from shared.core.errors import InvalidInput
from shared.interchange.records import Record, ReminderRecord

SOURCE_ID_MAX: Final = 200
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199
NUMBER_MAX: Final = 2**31 - 1
_IDS: Final = frozenset(
    {"source_id", "project", "section", "parent", "series", "task", "follows", "snooze_of"}
)


def check_storable(record: Record | ReminderRecord) -> None:
    """Its ids, moments, numbers and texts fit into columns.

    Raises:
        InvalidInput: one does not.
    """
    for each in fields(record):
        check_value(each.name, getattr(record, each.name))


def check_value(name: str, value: Any) -> None:
    """The value of the field fits into a column.

    Raises:
        InvalidInput: `id_invalid`, `text_invalid`, `number_range`, `date_out_of_range`,
            `time_not_local`.
    """
    match value:
        case str():
            if name in _IDS and not 0 < len(value) <= SOURCE_ID_MAX:
                message = f"An id has 1 to {SOURCE_ID_MAX} characters."
                raise InvalidInput(f"/{name}", "id_invalid", message)
            if "\0" in value:
                message = "The character NUL cannot be stored."
                raise InvalidInput(f"/{name}", "text_invalid", message)
        case datetime():
            check_year(value, name)
        case time() if value.tzinfo is not None:
            raise InvalidInput(f"/{name}", "time_not_local", "A wall time has no offset.")
        case int() if not 0 <= value <= NUMBER_MAX:
            message = f"A number from 0 to {NUMBER_MAX}."
            raise InvalidInput(f"/{name}", "number_range", message)
        case tuple():
            for part in value:
                if isinstance(part, str):
                    check_value(f"{name}[]", part)
        case _:
            pass


def check_year(moment: date, name: str) -> None:
    """The moment lies within the years that are kept; the ends of the calendar overflow in zones.

    Raises:
        InvalidInput: `date_out_of_range`.
    """
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        message = f"The year {moment.year} is out of range."
        raise InvalidInput(f"/{name}", "date_out_of_range", message)


def in_utc(instant: datetime) -> datetime:
    """The same instant, in UTC; a naive one is taken as UTC."""
    if instant.tzinfo is None:
        return instant.replace(tzinfo=UTC)
    return instant.astimezone(UTC)
