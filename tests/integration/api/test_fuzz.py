"""Bodies and queries that nobody thought of: taken or refused, never a failure of the server."""

import json
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.integration.api.harness import plain

TRICKY = [
    "",
    "\x00",
    "%",
    "_",
    "'",
    "\u202e",
    "\U0001f4a5",
    "0001-01-01",
    "9999-12-31",
    "0001-01-01T00:00:00",
    "9999-12-31T23:59:59",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "9999-12-31T23:59:59-12:00",
    "2031-03-30T02:30:00",
    "2031-10-26T02:30:00",
    "2031-11-27",
    "2031-11-27T09:00:00",
    "2031-11-27T09:00:00Z",
    "UTC",
    "Europe/Berlin",
    "Pacific/Apia",
    "America/Sao_Paulo",
    "-PT30M",
    "P9999D",
    "-P9999D",
    "PT0S",
    "daily",
    "monthly",
    "yearly",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=DAILY;UNTIL=00010101",
    "FREQ=DAILY;UNTIL=99991231T235959Z",
    "FREQ=DAILY;COUNT=1",
    "FREQ=HOURLY;INTERVAL=1000000",
    "FREQ=YEARLY;INTERVAL=9999",
    "completion",
    "schedule",
    "high",
]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(TRICKY)
    | st.text(max_size=8)
)
TEXTS = st.sampled_from(TRICKY)


def likely(**fields):
    """An object that has each field or not, mostly of the kind that is asked for."""
    return st.fixed_dictionaries(
        {}, optional={name: kind | SCALARS for name, kind in fields.items()}
    )


NAGS = likely(every=st.sampled_from(["PT5M", "PT15M", "P1D", "P2D"]), max=st.integers(0, 21))
MORE = {
    "channels": st.lists(st.just("email") | TEXTS, max_size=2),
    "relative_to": st.sampled_from(["due", "start"]),
    "nag": NAGS,
    "urgent": st.booleans(),
}
PREFERENCES = likely(
    name=TEXTS,
    zone=st.sampled_from(["Asia/Tokyo", "Pacific/Apia", "UTC"]) | TEXTS,
    week_start=st.sampled_from(["MO", "SU"]) | TEXTS,
    time_format=st.sampled_from(["12h", "24h"]) | TEXTS,
    all_day_reminder_time=st.sampled_from(["00:00", "23:59", "24:00"]) | TEXTS,
    default_reminders=st.lists(st.sampled_from(["PT0S", "-P1D"]) | TEXTS, max_size=3),
    default_channels=st.lists(st.just("email") | TEXTS, max_size=2),
    quiet_hours=likely(**{"from": st.just("22:00"), "until": st.sampled_from(["06:00", "22:00"])}),
    digest_at=st.just("07:00") | TEXTS,
    review=likely(weekday=st.just("SU") | TEXTS, at=st.just("18:00") | TEXTS),
)
BODIES = st.fixed_dictionaries(
    {"title": st.just("t") | TEXTS},
    optional={
        "notes": TEXTS,
        "priority": st.integers(0, 5) | TEXTS,
        "labels": st.lists(TEXTS, max_size=3),
        "due": likely(date=TEXTS) | likely(datetime_local=TEXTS, zone=TEXTS),
        "start": likely(date=TEXTS) | likely(datetime_local=TEXTS, zone=TEXTS),
        "parent_id": TEXTS,
        "section_id": TEXTS,
        "position": TEXTS,
        "checklist": st.lists(likely(title=TEXTS, is_done=st.booleans(), id=TEXTS), max_size=3),
        "recurrence": likely(rrule=TEXTS, anchor=TEXTS) | likely(pattern=TEXTS),
        "recurring_pattern": TEXTS,
        "reminders": st.lists(likely(offset=TEXTS, **MORE) | likely(at=TEXTS, **MORE), max_size=3),
        "reminder_at": TEXTS,
    },
)
QUERIES = st.dictionaries(
    st.sampled_from(
        [
            *(
                "priority",
                "completed",
                "search",
                "label",
                "due_before",
                "due_after",
                "sort",
                "limit",
            ),
            *("filter", "filter_id", "q", "with_total", "cursor"),
        ]
    ),
    TEXTS | st.text(string.printable, max_size=5) | st.integers().map(str),
    max_size=4,
)


@pytest.fixture(scope="module")
async def mallory(api):
    return await api.person(zone="Pacific/Apia")


@given(BODIES)
@settings(max_examples=150)
async def test_any_body_makes_a_task_or_is_refused(api, mallory, body):
    content = json.dumps(body)
    headers = {"content-type": "application/json"}
    answer = await api.ask("POST", "/api/tasks", mallory, content=content, headers=headers)
    assert answer.status_code in {201, 422}
    if answer.status_code == 201:
        path = f"/api/tasks/{answer.json()['id']}"
        assert (await api.ask("GET", path, mallory)).json() == answer.json()
        done = await api.ask("POST", f"{path}/complete", mallory)
        assert done.json()["completed"]


@given(BODIES)
@settings(max_examples=100)
async def test_any_change_is_made_or_refused(api, mallory, body):
    task = await api.create(mallory, due={"datetime_local": "2031-11-27T09:00"})
    content = json.dumps(body)
    headers = {"content-type": "application/json"}
    path = f"/api/tasks/{task['id']}"
    answer = await api.ask("PATCH", path, mallory, content=content, headers=headers)
    assert answer.status_code in {200, 422}
    stored = (await api.ask("GET", path, mallory)).json()
    assert stored == (plain(answer.json()) if answer.status_code == 200 else task)


@given(QUERIES)
@settings(max_examples=100)
async def test_any_query_is_answered_or_refused(api, mallory, query):
    answer = await api.ask("GET", "/api/tasks", mallory, params=query)
    assert answer.status_code in {200, 422}


@given(PREFERENCES)
@settings(max_examples=100)
async def test_any_preference_is_stored_or_refused(api, mallory, body):
    before = (await api.ask("GET", "/api/me", mallory)).json()
    content = json.dumps(body)
    headers = {"content-type": "application/json"}
    answer = await api.ask("PATCH", "/api/me", mallory, content=content, headers=headers)
    assert answer.status_code in {200, 422}
    after = (await api.ask("GET", "/api/me", mallory)).json()
    if answer.status_code == 200:
        assert answer.json() == {**after, "moved": answer.json()["moved"]}
    else:
        assert after == before


@given(BODIES, st.sampled_from(["this", "following", "all"]))
@settings(max_examples=100)
async def test_any_edit_of_a_series_is_made_or_refused(api, mallory, body, scope):
    due = {"datetime_local": "2031-11-27T09:00"}
    task = await api.create(mallory, due=due, recurrence={"pattern": "weekly"})
    path = f"/api/tasks/{task['id']}"
    headers = {"content-type": "application/json", "if-match": f'"{task["version"]}.1"'}
    answer = await api.ask(
        "PATCH",
        f"{path}/series?scope={scope}",
        mallory,
        content=json.dumps(body),
        headers=headers,
    )
    assert answer.status_code in {200, 422}
    stored = (await api.ask("GET", path, mallory)).json()
    assert stored == (plain(answer.json()) if answer.status_code == 200 else task)
