"""From the columns of a series to the rule that decides its slots. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from shared.domain.recurrence import Series, Slot, parse_slot
from shared.domain.zones import instant_in, load_zone


class StoredRule(Protocol):
    """A rule as rows keep it, whichever else they carry."""

    @property
    def rrule(self) -> str:
        """RFC 5545."""
        ...

    @property
    def dtstart(self) -> datetime:
        """A local time; of an all-day series the start of its day."""
        ...

    @property
    def all_day(self) -> bool:
        """Whether its slots are dates."""
        ...

    @property
    def anchor(self) -> str:
        """What the next slot counts from."""
        ...

    @property
    def exdates(self) -> Sequence[str]:
        """Slots that are left out."""
        ...

    @property
    def rdates(self) -> Sequence[str]:
        """Slots that are added."""
        ...


def series_of(stored: StoredRule, zone: str, ends_before: str | None) -> Series:
    """The rule for the domain; `zone` is its own, or its owner's if it floats."""
    return Series(
        rrule=stored.rrule,
        dtstart=stored.dtstart.date() if stored.all_day else stored.dtstart,
        zone=zone,
        anchor="completion" if stored.anchor == "completion" else "schedule",
        exdates=tuple(parse_slot(text) for text in stored.exdates),
        rdates=tuple(parse_slot(text) for text in stored.rdates),
        ends_before=parse_slot(ends_before) if ends_before else None,
    )


def is_latest(own: str, near_slots: Iterable[str], zone_name: str) -> bool:
    """Whether none of these slots of its series is later."""
    zone = load_zone(zone_name)

    def order(text: str) -> Slot:
        slot = parse_slot(text)
        return instant_in(slot, zone) if isinstance(slot, datetime) else slot

    return all(order(other) <= order(own) for other in near_slots)
