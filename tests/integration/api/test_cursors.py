"""Cursors that are none: each paged list whose key has several values refuses them alike."""

from base64 import urlsafe_b64encode

import orjson
import pytest

from tests.integration.api.harness import pointers

ID = "01932f00-0000-7000-8000-00000000dead"
AT = "2026-11-26T10:00:00Z"
TIME, SLOT = "2026-11-26T10:00:00", "2026-11-26"
LISTS = {
    "/api/tasks?sort=due": ("due", TIME),
    "/api/occurrences?limit=1": ("occurrences", SLOT),
    "/api/deliveries?limit=1": ("deliveries", AT),
    f"/api/ops/timeline?task={ID}": ("timeline", AT),
    "/api/chat/conversations?limit=1": ("conversations", AT),
    "/api/trash?limit=1": ("trash", AT),
}
WRONG = {AT: TIME, TIME: AT, SLOT: "2026-02-30"}
"""Of another type, each beside the right one."""


def cursor_of(content):
    return urlsafe_b64encode(orjson.dumps(content)).decode().rstrip("=")


async def ask(api, person, path, cursor):
    return await api.ask("GET", path + f"&cursor={cursor}", person)


@pytest.fixture
async def operator(api):
    return await api.operator()


@pytest.mark.parametrize("path", LISTS)
async def test_a_cursor_of_the_list_is_good(api, operator, path):
    name, first = LISTS[path]
    answer = await ask(api, operator, path, cursor_of([name, [first, ID]]))
    # Nothing is known of the task, so there is no timeline of it.
    assert answer.status_code == (404 if name == "timeline" else 200), answer.text


@pytest.mark.parametrize("path", LISTS)
async def test_a_cursor_that_is_none_is_refused(api, operator, path):
    name, first = LISTS[path]
    good = cursor_of([name, [first, ID]])
    contents = [
        *([other, [one, ID]] for other, one in LISTS.values() if other != name),
        *([other, [first, ID]] for other, _ in LISTS.values() if other != name),
        *([name, [wrong, ID]] for wrong in (1, [], {}, "x", WRONG[first])),
        *([name, [first, wrong]] for wrong in (1, None, [], "7", first)),
        [name, ["9999-12-31T23:00:00-14:00", ID]],
        [name, ["0001-01-01T00:00:00+23:00", ID]],
        *([name, values] for values in ([], [first], [first, ID, ID], "xy", 7, None)),
        *([], {}, None, [first, ID], [name], [[first, ID], name]),
    ]
    for cursor in (*map(cursor_of, contents), good[:-1], good[:-4], good[:9], "x", "ü", "%FF"):
        answer = await ask(api, operator, path, cursor)
        assert answer.status_code == 422, (cursor, answer.text)
        [error] = answer.json()["errors"]
        assert pointers(answer) == [("/query/cursor", "cursor_invalid")], cursor
        assert error["message"].startswith("Send the next_cursor"), cursor
