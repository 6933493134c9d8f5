"""What series bring, through the API."""

import pytest

FROM = "2031-01-06"  # a Monday


async def ahead(api, person, first=FROM, last="2031-02-09"):
    answer = await api.ask("GET", f"/api/calendar?from={first}&to={last}", person)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def weekly(api, person, **body):
    recurrence = {"rrule": "FREQ=WEEKLY", **body.pop("recurrence", {})}
    due = body.pop("due", {"datetime_local": f"{FROM}T09:00:00"})
    return await api.create(person, due=due, recurrence=recurrence, **body)


async def test_what_follows_open_tasks_is_listed_in_the_order_of_time(api, ada):
    task = await weekly(api, ada, title="Bins", priority="high")
    await weekly(api, ada, title="Rent", due={"date": "2031-01-31"})
    found = await ahead(api, ada)
    assert found["is_complete"]
    assert [(each["title"], each["slot"]) for each in found["items"]] == [
        ("Bins", "2031-01-13T09:00:00"),
        ("Bins", "2031-01-20T09:00:00"),
        ("Bins", "2031-01-27T09:00:00"),
        ("Bins", "2031-02-03T09:00:00"),
        ("Rent", "2031-02-07"),
    ]
    first = found["items"][0]
    assert first["task_id"] == task["id"]
    assert first["priority"] == "high"
    assert first["due"]["datetime_local"] == first["slot"]
    assert found["items"][-1]["due"]["date"] == "2031-02-07"


async def test_done_tasks_and_tasks_of_others_bring_nothing(api, ada):
    other = await api.person()
    await weekly(api, other)
    task = await weekly(api, ada)
    answer = await api.ask("DELETE", f"/api/tasks/{task['id']}", ada)
    assert answer.status_code == 204, answer.text
    assert (await ahead(api, ada))["items"] == []


async def test_a_postponed_occurrence_leaves_the_others_where_they_are(api, ada):
    task = await weekly(api, ada)
    body = {"to": {"datetime_local": "2031-01-08T18:00:00"}}
    answer = await api.ask("POST", f"/api/tasks/{task['id']}/postpone", ada, json=body)
    assert answer.status_code == 200, answer.text
    found = await ahead(api, ada, last="2031-01-14")
    assert [each["slot"] for each in found["items"]] == ["2031-01-13T09:00:00"]


async def test_what_counts_from_completions_is_told_apart(api, ada):
    await weekly(api, ada, recurrence={"anchor": "completion"})
    found = await ahead(api, ada, last="2031-01-20")
    assert [each["is_certain"] for each in found["items"]] == [False, False]


async def test_a_vacation_that_skips_leaves_gaps(api, ada):
    await weekly(api, ada)
    days = {"starts_on": "2031-01-12", "ends_on": "2031-01-14", "skips_occurrences": True}
    answer = await api.ask("POST", "/api/vacations", ada, json=days)
    assert answer.status_code == 201, answer.text
    found = await ahead(api, ada, last="2031-01-20")
    assert [each["slot"] for each in found["items"]] == ["2031-01-20T09:00:00"]


async def test_a_series_of_minutes_is_cut_and_says_so(api, ada):
    await weekly(api, ada, recurrence={"rrule": "FREQ=MINUTELY;INTERVAL=15"})
    found = await ahead(api, ada)
    assert not found["is_complete"]
    assert len(found["items"]) == 200


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("from=2031-01-06&to=2031-01-05", "/query/to"),
        ("from=2031-01-06&to=2031-03-09", "/query/to"),
        ("from=2031-01-06", "/query/to"),
        ("from=soon&to=2031-01-06", "/query/from"),
    ],
)
async def test_days_that_make_no_sense_are_refused(api, ada, query, pointer):
    answer = await api.ask("GET", f"/api/calendar?{query}", ada)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_nobody_is_refused(api):
    answer = await api.ask("GET", f"/api/calendar?from={FROM}&to={FROM}")
    assert answer.status_code == 401
