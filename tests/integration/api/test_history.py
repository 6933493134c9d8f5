"""Every slot of a series can be read, and how regularly it was done."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from shared.db.repositories.activity import ActivityRow, insert_new
from shared.db.session import Database
from tests.factories.series import rows
from tests.fakes import FakeClock
from tests.integration.api.harness import Api, pointers

FIRST = date(2026, 11, 1)


@pytest.fixture
async def series(api):
    """A person with a daily task that has ten logged slots: 1 to 10 November."""
    person = await api.person(zone="UTC")
    task = await api.create(
        person,
        title="Stretch",
        due={"date": "2026-11-11"},
        recurrence={"rrule": "FREQ=DAILY"},
    )
    await log(api, person, task["series_id"], "dddsmdddds")
    return person, task


async def log(api, person, series_id, word, *, first=FIRST, count=1):
    outcomes = {"d": "done", "s": "skipped", "m": "missed", "v": "moved"}
    async with api.resources.db.unit_of_work() as uow:
        for index, letter in enumerate(word):
            await uow.connection.execute(
                text("INSERT INTO occurrence_log VALUES (:s, :slot, :u, :o, :c, NULL, :now)"),
                {
                    "s": UUID(str(series_id)),
                    "slot": (first + timedelta(days=index)).isoformat(),
                    "u": person.user_id,
                    "o": outcomes[letter],
                    "c": count,
                    "now": uow.now,
                },
            )


async def pages(api, person, path):
    """All items of a list, asked for three at a time."""
    items, cursor = [], None
    while True:
        more = f"&cursor={cursor}" if cursor else ""
        answer = await api.ask("GET", f"{path}limit=3{more}", person)
        assert answer.status_code == 200, answer.text
        items += answer.json()["items"]
        cursor = answer.json()["next_cursor"]
        if cursor is None:
            return items


async def test_pain_6_every_slot_of_a_series_can_be_read_the_latest_first(api, series):
    person, task = series
    items = await pages(api, person, f"/api/tasks/{task['id']}/occurrences?")
    assert [item["slot"] for item in items] == [f"2026-11-{day:02}" for day in range(11, 0, -1)]
    assert items[0]["status"] == "open"
    assert items[0]["task_id"] == task["id"]
    assert items[-1]["status"] == "done"


async def test_slots_are_found_by_status_and_days(api, series):
    person, task = series
    path = f"/api/tasks/{task['id']}/occurrences?status=done&from=2026-11-03&to=2026-11-07&"
    items = await pages(api, person, path)
    assert [item["slot"][8:] for item in items] == ["07", "06", "03"]


async def test_pain_30_what_was_done_is_listed_over_all_series_and_of_no_one_else(api, series):
    person, task = series
    other = await api.create(
        person, title="Read", due={"date": "2026-11-01"}, recurrence={"rrule": "FREQ=DAILY"}
    )
    done = await api.ask("POST", f"/api/tasks/{other['id']}/complete", person)
    assert done.status_code == 200
    items = await pages(api, person, "/api/occurrences?status=done&")
    assert len(items) == 8
    titles = {item["title"] for item in items if item["task_id"] == other["id"]}
    assert titles == {"Read"}
    stranger = await api.person()
    assert await pages(api, stranger, "/api/occurrences?") == []
    answer = await api.ask("GET", f"/api/tasks/{task['id']}/occurrences", stranger)
    assert answer.status_code == 404


async def test_a_missed_slot_says_of_what_and_a_skipped_one_why(api, series):
    person, task = series
    missed = await pages(api, person, "/api/occurrences?status=missed&")
    assert {(each["title"], each["latest_task_id"]) for each in missed} == {("Stretch", task["id"])}
    assert {each["task_id"] for each in missed} == {None}
    assert {each["reason"] for each in missed} == {None}
    skipped = await api.ask("POST", f"/api/tasks/{task['id']}/skip", person)
    assert skipped.status_code == 200, skipped.text
    path = "/api/occurrences?status=skipped&from=2026-11-11&"
    assert [each["reason"] for each in await pages(api, person, path)] == [None]  # not recorded yet
    row = ActivityRow(
        *(
            uuid4(),
            api.resources.db.clock.now(),
            "task.skipped",
            person.user_id,
            UUID(task["id"]),
            None,
        ),
        *("task-events", 0, 7, "/api", None, '{"reason": "asked"}'),
    )
    async with api.resources.db.unit_of_work() as uow:
        await insert_new(uow.connection, [row], uow.now)
    [found] = await pages(api, person, path)
    assert (found["task_id"], found["reason"]) == (task["id"], "asked")


async def test_a_series_that_goes_on_from_another_has_its_slots_too(api, series):
    person, task = series
    before = uuid4()
    async with api.resources.db.unit_of_work() as uow:
        await uow.connection.execute(
            text(
                "INSERT INTO series (id, user_id, rrule, dtstart, all_day, created_at, updated_at)"
                " VALUES (:id, :u, 'FREQ=DAILY', '2026-10-01', true, :now, :now)"
            ),
            {"id": before, "u": person.user_id, "now": uow.now},
        )
        await uow.connection.execute(
            text("UPDATE series SET follows_id = :before WHERE id = :id"),
            {"before": before, "id": UUID(task["series_id"])},
        )
    await log(api, person, before, "dd", first=date(2026, 10, 30))
    items = await pages(api, person, f"/api/tasks/{task['id']}/occurrences?")
    assert [item["slot"] for item in items][-2:] == ["2026-10-31", "2026-10-30"]
    history = (await api.ask("GET", f"/api/tasks/{task['id']}/history", person)).json()
    assert history["slots_done"] == 9
    assert history["first_slot"] == "2026-10-30"


async def test_history_counts_streaks_and_summed_up_slots(api, series):
    person, task = series
    await log(api, person, task["series_id"], "m", first=date(2020, 1, 1), count=500)
    db = api.resources.db
    clock = FakeClock(datetime(2026, 11, 28, 8, tzinfo=UTC))  # the heat map is of a year
    then = Api(replace(api.resources, db=Database(db.engine, clock, db.partitions)))
    answer = await then.ask("GET", f"/api/tasks/{task['id']}/history", person)
    assert answer.status_code == 200
    history = answer.json()
    assert (history["slots_done"], history["skipped"], history["missed"]) == (7, 2, 501)
    assert history["streak"]["longest"] == 4
    assert history["slot_number"] is None
    days = {(each["date"], each["outcome"]): each["count"] for each in history["heatmap"]}
    assert days["2026-11-05", "missed"] == 1


async def test_pain_22_a_streak_rests_in_a_vacation(api, series):
    person, task = series

    async def longest():
        answer = await api.ask("GET", f"/api/tasks/{task['id']}/history", person)
        return answer.json()["streak"]["longest"]

    assert await longest() == 4
    away = {"starts_on": "2026-11-05", "ends_on": "2026-11-05"}
    assert (await api.ask("POST", "/api/vacations", person, json=away)).status_code == 201
    assert await longest() == 7


@pytest.mark.parametrize(
    ("recurrence", "numbers"),
    [
        ({"rrule": "FREQ=DAILY;COUNT=10"}, ["1 of 10", "2 of 10"]),
        ({"rrule": "FREQ=DAILY;COUNT=10", "anchor": "completion"}, [None, "1 of 10"]),
        ({"rrule": "FREQ=DAILY"}, [None, None]),
    ],
    ids=["schedule", "completion", "endless"],
)
async def test_an_occurrence_says_which_of_how_many_it_is(api, recurrence, numbers):
    person = await api.person()
    due = {"datetime_local": "2031-01-31T08:00"}
    task = await api.create(person, due=due, recurrence=recurrence)
    following = (await api.ask("POST", f"/api/tasks/{task['id']}/skip", person)).json()["next"]
    found = [
        (await api.ask("GET", f"/api/tasks/{each['id']}/history", person)).json()["slot_number"]
        for each in (task, following)
    ]
    assert found == numbers


async def test_a_task_that_does_not_recur_has_no_history(api):
    person = await api.person()
    task = await api.create(person)
    history = (await api.ask("GET", f"/api/tasks/{task['id']}/history", person)).json()
    assert history["streak"] == {"current": 0, "longest": 0}
    assert history["rate_30d"] is None
    assert history["heatmap"] == []


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("status=perhaps", "/query/status"),
        ("from=yesterday", "/query/from"),
        ("limit=0", "/query/limit"),
        ("since=2026-11-01", "/query/since"),
    ],
)
async def test_what_cannot_be_meant_is_refused(api, query, pointer):
    person = await api.person()
    answer = await api.ask("GET", f"/api/occurrences?{query}", person)
    assert answer.status_code == 422
    assert [where for where, _ in pointers(answer)] == [pointer]


async def test_nobody_reads_without_a_token(api):
    assert (await api.ask("GET", "/api/occurrences")).status_code == 401
    assert (await api.ask("GET", f"/api/tasks/{uuid4()}/history")).status_code == 401


async def test_reading_history_changes_nothing(api, series):
    person, task = series
    statement = "SELECT count(*) FROM occurrence_log WHERE user_id = :u"
    before = await rows(api.resources.db, statement, u=person.user_id)
    await api.ask("GET", f"/api/tasks/{task['id']}/history", person)
    assert await rows(api.resources.db, statement, u=person.user_id) == before
