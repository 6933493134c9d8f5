"""What is refused says what there is instead."""

import pytest

from tests.integration.api.harness import pointers


async def assert_refused(api, person, method, path, **options):
    answer = await api.ask(method, path, person, **options)
    assert answer.status_code == 422, answer.text
    return answer


@pytest.mark.parametrize("pattern", ["weekdays", "fortnightly", ""])
@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (lambda it: {"recurring_pattern": it}, "/recurring_pattern"),
        (lambda it: {"recurrence": {"pattern": it}}, "/recurrence/pattern"),
        (lambda it: {"recurrence": {"rrule": it}}, "/recurrence/rrule"),
    ],
)
async def test_a_pattern_that_is_not_known_names_those_that_are(api, ada, pattern, body, pointer):
    task = await api.create(ada, recurring_pattern="daily", due={"date": "2031-11-27"})
    asked = {"title": "t", "due": {"date": "2031-11-27"}, **body(pattern)}
    for method, path in [
        ("POST", "/api/tasks"),
        ("PATCH", f"/api/tasks/{task['id']}/series?scope=following"),
    ]:
        answer = await assert_refused(api, ada, method, path, json=asked)
        assert pointers(answer) == [(pointer, "rule_syntax")]
        assert "daily, weekly, monthly, yearly" in answer.json()["errors"][0]["message"]


async def test_a_name_that_is_not_known_is_answered_with_those_that_are(api, ada):
    query = await assert_refused(api, ada, "GET", "/api/deliveries?since=2031-01-01")
    body = await assert_refused(api, ada, "POST", "/api/tasks", json={"title": "t", "colour": 1})
    (asked,), (sent,) = query.json()["errors"], body.json()["errors"]
    known = "state, from, to, limit, cursor"
    assert asked["message"] == f"There is no such field; there are: {known}."
    assert sent["message"].startswith("There is no such field; there are: notes, priority, ")
