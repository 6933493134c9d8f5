"""Input that cannot be meant: 422 with a pointer and a reason, and nothing written."""

import json
from uuid import uuid4

import pytest

from api.passwords import LONGEST
from api.schemas.accounts import LARGEST_BYTES
from tests.integration.api.harness import pointers

JSON = {"content-type": "application/json"}
ARABIC = "\u0662\u0660\u0663\u0661-11-27"
DUE = {"datetime_local": "2031-11-27T09:00"}

BODIES = [
    ({}, "/title", "missing"),
    ({"title": ""}, "/title", "string_too_short"),
    ({"title": "  "}, "/title", "title_blank"),
    ({"title": "x" * 501}, "/title", "string_too_long"),
    ({"title": "two\nlines"}, "/title", "title_control"),
    ({"title": "nul\x00"}, "/title", "title_control"),
    ({"title": 7}, "/title", "string_type"),
    ({"title": None}, "/title", "string_type"),
    ({"title": "t", "color": "red"}, "/color", "unknown_field"),
    ({"title": "t", "a/b~c": 1}, "/a~1b~0c", "unknown_field"),
    ({"title": "t", "version": 1}, "/version", "unknown_field"),
    ({"title": "t", "notes": "nul\x00"}, "/notes", "notes_nul"),
    ({"title": "t", "notes": "x" * 50_001}, "/notes", "string_too_long"),
    ({"title": "t", "priority": 5}, "/priority", "priority_unknown"),
    ({"title": "t", "priority": 1.5}, "/priority", "priority_unknown"),
    ({"title": "t", "priority": True}, "/priority", "priority_unknown"),
    ({"title": "t", "priority": 10**400}, "/priority", "priority_unknown"),
    ({"title": "t", "priority": "urgent"}, "/priority", "priority_unknown"),
    ({"title": "t", "labels": [""]}, "/labels/0", "label_invalid"),
    ({"title": "t", "labels": ["a", "b\x00"]}, "/labels/1", "label_invalid"),
    ({"title": "t", "labels": ["a", 3]}, "/labels/1", "string_type"),
    ({"title": "t", "labels": "home"}, "/labels", "list_type"),
    ({"title": "t", "labels": ["x"] * 51}, "/labels", "too_long"),
    ({"title": "t", "due": {}}, "/due", "due_kind"),
    ({"title": "t", "due": {"date": "2031-11-27", **DUE}}, "/due", "due_kind"),
    ({"title": "t", "due": {"zone": "Europe/Berlin"}}, "/due", "due_kind"),
    ({"title": "t", "due": "2031-11-27"}, "/due", "model_type"),
    ({"title": "t", "due": {"date": "2031-02-30"}}, "/due/date", "time_impossible"),
    ({"title": "t", "due": {"date": "27.11.2031"}}, "/due/date", "date_malformed"),
    ({"title": "t", "due": {"date": 1795000000}}, "/due/date", "date_malformed"),
    ({"title": "t", "due": {"date": ARABIC}}, "/due/date", "date_malformed"),
    (
        {"title": "t", "due": {"datetime_local": "2031-11-27T09:00:00Z"}},
        "/due/datetime_local",
        "datetime_malformed",
    ),
    (
        {"title": "t", "due": {"datetime_local": "2031-11-27T25:00"}},
        "/due/datetime_local",
        "time_impossible",
    ),
    (
        {"title": "t", "due": {"datetime_local": "2031-11-27T09:00:60"}},
        "/due/datetime_local",
        "time_impossible",
    ),
    (
        {"title": "t", "due": {"datetime_local": "0001-01-01T00:00", "zone": "Asia/Tokyo"}},
        "/due/datetime_local",
        "time_out_of_range",
    ),
    ({"title": "t", "due": {**DUE, "zone": "Mars/Phobos"}}, "/due/zone", "zone_unknown"),
    ({"title": "t", "due": {**DUE, "zone": "../etc/passwd"}}, "/due/zone", "zone_unknown"),
    ({"title": "t", "due": {**DUE, "zone": "Z" * 5000}}, "/due/zone", "string_too_long"),
    ({"title": "t", "due": {**DUE, "tz": "UTC"}}, "/due/tz", "unknown_field"),
    ({"title": "t", "recurrence": {}}, "/recurrence", "recurrence_kind"),
    (
        {"title": "t", "recurrence": {"rrule": "FREQ=DAILY", "pattern": "daily"}},
        "/recurrence",
        "recurrence_kind",
    ),
    (
        {"title": "t", "recurrence": {"pattern": "daily", "anchor": "moon"}},
        "/recurrence/anchor",
        "literal_error",
    ),
    (
        {"title": "t", "recurrence": {"pattern": "daily"}, "recurring_pattern": "daily"},
        "",
        "recurrence_twice",
    ),
    ({"title": "t", "reminders": [{}]}, "/reminders/0", "reminder_kind"),
    (
        {"title": "t", "reminders": [{"at": "2031-11-27T09:00:00"}]},
        "/reminders/0/at",
        "instant_malformed",
    ),
    (
        {"title": "t", "reminders": [{"at": "0001-01-01T00:00:00+14:00"}]},
        "/reminders/0/at",
        "time_out_of_range",
    ),
    ({"title": "t", "reminders": [{"at": 1795000000}]}, "/reminders/0/at", "instant_malformed"),
    ({"title": "t", "reminders": [{"offset": "PT0S"}] * 21}, "/reminders", "too_long"),
    ({"title": "t", "reminders": [{"offset": "-P367D"}]}, "/reminders/0/offset", "offset_range"),
    (
        {"title": "t", "reminders": [{"type": "absolute", "offset": "PT0S"}]},
        "/reminders/0",
        "reminder_kind",
    ),
    (
        {"title": "t", "reminders": [{"at": "2031-11-27T09:00:00Z", "relative_to": "due"}]},
        "/reminders/0",
        "reminder_kind",
    ),
    (
        {"title": "t", "reminders": [{"offset": "PT0S", "relative_to": "deadline"}]},
        "/reminders/0/relative_to",
        "literal_error",
    ),
    (
        {"title": "t", "reminders": [{"offset": "PT0S", "nag": {"every": "PT4M"}}]},
        "/reminders/0/nag/every",
        "nag_interval",
    ),
    (
        {"title": "t", "reminders": [{"offset": "PT0S", "nag": {"every": "PT9M", "max": 21}}]},
        "/reminders/0/nag/max",
        "less_than_equal",
    ),
    (
        {"title": "t", "reminders": [{"offset": "PT0S", "channels": []}]},
        "/reminders/0/channels",
        "too_short",
    ),
    (
        {"title": "t", "reminders": [{"offset": "PT0S", "channels": ["email", "pager"]}]},
        "/reminders/0/channels/1",
        "channel_unknown",
    ),
    ({"title": "t", "reminder_at": "soon"}, "/reminder_at", "instant_malformed"),
    (
        {"title": "t", "reminder_at": "2031-11-27T09:00:00Z", "reminders": []},
        "",
        "reminders_twice",
    ),
]

RULES = [
    "FREQ=SECONDLY",
    "FREQ=MINUTELY",
    "FREQ=DAILY;COUNT=3;UNTIL=20320101",
    "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;INTERVAL=0",
    "FREQ=FORTNIGHTLY",
    "every full moon",
    "",
    "\x00",
    "FREQ=DAILY;" * 1000,
    "RRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY",
]

OFFSETS = ["", "30 minutes", "-P1Y", "PT", "-PT99999999999H", "P-1D", "\x00"]


async def assert_refused(api, person, method, path, **options):
    """The answer is 422, and nothing of this person was written."""
    before = [await api.count(table, person) for table in ("tasks", "outbox", "labels")]
    answer = await api.ask(method, path, person, **options)
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == "input.invalid"
    after = [await api.count(table, person) for table in ("tasks", "outbox", "labels")]
    assert after == before
    return answer


@pytest.mark.parametrize(("body", "pointer", "code"), BODIES)
async def test_a_bad_body_is_refused_with_its_place(api, ada, body, pointer, code):
    answer = await assert_refused(api, ada, "POST", "/api/tasks", json=body)
    assert (pointer, code) in pointers(answer)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("field", ["recurring_pattern", "rrule"])
async def test_a_rule_that_cannot_be_is_refused(api, ada, rule, field):
    given = {field: rule} if field == "recurring_pattern" else {"recurrence": {field: rule}}
    body = {"title": "t", "due": {"date": "2031-11-27"}, **given}
    answer = await assert_refused(api, ada, "POST", "/api/tasks", json=body)
    assert pointers(answer)[0][0].startswith("/recurr")


@pytest.mark.parametrize("offset", OFFSETS)
async def test_an_offset_that_cannot_be_is_refused(api, ada, offset):
    body = {"title": "t", "due": DUE, "reminders": [{"offset": offset}]}
    answer = await assert_refused(api, ada, "POST", "/api/tasks", json=body)
    assert pointers(answer)[0][0].startswith("/reminders")


async def test_a_patch_is_checked_like_a_create(api, ada):
    task = await api.create(ada)
    path = f"/api/tasks/{task['id']}"
    for body, pointer in [
        ({"title": None}, "/title"),
        ({"title": ""}, "/title"),
        ({"due": {"zone": "UTC"}}, "/due"),
        ({"status": "done"}, "/status"),
        ({"version": "1"}, "/version"),
        ({"version": 0}, "/version"),
        ({"version": 10**30}, "/version"),
    ]:
        answer = await assert_refused(api, ada, "PATCH", path, json=body)
        assert pointers(answer)[0][0] == pointer
    assert (await api.ask("GET", path, ada)).json() == task


@pytest.mark.parametrize("kind", ["channels", "projects", "tasks", "webhooks"])
async def test_a_version_that_no_row_has_is_refused_before_it_is_looked_up(api, ada, kind):
    path = f"/api/{kind}/{uuid4()}"
    answer = await assert_refused(api, ada, "PATCH", path, json={"version": 2**31})
    assert pointers(answer) == [("/version", "less_than_equal")]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"title"',
        b"\xff\xfe",
        b'{"title": "\xff"}',
        b'{"title": "\\ud800"}',
        b'{"\\ud800": 1, "title": "t"}',
        b'{"title": "t", "priority": NaN}',
        b'{"title": "t", "priority": Infinity}',
        b'{"title": "t", "priority": 1e999}',
        b'{"title": "t", "priority": ' + b"9" * 20_000 + b"}",
        b'{"title": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        b'{"title": "t"} trailing',
        b"title=t",
        b"\x00" * 100,
    ],
    ids=lambda body: f"{body[:40]!r} of {len(body)}",
)
@pytest.mark.parametrize("path", ["/api/tasks", "/api/auth/sign-up", "/api/auth/sign-in"])
async def test_hostile_json_is_refused(api, ada, body, path):
    if len(body) > LARGEST_BYTES and path.startswith("/api/auth/"):
        answer = await api.ask("POST", path, content=body, headers=JSON)
        assert answer.status_code == 413
    else:
        await assert_refused(api, ada, "POST", path, content=body, headers=JSON)


async def test_strangers_cannot_send_more_than_an_account_needs(api):
    body = {"email": "x" * LARGEST_BYTES, "password": "y"}
    for path in ("/api/auth/sign-up", "/api/auth/sign-in"):
        answer = await api.ask("POST", path, json=body)
        assert (answer.status_code, answer.json()["code"]) == (413, "request.too_large")


async def test_the_longest_password_written_with_escapes_is_read(api):
    body = {"email": "long@example.com", "password": "\U0001f511" * LONGEST}
    content = json.dumps(body).encode()
    assert len(content) > 12 * LONGEST
    answer = await api.ask("POST", "/api/auth/sign-in", content=content, headers=JSON)
    assert answer.json()["code"] == "auth.bad_credentials"


MANY = {
    "keys": b"{" + b",".join(b'"k%d":1' % number for number in range(80_000)) + b"}",
    "the same key": b"{" + b",".join([b'"k":1'] * 80_000) + b"}",
    "items": b'{"title":"t","labels":[' + b",".join([b"1"] * 400_000) + b"]}",
    "objects": b'{"title":"t","reminders":[' + b",".join([b"{}"] * 300_000) + b"]}",
    "below": b'{"title":"t","due":{' + b",".join([b'"k":1'] * 80_000) + b"}}",
    "quotes": b'{"title":"t","labels":[' + b",".join([rb'"\""'] * 200_000) + b"]}",
}


@pytest.mark.parametrize("body", MANY.values(), ids=MANY)
async def test_a_million_mistakes_are_one(api, ada, body):
    answer = await assert_refused(api, ada, "POST", "/api/tasks", content=body, headers=JSON)
    assert pointers(answer) == [("", "too_many_values")]


async def test_a_text_full_of_commas_is_one_value(api, ada):
    notes = ',[{"\\' * 10_000
    assert (await api.create(ada, notes=notes))["notes"] == notes


async def test_of_many_errors_the_first_are_listed(api, ada):
    body = {f"k{number}": 1 for number in range(100)}
    answer = await assert_refused(api, ada, "POST", "/api/tasks", json=body)
    assert len(answer.json()["errors"]) == 20
    assert answer.json()["more_errors"] == 81  # title is missing, too


async def test_an_endless_name_is_cut_in_the_pointer(api, ada):
    body = {"title": "t", "k" * 1_000_000: 1}
    answer = await assert_refused(api, ada, "POST", "/api/tasks", json=body)
    assert pointers(answer) == [("/" + "k" * 99 + "…", "unknown_field")]
    assert len(answer.content) < 1000


async def test_a_query_of_thousands_is_one_mistake(api, ada):
    query = "&".join(f"k{number}=1" for number in range(5000))
    answer = await assert_refused(api, ada, "GET", f"/api/tasks?{query}")
    assert pointers(answer) == [("/query", "too_many_values")]


@pytest.mark.parametrize(
    ("query", "pointer", "code"),
    [
        ("?priority=urgent", "/query/priority", "priority_unknown"),
        ("?completed=maybe", "/query/completed", "bool_parsing"),
        ("?limit=0", "/query/limit", "greater_than_equal"),
        ("?limit=201", "/query/limit", "less_than_equal"),
        ("?limit=" + "9" * 5000, "/query/limit", "int_parsing_size"),
        ("?search=%00", "/query/search", "control_character"),
        ("?label=%00", "/query/label", "control_character"),
        ("?search=" + "x" * 201, "/query/search", "string_too_long"),
        ("?due_before=tomorrow", "/query/due_before", "instant_malformed"),
        ("?due_before=2031-02-30", "/query/due_before", "time_impossible"),
        ("?sort=size", "/query/sort", "sort_unknown"),
        ("?color=red", "/query/color", "unknown_field"),
    ],
)
async def test_a_bad_query_is_refused_with_its_place(api, ada, query, pointer, code):
    answer = await assert_refused(api, ada, "GET", f"/api/tasks{query}")
    assert (pointer, code) in pointers(answer)


async def test_a_cursor_of_another_order_is_refused(api, ada):
    for _ in range(2):
        await api.create(ada)
    page = (await api.ask("GET", "/api/tasks?limit=1", ada)).json()
    answer = await assert_refused(
        api, ada, "GET", f"/api/tasks?limit=1&sort=due&cursor={page['next_cursor']}"
    )
    assert pointers(answer) == [("/query/cursor", "cursor_invalid")]


@pytest.mark.parametrize("identifier", ["1", "not-an-id", "%00", "%FF", "0" * 500])
async def test_an_id_that_is_none_is_refused(api, ada, identifier):
    answer = await assert_refused(api, ada, "GET", f"/api/tasks/{identifier}")
    assert pointers(answer)[0][0] == "/path/task_id"


@pytest.mark.parametrize("value", ["3", '"x"', '"1.0", "2.0"', 'W/"1.0"', '"' + "9" * 40 + '"'])
async def test_an_if_match_that_is_no_etag_of_ours_is_refused(api, ada, value):
    task = await api.create(ada)
    path = f"/api/tasks/{task['id']}/complete"
    answer = await assert_refused(api, ada, "POST", path, headers={"if-match": value})
    assert pointers(answer) == [("/header/if-match", "if_match_malformed")]


async def test_an_unknown_export_format_is_refused(api, ada):
    answer = await assert_refused(api, ada, "GET", "/api/tasks/export?format=xml")
    assert pointers(answer) == [("/query/format", "literal_error")]


async def test_a_body_that_is_not_json_is_refused(api, ada):
    for kind in ("application/x-www-form-urlencoded", "text/plain", "multipart/form-data"):
        answer = await api.ask(
            "POST", "/api/tasks", ada, content=b"title=t", headers={"content-type": kind}
        )
        assert (answer.status_code, answer.json()["code"]) == (415, "request.not_json")


async def test_a_body_beyond_the_limit_is_not_read(api, ada):
    limit = api.resources.settings.body_limit_bytes
    answer = await api.ask("POST", "/api/tasks", ada, content=b" " * (limit + 1), headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (413, "request.too_large")


async def test_a_body_beyond_the_limit_without_a_length_is_not_read(api, ada):
    chunks = api.resources.settings.body_limit_bytes // 65_536 + 2
    taken = []

    async def endless():
        for number in range(100 * chunks):
            taken.append(number)
            yield b" " * 65_536

    answer = await api.ask("POST", "/api/tasks", ada, content=endless(), headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (413, "request.too_large")
    assert len(taken) <= chunks


async def test_nothing_is_served_elsewhere(api, ada):
    answer = await api.ask("GET", "/api/nothing", ada)
    assert (answer.status_code, answer.json()["code"]) == (404, "route.not_found")
    answer = await api.ask("PUT", "/api/tasks", ada)
    assert (answer.status_code, answer.json()["code"]) == (405, "route.method_not_allowed")
    assert set(answer.headers["allow"].split(", ")) == {"GET", "POST"}
