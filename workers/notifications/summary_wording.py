"""What digests and reviews say, in English, in the reader's zone. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from shared.core.plain import isolated, one_line, shortened
from shared.db.repositories.summaries import SectionName, SummaryContent, SummaryLine
from shared.domain.moments import Clock, clock_text
from shared.domain.zones import to_local
from workers.notifications.listing import Line, Listing, Section
from workers.notifications.wording import (
    LATE_FROM,
    Wording,
    date_in_full,
    day_words,
    instant_in_full,
    late_words,
)

TITLE_CHARS: Final = 160
"""As much of a title as a line shows; the task's page has all of it."""

_WEEK: Final = timedelta(days=7)

Detail = Callable[[SummaryLine], str]


@dataclass(frozen=True, slots=True)
class Setting:
    """For whom and when it is said. `page_of` is the page of a task, `url` that of all tasks."""

    zone: str
    clock: Clock
    fire_at: datetime
    now: datetime
    page_of: Callable[[UUID], str]
    url: str


def digest_words(content: SummaryContent, setting: Setting) -> tuple[Wording, Listing]:
    """The words of a digest that has something to say."""
    speaker = _Speaker(content, setting)
    sections = (
        speaker.section("overdue", "Overdue", speaker.was_due),
        speaker.section("ahead", "Due today", speaker.due_today),
        speaker.section("unsent", "Reminders that were missed", speaker.was_to_come),
    )
    unsent = content.totals.get("unsent", 0)
    counts = [
        speaker.count("ahead", "due"),
        speaker.count("overdue", "overdue"),
        _times(unsent, "reminder missed", "reminders missed") if unsent else "",
    ]
    listing = Listing(
        intro=date_in_full(speaker.today),
        sections=tuple(section for section in sections if section.lines),
        purpose="You asked Rondel for this digest every day.",
        url=setting.url,
    )
    return speaker.wording("Today", counts), listing


def review_words(content: SummaryContent, setting: Setting) -> tuple[Wording, Listing]:
    """The words of a review that has something to say."""
    speaker = _Speaker(content, setting)
    sections = (
        speaker.section("series", "Missed", _missed_times),
        speaker.section("overdue", "Overdue", speaker.was_due),
        speaker.section("ahead", "The next 7 days", speaker.is_due),
    )
    counts = [speaker.count(name, name) for name in ("done", "skipped", "missed")]
    others = [speaker.count("overdue", "overdue"), speaker.count("ahead", "coming up")]
    since = date_in_full(to_local(setting.fire_at, setting.zone).date() - _WEEK)
    listing = Listing(
        intro=f"Since {since}." if any(counts) else f"Nothing was done since {since}.",
        sections=tuple(section for section in sections if section.lines),
        purpose="You asked Rondel for this review every week.",
        url=setting.url,
    )
    return speaker.wording("Your week", counts if any(counts) else others), listing


class _Speaker:
    """Knows what to say, to whom, and what day it is for them."""

    def __init__(self, content: SummaryContent, setting: Setting) -> None:
        self._content = content
        self._setting = setting
        self.today = to_local(setting.now, setting.zone).date()

    def wording(self, head: str, counts: list[str]) -> Wording:
        setting = self._setting
        lateness = setting.now - setting.fire_at
        late = late_words(lateness) if lateness >= LATE_FROM else ""
        told = ", ".join(filter(None, counts))
        return Wording(
            subject=f"{head} ({late}): {told}" if late else f"{head}: {told}",
            title=f"{head}: {told}",
            due="",
            moment="",
            elsewhere="",
            late=late,
            planned=instant_in_full(setting.fire_at, setting.zone, setting.clock),
        )

    def count(self, name: SectionName, words: str) -> str:
        """`3 due`; nothing if there is none."""
        total = self._content.totals.get(name, 0)
        return f"{total} {words}" if total else ""

    def section(self, name: SectionName, heading: str, detail: Detail) -> Section:
        lines = self._content.lines.get(name, [])
        rest = self._content.totals.get(name, 0) - len(lines)
        return Section(
            heading,
            tuple(
                Line(
                    isolated(shortened(one_line(line.title), TITLE_CHARS)),
                    detail(line),
                    self._setting.page_of(line.task_id),
                )
                for line in lines
            ),
            f"and {rest} more" if rest > 0 else "",
        )

    def due_today(self, line: SummaryLine) -> str:
        """The time alone."""
        return self._time(line.due_at) if line.due_at is not None else ""

    def is_due(self, line: SummaryLine) -> str:
        """`Friday, 5 PM`."""
        if line.due_at is not None:
            return self._moment(line.due_at)
        return day_words(line.due_on, self.today) or "today" if line.due_on is not None else ""

    def was_due(self, line: SummaryLine) -> str:
        """`was due Friday, 5 PM`; yesterday is called so."""
        if line.due_on is not None and self.today - line.due_on == timedelta(days=1):
            return "was due yesterday"
        return f"was due {self.is_due(line)}"

    def was_to_come(self, line: SummaryLine) -> str:
        """When the missed reminder had been planned for."""
        return f"planned for {self._moment(line.fire_at)}" if line.fire_at is not None else ""

    def _moment(self, instant: datetime) -> str:
        local = self._local(instant)
        return f"{day_words(local.date(), self.today) or 'today'}, {self._time(instant)}"

    def _time(self, instant: datetime) -> str:
        return clock_text(self._local(instant).time(), self._setting.clock)

    def _local(self, instant: datetime) -> datetime:
        return to_local(instant, self._setting.zone)


def _missed_times(line: SummaryLine) -> str:
    return "missed once" if line.amount == 1 else f"missed {line.amount} times"


def _times(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
