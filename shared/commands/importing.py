"""Rows of a file become rows here: a batch a transaction, and where it stands in the same one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from shared.commands.changing import account_gone
from shared.commands.import_batches import (
    LINKS,
    PLACES,
    TASKS,
    Batch,
    ImportJob,
    preferences_in,
)
from shared.commands.import_links import apply_links
from shared.commands.import_places import apply_places
from shared.commands.import_tasks import apply_tasks
from shared.commands.preferences import change_preferences
from shared.core.errors import InvalidInput
from shared.core.ids import UserId
from shared.core.principal import Principal
from shared.db.repositories import transfer_reports, transfers
from shared.db.repositories.imports import channels_by_kind, remember_items
from shared.db.repositories.users import find_user
from shared.db.session import Database
from shared.domain.preferences import WEEKDAYS, PreferencesPatch, QuietHours, Review
from shared.interchange.records import PreferencesRecord
from shared.interchange.rows import Outcome, Row

BATCH_ROWS: Final = 200
MOST_ROWS: Final = 100_000

_APPLY: Final = {PLACES: apply_places, TASKS: apply_tasks, LINKS: apply_links}


class Lost(Exception):
    """The transfer was cancelled, or somebody else works on it."""


async def apply_batch(
    db: Database, job: ImportJob, stage: int, rows: Sequence[Row], reached: int
) -> None:
    """This pass over these rows is done and committed, or nothing of it is.

    The work goes on behind the first `reached` rows of the file, in the order of reading.

    Raises:
        Lost: nobody wants it any more; nothing was written.
        Unauthenticated: the account is gone.
    """
    async with db.unit_of_work() as uow:
        chosen = _Preferences()
        if stage == PLACES:
            chosen = await _set_preferences(db.within(uow), job, rows)
        users = await uow.lock_users([job.transfer.user_id])
        if job.transfer.user_id not in users:
            raise account_gone()
        batch = Batch(job, uow, users[job.transfer.user_id], rows)
        for number, error in chosen.refused:
            batch.say(number, Outcome.FAILED, error.reason_code, error.pointer, str(error))
        batch.changed |= chosen.changed
        await _APPLY[stage](batch)
        if not job.is_dry_run:
            await remember_items(uow.connection, batch.user.id, job.source, batch.made, uow.now)
        told, done, unchanged = batch.report(stage)
        await transfer_reports.add_report(uow.connection, job.transfer.id, told)
        is_ours = await transfers.advance(
            uow.connection,
            job.transfer,
            done=done,
            unchanged=unchanged,
            cursor=(stage, reached),
            now=uow.now,
        )
        if not is_ours:
            raise Lost("It was cancelled, or another worker has taken it over.")


@dataclass(slots=True)
class _Preferences:
    """Rows of preferences that changed the account, and those that it cannot have."""

    changed: set[int] = field(default_factory=set)
    refused: list[tuple[int, InvalidInput]] = field(default_factory=list)


async def _set_preferences(db: Database, job: ImportJob, rows: Sequence[Row]) -> _Preferences:
    """Preferences of the file are the account's; a dry run takes each for a change."""
    found = _Preferences()
    principal = Principal(UserId(job.transfer.user_id))
    for number, record in preferences_in(rows):
        try:
            patch = await _patch_of(db, job, record)
            async with db.read() as connection:
                before = await find_user(connection, principal.user_id)
            if job.is_dry_run or (await change_preferences(db, principal, patch)).user != before:
                found.changed.add(number)
        except InvalidInput as error:
            found.refused.append((number, error))
    return found


async def _patch_of(db: Database, job: ImportJob, record: PreferencesRecord) -> PreferencesPatch:
    plain = (
        "name",
        "zone",
        "week_start",
        "time_format",
        "all_day_reminder_time",
        "default_reminders",
        "all_day_default_reminders",
        "digest_at",
    )
    changes: dict[str, Any] = {
        name: value for name in plain if (value := getattr(record, name)) is not None
    }
    if record.quiet_from is not None and record.quiet_until is not None:
        changes["quiet_hours"] = QuietHours(record.quiet_from, record.quiet_until)
    if record.review_on is not None and record.review_at is not None:
        changes["review"] = Review(WEEKDAYS[record.review_on], record.review_at)
    if record.default_channels is not None:
        async with db.read() as connection:
            known = await channels_by_kind(connection, job.transfer.user_id)
        names = [name for kind in record.default_channels for name in known.get(kind, ())]
        if names:
            changes["default_channels"] = names
    return PreferencesPatch(**changes)
