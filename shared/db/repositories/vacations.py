"""Vacations in the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection


@dataclass(frozen=True, slots=True)
class VacationRow:
    """Days, both included, on which this user is not reminded."""

    id: UUID
    user_id: UUID
    starts_on: date
    ends_on: date
    skips_occurrences: bool
    created_at: datetime


_COLUMNS = "id, user_id, starts_on, ends_on, skips_occurrences, created_at"

# Index ix_vacations_user_id_ends_on.
_OF_USERS = text(
    f"""
    SELECT {_COLUMNS} FROM vacations
    WHERE user_id = ANY(CAST(:user_ids AS uuid[])) AND ends_on >= :since
    ORDER BY user_id, starts_on
    """  # noqa: S608 - made of constants
)


async def vacations_of(
    connection: Connection, user_ids: Sequence[UUID], since: date = date.min
) -> list[VacationRow]:
    """The vacations of these users that end on `since` or later; of each, the earliest first."""
    result = await connection.execute(_OF_USERS, {"user_ids": list(user_ids), "since": since})
    return [VacationRow(*row) for row in result]


_INSERT = text(
    f"""
    INSERT INTO vacations ({_COLUMNS})
    VALUES (:id, :user_id, :starts_on, :ends_on, :skips_occurrences, :created_at)
    """  # noqa: S608 - made of constants
)


async def insert_vacation(connection: Connection, row: VacationRow) -> None:
    """The vacation exists."""
    await connection.execute(
        _INSERT,
        {
            "id": row.id,
            "user_id": row.user_id,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "skips_occurrences": row.skips_occurrences,
            "created_at": row.created_at,
        },
    )


_DELETE = text("DELETE FROM vacations WHERE id = :id AND user_id = :user_id")


async def delete_vacation(connection: Connection, user_id: UUID, vacation_id: UUID) -> bool:
    """It is gone; False if this user had none of this id."""
    parameters = {"id": vacation_id, "user_id": user_id}
    return (await connection.execute(_DELETE, parameters)).rowcount == 1
