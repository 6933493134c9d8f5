"""Words and events that count from today: what they mean on the day of the import, and later."""

import asyncio
from datetime import UTC, date, datetime

from tests.factories.series import rows
from tests.factories.users import make_user
from tests.integration.transfers.ordering import import_, order
from workers.transfers.runner import Runner

THURSDAY = datetime(2026, 11, 26, 9, tzinfo=UTC)
HEAD = "TYPE,CONTENT,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE\n"
WORDS = (HEAD + "task,Water the ferns,4,1,,,every monday,en,\n").encode()
EVENTS = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
BEGIN:VEVENT\r
UID:bins\r
SUMMARY:Bins\r
DTSTART;VALUE=DATE:20200106\r
RRULE:FREQ=WEEKLY\r
END:VEVENT\r
END:VCALENDAR\r
"""


async def dates(db, owner):
    found = await rows(
        db,
        "SELECT t.due_on, s.rrule FROM tasks t LEFT JOIN series s ON s.id = t.series_id"
        " WHERE t.user_id = :u",
        u=owner.user_id,
    )
    return [tuple(row) for row in found]


async def test_words_count_from_the_day_of_the_import(db):
    db.clock.set(THURSDAY)
    owner = await make_user(db)
    await import_(db, owner, WORDS, source="todoist_csv")
    assert await dates(db, owner) == [(date(2026, 11, 30), "FREQ=WEEKLY;BYDAY=MO;WKST=MO")]


async def test_an_event_of_long_ago_goes_on_with_its_next_day(db):
    db.clock.set(THURSDAY)
    owner = await make_user(db)
    await import_(db, owner, EVENTS, source="ics")
    assert await dates(db, owner) == [(date(2026, 11, 30), "FREQ=WEEKLY")]


async def test_the_same_file_weeks_later_means_the_same(db):
    db.clock.set(THURSDAY)
    owner = await make_user(db)
    await import_(db, owner, WORDS, source="todoist_csv")
    db.clock.advance(20 * 24 * 3600)
    again = await import_(db, owner, WORDS, source="todoist_csv")
    assert again.counts["unchanged"] == again.counts["rows"] == 1
    changed = WORDS.replace(b"every monday", b"every tuesday")
    await import_(db, owner, changed, source="todoist_csv")
    assert (await dates(db, owner))[0][0] == date(2026, 12, 22)


async def test_a_dry_run_remembers_no_file(db):
    db.clock.set(THURSDAY)
    owner = await make_user(db)
    await order(db, owner, WORDS, source="todoist_csv", is_dry_run=True)
    assert await Runner(db).run_one(asyncio.Event())
    assert await rows(db, "SELECT 1 FROM imported_items WHERE user_id = :u", u=owner.user_id) == []
