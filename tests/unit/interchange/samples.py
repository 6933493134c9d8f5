"""The sample files, and how each is read."""

from datetime import UTC, date, datetime, time
from pathlib import Path

from shared.domain.tasks import Due
from shared.interchange.formats import read
from shared.interchange.records import (
    FilterRecord,
    LabelRecord,
    PreferencesRecord,
    ProjectRecord,
    ReadOptions,
    Record,
    ReminderRecord,
    SectionRecord,
    SeriesRecord,
    SlotRecord,
    StepRecord,
    TaskRecord,
    VacationRecord,
)
from shared.interchange.rows import Row

FOLDER = Path(__file__).parents[2] / "data" / "interchange"
MAPPING = {
    "Task": "title", "Details": "notes", "Deadline": "due", "Begin": "start", "Prio": "priority",
    "Tags": "labels", "List": "project", "Part": "section", "Finished": "done", "Rule": "rrule",
    "Ping": "reminder", "Junk": "ignore",
}  # fmt: skip
FILES = {
    "todoist_csv": "todoist.csv",
    "todoist_json": "todoist.json",
    "ticktick": "ticktick.csv",
    "microsoft": "microsoft.json",
    "vikunja": "vikunja.json",
    "csv": "generic.csv",
    "ics": "calendar.ics",
    "rondel": "rondel-tasks.json",
}


def whole_account() -> list[Record]:
    """A record of each kind."""
    at = datetime(2026, 11, 20, 9, tzinfo=UTC)
    due = Due(local=datetime(2026, 11, 26, 9), zone="Europe/Berlin")
    return [
        PreferencesRecord(zone="Europe/Berlin", quiet_from=time(22), digest_at=time(7)),
        VacationRecord(source_id="v", starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 9)),
        LabelRecord(source_id="l", name="plants", color="#112233"),
        ProjectRecord(source_id="p", name="Home", created_at=at),
        SectionRecord(source_id="c", project="p", name="Garden"),
        FilterRecord(source_id="f", name="Today", query="today"),
        SeriesRecord(
            source_id="s",
            rrule="FREQ=DAILY;INTERVAL=3",
            dtstart=datetime(2026, 11, 26, 9),
            all_day=False,
            zone="Europe/Berlin",
            exdates=("2026-11-29T09:00:00",),
        ),
        SlotRecord(series="s", slot="2026-11-23T09:00:00", outcome="missed", logged_at=at),
        TaskRecord(
            source_id="t",
            title="Water the ferns",
            labels=("plants",),
            project="p",
            section="c",
            due=due,
            series="s",
            slot="2026-11-26T09:00:00",
            reminders=(ReminderRecord(type="relative", offset="-PT30M"),),
            checklist=(StepRecord(title="Can"),),
            created_at=at,
        ),
    ]


def options_for(name: str) -> ReadOptions:
    mapping = MAPPING if name == "csv" else {}
    return ReadOptions(zone="Europe/Berlin", today=date(2026, 11, 26), mapping=mapping)


def sample(name: str) -> bytes:
    return (FOLDER / FILES[name]).read_bytes()


def rows_of(name: str, data: bytes | None = None) -> list[Row]:
    source = sample(name) if data is None else data
    return list(read(name, [source], options_for(name)))


def records(rows: list[Row]) -> list[Record]:
    return [record for row in rows for record in row.records]


def tasks(rows: list[Row]) -> dict[str, TaskRecord]:
    return {one.title: one for one in records(rows) if isinstance(one, TaskRecord)}


def series(rows: list[Row], title: str) -> SeriesRecord:
    wanted = tasks(rows)[title].series
    found = [one for one in records(rows) if isinstance(one, SeriesRecord)]
    return next(one for one in found if one.source_id == wanted)


def codes(rows: list[Row], number: int) -> list[str]:
    return [loss.code for row in rows if row.number == number for loss in row.losses]
