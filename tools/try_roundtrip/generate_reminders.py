"""Random reminders of one task: each kind, each state, with nagging and with snoozes."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Final

from shared.domain.tasks import Due
from shared.interchange.records import ReminderRecord, ReminderState

_OVER: Final[tuple[ReminderState, ...]] = ("sent", "failed", "skipped", "cancelled")
_WHY = {"failed": "rejected", "skipped": "past", "cancelled": "snooze_taken_back"}


def random_reminders(
    rng: Random, now: datetime, due: Due | None, status: str, *, is_deleted: bool
) -> tuple[ReminderRecord, ...]:
    """None of them, or up to four; what waits is ahead of `now`."""
    is_open = status == "open" and not is_deleted
    made: list[ReminderRecord] = []
    for number in range(rng.choice([0, 0, 1, 2, 3])):
        kind = rng.choice(["waiting", "over", "relative"])
        if kind == "relative":
            made.append(_relative(rng, number, due))
        elif kind == "over" or not is_open:
            over = _over(rng, number, now)
            is_held = is_open and rng.random() < 0.1  # noqa: PLR2004 - seldom
            made.append(replace(over, state="deferred", reason=None) if is_held else over)
        else:
            made.append(_waiting(rng, number, now))
    gone = [each for each in made if each.type == "absolute" and each.state in ("sent", "failed")]
    if gone and is_open and rng.random() < 0.5:  # noqa: PLR2004 - half of them
        made.append(_snooze(rng, now, gone[0]))
    return tuple(made)


def _relative(rng: Random, number: int, due: Due | None) -> ReminderRecord:
    """How it is planned follows from the task."""
    nags = rng.random() < 0.3 and due is not None  # noqa: PLR2004 - some of them
    return ReminderRecord(
        type="relative",
        offset=rng.choice(["PT0S", "-PT30M", "-P1D", "P2D", "-PT26H"]),
        relative_to=rng.choice(["due", "due", "start"]),
        channels=("email",),
        nag_every="PT15M" if nags else None,
        nag_max=3 if nags else None,
        urgent=rng.choice([True, False]),
        source_id=f"m{number}",
    )


def _over(rng: Random, number: int, now: datetime) -> ReminderRecord:
    at = _whole(now - timedelta(minutes=rng.randint(1, 90_000)))
    state = rng.choice(_OVER)
    nag_sent = rng.randint(0, 4)
    return ReminderRecord(
        type="absolute",
        at=at,
        channels=("email",),
        nag_every="PT1H" if nag_sent else None,
        nag_max=4 if nag_sent else None,
        nag_sent=nag_sent,
        urgent=rng.choice([True, False]),
        source_id=f"m{number}",
        state=state,
        fire_at=at,
        reason=_WHY.get(state),
    )


def _waiting(rng: Random, number: int, now: datetime) -> ReminderRecord:
    at = _whole(now + timedelta(minutes=rng.randint(60, 90_000)))
    return ReminderRecord(
        type="absolute",
        at=at,
        channels=("email",),
        source_id=f"m{number}",
        state="scheduled",
        fire_at=at,
    )


def _snooze(rng: Random, now: datetime, original: ReminderRecord) -> ReminderRecord:
    at = _whole(now + timedelta(minutes=rng.randint(5, 9_000)))
    return ReminderRecord(
        type="absolute",
        at=at,
        channels=("email",),
        nag_every=original.nag_every,
        nag_max=original.nag_max,
        nag_sent=original.nag_sent,
        urgent=original.urgent,
        source_id="snooze",
        snooze_of=original.source_id,
        state="scheduled",
        fire_at=at,
    )


def _whole(instant: datetime) -> datetime:
    return instant.replace(second=0, microsecond=0)
