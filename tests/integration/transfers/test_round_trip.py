"""Accounts come back from an export as they were: random ones, and what those have found.

`python -m tools.try_roundtrip` tries more of them.
"""

from datetime import UTC, date, datetime

import asyncpg
import orjson
import pytest

from shared.commands.ordering import Move, move_task
from shared.commands.projects import create_project
from shared.commands.series_edits import patch_series
from shared.commands.skipping import skip_task
from shared.commands.tasks import complete_task
from shared.db.session import Database
from shared.domain.tasks import Due, RecurrenceDraft, TaskPatch
from shared.interchange import native
from shared.interchange.records import SeriesRecord, TaskRecord
from tests.factories.series import roll, rows
from tests.factories.tasks import make_task
from tests.factories.users import make_user
from tests.integration.transfers.ordering import import_
from tests.services.kafka import PARTITIONS
from tools.try_roundtrip.__main__ import _database
from tools.try_roundtrip.rounds import StandingClock, export, try_round

ROUNDS = 4


def file_of(*records):
    return b"".join(native.write(records, datetime(2026, 1, 1, tzinfo=UTC)))


async def moved_over(db, owner):
    """The account of another person who imported all of this one."""
    other = await make_user(db)
    done = await import_(db, other, await export(db, owner))
    assert done.state == "done"
    assert done.counts["taken"] + done.counts["unchanged"] == done.counts["rows"]
    return other


@pytest.mark.timeout(120)
@pytest.mark.parametrize("seed", range(1, ROUNDS + 1))
@pytest.mark.usefixtures("db")  # no transfers of others wait in it
async def test_a_random_account_is_the_same_after_export_wipe_and_import(engine, seed):
    clock = StandingClock()
    done = await try_round(Database(engine, clock, PARTITIONS), clock, seed)
    assert done.findings == []
    assert done.records > 5


async def test_the_database_of_a_round_that_breaks_off_is_gone(postgres_url):
    with pytest.raises(LookupError):
        async with _database(postgres_url) as url:
            raise LookupError
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        await asyncpg.connect(url)


async def test_what_was_moved_stands_where_it_stood(db):
    owner = await make_user(db)
    first, second, third = [await make_task(db, owner, title=title) for title in "abc"]
    await move_task(db, owner, third.id, Move(anchor=second.id, side="before"), None)
    other = await moved_over(db, owner)
    await make_task(db, other, title="new")
    found = await rows(
        db,
        "SELECT title FROM tasks WHERE user_id = :u"
        ' ORDER BY COALESCE(position, id::text) COLLATE "C"',
        u=other.user_id,
    )
    assert [row.title for row in found] == ["a", "c", "b", "new"]
    assert first.id < second.id < third.id


async def test_an_edit_of_one_occurrence_is_of_that_one_alone_there_too(db):
    db.clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    owner = await make_user(db)
    home, away = [await create_project(db, owner, name, None) for name in ("Home", "Away")]
    task = await make_task(
        db, owner, due="2026-11-24T09:00", rrule="FREQ=DAILY", project_id=home.id
    )
    patch = TaskPatch(title="Once", project_id=away.id)
    await patch_series(db, owner, task.id, "this", patch, expected=None)
    other = await moved_over(db, owner)
    (one,) = await rows(db, "SELECT id FROM tasks WHERE user_id = :u", u=other.user_id)
    await roll(db, await complete_task(db, other, one.id, None))
    found = await rows(
        db,
        "SELECT t.title, p.name FROM tasks t JOIN projects p ON p.id = t.project_id"
        " WHERE t.user_id = :u ORDER BY t.slot",
        u=other.user_id,
    )
    assert [tuple(row) for row in found] == [("Once", "Away"), ("Water the plants", "Home")]


async def test_days_that_got_a_time_are_taken_over_there_and_by_a_calendar(db):
    db.clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    owner = await make_user(db)
    draft = RecurrenceDraft("FREQ=DAILY", exdates=[date(2026, 11, 27)])
    task = await make_task(db, owner, due=date(2026, 11, 24), rrule="FREQ=DAILY")
    await patch_series(db, owner, task.id, "all", TaskPatch(recurrence=draft), expected=None)
    following = (await skip_task(db, owner, task.id, None)).next
    patch = TaskPatch(due=Due(local=datetime(2026, 11, 25, 9)))
    await patch_series(db, owner, following.id, "all", patch, expected=None)

    other = await moved_over(db, owner)

    found = await rows(
        db, "SELECT slot FROM tasks WHERE user_id = :u ORDER BY slot", u=other.user_id
    )
    assert [row.slot for row in found] == ["2026-11-24", "2026-11-25T09:00:00"]
    assert b"EXDATE:20261127T090000" in await export(db, owner, "ics")


async def test_a_start_of_one_occurrence_alone_is_of_that_one_alone_there_too(db):
    db.clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    owner = await make_user(db)
    task = await make_task(
        db,
        owner,
        due=date(2026, 11, 27),
        start=Due(on=date(2026, 11, 25)),
        rrule="FREQ=WEEKLY;BYDAY=FR",
    )
    patch = TaskPatch(start=Due(on=date(2026, 11, 26)))
    await patch_series(db, owner, task.id, "this", patch, expected=None)
    other = await moved_over(db, owner)
    (one,) = await rows(db, "SELECT id FROM tasks WHERE user_id = :u", u=other.user_id)
    following = (await skip_task(db, other, one.id, None)).next
    assert following.start_on == date(2026, 12, 2)


@pytest.mark.parametrize(
    "fields",
    [
        {"title": 5},
        {"title": ""},
        {"labels": [["x"]]},
        {"priority": 9},
        {"reminders": [{"offset": "soon"}]},
        {"reminders": ["0199"]},
        {"start": "soon"},
        {"start": "9999-12-31"},
        {"checklist": {"id": 1}},
        {"notes": "\0"},
    ],
)
async def test_fields_of_the_next_occurrence_that_cannot_be_meant_are_left_out(db, fields):
    owner = await make_user(db)
    series = SeriesRecord(
        source_id="s", rrule="FREQ=DAILY", dtstart=datetime(2031, 1, 1), all_day=True
    )
    task = TaskRecord(
        source_id="t",
        title="Read",
        due=Due(on=datetime(2031, 1, 1).date()),
        series="s",
        slot="2031-01-01",
        series_fields=fields,
    )
    done = await import_(db, owner, file_of(series, task))
    assert (done.counts["taken"], done.counts["lossy"]) == (1, 1)
    (row,) = await rows(
        db, "SELECT title, series_fields FROM tasks WHERE user_id = :u", u=owner.user_id
    )
    assert (row.title, row.series_fields) == ("Read", None)


async def test_a_start_in_another_zone_is_the_same_instant(db):
    owner = await make_user(db, zone="Europe/Berlin")
    start = Due(local=datetime(2031, 1, 1, 9), zone="America/New_York")
    records = [
        TaskRecord(
            source_id="a", title="day", due=Due(on=datetime(2031, 1, 2).date()), start=start
        ),
        TaskRecord(
            source_id="b",
            title="time",
            due=Due(local=datetime(2031, 1, 2, 9), zone="Asia/Tokyo"),
            start=start,
        ),
    ]
    done = await import_(db, owner, file_of(*records))
    assert (done.counts["lossy"], done.counts["failed"]) == (2, 0)
    found = await rows(
        db,
        "SELECT start_local, zone, start_at FROM tasks WHERE user_id = :u ORDER BY title",
        u=owner.user_id,
    )
    instant = datetime(2031, 1, 1, 14, tzinfo=UTC)
    assert [tuple(row) for row in found] == [
        (datetime(2031, 1, 1, 15), None, instant),
        (datetime(2031, 1, 1, 23), "Asia/Tokyo", instant),
    ]


async def test_preferences_that_are_so_already_are_unchanged(db):
    owner = await make_user(db)
    content = await export(db, owner)
    assert orjson.loads(content.splitlines()[1])["kind"] == "preferences"
    done = await import_(db, owner, content)
    assert (done.counts["rows"], done.counts["unchanged"]) == (1, 1)
