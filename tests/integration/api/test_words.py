"""A sentence over HTTP: its draft, and that the draft makes exactly the task."""

from datetime import date

import pytest

from tests.integration.api.harness import pointers
from tests.nl.cases import load

NOW = "2026-11-25T09:00:00Z"
PER_CATEGORY = 5
CATEGORIES = ("dates", "times", "recurrence", "reminders", "tokens", "mixed", "leads")


async def parse(api, person, text, **body):
    answer = await api.ask("POST", "/api/tasks/parse", person, json={"text": text, **body})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def create(api, person, task):
    answer = await api.ask("POST", "/api/tasks", person, json=task)
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.fixture
async def ada(api):
    return await api.person(zone="Europe/Berlin")


def usual(category):
    """Sentences of the usual reader, spread over the file."""
    found = [
        case
        for case in load(category)
        if (case.now, case.at_zone, case.time_format, case.day_first, case.projects)
        == ("2026-11-25T10:00", "Europe/Berlin", "24h", True, ())
        and case.week_start == "MO"
        and case.project is None
        and not case.problems
    ]
    return found[:: max(1, len(found) // PER_CATEGORY)][:PER_CATEGORY]


@pytest.mark.parametrize(
    "case", [case for category in CATEGORIES for case in usual(category)], ids=lambda one: one.text
)
async def test_the_draft_makes_exactly_the_task(api, ada, case):
    draft = await parse(api, ada, case.text, now=NOW)
    task = await create(api, ada, draft["task"])

    due = task["due"] or {"date": None, "datetime_local": None, "zone": None}
    assert task["title"] == case.title
    assert (due["date"] or (due["datetime_local"] or "")[:16] or None) == case.due
    assert due["zone"] == case.zone
    recurrence = task["recurrence"] or {"rrule": None, "anchor": "schedule"}
    assert (recurrence["rrule"] is None) == (case.rrule is None)
    assert set((recurrence["rrule"] or "").split(";")) == set((case.rrule or "").split(";"))
    assert recurrence["anchor"] == (case.anchor or "schedule")
    assert task["labels"] == list(case.labels)
    if case.reminders:
        assert len(task["reminders"]) == len(case.reminders)
        offsets = {each["offset"] for each in task["reminders"] if each["offset"]}
        assert offsets == {each for each in case.reminders if not each.startswith("at:")}


async def test_a_daily_standup_at_nine(api, ada):
    text = "Create a daily task: team standup at 9 AM"
    draft = await parse(api, ada, text, now="2031-11-24T10:00:00Z")
    task = await create(api, ada, draft["task"])

    assert task["title"] == "team standup"
    assert task["due"]["at"] == "2031-11-25T08:00:00Z"
    assert task["recurrence"]["rrule"] == "FREQ=DAILY"
    assert [each["text"] for each in draft["highlights"]] == ["Create a daily task:", "at 9 AM"]


async def test_a_report_by_friday_with_a_reminder_the_day_before(api, ada):
    text = "Remind me to submit the report by Friday 5 PM, remind me 1 day before"
    draft = await parse(api, ada, text, now="2031-11-24T10:00:00Z")
    task = await create(api, ada, draft["task"])

    assert task["title"] == "submit the report"
    assert task["due"]["at"] == "2031-11-28T16:00:00Z"
    assert task["recurrence"] is None
    assert [(each["offset"], each["fire_at"]) for each in task["reminders"]] == [
        ("-P1D", "2031-11-27T16:00:00Z")
    ]


async def test_places_are_counted_in_code_points(api, ada):
    found = await parse(api, ada, "🎂 café tomorrow", now=NOW)

    assert found["highlights"] == [{"start": 7, "end": 15, "name": "due", "text": "tomorrow"}]
    literal = [{"start": 7, "end": 15}]
    assert (await parse(api, ada, "🎂 café tomorrow", now=NOW, literal=literal))["task"] == {
        "title": "🎂 café tomorrow"
    }


async def test_a_project_is_found_by_its_name(api, ada):
    made = await api.ask("POST", "/api/projects", ada, json={"name": "Summer House"})
    found = await parse(api, ada, "Paint the fence #summer house")

    assert found["task"] == {"title": "Paint the fence", "project_id": made.json()["id"]}
    assert found["problems"] == []


async def test_an_unknown_project_is_a_problem_with_a_way_out(api, ada):
    found = await parse(api, ada, "Paint the fence #Garden")

    assert found["task"] == {"title": "Paint the fence"}
    assert [(each["code"], each["start"], each["end"]) for each in found["problems"]] == [
        ("project_unknown", 16, 23)
    ]
    assert found["choices"] == [
        {"start": 16, "end": 23, "project": "Garden", "words": "Create the project Garden"}
    ]


async def test_projects_of_others_and_archived_ones_are_unknown(api, ada):
    eve = await api.person()
    await api.ask("POST", "/api/projects", eve, json={"name": "Eve"})
    mine = await api.ask("POST", "/api/projects", ada, json={"name": "Old"})
    await api.ask("POST", f"/api/projects/{mine.json()['id']}/archive", ada)

    for name in ("Eve", "Old"):
        found = await parse(api, ada, f"Paint #{name}")
        assert [each["code"] for each in found["problems"]] == ["project_unknown"]


async def test_the_other_reading_is_said_in_words(api, ada):
    found = await parse(api, ada, "Call mum next friday", now=NOW)

    assert found["task"]["due"] == {"date": "2026-12-04"}
    assert [(each["due"], each["words"]) for each in found["choices"]] == [
        ({"date": "2026-11-27"}, "Fri 27 Nov")
    ]


async def test_who_counts_to_twelve_writes_the_month_first(api):
    joe = await api.person(zone="America/New_York")
    await api.ask("PATCH", "/api/me", joe, json={"time_format": "12h"})
    found = await parse(api, joe, "Taxes 4/5/2027 at 5", now=NOW)

    assert found["task"]["due"] == {"datetime_local": "2027-04-05T17:00:00"}
    assert found["choices"][0]["words"] == "Mon 5 Apr 2027 5 AM"


async def test_a_time_said_elsewhere_stays_the_time_of_there(api, ada):
    found = await parse(api, ada, "Call at 9:00 tomorrow", now=NOW, zone="Asia/Tokyo")
    task = await create(api, ada, found["task"])

    assert task["due"]["zone"] == "Asia/Tokyo"
    assert task["due"]["at"] == "2026-11-26T00:00:00Z"


async def test_without_a_clock_of_its_own_the_servers_counts(api, ada):
    found = await parse(api, ada, "Call in 2 days")
    today = api.resources.db.clock.now().date()

    due = date.fromisoformat(found["task"]["due"]["date"])
    assert 1 <= (due - today).days <= 3


async def test_nothing_left_is_a_problem(api, ada):
    found = await parse(api, ada, "tomorrow")

    assert found["title"] == ""
    assert [each["code"] for each in found["problems"]] == ["empty"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"text": "x" * 10_001}, "/text"),
        ({"text": "x", "zone": "Mars/Olympus"}, "/zone"),
        ({"text": "x", "now": "2026-11-25T09:00:00"}, "/now"),
        ({"text": "x", "literal": [{"start": 3, "end": 3}]}, "/literal/0"),
        ({"text": "x", "mood": "good"}, "/mood"),
        ({}, "/text"),
    ],
)
async def test_what_cannot_be_meant_is_refused(api, ada, body, pointer):
    answer = await api.ask("POST", "/api/tasks/parse", ada, json=body)

    assert answer.status_code == 422
    assert [found for found, _ in pointers(answer)] == [pointer]


async def test_nobody_is_answered_who_is_not_signed_in(api):
    answer = await api.ask("POST", "/api/tasks/parse", json={"text": "x"})

    assert answer.status_code == 401


async def test_sentences_are_counted_by_how_clear_they_were(api, ada):
    def counts():
        value = api.resources.metrics.registry.get_sample_value
        names = ("clear", "unclear")
        return [value("parse_requests_total", {"outcome": name}) or 0 for name in names]

    clear, unclear = counts()
    await parse(api, ada, "Water the plants every friday")
    await parse(api, ada, "")
    assert counts() == [clear + 1, unclear + 1]
