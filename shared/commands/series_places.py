"""Which slots the open occurrences of a series have after an edit of several of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final
from uuid import UUID

from shared.core.errors import InvalidInput
from shared.db.repositories import series_edits as repository
from shared.db.repositories.tasks import TaskView
from shared.db.session import UnitOfWork
from shared.domain.recurrence import Series, Slot, parse_slot, slot_instant, slot_text
from shared.domain.recurrence.series import series_slots
from shared.domain.recurrence.slots import day_of, shifted
from shared.domain.stored_series import is_latest
from shared.domain.zones import to_local

_MOST_CANDIDATES: Final = 1_000
_MOST_OF_OTHERS: Final = 100


@dataclass(frozen=True, slots=True)
class Move:
    """The series as it is to be, and how the edited occurrence moves with it; its slot was `old`.

    `gives_due`: the edit says so; else it is what the rule makes of it. `begins`: the series begins
    with the edited one.
    """

    series_id: UUID
    series: Series
    old: Slot
    new: Slot
    gives_due: bool
    begins: bool = False


async def new_slots(
    uow: UnitOfWork, move: Move, edited: TaskView, others: Sequence[TaskView]
) -> dict[UUID, Slot]:
    """The slot of each of these open occurrences in the changed series, no two the same.

    The edited one goes to the first free slot from its new time on, where one that stays on its day
    comes first unless the series begins with the edited one. The others move along where the series
    has such a slot, or stay on their day. What has come due already stays owed although the new
    rule has no such slot; what is still ahead goes to the next one.

    Raises:
        InvalidInput: the rule has no slot for one of them.
    """
    wishes = {edited.id: _slots_from(move, shifted(move.old, move.old, move.new), _MOST_CANDIDATES)}
    own = {each.id: parse_slot(each.slot or "") for each in others}
    wishes |= {number: _wishes(move, slot, uow.now) for number, slot in own.items()}
    texts = sorted({slot_text(slot) for slots in wishes.values() for slot in slots})
    taken = await repository.taken_slots(uow.connection, move.series_id, texts, list(wishes))
    stay = [i for i, slot in own.items() if not move.gives_due and wishes[i][:1] == [slot]]
    found: dict[UUID, Slot] = {}
    ahead = (edited.id, *stay) if move.begins else (*stay, edited.id)
    for number in dict.fromkeys((*ahead, *own)):
        slot = next((each for each in wishes[number] if slot_text(each) not in taken), None)
        if slot is None:
            message = "The rule has no occurrence from this one on."
            raise InvalidInput("/recurrence/rrule", "rule_never_occurs", message)
        found[number] = slot
        taken.add(slot_text(slot))
    return found


async def check_goes_on(
    uow: UnitOfWork, move: Move, tasks: Sequence[TaskView], slots: Mapping[UUID, Slot]
) -> None:
    """The latest of these open occurrences brings the next one in its new slot, if it did before.

    Raises:
        InvalidInput: one that ended early is behind it then, and an older one brings nothing.
    """
    old = max(each.slot or "" for each in tasks)
    new = max(slot_text(slot) for slot in slots.values())
    ended = await repository.latest_slots(uow.connection, move.series_id, new, list(slots))
    zone = move.series.zone
    if is_latest(old, ended, zone) and not is_latest(new, ended, zone):
        message = "One after that time is over already. Move this and the following, not all."
        raise InvalidInput("/due", "rule_cannot_move", message)


def _wishes(move: Move, slot: Slot, now: datetime) -> list[Slot]:
    """Where another occurrence may go, the best first."""
    along = shifted(slot, move.old, move.new)
    if move.series.anchor == "completion":
        return [along]
    on_its_day = shifted(slot, move.old, _on_day(move.new, day_of(move.old)))
    following = _slots_from(move, along, _MOST_OF_OTHERS)
    known = [each for each in (along, on_its_day) if _slots_from(move, each, 1)[:1] == [each]]
    if not known and not _is_ahead(slot, move.series.zone, now):
        known = [along]
    return [*known, *following]


def first_slot(move: Move) -> Slot | None:
    """The first slot of the changed series from the new time of the edited one on."""
    return next(iter(_slots_from(move, move.new, 1)), None)


def _slots_from(move: Move, wanted: Slot, most: int) -> list[Slot]:
    """The first slots of the changed series from `wanted` on."""
    if move.series.anchor == "completion":
        return [wanted]
    just_before = wanted - (timedelta(seconds=1) if isinstance(wanted, datetime) else _A_DAY)
    return list(islice(series_slots(move.series, just_before), most))


_A_DAY: Final = timedelta(days=1)


def _is_ahead(slot: Slot, zone: str, now: datetime) -> bool:
    if isinstance(slot, datetime):
        return slot_instant(slot, zone) > now
    return slot > to_local(now, zone).date()


def _on_day(slot: Slot, day: date) -> Slot:
    return datetime.combine(day, slot.time()) if isinstance(slot, datetime) else day
