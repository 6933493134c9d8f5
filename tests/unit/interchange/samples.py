"""The sample files, and how each is read."""

from datetime import date
from pathlib import Path

from shared.interchange.formats import read
from shared.interchange.records import ReadOptions, Record, SeriesRecord, TaskRecord
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
