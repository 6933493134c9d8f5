"""Calendar feeds: handed out, read by two libraries, unchanged until something changes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import ics
import pytest
import vobject
from httpx import Response

from shared.core.secret_tokens import FEED
from tests.factories.series import rows, set_task
from tests.fakes import FakeClock
from tests.integration.api.harness import Api, pointers

DUE = {"datetime_local": "2031-11-27T09:00", "zone": "Europe/Berlin"}


async def make(api, person, **body):
    answer = await api.ask("POST", "/api/feeds", person, json={"name": "Mine", **body})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def fetch(api, url, **headers) -> Response:
    return await api.ask("GET", url[url.index("/feeds/") :], None, headers=headers)


def components(text, name):
    return vobject.readOne(text).contents.get(name, [])


async def test_a_feed_shows_tasks_as_events_and_as_to_dos(api, ada):
    await api.create(ada, title="Dentist", due=DUE, labels=["health"], priority="high")
    await api.create(ada, title="Someday")
    feed = await make(api, ada)
    assert feed["url"].startswith(api.resources.settings.public_url + "/feeds/" + FEED)
    events = await fetch(api, feed["url"])
    assert events.headers["content-type"] == "text/calendar; charset=utf-8"
    (event,) = components(events.text, "vevent")
    assert (event.summary.value, event.categories.value) == ("Dentist", ["health"])
    assert event.dtstart.value.astimezone(UTC) == datetime(2031, 11, 27, 8, tzinfo=UTC)
    todos = await fetch(api, feed["todos_url"])
    assert {each.summary.value for each in components(todos.text, "vtodo")} == {
        "Dentist",
        "Someday",
    }
    assert {each.name for each in ics.Calendar(todos.text).todos} == {"Dentist", "Someday"}
    assert {each.name for each in ics.Calendar(events.text).events} == {"Dentist"}


async def test_a_series_is_its_rule_and_what_is_unlike_it(api):
    person = await api.person()
    task = await api.create(
        person, title="Water", due=DUE, recurrence={"rrule": "FREQ=DAILY;COUNT=9"}
    )
    feed = await make(api, person)
    skipped = await api.ask("POST", f"/api/tasks/{task['id']}/skip", person)
    following = skipped.json()["next"]
    body = {"to": {"datetime_local": "2031-11-28T20:00", "zone": "Europe/Berlin"}}
    await api.ask("POST", f"/api/tasks/{following['id']}/postpone", person, json=body)
    found = components((await fetch(api, feed["url"])).text, "vevent")
    (rule,) = [each for each in found if "rrule" in each.contents]
    (moved,) = [each for each in found if "recurrence-id" in each.contents]
    assert [at.day for at in list(rule.getrruleset())[:2]] == [28, 29]
    assert rule.exdate.value[0].day == 27
    assert (moved.recurrence_id.value.day, moved.dtstart.value.hour) == (28, 20)


async def test_a_calendar_begins_a_series_on_the_day_on_which_its_task_is_due(api):
    person = await api.person()
    friday = {"rrule": "FREQ=WEEKLY;BYDAY=FR"}
    task = await api.create(person, title="Bins", due={"date": "2031-11-29"}, recurrence=friday)
    assert task["due"]["date"] == "2031-12-05"
    feed = await make(api, person)
    (event,) = components((await fetch(api, feed["url"])).text, "vevent")
    (todo,) = components((await fetch(api, feed["todos_url"])).text, "vtodo")
    first = date(2031, 12, 5)
    assert (event.dtstart.value, todo.dtstart.value, todo.due.value) == (first, first, first)
    assert [at.day for at in list(event.getrruleset(addRDate=True)[:2])] == [5, 12]


async def test_a_feed_of_a_project_shows_nothing_else(api):
    person = await api.person()
    project = (await api.ask("POST", "/api/projects", person, json={"name": "Home"})).json()
    inside = await api.create(person, title="inside", due=DUE)
    await api.create(person, title="outside", due=DUE)
    await set_task(api.resources.db, UUID(inside["id"]), project_id=UUID(project["id"]))
    feed = await make(api, person, project_id=project["id"])
    assert feed["scope"] == "project"
    found = components((await fetch(api, feed["url"])).text, "vevent")
    assert [each.summary.value for each in found] == ["inside"]
    await api.ask("POST", f"/api/projects/{project['id']}/archive", person)
    assert components((await fetch(api, feed["url"])).text, "vevent") == []


async def test_unchanged_is_answered_without_the_text(api):
    person = await api.person()
    task = await api.create(person, due=DUE)
    feed = await make(api, person)
    first = await fetch(api, feed["url"])
    again = await fetch(api, feed["url"], **{"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    todos = await fetch(api, feed["todos_url"])
    assert todos.headers["etag"] != first.headers["etag"]
    await api.ask("PATCH", f"/api/tasks/{task['id']}", person, json={"title": "Other"})
    changed = await fetch(api, feed["url"], **{"if-none-match": first.headers["etag"]})
    assert changed.status_code == 200
    await api.ask("DELETE", f"/api/tasks/{task['id']}", person)
    gone = await fetch(api, feed["url"], **{"if-none-match": changed.headers["etag"]})
    assert gone.status_code == 200
    assert components(gone.text, "vevent") == []


async def test_the_alarm_of_a_day_is_at_the_owners_time(api):
    person = await api.person()
    await api.ask("PATCH", "/api/me", person, json={"all_day_reminder_time": "07:30"})
    await api.create(person, due={"date": "2031-11-27"}, reminders=[{"offset": "PT0S"}])
    feed = await make(api, person)
    (event,) = components((await fetch(api, feed["url"])).text, "vevent")
    assert event.valarm.trigger.value.total_seconds() == 7.5 * 3600


async def test_a_renewed_or_deleted_address_is_dead(api):
    person = await api.person()
    feed = await make(api, person)
    path = f"/api/feeds/{feed['id']}"
    renewed = (await api.ask("POST", f"{path}/renew", person)).json()
    assert (await fetch(api, feed["url"])).status_code == 404
    assert (await fetch(api, renewed["url"])).status_code == 200
    listed = (await api.ask("GET", "/api/feeds", person)).json()["items"]
    assert [each["id"] for each in listed] == [feed["id"]]
    assert listed[0]["last_used_at"] is not None
    assert "url" not in listed[0]
    assert (await api.ask("DELETE", path, person)).status_code == 204
    assert (await fetch(api, renewed["url"])).status_code == 404


async def test_the_token_is_not_stored(api):
    person = await api.person()
    feed = await make(api, person)
    token = feed["url"].rsplit("/", 1)[1].removesuffix(".ics")
    (found,) = await rows(
        api.resources.db, "SELECT feeds::text AS whole FROM feeds WHERE id = :i", i=UUID(feed["id"])
    )
    assert token not in found.whole
    assert token.encode().hex() not in found.whole


@pytest.mark.parametrize("token", ["x", FEED, FEED + "a" * 43, "%00", "a" * 5000])
async def test_a_wrong_token_finds_nothing(api, token):
    assert (await api.ask("GET", f"/feeds/{token}.ics", None)).status_code == 404


async def test_what_cannot_be_meant_is_refused(api, ada, bob):
    project = (await api.ask("POST", "/api/projects", bob, json={"name": "His"})).json()
    answer = await api.ask(
        "POST", "/api/feeds", ada, json={"name": "x", "project_id": project["id"]}
    )
    assert pointers(answer) == [("/project_id", "project_unknown")]
    blank = await api.ask("POST", "/api/feeds", ada, json={"name": "  "})
    assert pointers(blank) == [("/name", "feed_name")]
    feed = await make(api, ada)
    for method, more in (("DELETE", ""), ("POST", "/renew")):
        stranger = await api.ask(method, f"/api/feeds/{feed['id']}{more}", bob)
        assert stranger.status_code == 404


async def test_many_tasks_come_whole(api):
    person = await api.person()
    titles = [f"task {n}" for n in range(250)]  # more than one page
    for first in range(0, len(titles), 50):
        requests = [
            {"method": "POST", "path": "/api/tasks", "body": {"title": title, "due": DUE}}
            for title in titles[first : first + 50]
        ]
        await api.ask("POST", "/api/batch", person, json={"requests": requests})
    feed = await make(api, person)
    found = components((await fetch(api, feed["url"])).text, "vevent")
    assert sorted(each.summary.value for each in found) == sorted(titles)


async def keep(api, person, query):
    body = {"name": query[:100], "query": query}
    answer = await api.ask("POST", "/api/filters", person, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def shown(api, url, name="vevent"):
    answer = await fetch(api, url)
    assert answer.status_code == 200, answer.text
    return sorted(each.summary.value for each in components(answer.text, name))


def at(api, instant):
    """The same API at another time."""
    return Api(replace(api.resources, clock=FakeClock(instant)))


async def test_a_feed_of_a_filter_shows_what_it_finds_at_each_read(api):
    person = await api.person()
    await api.create(person, title="urgent", due=DUE, priority="high")
    task = await api.create(person, title="usual", due=DUE)
    await api.create(person, title="undated", priority="high")
    kept = await keep(api, person, "p1")
    feed = await make(api, person, scope="filter", filter_id=kept)
    assert (feed["scope"], feed["filter_id"], feed["project_id"]) == ("filter", kept, None)
    assert (await api.ask("GET", "/api/feeds", person)).json()["items"][0]["filter_id"] == kept
    assert await shown(api, feed["url"]) == ["urgent"]
    assert await shown(api, feed["todos_url"], "vtodo") == ["undated", "urgent"]
    await api.ask("PATCH", f"/api/tasks/{task['id']}", person, json={"priority": "high"})
    assert await shown(api, feed["url"]) == ["urgent", "usual"]
    await api.ask("PATCH", f"/api/filters/{kept}", person, json={"query": "p4"})
    assert await shown(api, feed["url"]) == []


async def test_a_filter_is_asked_in_its_owners_zone_as_time_goes_by(api):
    person = await api.person()
    zone = "Pacific/Kiritimati"  # 14 hours ahead of UTC
    await api.ask("PATCH", "/api/me", person, json={"zone": zone})
    now = api.resources.clock.now()
    day = now.astimezone(ZoneInfo(zone)).date()
    for days, title in ((0, "now"), (1, "next day")):
        await api.create(person, title=title, due={"date": str(day + timedelta(days=days))})
    feed = await make(api, person, filter_id=await keep(api, person, "today"))
    today = at(api, now)
    first = await fetch(today, feed["url"])
    same = await fetch(today, feed["url"], **{"if-none-match": first.headers["etag"]})
    assert same.status_code == 304
    assert await shown(today, feed["url"]) == ["now"]
    tomorrow = at(api, now + timedelta(days=1))
    later = await fetch(tomorrow, feed["url"], **{"if-none-match": first.headers["etag"]})
    assert later.status_code == 200
    assert await shown(tomorrow, feed["url"]) == ["next day"]


async def test_the_etag_of_a_filter_changes_within_a_day(api):
    person = await api.person()
    now = api.resources.clock.now().replace(hour=9)
    soon = now + timedelta(minutes=30)
    due = {"datetime_local": f"{soon:%Y-%m-%dT%H:%M}", "zone": "UTC"}
    await api.ask("PATCH", "/api/me", person, json={"zone": "UTC"})
    await api.create(person, title="soon", due=due)
    feed = await make(api, person, filter_id=await keep(api, person, "overdue"))
    first = await fetch(at(api, now), feed["url"])
    assert components(first.text, "vevent") == []
    later = await fetch(
        at(api, now + timedelta(hours=1)), feed["url"], **{"if-none-match": first.headers["etag"]}
    )
    assert [each.summary.value for each in components(later.text, "vevent")] == ["soon"]


async def test_a_feed_goes_with_its_filter_or_project(api):
    person = await api.person()
    kept = await keep(api, person, "p1")
    project = (await api.ask("POST", "/api/projects", person, json={"name": "Home"})).json()["id"]
    for path, more in (
        (f"/api/filters/{kept}", {"filter_id": kept}),
        (f"/api/projects/{project}", {"project_id": project}),
    ):
        feed = await make(api, person, **more)
        assert (await fetch(api, feed["url"])).status_code == 200
        assert (await api.ask("DELETE", path, person)).status_code == 204
        gone = await fetch(api, feed["url"])
        assert (gone.status_code, gone.json()["code"]) == (404, "not_found")
    assert (await api.ask("GET", "/api/feeds", person)).json() == {"items": []}


async def test_a_filter_that_cannot_be_meant_any_more_is_a_clear_problem(api):
    person = await api.person()
    project = (await api.ask("POST", "/api/projects", person, json={"name": "Home"})).json()["id"]
    feed = await make(api, person, filter_id=await keep(api, person, "#Home & p1"))
    await api.ask("PATCH", f"/api/projects/{project}", person, json={"name": "House"})
    answer = await fetch(api, feed["url"])
    assert pointers(answer) == [("/feed/filter", "filter_name_unknown")]
    assert "There is no project" in answer.json()["errors"][0]["message"]
    await api.ask("PATCH", f"/api/projects/{project}", person, json={"name": "Home"})
    assert await shown(api, feed["url"]) == []


async def test_what_a_feed_shows_is_named_once(api, ada, bob):
    kept, other = await keep(api, ada, "p1"), await keep(api, bob, "p2")
    project = (await api.ask("POST", "/api/projects", ada, json={"name": "Once"})).json()["id"]
    for body, error in (
        ({"filter_id": other}, ("/filter_id", "filter_unknown")),
        ({"filter_id": kept, "project_id": project}, ("/filter_id", "feed_scope")),
        ({"scope": "filter"}, ("/scope", "feed_scope")),
        ({"scope": "user", "filter_id": kept}, ("/scope", "feed_scope")),
        ({"scope": "project", "filter_id": kept}, ("/scope", "feed_scope")),
    ):
        answer = await api.ask("POST", "/api/feeds", ada, json={"name": "x", **body})
        assert pointers(answer) == [error]
