"""Dates and times of iCalendar (RFC 5545 §3.3.4, §3.3.5) as wall times of one clock."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import islice
from typing import Final

from shared.domain.tasks import Due
from shared.domain.zones import to_instant
from shared.interchange.cleaning import DATES_MAX
from shared.interchange.drafts import Draft
from shared.interchange.ics_lines import Component, Property
from shared.interchange.moments import on_clock, zone_of

DATES_READ: Final = 2 * DATES_MAX
_TIME: Final = re.compile(r"(\d{8})(?:T(\d{6})(Z)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Times:
    """Reads the times of one component; what cannot be read is a loss of its draft.

    `owner_zone` is where the clock is that shows instants, unless a zone is given with them.
    """

    draft: Draft
    owner_zone: str

    def due(self, one: Component, name: str, zone: str | None = None) -> Due | None:
        """The time that the property of this name says."""
        line = one.first(name)
        if line is None:
            return None
        found = self._moment(line, zone)
        if found is None:
            self.draft.lose("date_unreadable", name, f"“{line.value[:40]}” is not a time.")
        return found

    def start_and_due(self, one: Component) -> tuple[Due | None, Due | None]:
        """DTSTART and DUE, on one clock.

        A task has one zone. An instant takes that of the other time; of two zones, a task that
        repeats keeps that of DTSTART, on whose clock its rule counts, and another that of DUE.
        """
        start, due = self.due(one, "DTSTART"), self.due(one, "DUE")
        if start is None or due is None or start.local is None or start.zone == due.zone:
            return start, due
        if _is_instant(one.first("DUE")):
            return start, self.due(one, "DUE", start.zone)
        if _is_instant(one.first("DTSTART")):
            return self.due(one, "DTSTART", due.zone), due
        zone = start.zone if due.local and one.first("RRULE") else due.zone
        message = "It starts in another zone than it is due; here one clock shows both."
        self.draft.lose("zones_joined", "DTSTART", message)
        return self.shown(start, zone), self.shown(due, zone)

    def dates(self, lines: Iterable[Property], zone: str | None) -> list[date]:
        """The dates, or the times on the clock of `zone`, that all values of these lines say.

        Of very many the first `DATES_READ`; what can be kept of them is cut again.
        """
        found: list[date] = []
        values = ((line, value) for line in lines for value in line.value.split(","))
        for line, value in islice(values, DATES_READ):
            moment = self._moment(replace(line, value=value), zone)
            if moment and moment.zone:
                moment = self.shown(moment, zone)
            day = (moment.local or moment.on) if moment else None
            if day is None:
                message = f"“{value[:40]}” is not a time."
                self.draft.lose("date_unreadable", line.name, message)
            else:
                found.append(day)
        if next(values, None) is not None:
            message = f"Of more than {DATES_READ:,} dates the rest was left out."
            self.draft.lose("dates_too_many", "RDATE", message)
        return found

    def shown(self, due: Due, zone: str | None) -> Due | None:
        """What the clock of `zone`, or the owner's, shows then; None beyond the calendar."""
        if due.local is None or due.zone == zone:
            return due
        try:
            instant = to_instant(due.local, due.zone or self.owner_zone)
        except (OverflowError, ValueError):
            return None
        local = on_clock(instant, zone or self.owner_zone)
        return Due(local=local, zone=zone) if local else None

    def _moment(self, line: Property, zone: str | None) -> Due | None:
        match = _TIME.fullmatch(line.value.strip())
        if match is None:
            return None
        try:
            if match[2] is None:
                return Due(on=date.fromisoformat(match[1]))
            local = datetime.fromisoformat(f"{match[1]}T{match[2]}")
        except ValueError:
            return None
        if match[3]:
            shown = on_clock(local.replace(tzinfo=UTC), zone or self.owner_zone)
            return Due(local=shown, zone=zone) if shown else None
        tzid = line.params.get("TZID", "").rpartition("://")[2]
        return Due(local=local, zone=zone_of(tzid, line.name, self.draft.losses))


def instant_of(text: str) -> datetime | None:
    """The instant that a time in UTC says; None for anything else."""
    match = _TIME.fullmatch(text)
    if match is None or match[2] is None or not match[3]:
        return None
    try:
        return to_instant(datetime.fromisoformat(f"{match[1]}T{match[2]}"), "UTC")
    except (ValueError, OverflowError):
        return None


def _is_instant(line: Property | None) -> bool:
    return line is not None and instant_of(line.value.strip()) is not None
