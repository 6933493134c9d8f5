"""Vacations: days on which a person is not reminded (pain 22)."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from shared.commands.changing import lock_owner
from shared.core.errors import Conflict, InvalidInput, NotFound
from shared.core.ids import new_uuid7
from shared.core.principal import Principal
from shared.db.repositories import vacations as repository
from shared.db.repositories.vacations import VacationRow
from shared.db.session import Database
from shared.domain.preferences import VACATION_DAYS_MAX

LONGEST: Final = timedelta(days=VACATION_DAYS_MAX)
MOST: Final = 100


class VacationOverlaps(Conflict):
    """Another vacation of this person has a day of it.

    Refused, not merged: the two may differ in whether occurrences are skipped.
    """

    code = "vacation.overlaps"
    title = "There is a vacation in these days already"


async def add_vacation(
    db: Database, principal: Principal, starts_on: date, ends_on: date, *, skips_occurrences: bool
) -> VacationRow:
    """From `starts_on` to `ends_on`, both included, nothing reminds this person.

    Raises:
        InvalidInput: it ends before it begins, is longer than a year, or there are too many.
        VacationOverlaps: a day of it belongs to another one.
        Unauthenticated: the account is gone.
    """
    if ends_on < starts_on:
        message = "A vacation ends on its first day or later."
        raise InvalidInput("/ends_on", "vacation_order", message)
    if ends_on - starts_on >= LONGEST:
        message = f"A vacation has at most {LONGEST.days} days."
        raise InvalidInput("/ends_on", "vacation_length", message)
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        known = await repository.vacations_of(uow.connection, [user.id])
        if len(known) >= MOST:
            message = f"At most {MOST} vacations: delete old ones."
            raise InvalidInput("", "vacations_too_many", message)
        for other in known:
            if starts_on <= other.ends_on and other.starts_on <= ends_on:
                raise VacationOverlaps(f"From {other.starts_on} to {other.ends_on}.")
        row = VacationRow(
            new_uuid7(uow.now), user.id, starts_on, ends_on, skips_occurrences, uow.now
        )
        await repository.insert_vacation(uow.connection, row)
        return row


async def remove_vacation(db: Database, principal: Principal, vacation_id: UUID) -> None:
    """The days of this vacation are like any other.

    Raises:
        NotFound: this person has no such vacation.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        if not await repository.delete_vacation(uow.connection, user.id, vacation_id):
            raise NotFound("vacation", vacation_id)
