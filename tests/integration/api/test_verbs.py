"""Skipping, putting off and taking back through the API."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from shared.commands.recurrences import Completion, roll_completions
from tests.factories.series import set_task
from tests.integration.api.harness import plain, pointers

DAILY = {"recurrence": {"pattern": "daily"}, "due": {"datetime_local": "2031-11-27T09:00"}}


async def post(api, person, path, **options):
    return await api.ask("POST", path, person, **options)


async def test_a_skip_answers_the_task_and_the_next(api, ada):
    task = await api.create(ada, **DAILY)
    answer = (await post(api, ada, f"/api/tasks/{task['id']}/skip")).json()
    assert (answer["task"]["status"], answer["task"]["completed"]) == ("skipped", False)
    assert answer["next"]["due"]["datetime_local"] == "2031-11-28T09:00:00"
    assert (await post(api, ada, f"/api/tasks/{task['id']}/skip")).json() == answer


async def test_lists_leave_skipped_ones_out(api, ada):
    task = await api.create(ada, title="Again", **DAILY)
    await post(api, ada, f"/api/tasks/{task['id']}/skip")
    assert await api.titles(ada) == ["Again"]
    assert await api.titles(ada, "?completed=false") == ["Again"]
    assert await api.titles(ada, "?completed=true") == []


async def test_a_task_that_does_not_come_back_is_not_skipped(api, ada):
    task = await api.create(ada)
    answer = await post(api, ada, f"/api/tasks/{task['id']}/skip")
    assert (answer.status_code, answer.json()["code"]) == (409, "task.not_recurring")


async def test_postponing_moves_this_occurrence_alone(api, ada):
    """Pains 8 and 9: the series stays where it is, and the old date does not come back."""
    task = await api.create(ada, **DAILY)
    moved = (await post(api, ada, f"/api/tasks/{task['id']}/postpone", json={"by": "PT5H"})).json()
    assert moved["due"]["datetime_local"] == "2031-11-27T14:00:00"
    assert moved["slot"] == task["slot"]
    following = (await post(api, ada, f"/api/tasks/{task['id']}/skip")).json()["next"]
    assert following["due"]["datetime_local"] == "2031-11-28T09:00:00"


async def test_absolute_reminders_before_the_old_day_stay_and_are_named(api, ada):
    task = await api.create(
        ada,
        due={"datetime_local": "2031-11-27T09:00", "zone": "UTC"},
        reminders=[
            {"offset": "-PT30M"},
            {"at": "2031-11-20T08:00:00Z"},
            {"at": "2031-11-27T07:00:00Z"},
        ],
    )
    path = f"/api/tasks/{task['id']}/postpone"
    moved = (await post(api, ada, path, json={"to": {"datetime_local": "2031-11-29T10:00"}})).json()
    by_time = {each["fire_at"]: each for each in moved["reminders"]}
    assert set(by_time) == {
        "2031-11-20T08:00:00Z",
        "2031-11-29T08:00:00Z",
        "2031-11-29T09:30:00Z",
    }
    assert moved["reminders_kept"] == [by_time["2031-11-20T08:00:00Z"]["id"]]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({}, ("", "postpone_kind")),
        ({"by": "soon"}, ("/by", "offset_syntax")),
        ({"by": "P1D"}, ("/by", "by_needs_due")),
    ],
)
async def test_what_cannot_be_meant_moves_nothing(api, ada, body, found):
    task = await api.create(ada)
    answer = await post(api, ada, f"/api/tasks/{task['id']}/postpone", json=body)
    assert pointers(answer) == [found]


async def test_a_deleted_task_comes_back_with_its_reminders(api, ada):
    task = await api.create(ada, labels=["home"], **DAILY)
    answer = await api.ask("DELETE", f"/api/tasks/{task['id']}", ada)
    undone = await post(api, ada, f"/api/undo/{answer.headers['undo-id']}")
    (back,) = undone.json()["tasks"]
    assert {**back, "version": 0, "updated_at": 0} == {**task, "version": 0, "updated_at": 0}
    assert "task.restored" in await api.event_types(ada)


async def test_the_last_change_of_a_deleted_task_is_its_deletion(api, ada):
    task = await api.create(ada, title="Back")
    await api.ask("DELETE", f"/api/tasks/{task['id']}", ada)
    await post(api, ada, f"/api/tasks/{task['id']}/undo")
    assert await api.titles(ada) == ["Back"]
    answer = await post(api, ada, f"/api/tasks/{task['id']}/undo")
    assert answer.status_code == 404


async def test_an_edit_is_taken_back_field_by_field(api, ada):
    task = await api.create(ada, title="Before", labels=["a"], **DAILY)
    change = {"title": "After", "labels": ["b"], "reminders": [{"offset": "-PT5M"}]}
    changed = (await api.ask("PATCH", f"/api/tasks/{task['id']}", ada, json=change)).json()
    (back,) = (await post(api, ada, f"/api/undo/{changed['undo_id']}")).json()["tasks"]
    assert (back["title"], back["labels"]) == ("Before", ["a"])
    assert [each["offset"] for each in back["reminders"]] == ["PT0S"]
    assert back["reminders"][0]["state"] == "scheduled"


async def test_what_was_changed_since_is_not_undone(api, ada):
    task = await api.create(ada, title="First")
    first = await api.ask("PATCH", f"/api/tasks/{task['id']}", ada, json={"title": "Second"})
    await api.ask("PATCH", f"/api/tasks/{task['id']}", ada, json={"title": "Third"})
    answer = await post(api, ada, f"/api/undo/{first.json()['undo_id']}")
    assert (answer.status_code, answer.json()["code"]) == (409, "undo.impossible")
    assert answer.json()["reason"] == "changed"
    assert await api.titles(ada) == ["Third"]


async def test_edits_are_undone_one_after_the_other(api, ada):
    task = await api.create(ada, title="First")
    for title in ("Second", "Third"):
        await api.ask("PATCH", f"/api/tasks/{task['id']}", ada, json={"title": title})
    for expected in ("Second", "First"):
        await post(api, ada, f"/api/tasks/{task['id']}/undo")
        assert await api.titles(ada) == [expected]


async def test_the_undo_list_says_what_it_was_and_whether_it_can_be_undone(api, ada, bob):
    task = await api.create(ada, title="Milk")
    await post(api, ada, f"/api/tasks/{task['id']}/complete")
    await api.ask("DELETE", f"/api/tasks/{task['id']}", ada)
    first = (await api.ask("GET", "/api/undo?limit=1", ada)).json()
    rest = (await api.ask("GET", f"/api/undo?cursor={first['next_cursor']}", ada)).json()
    shown = [(each["text"], each["possible"]) for each in first["items"] + rest["items"]]
    assert shown == [("Deleted “Milk”", True), ("Completed “Milk”", False)]
    assert (await api.ask("GET", "/api/undo", bob)).json()["items"] == []
    stolen = await post(api, bob, f"/api/undo/{first['items'][0]['id']}")
    assert stolen.status_code == 404


async def test_of_two_edits_of_one_version_one_is_refused(api, ada):
    task = await api.create(ada, **DAILY)
    answers = await asyncio.gather(
        *(
            api.ask(
                "PATCH",
                f"/api/tasks/{task['id']}",
                ada,
                json={"title": title},
                headers={"if-match": '"1.1"'},
            )
            for title in ("One", "Two")
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]


async def test_a_new_rule_is_another_etag_of_all_that_show_it(api, ada):
    daily = {"rrule": "FREQ=DAILY", "missed_policy": "keep_each"}
    ago = api.resources.clock.now() - timedelta(days=3)
    past = {"datetime_local": f"{ago:%Y-%m-%dT%H:%M}", "zone": "UTC"}
    task = await api.create(ada, due=past, recurrence=daily, reminders=[])
    done = f"/api/tasks/{task['id']}"
    completed = await post(api, ada, f"{done}/complete")
    first, *_, last = await open_after(api, ada, completed.json())
    tags = {path: (await api.ask("GET", path, ada)).headers["etag"] for path in (done, first)}

    rule = {"recurrence": {**daily, "rrule": "FREQ=DAILY;INTERVAL=1"}}
    edited = await api.ask("PATCH", f"{last}/series?scope=all", ada, json=rule)

    assert edited.status_code == 200
    for path, tag in tags.items():
        again = await api.ask("GET", path, ada, headers={"if-none-match": tag})
        assert again.status_code == 200
        assert again.json()["recurrence"]["rrule"] == "FREQ=DAILY;INTERVAL=1"
        assert again.headers["etag"] != tag
    stale = {"if-match": tags[first]}
    refused = await api.ask("PATCH", first, ada, json={"title": "No"}, headers=stale)
    assert (refused.status_code, refused.json()["code"]) == (412, "version.mismatch")


async def open_after(api, person, done):
    """Paths of what is open once the series of this done task went on, the oldest first."""
    async with api.resources.db.unit_of_work() as uow:
        ended_at = datetime.fromisoformat(done["completed_at"])
        completion = Completion(person.user_id, UUID(done["id"]), ended_at)
        await roll_completions(uow, [completion], lambda: 0.0)
    found = (await api.ask("GET", "/api/tasks?completed=false", person)).json()["items"]
    return [f"/api/tasks/{each['id']}" for each in sorted(found, key=lambda each: each["slot"])]


async def test_start_project_and_parent_are_kept_and_checked(api, ada, bob):
    parent = await api.create(ada, title="Parent")
    child = await api.create(
        ada, parent_id=parent["id"], start={"date": "2031-11-01"}, title="Child"
    )
    read = (await api.ask("GET", f"/api/tasks/{child['id']}", ada)).json()
    assert (read["parent_id"], read["start"]["date"]) == (parent["id"], "2031-11-01")
    circle = await api.ask(
        "PATCH", f"/api/tasks/{parent['id']}", ada, json={"parent_id": child["id"]}
    )
    assert pointers(circle) == [("/parent_id", "parent_circle")]
    grandchild = await api.create(ada, parent_id=child["id"])
    deep = await post(api, ada, "/api/tasks", json={"title": "x", "parent_id": grandchild["id"]})
    assert pointers(deep) == [("/parent_id", "parent_too_deep")]
    stranger = await post(api, bob, "/api/tasks", json={"title": "x", "parent_id": parent["id"]})
    assert pointers(stranger) == [("/parent_id", "parent_unknown")]
    unknown = await post(api, ada, "/api/tasks", json={"title": "x", "project_id": parent["id"]})
    assert pointers(unknown) == [("/project_id", "project_unknown")]


async def test_recurrence_is_shown_as_it_was_given(api, ada):
    recurrence = {
        "rrule": "FREQ=DAILY",
        "anchor": "schedule",
        "missed_policy": "auto_skip",
        "reset_subtasks": False,
        "auto_skip_minutes": 60,
        "exdates": ["2031-11-28T09:00:00"],
        "rdates": ["2031-11-27T18:00:00"],
    }
    task = await api.create(ada, due={"datetime_local": "2031-11-27T09:00"}, recurrence=recurrence)
    assert task["recurrence"] == recurrence
    read = (await api.ask("GET", f"/api/tasks/{task['id']}", ada)).json()
    assert plain(read) == task


async def test_pain_25_a_patch_that_does_not_name_the_recurrence_keeps_it(api, ada):
    recurrence = {
        "rrule": "FREQ=WEEKLY;BYDAY=TH",
        "anchor": "completion",
        "missed_policy": "keep_each",
        "reset_subtasks": False,
    }
    task = await api.create(ada, due={"date": "2031-11-27"}, recurrence=recurrence)
    saved = {"title": "Saved by an older client", "due": {"date": "2031-11-28"}}
    answer = await api.ask("PATCH", f"/api/tasks/{task['id']}", ada, json=saved)
    assert (answer.status_code, answer.json()["title"]) == (200, saved["title"])
    assert answer.json()["recurrence"] == task["recurrence"]
    assert recurrence.items() <= task["recurrence"].items()


async def test_pain_27_a_rule_that_never_occurs_is_refused_and_changes_nothing(api, ada):
    never = {"rrule": "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30"}
    task = await api.create(ada, **DAILY)
    answers = [
        await post(api, ada, "/api/tasks", json={"title": "No", "recurrence": never}),
        await api.ask(
            "PATCH",
            f"/api/tasks/{task['id']}/series?scope=all",
            ada,
            json={"recurrence": never},
        ),
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert [pointers(answer) for answer in answers] == [
        [("/recurrence/rrule", "rule_never_occurs")]
    ] * 2
    listed = (await api.ask("GET", "/api/tasks", ada)).json()["items"]
    assert [plain(each) for each in listed] == [task]


async def test_dates_of_the_wrong_kind_are_refused(api, ada):
    body = {"title": "x", "due": {"date": "2031-11-27"}}
    body["recurrence"] = {"rrule": "FREQ=DAILY", "exdates": ["2031-11-28T09:00"]}
    answer = await post(api, ada, "/api/tasks", json=body)
    assert pointers(answer) == [("/recurrence/exdates/0", "slot_kind")]


async def test_a_start_in_another_zone_than_the_due_time_is_refused(api, ada):
    start = {"datetime_local": "2031-11-27T08:00", "zone": "Asia/Tokyo"}
    alone = await api.create(ada, start=start)
    assert alone["start"]["at"] == "2031-11-26T23:00:00Z"
    body = {"title": "x", "start": start, "due": {"datetime_local": "2031-11-27T09:00"}}
    answer = await post(api, ada, "/api/tasks", json=body)
    assert pointers(answer) == [("/start/zone", "start_zone")]


async def test_a_place_that_is_gone_is_not_restored(api, ada):
    parent, child = await api.create(ada), await api.create(ada)
    path = f"/api/tasks/{child['id']}"
    await api.ask("PATCH", path, ada, json={"parent_id": parent["id"]})
    out = (await api.ask("PATCH", path, ada, json={"parent_id": None})).json()
    async with api.resources.db.unit_of_work() as uow:
        await uow.connection.execute(
            text("DELETE FROM tasks WHERE id = CAST(:id AS uuid)"), {"id": parent["id"]}
        )
    answer = await post(api, ada, f"/api/undo/{out['undo_id']}")
    assert (answer.status_code, answer.json()["reason"]) == (409, "gone")
    assert (await api.ask("GET", path, ada)).json()["parent_id"] is None


async def test_fifty_completions_at_once_have_one_effect_and_one_answer(api, ada):
    task = await api.create(ada, **DAILY)
    answers = await asyncio.gather(
        *(post(api, ada, f"/api/tasks/{task['id']}/complete") for _ in range(50))
    )
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert (await api.event_types(ada)).count("task.completed") == 1


async def test_a_reminder_that_would_go_beyond_the_calendar_stays(api, ada):
    reminder = {"at": "8000-01-01T00:00:00Z"}
    task = await api.create(ada, due={"date": "1950-01-01"}, reminders=[reminder])
    body = {"due": {"date": "5000-01-01"}}
    moved = await api.ask("PATCH", f"/api/tasks/{task['id']}", ada, json=body)
    assert moved.status_code == 200, moved.text
    assert moved.json()["reminders_kept"] == [task["reminders"][0]["id"]]


async def test_a_reminder_at_the_end_of_the_calendar_stays(api):
    """One moved to its last days could not be told in zones that are ahead of UTC."""
    person = await api.person(zone="UTC")
    reminder = {"at": "9000-12-30T23:00:00Z"}
    task = await api.create(person, due={"date": "2000-01-01"}, reminders=[reminder])
    body = {"to": {"date": "2999-01-01"}}
    moved = (await post(api, person, f"/api/tasks/{task['id']}/postpone", json=body)).json()
    assert moved["reminders_kept"] == [task["reminders"][0]["id"]]
    await api.ask("PATCH", "/api/me", person, json={"zone": "Pacific/Kiritimati"})
    answer = await api.ask("GET", f"/api/tasks/{task['id']}/schedule", person)
    assert answer.status_code == 200


@pytest.mark.parametrize("kind", ["date", "datetime_local"])
@pytest.mark.parametrize(
    ("edge", "by"), [(datetime(9990, 12, 31, 12), "P1D"), (datetime(10, 1, 1, 12), "-P1D")]
)
async def test_a_task_is_not_postponed_to_the_ends_of_the_calendar(api, ada, kind, edge, by):
    """There zones and reminders are beyond it, and days mean infinity to the database."""
    task = await api.create(ada, due={kind: "2026-11-27T09:00"[: 10 if kind == "date" else None]})
    at = edge.replace(tzinfo=UTC)
    columns = {"due_on": at.date()} if kind == "date" else {"due_at": at, "due_local": edge}
    await set_task(api.resources.db, UUID(task["id"]), **columns)
    answer = await post(api, ada, f"/api/tasks/{task['id']}/postpone", json={"by": by})
    assert pointers(answer) == [("/by", "due_out_of_range")]


async def test_a_series_whose_dates_would_go_beyond_the_calendar_stays(api, ada):
    recurrence = {"rrule": "FREQ=DAILY", "exdates": ["8000-01-01"]}
    task = await api.create(ada, due={"date": "1950-01-01"}, recurrence=recurrence)
    path = f"/api/tasks/{task['id']}/series?scope=all"
    answer = await api.ask("PATCH", path, ada, json={"due": {"date": "5000-01-01"}})
    assert answer.status_code == 422
    assert pointers(answer) == [("/recurrence/dtstart", "dtstart_range")]
