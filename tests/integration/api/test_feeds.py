"""Calendar feeds: handed out, read by two libraries, unchanged until something changes."""

from datetime import UTC, datetime
from uuid import UUID

import ics
import pytest
import vobject
from httpx import Response

from shared.commands.feeds import TOKEN_PREFIX
from tests.factories.series import rows, set_task
from tests.integration.api.harness import pointers

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
    assert feed["url"].startswith(api.resources.settings.public_url + "/feeds/" + TOKEN_PREFIX)
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


@pytest.mark.parametrize("token", ["x", TOKEN_PREFIX, TOKEN_PREFIX + "a" * 43, "%00", "a" * 5000])
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
