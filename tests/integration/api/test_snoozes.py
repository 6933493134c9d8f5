"""Putting reminders off through the API."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from tests.integration.api.harness import pointers

AT = datetime(2031, 1, 1, 9, tzinfo=UTC).isoformat()


async def reminder_of(api, person):
    task = await api.create(person, reminders=[{"at": AT}])
    return task, task["reminders"][0]["id"]


async def test_a_reminder_is_put_off_and_taken_back(api, ada):
    task, reminder = await reminder_of(api, ada)
    path = f"/api/reminders/{reminder}/snooze"
    answer = await api.ask("POST", path, ada, json={"for": "PT10M"})
    assert answer.status_code == 200
    snooze = answer.json()
    assert (snooze["snooze_of"], snooze["task_id"]) == (reminder, task["id"])
    assert (await api.ask("POST", path, ada, json={"preset": "next_week"})).json()["id"] == (
        snooze["id"]
    )
    back = await api.ask("DELETE", path, ada)
    assert (back.status_code, back.json()["state"]) == (200, "scheduled")
    assert (await api.ask("DELETE", path, ada)).status_code == 404


async def test_several_are_put_off_at_once(api, ada):
    ids = [(await reminder_of(api, ada))[1] for _ in range(2)]
    body = {"ids": ids, "preset": "tomorrow"}
    answer = await api.ask("POST", "/api/reminders/snooze", ada, json=body)
    assert answer.status_code == 200
    assert [item["snooze_of"] for item in answer.json()["items"]] == ids


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({}, "", "snooze_kind"),
        ({"for": "PT1H", "preset": "1h"}, "", "snooze_kind"),
        ({"preset": "later"}, "/preset", "literal_error"),
        ({"length": "PT1H"}, "/length", "unknown_field"),
        ({"for": "-PT1H"}, "/for", "snooze_past"),
        ({"for": "P400D"}, "/for", "offset_range"),
        ({"until": "2001-01-01T09:00:00Z"}, "/until", "snooze_past"),
        ({"until": "8000-01-01T09:00:00Z"}, "/until", "snooze_range"),
        ({"until": "2031-01-01T09:00:00"}, "/until", "instant_malformed"),
    ],
)
async def test_what_cannot_be_meant_is_refused(api, ada, body, pointer, code):
    _, reminder = await reminder_of(api, ada)
    answer = await api.ask("POST", f"/api/reminders/{reminder}/snooze", ada, json=body)
    assert answer.status_code == 422
    assert pointers(answer) == [(pointer, code)]


async def test_the_number_of_ids_is_bounded(api, ada):
    for ids in ([], [str(uuid4()) for _ in range(101)]):
        body = {"ids": ids, "preset": "1h"}
        answer = await api.ask("POST", "/api/reminders/snooze", ada, json=body)
        assert answer.status_code == 422
        assert [where for where, _ in pointers(answer)] == ["/ids"]


async def test_others_find_nothing_and_strangers_sign_in_first(api, ada, bob):
    _, reminder = await reminder_of(api, ada)
    path = f"/api/reminders/{reminder}/snooze"
    assert (await api.ask("POST", path, bob, json={"preset": "1h"})).status_code == 404
    assert (await api.ask("DELETE", path, bob)).status_code == 404
    assert (await api.ask("POST", path, json={"preset": "1h"})).status_code == 401


async def test_a_done_task_cannot_be_put_off(api, ada):
    task, reminder = await reminder_of(api, ada)
    await api.ask("POST", f"/api/tasks/{task['id']}/complete", ada)
    answer = await api.ask("POST", f"/api/reminders/{reminder}/snooze", ada, json={"preset": "1h"})
    assert (answer.status_code, answer.json()["code"]) == (409, "reminder.task_not_open")
