"""What a person sets for all of their tasks, and what follows from a change of it."""

from dataclasses import dataclass, replace
from typing import Any

from shared.commands.changing import lock_owner
from shared.commands.digests import replan_digests
from shared.commands.reminder_lists import check_channel_names_of
from shared.commands.zones import Moved, move_to_zone, replan_all_day
from shared.core.principal import Principal
from shared.db.repositories.users import UserRow, update_preferences
from shared.db.session import Database
from shared.domain.preferences import WEEKDAYS, PreferencesPatch
from shared.domain.tasks import Unset


@dataclass(frozen=True, slots=True)
class Changed:
    """The account after a change; `moved` says what a change of zone has moved."""

    user: UserRow
    moved: Moved | None = None


async def change_preferences(
    db: Database, principal: Principal, patch: PreferencesPatch
) -> Changed:
    """The preferences are stored, and every plan that depends on them is made anew.

    One transaction, whatever a change of zone moves: nobody sees a half.

    Raises:
        InvalidInput: a channel is not one of the owner's.
        Unauthenticated: the account is gone.
    """
    async with db.unit_of_work() as uow:
        before = await lock_owner(uow, principal)
        user = _patched(before, patch)
        if not isinstance(patch.default_channels, Unset):
            named = [(f"/default_channels/{i}", n) for i, n in enumerate(patch.default_channels)]
            await check_channel_names_of(uow, before, named)
        if user == before:
            return Changed(before)
        await update_preferences(uow.connection, user)
        moved = None
        if user.zone != before.zone:
            moved = await move_to_zone(uow, before.zone, user)
        if user.all_day_reminder_time != before.all_day_reminder_time:
            await replan_all_day(uow, user)
        if _digest_ways(user) != _digest_ways(before):
            await replan_digests(uow, user)
        return Changed(user, moved)


def _digest_ways(user: UserRow) -> tuple[object, ...]:
    return (user.zone, user.digest_at, user.review_on, user.review_at, user.default_channels)


_PLAIN = (
    "zone",
    "week_start",
    "time_format",
    "all_day_reminder_time",
    "digest_at",
)
_LISTS = ("default_reminders", "all_day_default_reminders", "default_channels")


def _patched(user: UserRow, patch: PreferencesPatch) -> UserRow:
    changes: dict[str, Any] = {
        name: getattr(patch, name) for name in _PLAIN if not isinstance(getattr(patch, name), Unset)
    }
    for name in _LISTS:
        given = getattr(patch, name)
        if not isinstance(given, Unset):
            changes[name] = list(dict.fromkeys(given))  # as the database answers it
    if not isinstance(patch.name, Unset):
        changes["name"] = patch.name.strip()
    if not isinstance(patch.quiet_hours, Unset):
        quiet = patch.quiet_hours
        changes["quiet_from"] = quiet.start if quiet else None
        changes["quiet_until"] = quiet.end if quiet else None
    if not isinstance(patch.review, Unset):
        review = patch.review
        changes["review_on"] = WEEKDAYS.index(review.weekday) if review else None
        changes["review_at"] = review.at if review else None
    return replace(user, **changes)
