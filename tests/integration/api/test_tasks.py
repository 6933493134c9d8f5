"""Tasks through the API: the happy path of every route, and what it leaves behind."""

from uuid import UUID, uuid4

import pytest

from tests.integration.api.harness import plain, pointers


async def test_an_old_callers_create_makes_a_task(api, ada):
    answer = await api.ask("POST", "/api/tasks", ada, json={"title": "Old task"})
    task = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/api/tasks/{task['id']}"
    assert answer.headers["etag"].startswith('"1.')
    assert (task["title"], task["priority"], task["completed"]) == ("Old task", "none", False)
    assert (task["due"], task["recurrence"], task["reminders"]) == (None, None, [])
    assert await api.event_types(ada) == ["task.created", "task.changed"]


async def test_what_create_answers_is_what_read_answers(api, ada):
    created = await api.create(
        ada,
        title="Water the plants",
        notes="The fern, too",
        priority="high",
        labels=["home", "garden"],
        due={"datetime_local": "2031-11-27T09:00", "zone": "Europe/Berlin"},
        recurrence={"rrule": "FREQ=WEEKLY", "anchor": "completion"},
        reminders=[{"offset": "-PT30M"}, {"at": "2031-11-26T20:00:00+01:00"}],
    )
    answer = await api.ask("GET", f"/api/tasks/{created['id']}", ada)
    assert answer.json() == created
    listed = (await api.ask("GET", "/api/tasks", ada)).json()["items"]
    assert listed == [created]


async def test_a_task_on_the_wire_says_all_about_due_and_reminders(api, ada):
    task = await api.create(
        ada,
        due={"datetime_local": "2031-11-27T09:00:00", "zone": "Europe/Berlin"},
        reminders=[{"offset": "-PT30M"}],
    )
    assert task["due"] == {
        "date": None,
        "datetime_local": "2031-11-27T09:00:00",
        "zone": "Europe/Berlin",
        "at": "2031-11-27T08:00:00Z",
    }
    (reminder,) = task["reminders"]
    del reminder["id"]
    assert reminder == {
        "type": "relative",
        "offset": "-PT30M",
        "at": None,
        "relative_to": "due",
        "fire_at": "2031-11-27T07:30:00Z",
        "channels": ["email"],
        "nag": None,
        "urgent": False,
        "snooze_of": None,
        "state": "scheduled",
        "reason": None,
    }


async def test_a_nagging_reminder_is_shown_as_it_was_asked_for(api, ada):
    asked = {
        "type": "absolute",
        "at": "2031-11-26T20:00:00Z",
        "channels": ["email"],
        "nag": {"every": "PT15M", "max": 5},
        "urgent": True,
    }
    bare = {"offset": "-P1D", "relative_to": "start", "nag": {"every": "PT1H"}}
    first, second = (await api.create(ada, reminders=[asked, bare]))["reminders"]
    assert (first["nag"], first["urgent"]) == ({"every": "PT15M", "max": 5, "sent": 0}, True)
    assert (first["at"], first["relative_to"]) == ("2031-11-26T20:00:00Z", None)
    assert (second["relative_to"], second["reason"]) == ("start", "no_start")
    assert second["nag"]["max"] == 20


async def test_a_task_with_a_due_time_reminds_by_itself(api, ada):
    timed = await api.create(ada, due={"datetime_local": "2031-11-27T09:00"})
    silent = await api.create(ada, due={"datetime_local": "2031-11-27T09:00"}, reminders=[])
    assert [reminder["offset"] for reminder in timed["reminders"]] == ["PT0S"]
    assert silent["reminders"] == []


@pytest.mark.parametrize(
    ("pattern", "freq"),
    [("daily", "DAILY"), ("weekly", "WEEKLY"), ("FREQ=MONTHLY;BYMONTHDAY=-1", "MONTHLY")],
)
async def test_an_old_callers_recurring_pattern_makes_a_series(api, ada, pattern, freq):
    task = await api.create(ada, due={"date": "2031-11-27"}, recurring_pattern=pattern)
    assert f"FREQ={freq}" in task["recurrence"]["rrule"]
    assert task["recurring_pattern"] == task["recurrence"]["rrule"]
    assert task["series_id"]
    assert task["slot"]


@pytest.mark.parametrize(
    ("sent", "instant"),
    [
        ("2031-07-01T09:00:00Z", "2031-07-01T09:00:00Z"),
        ("2031-07-01T09:00:00+02:00", "2031-07-01T07:00:00Z"),
        ("2031-07-01T09:00:00", "2031-07-01T13:00:00Z"),
    ],
)
async def test_an_old_callers_reminder_at_is_one_reminder(api, sent, instant):
    person = await api.person(zone="America/New_York")
    task = await api.create(person, reminder_at=sent)
    assert [(r["type"], r["at"]) for r in task["reminders"]] == [("absolute", instant)]


@pytest.mark.parametrize(("sent", "shown"), [(1, "high"), ("medium", "medium"), (4, "none")])
async def test_priorities_are_taken_as_names_or_numbers(api, ada, sent, shown):
    assert (await api.create(ada, priority=sent))["priority"] == shown


async def test_a_patch_changes_what_it_names_and_nothing_else(api, ada):
    task = await api.create(ada, title="Before", notes="Kept", priority="low", labels=["a"])
    answer = await api.ask("PATCH", f"/api/tasks/{task['id']}", ada, json={"title": "After"})
    assert plain(answer.json()) == {
        **task,
        "title": "After",
        "version": 2,
        "updated_at": answer.json()["updated_at"],
    }
    assert answer.headers["etag"].startswith('"2.')


async def test_null_clears(api, ada):
    task = await api.create(
        ada,
        notes="x",
        priority=1,
        labels=["a"],
        due={"datetime_local": "2031-11-27T09:00"},
        recurrence={"pattern": "daily"},
    )
    gone = dict.fromkeys(("notes", "priority", "labels", "due", "recurrence", "reminders"))
    answer = await api.ask("PATCH", f"/api/tasks/{task['id']}", ada, json=gone)
    after = answer.json()
    assert (after["notes"], after["priority"], after["labels"]) == ("", "none", [])
    assert (after["due"], after["recurrence"], after["reminders"]) == (None, None, [])


async def test_a_merge_patch_content_type_is_taken(api, ada):
    task = await api.create(ada)
    answer = await api.ask(
        "PATCH",
        f"/api/tasks/{task['id']}",
        ada,
        content=b'{"priority": "high"}',
        headers={"content-type": "application/merge-patch+json"},
    )
    assert answer.json()["priority"] == "high"


async def test_an_empty_patch_changes_nothing(api, ada):
    task = await api.create(ada)
    answer = await api.ask("PATCH", f"/api/tasks/{task['id']}", ada, json={})
    assert plain(answer.json()) == task
    assert await api.event_types(ada) == ["task.created", "task.changed"]


async def test_complete_and_reopen(api, ada):
    task = await api.create(ada)
    done = (await api.ask("POST", f"/api/tasks/{task['id']}/complete", ada, json={})).json()
    again = (await api.ask("POST", f"/api/tasks/{task['id']}/complete", ada)).json()
    assert (done["status"], done["completed"], done["version"]) == ("done", True, 2)
    assert done["completed_at"]
    assert again == done
    opened = (await api.ask("POST", f"/api/tasks/{task['id']}/reopen", ada)).json()
    assert (opened["status"], opened["completed_at"], opened["version"]) == ("open", None, 3)


async def test_a_deleted_task_is_gone(api, ada):
    task = await api.create(ada)
    answer = await api.ask("DELETE", f"/api/tasks/{task['id']}", ada)
    assert (answer.status_code, answer.content) == (204, b"")
    assert (await api.ask("GET", f"/api/tasks/{task['id']}", ada)).status_code == 404
    assert await api.titles(ada) == []


@pytest.mark.parametrize(
    ("method", "rest"),
    [("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/complete"), ("POST", "/reopen")],
)
async def test_what_there_is_not_and_what_is_anothers_look_the_same(api, ada, bob, method, rest):
    theirs = await api.create(ada, title="Private")
    body = {"json": {"title": "Mine now"}} if method == "PATCH" else {}
    answers = [
        await api.ask(method, f"/api/tasks/{identifier}{rest}", bob, **body)
        for identifier in (theirs["id"], uuid4())
    ]
    problems = [answer.json() for answer in answers]
    assert [(p["status"], p["code"]) for p in problems] == [(404, "not_found")] * 2
    assert "Private" not in answers[0].text
    assert (await api.ask("GET", f"/api/tasks/{theirs['id']}", ada)).json() == theirs


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/tasks"),
        ("POST", "/api/tasks"),
        ("GET", "/api/tasks/export"),
        ("GET", f"/api/tasks/{UUID(int=1)}"),
        ("PATCH", f"/api/tasks/{UUID(int=1)}"),
        ("DELETE", f"/api/tasks/{UUID(int=1)}"),
        ("POST", f"/api/tasks/{UUID(int=1)}/complete"),
        ("POST", f"/api/tasks/{UUID(int=1)}/reopen"),
        ("GET", "/api/me"),
        ("GET", "/api/events"),
    ],
)
async def test_every_route_wants_a_token_before_it_looks_at_anything(api, method, path):
    for headers in ({}, {"authorization": "Bearer nonsense"}, {"authorization": "Basic YTpi"}):
        answer = await api.ask(method, path, headers=headers, content=b"{")
        assert (answer.status_code, answer.json()["code"]) == (401, "auth.unauthenticated")
        assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_the_etag_decides_about_changes(api, ada):
    task = await api.create(ada)
    path = f"/api/tasks/{task['id']}"
    fresh, stale = {"if-match": '"1.0"'}, {"if-match": '"7.0"'}
    refused = await api.ask("PATCH", path, ada, json={"title": "No"}, headers=stale)
    assert refused.status_code == 412
    assert (refused.json()["expected_version"], refused.json()["actual_version"]) == (7, 1)
    changed = await api.ask("PATCH", path, ada, json={"title": "Yes"}, headers=fresh)
    assert changed.json()["title"] == "Yes"
    for method, rest in (("POST", "/complete"), ("DELETE", "")):
        answer = await api.ask(method, path + rest, ada, headers=fresh)
        assert (answer.status_code, answer.json()["code"]) == (412, "version.mismatch")
    assert (await api.ask("GET", path, ada)).json()["version"] == 2


async def test_the_version_in_the_body_decides_too(api, ada):
    task = await api.create(ada)
    path = f"/api/tasks/{task['id']}"
    stale = await api.ask("PATCH", path, ada, json={"title": "No", "version": 9})
    both = await api.ask(
        "PATCH", path, ada, json={"title": "No", "version": 1}, headers={"if-match": '"2.0"'}
    )
    fresh = await api.ask("PATCH", path, ada, json={"title": "Yes", "version": 1})
    assert (stale.status_code, fresh.status_code) == (412, 200)
    assert pointers(both) == [("/header/if-match", "versions_differ")]


async def test_an_unchanged_task_is_not_sent_again(api, ada):
    task = await api.create(ada)
    path = f"/api/tasks/{task['id']}"
    etag = (await api.ask("GET", path, ada)).headers["etag"]
    same = await api.ask("GET", path, ada, headers={"if-none-match": f"W/{etag}"})
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", etag)
    other = await api.ask("GET", path, ada, headers={"if-none-match": '"0.0"'})
    assert other.json() == task


async def test_operations_are_counted(api, ada):
    counted = api.resources.metrics.registry.get_sample_value
    before = counted("task_operations_total", {"operation": "complete"}) or 0
    task = await api.create(ada)
    await api.ask("POST", f"/api/tasks/{task['id']}/complete", ada)
    assert counted("task_operations_total", {"operation": "complete"}) == before + 1


async def test_a_rule_until_the_end_of_the_calendar_is_taken(api, ada):
    task = await api.create(ada, recurring_pattern="FREQ=DAILY;UNTIL=99991231T235959Z")
    assert task["slot"]
