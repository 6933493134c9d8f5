"""Random accounts as records: everything that an account can have, in every state it can be in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, Final, Literal, TypeVar

from shared.domain.tasks import Due
from shared.interchange.records import (
    FilterRecord,
    LabelRecord,
    PreferencesRecord,
    ProjectRecord,
    Record,
    SectionRecord,
    SlotRecord,
    StepRecord,
    TaskRecord,
    VacationRecord,
)
from tools.try_roundtrip.generate_reminders import random_reminders
from tools.try_roundtrip.generate_series import RandomSeries, random_series

T = TypeVar("T")

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")
WORDS = (
    "Wäsche", "=SUM(1)", "☂ umbrella", "שלום עולם", "x" * 500, "plain", "नमस्ते", "a\u2028b",
    "family \U0001f468\u200d\U0001f469\u200d\U0001f467", "e\u0301 combined", 'quo"ted\\back',
    "'; DROP TABLE tasks; --", "100 %", "<b>bold</b>", "tab?no", "\U0001f469\U0001f3fd", "null",
)  # fmt: skip
NOTES = ("", "line\nline", "  kept blanks  ", "\ttab\r\n\u2029", "ü" * 2_000)
QUERIES = ("due < now+7d", "label = home & priority = 1", "status = open")
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_DEEPEST = 3
_OUTCOMES: Final[tuple[Literal["done", "skipped", "missed", "moved"], ...]] = (
    *("done", "done", "skipped"),
    *("missed", "moved"),
)


@dataclass
class Maker:
    """One account on its way."""

    rng: Random
    now: datetime
    labels: list[str] = field(default_factory=list)
    sections: dict[str | None, list[str]] = field(default_factory=dict)
    """Ids of sections by that of their project."""
    levels: dict[str, int] = field(default_factory=dict)
    """Of each task that others may stand below."""

    def one(self, choices: Sequence[T]) -> T:
        """One of these."""
        return self.rng.choice(choices)

    def maybe(self, value: T, chance: float = 0.5) -> T | None:
        """It, or nothing."""
        return value if self.rng.random() < chance else None

    def text(self) -> str:
        """A title; others may have the same."""
        return self.one(WORDS)

    def position(self) -> str | None:
        """A key of manual order, or none, which stands for the order of creation."""
        length = self.rng.randint(1, 12)
        key = "".join(self.rng.choices(DIGITS, k=length)) + self.one(DIGITS[1:])
        return self.maybe(key, 0.4)

    def past(self) -> datetime:
        """An instant of the last year."""
        return self.now - timedelta(seconds=self.rng.randint(1, 365 * 86_400))

    def day(self) -> date:
        """Near today."""
        return (self.now + timedelta(days=self.rng.randint(-60, 400))).date()

    def due(self) -> Due | None:
        """A date, a wall time with or without a zone, or nothing."""
        minutes = self.rng.randint(0, 24 * 60 - 1)
        local = datetime.combine(self.day(), time()) + timedelta(minutes=minutes)
        zone = self.one([None, *ZONES])
        return self.one([None, Due(on=self.day()), Due(local=local, zone=zone)])


def random_account(rng: Random, now: datetime) -> list[Record]:
    """The records of an account, in the order of an export."""
    maker = Maker(rng, now)
    records: list[Record] = [_preferences(maker), *_vacations(maker), *_labels(maker)]
    records += [*_projects(maker), *_filters(maker)]
    series = [random_series(maker, number) for number in range(rng.randint(0, 5))]
    records += [each.record for each in series]
    tasks = list(_tasks(maker))
    slots: list[SlotRecord] = []
    for each in series:
        made, logged = _occurrences(maker, each)
        tasks += made
        slots += logged
    return [*records, *tasks, *slots]


def _preferences(maker: Maker) -> PreferencesRecord:
    rng = maker.rng
    quiet, review = rng.random() < 0.5, rng.random() < 0.5  # noqa: PLR2004 - half of them
    return PreferencesRecord(
        name=maker.text()[:80],
        zone=maker.one(ZONES),
        all_day_reminder_time=time(rng.randint(0, 23), 30),
        week_start=maker.one(["MO", "SU", "SA"]),
        time_format=maker.one(["12h", "24h"]),
        default_reminders=maker.one([(), ("PT0S",), ("-PT15M", "PT0S")]),
        all_day_default_reminders=maker.one([(), ("PT0S",), ("-P1D",)]),
        default_channels=("email",),
        quiet_from=time(22) if quiet else None,
        quiet_until=time(6, 45) if quiet else None,
        digest_at=maker.maybe(time(7, 15)),
        review_on=rng.randint(0, 6) if review else None,
        review_at=time(18) if review else None,
    )


def _vacations(maker: Maker) -> Iterator[VacationRecord]:
    day = maker.day()
    for number in range(maker.rng.randint(0, 3)):
        ends = day + timedelta(days=maker.rng.randint(0, 20))
        skips = maker.rng.random() < 0.5  # noqa: PLR2004 - half of them
        yield VacationRecord(
            source_id=f"v{number}", starts_on=day, ends_on=ends, skips_occurrences=skips
        )
        day = ends + timedelta(days=maker.rng.randint(1, 9))


def _color(maker: Maker) -> str | None:
    return maker.maybe(f"#{maker.rng.randrange(1 << 24):06x}")


def _labels(maker: Maker) -> Iterator[LabelRecord]:
    names = maker.rng.sample([word[:60] for word in WORDS], maker.rng.randint(0, 6))
    for number, name in enumerate(names):
        maker.labels.append(name)
        favorite = maker.one([True, False])
        yield LabelRecord(
            source_id=f"l{number}", name=name, color=_color(maker), is_favorite=favorite
        )


def _projects(maker: Maker) -> Iterator[Record]:
    maker.sections[None] = []
    projects = [f"p{number}" for number in range(maker.rng.randint(0, 4))]
    for project in projects:
        yield ProjectRecord(
            source_id=project,
            name=maker.text()[:120],
            color=_color(maker),
            is_favorite=maker.one([True, False]),
            position=maker.position(),
            default_reminders=maker.one([None, (), ("-PT1H",)]),
            created_at=maker.past(),
            archived_at=maker.maybe(maker.past(), 0.2),
        )
    for project in projects:
        maker.sections[project] = [f"{project}s{n}" for n in range(maker.rng.randint(0, 3))]
        for section in maker.sections[project]:
            yield SectionRecord(
                source_id=section,
                project=project,
                name=maker.text()[:120],
                position=maker.position(),
                created_at=maker.past(),
            )


def _filters(maker: Maker) -> Iterator[FilterRecord]:
    for number in range(maker.rng.randint(0, 3)):
        yield FilterRecord(
            source_id=f"f{number}",
            name=f"{number} {maker.text()}"[:120],
            query=maker.one(QUERIES),
            sort=maker.one([None, "-priority", "due"]),
            color=_color(maker),
            is_favorite=maker.one([True, False]),
            position=maker.position(),
            created_at=maker.past(),
        )


def _tasks(maker: Maker) -> Iterator[TaskRecord]:
    for number in range(maker.rng.randint(3, 25)):
        yield _task(maker, f"t{number}", maker.due())


def _task(maker: Maker, source_id: str, due: Due | None, **given: Any) -> TaskRecord:
    rng = maker.rng
    created = maker.past()
    updated = created + (maker.now - created) * rng.random()
    status = given.get("status") or maker.one(["open", "open", "open", "done"])
    deleted_at = maker.maybe(maker.past(), 0.15)
    project = maker.one([*maker.sections])
    above = [task for task, level in maker.levels.items() if level < _DEEPEST]
    parent = maker.maybe(maker.one(above), 0.4) if above else None
    maker.levels[source_id] = maker.levels[parent] + 1 if parent else 1
    steps = tuple(
        StepRecord(title=maker.text(), is_done=maker.one([True, False]), source_id=f"c{n}")
        for n in range(maker.one([0, 0, 1, 4]))
    )
    values: dict[str, Any] = {
        "title": maker.text(),
        "notes": maker.one(NOTES),
        "priority": rng.randint(1, 4),
        "status": status,
        "labels": tuple(rng.sample(maker.labels, rng.randint(0, len(maker.labels)))),
        "project": project,
        "section": maker.one([None, *maker.sections[project]]),
        "parent": parent,
        "start": maker.maybe(_start(maker, due), 0.3),
        "reminders": random_reminders(rng, maker.now, due, status, is_deleted=bool(deleted_at)),
        "checklist": steps,
        "position": maker.position(),
        "created_at": created,
        "updated_at": updated,
        "completed_at": updated if status == "done" else None,
        "skipped_at": updated if status == "skipped" else None,
        "deleted_at": deleted_at,
    }
    return TaskRecord(source_id=source_id, due=due, **(values | given))


def _start(maker: Maker, due: Due | None) -> Due | None:
    """In the zone in which the task is due."""
    start = maker.due()
    zone = due.zone if due else None
    return replace(start, zone=zone) if start and start.local else start


def _occurrences(maker: Maker, series: RandomSeries) -> tuple[list[TaskRecord], list[SlotRecord]]:
    """What is done or was skipped, what was missed, and mostly one that is open."""
    tasks: list[TaskRecord] = []
    slots: list[SlotRecord] = []
    before: str | None = None
    for slot in series.slots:
        outcome = maker.one(_OUTCOMES)
        count = maker.rng.randint(2, 9) if outcome == "missed" else 1
        task = None
        if outcome in ("done", "skipped"):
            task = f"{series.record.source_id}t{len(tasks)}"
            given = {"status": outcome, "slot": slot, "follows": before}
            tasks.append(_occurrence(maker, series, task, **given))
            before = task
        slots.append(
            SlotRecord(
                series=series.record.source_id,
                slot=slot,
                outcome=outcome,
                count=count,
                task=task,
                logged_at=maker.past(),
            )
        )
    if series.record.ended_at is None:
        task = f"{series.record.source_id}open"
        given = {"status": "open", "slot": series.next_slot, "follows": before}
        fields = _series_fields(maker)
        tasks.append(_occurrence(maker, series, task, series_fields=fields, **given))
    return tasks, slots


def _occurrence(maker: Maker, series: RandomSeries, source_id: str, **given: Any) -> TaskRecord:
    due = series.due_of(given["slot"])
    return _task(maker, source_id, due, series=series.record.source_id, **given)


def _series_fields(maker: Maker) -> dict[str, Any] | None:
    """Of one that was edited for itself alone."""
    project = maker.one([*maker.sections])
    step = {"id": "00000000-0000-7000-8000-000000000001", "title": "step", "is_done": False}
    reminder = {
        "offset": "-PT10M",
        "at": None,
        "channels": maker.one([None, ["email"]]),
        "relative_to": "due",
        "nag_every": None,
        "nag_max": None,
        "urgent": True,
    }
    fields: dict[str, Any] = {
        "title": maker.text(),
        "notes": maker.one(NOTES),
        "priority": 2,
        "labels": sorted(maker.labels[:2]),
        "project_id": project,
        "section_id": maker.one([None, *maker.sections[project]]),
        "checklist": [step],
        "reminders": [reminder],
    }
    names = maker.rng.sample(sorted(fields), maker.rng.randint(1, len(fields)))
    if "project_id" in names or "section_id" in names:
        names = sorted({*names, "project_id", "section_id"})
    return maker.maybe({name: fields[name] for name in names}, 0.5)
