"""What a file says of other accounts, or of its own future, does no harm here."""

from datetime import UTC, datetime

import pytest

from shared.commands.projects import create_project
from shared.db.repositories import transfer_reports
from shared.domain.tasks import Due
from shared.interchange import native
from shared.interchange.records import (
    ProjectRecord,
    SectionRecord,
    SeriesRecord,
    SlotRecord,
    TaskRecord,
)
from tests.factories.series import rows
from tests.factories.users import make_user
from tests.integration.transfers.ordering import import_
from tests.integration.transfers.test_round_trip import export

NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
SERIES = SeriesRecord(
    source_id="s", rrule="FREQ=DAILY", dtstart=datetime(2026, 11, 26), all_day=True
)


def occurrence(fields, **more):
    return TaskRecord(
        **{
            "source_id": "t",
            "title": "Rent",
            "series": "s",
            "slot": "2026-11-27",
            "due": Due(on=NOW.date()),
            "series_fields": fields,
        }
        | more
    )


async def said(db, done):
    async with db.read() as connection:
        rows = await transfer_reports.read_report(connection, done.id, 0, 100)
    return [reason["code"] for row in rows for reason in row.reasons]


async def stored(db, owner):
    for row in native.read([await export(db, owner)]):
        for record in row.records:
            if isinstance(record, TaskRecord):
                return record
    raise AssertionError("no task came out")


def file_of(*records):
    return b"".join(native.write(records, NOW))


async def test_the_next_occurrence_never_goes_to_a_project_of_somebody_else(db):
    owner, other = await make_user(db), await make_user(db)
    project = await create_project(db, other, "Theirs", None)
    done = await import_(
        db, owner, file_of(SERIES, occurrence({"project_id": str(project.id), "title": "Next"}))
    )
    assert (done.state, await said(db, done)) == ("done", ["project_unknown"])
    assert (await stored(db, owner)).series_fields == {"title": "Next", "project_id": None}


async def test_the_next_occurrence_has_places_and_reminders_of_this_account(db):
    owner = await make_user(db)
    fields = {"project_id": "p", "section_id": "c", "reminders": [{"offset": "-PT30M"}]}
    done = await import_(
        db,
        owner,
        file_of(
            ProjectRecord(source_id="p", name="Home"),
            SectionRecord(source_id="c", project="p", name="Flat"),
            SERIES,
            occurrence(fields, project="p", section="c"),
        ),
    )
    assert (done.state, await said(db, done)) == ("done", [])
    task = await stored(db, owner)
    assert task.series_fields is not None
    assert task.series_fields["project_id"] == task.project
    assert task.series_fields["section_id"] == task.section
    assert [each["offset"] for each in task.series_fields["reminders"]] == ["-PT30M"]


async def test_fields_that_no_task_may_have_are_left_out(db):
    for bad in (
        {"title": 5},
        {"title": "a\0"},
        {"notes": ["a"]},
        {"priority": 9},
        {"checklist": "x"},
        {"labels": [1]},
        {"reminders": [{"offset": "x"}]},
        {"reminders": 7},
        {"reminders": [{"at": "0001-01-01T00:00:00+09:00"}]},
    ):
        owner = await make_user(db)
        done = await import_(db, owner, file_of(SERIES, occurrence(bad)))
        assert (done.state, len(await said(db, done))) == ("done", 1), bad
        assert (await stored(db, owner)).series_fields is None


async def test_a_time_is_no_slot_of_a_series_of_days(db):
    owner = await make_user(db)
    slot = SlotRecord(series="s", slot="2026-11-26T09:00:00", outcome="done", logged_at=NOW)
    done = await import_(
        db, owner, file_of(SERIES, occurrence(None, slot="2026-11-27T09:00:00"), slot)
    )
    assert (done.state, await said(db, done)) == ("done", ["slot_kind", "slot_kind"])
    assert (await stored(db, owner)).slot is None


async def test_what_the_report_quotes_can_be_stored(db):
    owner = await make_user(db)
    content = file_of(TaskRecord(source_id="t", title="a"))
    due = b'"due":{"local":"2026-01-01T09:00","zone":"E\\u0000"},"\\u0000":1'
    content = content.replace(b'"due":null', due)
    done = await import_(db, owner, content)
    assert (done.state, sorted(await said(db, done))) == ("done", ["field_unknown", "zone_unknown"])


async def test_what_the_next_occurrence_has_is_as_clean_as_what_a_task_has(db):
    owner = await make_user(db)
    fields = {
        "title": " Next ",
        "labels": ["b ", "a", "b"],
        "reminders": [{"at": "2026-11-27T08:00:00"}],
    }
    done = await import_(db, owner, file_of(SERIES, occurrence(fields)))
    assert (done.state, await said(db, done)) == ("done", [])
    kept = (await stored(db, owner)).series_fields
    assert (kept["title"], kept["labels"]) == ("Next", ["a", "b"])
    assert kept["reminders"][0]["at"] == "2026-11-27T08:00:00+00:00"


@pytest.mark.parametrize("order", ["ABCP", "CBAP", "BACP", "PABC", "BCAP"])
async def test_no_task_stands_four_levels_deep_in_whichever_order_they_come(db, order):
    owner = await make_user(db)
    above = {"A": "P", "B": "A", "C": "B", "P": None}
    tasks = [TaskRecord(source_id=name, title=name, parent=above[name]) for name in order]
    done = await import_(db, owner, file_of(*tasks))
    assert (done.state, set(await said(db, done))) == ("done", {"parent_too_deep"})
    found = await rows(db, "SELECT id, parent_id FROM tasks WHERE user_id = :u", u=owner.user_id)
    parents = {row.id: row.parent_id for row in found}
    assert all(parents.get(parents.get(parents[each])) is None for each in parents)
    assert list(parents.values()).count(None) == 2
