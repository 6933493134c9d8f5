"""Operators see what workers do from time to time, and have it done at once."""

import pytest

from shared.db.repositories import schedules
from shared.events.catalog import CATALOG

NAME = "activity.prune_sessions"
PATHS = [
    ("GET", "/api/ops/schedules"),
    ("POST", f"/api/ops/schedules/{NAME}/run"),
    ("GET", "/api/ops/retries"),
]


@pytest.fixture
async def operator(api):
    return await api.operator()


@pytest.fixture
async def job(api):
    async with api.resources.db.unit_of_work() as uow:
        await schedules.register(uow.connection, NAME, "activity", 600, uow.now)


@pytest.mark.parametrize(("method", "path"), PATHS)
@pytest.mark.usefixtures("job")
async def test_users_may_not_and_strangers_are_asked_to_sign_in(api, ada, method, path):
    assert (await api.ask(method, path, ada)).status_code == 403
    assert (await api.ask(method, path)).status_code == 401


@pytest.mark.usefixtures("job")
async def test_a_job_is_listed_and_asked_for(api, operator):
    (shown,) = (await api.ask("GET", "/api/ops/schedules", operator)).json()["items"]
    assert (shown["name"], shown["worker"], shown["every_seconds"]) == (NAME, "activity", 600)
    assert (shown["last_outcome"], shown["asked_at"]) == (None, None)
    asked = await api.ask("POST", f"/api/ops/schedules/{NAME}/run", operator)
    assert asked.status_code == 200
    assert asked.json()["asked_at"] is not None
    again = await api.ask("POST", f"/api/ops/schedules/{NAME}/run", operator)
    assert again.json()["asked_at"] == asked.json()["asked_at"]


async def test_there_is_no_such_job(api, operator):
    answer = await api.ask("POST", "/api/ops/schedules/nobody.job/run", operator)
    assert answer.status_code == 404


async def test_retry_policies_are_those_of_the_catalogue(api, operator):
    items = (await api.ask("GET", "/api/ops/retries", operator)).json()["items"]
    due = next(each for each in items if each["event_type"] == "reminder.due")
    assert due["groups"] == ["notifications", "activity"]
    assert due["delays_seconds"] == list(CATALOG["reminder.due"].retry.delays.values())
    assert due["in_all_seconds"] == sum(due["delays_seconds"])
