"""Preferences and vacations over HTTP."""

import pytest
from sqlalchemy import text

from tests.factories.channels import make_channel
from tests.integration.api.harness import pointers


async def change(api, person, **body):
    return await api.ask("PATCH", "/api/me", person, json=body)


async def test_preferences_are_merged_and_null_switches_off(api):
    ada = await api.person()
    asked = {
        "name": " Ada ",
        "week_start": "SU",
        "time_format": "12h",
        "all_day_reminder_time": "07:30",
        "default_reminders": ["-PT1H", "PT0S"],
        "all_day_default_reminders": [],
        "default_channels": ["email"],
        "quiet_hours": {"from": "22:00", "until": "07:00"},
        "digest_at": "06:45",
        "review": {"weekday": "FR", "at": "16:00"},
    }
    first = (await change(api, ada, **asked)).json()
    assert first["moved"] is None
    assert {name: first[name] for name in asked} == {**asked, "name": "Ada"}
    second = (await change(api, ada, quiet_hours=None, review=None)).json()
    assert (second["quiet_hours"], second["review"], second["digest_at"]) == (None, None, "06:45")
    stored = (await api.ask("GET", "/api/me", ada)).json()
    assert stored == {name: value for name, value in second.items() if name != "moved"}


async def test_a_digest_waits_as_soon_as_somebody_wants_one_and_not_after(api):
    ada = await api.person(zone="Europe/Berlin")

    async def waiting():
        async with api.resources.db.read() as connection:
            rows = await connection.execute(
                text("SELECT kind, state FROM reminders WHERE user_id = :id AND task_id IS NULL"),
                {"id": ada.user_id},
            )
            return {row.kind: row.state for row in rows}

    await change(api, ada, digest_at="07:00")
    assert await waiting() == {"digest": "scheduled"}
    await change(api, ada, review={"weekday": "FR", "at": "16:00"})
    assert await waiting() == {"digest": "scheduled", "review": "scheduled"}
    await change(api, ada, digest_at=None)
    assert await waiting() == {"digest": "cancelled", "review": "scheduled"}


async def test_another_zone_says_what_moved(api):
    ada = await api.person(zone="Europe/Berlin")
    task = await api.create(ada, title="Stretch", due={"datetime_local": "2031-12-01T09:00"})
    await api.create(ada, due={"datetime_local": "2031-12-01T09:00", "zone": "Asia/Tokyo"})
    moved = (await change(api, ada, zone="America/New_York")).json()["moved"]
    assert moved == {
        "tasks_moved": 1,
        "reminders_moved": 1,
        "fixed_tasks": 1,
        "examples": [
            {
                "task_id": task["id"],
                "title": "Stretch",
                "datetime_local": "2031-12-01T09:00:00",
                "before": "2031-12-01T08:00:00Z",
                "after": "2031-12-01T14:00:00Z",
            }
        ],
    }


async def test_new_tasks_follow_the_preferences(api):
    ada = await api.person()
    channel = await make_channel(api.resources.db, ada)
    await change(api, ada, default_reminders=["-PT1H", "-PT60M"], default_channels=[channel])
    task = await api.create(ada, due={"datetime_local": "2031-12-01T09:00"})
    shown = [(each["offset"], each["channels"]) for each in task["reminders"]]
    assert shown == [("-PT1H", [channel])]


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"zone": "Mars/Olympus"}, "/zone", "zone_unknown"),
        ({"zone": ""}, "/zone", "zone_unknown"),
        ({"zone": None}, "/zone", "string_type"),
        ({"name": "  "}, "/name", "name_invalid"),
        ({"week_start": "monday"}, "/week_start", "literal_error"),
        ({"time_format": "36h"}, "/time_format", "literal_error"),
        ({"all_day_reminder_time": "24:00"}, "/all_day_reminder_time", "time_malformed"),
        ({"all_day_reminder_time": "7:30"}, "/all_day_reminder_time", "time_malformed"),
        ({"all_day_reminder_time": "07:30:15"}, "/all_day_reminder_time", "time_malformed"),
        ({"all_day_reminder_time": None}, "/all_day_reminder_time", "time_malformed"),
        ({"default_reminders": ["-P367D"]}, "/default_reminders/0", "offset_range"),
        ({"default_reminders": ["PT0S", "soon"]}, "/default_reminders/1", "offset_syntax"),
        ({"default_reminders": ["PT0S"] * 21}, "/default_reminders", "too_long"),
        ({"all_day_default_reminders": ["-P1M"]}, "/all_day_default_reminders/0", "offset_months"),
        ({"default_channels": []}, "/default_channels", "too_short"),
        ({"default_channels": ["pager"]}, "/default_channels/0", "channel_unknown"),
        (
            {"default_channels": ["email", "018f3c2e-0000-7000-8000-000000000001"]},
            "/default_channels/1",
            "channel_unknown",
        ),
        (
            {"quiet_hours": {"from": "22:00", "until": "22:00"}},
            "/quiet_hours",
            "quiet_hours_equal",
        ),
        ({"quiet_hours": {"from": "22:00"}}, "/quiet_hours/until", "missing"),
        ({"digest_at": 7}, "/digest_at", "time_malformed"),
        ({"review": {"weekday": "XX", "at": "07:00"}}, "/review/weekday", "literal_error"),
        ({"email": "new@example.com"}, "/email", "unknown_field"),
    ],
)
async def test_a_bad_preference_is_refused_and_nothing_changes(api, ada, body, pointer, code):
    before = (await api.ask("GET", "/api/me", ada)).json()
    answer = await change(api, ada, **{"time_format": "12h", **body})
    assert answer.status_code == 422
    assert (pointer, code) in pointers(answer)
    assert (await api.ask("GET", "/api/me", ada)).json() == before


async def test_preferences_of_an_account_that_is_gone(api):
    ada = await api.person()
    async with api.resources.db.unit_of_work() as uow:
        await uow.connection.execute(text("DELETE FROM users WHERE id = :id"), {"id": ada.user_id})
    assert (await change(api, ada, name="Ada")).status_code == 401
    assert (await api.ask("GET", "/api/vacations", ada)).status_code == 401


async def vacation(api, person, starts_on, ends_on, **more):
    body = {"starts_on": starts_on, "ends_on": ends_on, **more}
    return await api.ask("POST", "/api/vacations", person, json=body)


async def test_vacations_are_listed_the_earliest_first_and_deleted(api):
    ada = await api.person()
    late = (await vacation(api, ada, "2031-12-20", "2032-01-06", skips_occurrences=True)).json()
    early = (await vacation(api, ada, "2031-07-01", "2031-07-01")).json()
    assert (late["skips_occurrences"], early["skips_occurrences"]) == (True, False)
    assert (await api.ask("GET", "/api/vacations", ada)).json() == {"items": [early, late]}
    path = f"/api/vacations/{early['id']}"
    assert (await api.ask("DELETE", path, ada)).status_code == 204
    assert (await api.ask("DELETE", path, ada)).status_code == 404
    assert (await api.ask("GET", "/api/vacations", ada)).json() == {"items": [late]}


async def test_a_vacation_of_somebody_else_cannot_be_told_from_a_missing_one(api, ada):
    bob = await api.person()
    made = (await vacation(api, bob, "2031-07-01", "2031-07-14")).json()
    assert (await api.ask("DELETE", f"/api/vacations/{made['id']}", ada)).status_code == 404
    assert len((await api.ask("GET", "/api/vacations", bob)).json()["items"]) == 1


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [("2031-07-14", "2031-07-20"), ("2031-06-01", "2031-07-01"), ("2031-07-03", "2031-07-04"),
     ("2031-06-01", "2031-08-01")],
)  # fmt: skip
async def test_vacations_do_not_overlap(api, starts_on, ends_on):
    ada = await api.person()
    await vacation(api, ada, "2031-07-01", "2031-07-14")
    answer = await vacation(api, ada, starts_on, ends_on)
    assert (answer.status_code, answer.json()["code"]) == (409, "vacation.overlaps")
    assert (await vacation(api, ada, "2031-07-15", "2031-07-15")).status_code == 201


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"starts_on": "2031-07-02", "ends_on": "2031-07-01"}, "/ends_on", "vacation_order"),
        ({"starts_on": "2031-01-01", "ends_on": "2032-01-02"}, "/ends_on", "vacation_length"),
        ({"starts_on": "2031-02-30", "ends_on": "2031-03-01"}, "/starts_on", "time_impossible"),
        ({"starts_on": "2031-03-01"}, "/ends_on", "missing"),
    ],
)
async def test_a_vacation_that_cannot_be_meant_is_refused(api, ada, body, pointer, code):
    answer = await api.ask("POST", "/api/vacations", ada, json=body)
    assert (answer.status_code, pointers(answer)) == (422, [(pointer, code)])
