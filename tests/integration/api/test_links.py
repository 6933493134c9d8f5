"""Links of messages: a page that changes nothing, and a deed that happens once."""

import asyncio
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from shared.core.links import LinkAction, LinkSigner, claims_for
from shared.db.repositories.deliveries import DeliveryKey
from shared.db.repositories.digests import digest_id
from shared.db.repositories.due_rows import read_due
from tests.integration.api.harness import SECRET
from workers.notifications.messages import Links, message_for

AT = datetime(2031, 1, 1, 9, tzinfo=UTC)
LATER = {"by": "PT1H"}


async def claims_of(api, person, action=LinkAction.DONE, **fields):
    """A task and what a link of its reminder's message says."""
    task = await api.create(
        person, **{"title": "Water plants", "reminders": [{"at": AT.isoformat()}]} | fields
    )
    ids = (UUID(str(person.user_id)), UUID(task["id"]), UUID(task["reminders"][0]["id"]))
    fire_at = api.resources.clock.now().replace(microsecond=7)
    return task, claims_for(action, *ids, fire_at)


def path_of(api, claims):
    return f"/l/{api.resources.links.sign(claims)}"


async def task_of(api, person, task):
    return (await api.ask("GET", f"/api/tasks/{task['id']}", person)).json()


def token_in(page):
    return page.text.split('action="/l/')[1].split('"')[0]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("action", LinkAction)
async def test_looking_changes_nothing_however_often(api, ada, method, action):
    task, claims = await claims_of(api, ada, action)
    before = await task_of(api, ada, task)
    events = await api.event_types(ada)
    for _ in range(3):
        answer = await api.ask(method, path_of(api, claims))
        assert answer.status_code == 200
    assert await task_of(api, ada, task) == before
    assert await api.event_types(ada) == events


async def test_the_page_says_what_will_happen_and_pressing_does_it_once(api, ada):
    task, claims = await claims_of(api, ada)
    page = await api.ask("GET", path_of(api, claims))
    assert "Mark as done?" in page.text
    assert "Water plants" in page.text
    done = await api.ask("POST", path_of(api, claims))
    assert (done.status_code, "Done" in done.text) == (200, True)
    after = await task_of(api, ada, task)
    assert after["completed"]
    again = await api.ask("POST", path_of(api, claims))
    assert again.status_code == 409
    assert (await api.ask("GET", path_of(api, claims))).status_code == 409
    assert await task_of(api, ada, task) == after


async def test_two_at_once_have_one_effect(api, ada):
    task, claims = await claims_of(api, ada, LinkAction.SNOOZE_1H)
    path = path_of(api, claims)
    answers = await asyncio.gather(*(api.ask("POST", path) for _ in range(4)))
    assert sorted(each.status_code for each in answers) == [200, 409, 409, 409]
    assert (await api.event_types(ada)).count("reminder.snoozed") == 1
    assert len((await task_of(api, ada, task))["reminders"]) == 2


@pytest.mark.parametrize(
    "action", [LinkAction.SNOOZE_10M, LinkAction.SNOOZE_1H, LinkAction.SNOOZE_TOMORROW]
)
async def test_a_snooze_says_until_when_and_can_be_undone(api, ada, action):
    task, claims = await claims_of(api, ada, action)
    page = await api.ask("POST", path_of(api, claims))
    assert "You will be reminded again:" in page.text
    undo = await api.ask("POST", f"/l/{token_in(page)}")
    assert (undo.status_code, "taken back" in undo.text) == (200, True)
    states = [each["state"] for each in (await task_of(api, ada, task))["reminders"]]
    assert sorted(states) == ["cancelled", "scheduled"]


async def test_each_snooze_from_a_message_has_an_undo_of_its_own(api, ada):
    _, claims = await claims_of(api, ada, LinkAction.SNOOZE_10M)
    for action in (LinkAction.SNOOZE_10M, LinkAction.SNOOZE_1H):
        page = await api.ask("POST", path_of(api, replace(claims, action=action)))
        assert (await api.ask("POST", f"/l/{token_in(page)}")).status_code == 200


async def test_done_names_the_next_date_of_a_series_and_can_be_undone(api, ada):
    task, claims = await claims_of(
        api, ada, due={"datetime_local": "2031-12-01T09:00"}, recurring_pattern="daily"
    )
    page = await api.ask("POST", path_of(api, claims))
    assert "Next: Tue 2 Dec 2031, 09:00 (Europe/Berlin)" in page.text
    undo = await api.ask("POST", f"/l/{token_in(page)}")
    assert undo.status_code == 200
    assert not (await task_of(api, ada, task))["completed"]


async def test_done_names_no_date_that_will_not_come(api, ada):
    task, claims = await claims_of(
        api, ada, due={"datetime_local": "2031-12-01T09:00"}, recurring_pattern="daily"
    )
    path = f"/api/tasks/{task['id']}"
    skipped = await api.ask("POST", f"{path}/skip", ada)
    following = f"/api/tasks/{skipped.json()['next']['id']}/series?scope=following"
    await api.ask("POST", f"/api/tasks/{skipped.json()['next']['id']}/postpone", ada, json=LATER)
    await api.ask("POST", f"{path}/reopen", ada)  # what was touched stays beside it
    assert (await api.ask("PATCH", following, ada, json={"recurrence": None})).status_code == 200
    page = await api.ask("POST", path_of(api, claims))
    assert page.status_code == 200
    assert "Next:" not in page.text


async def test_the_next_day_of_an_all_day_series_is_named(api, ada):
    _, claims = await claims_of(api, ada, due={"date": "2031-12-01"}, recurring_pattern="weekly")
    page = await api.ask("POST", path_of(api, claims))
    assert "Next: Mon 8 Dec 2031" in page.text


async def test_a_link_that_opens_shows_the_task_and_offers_the_others(api, ada):
    task, claims = await claims_of(api, ada, LinkAction.OPEN)
    for method in ("GET", "POST"):
        page = await api.ask(method, path_of(api, claims))
        assert page.status_code == 200
        assert page.text.count("<form") == 4
    assert (await api.ask("POST", f"/l/{token_in(page)}")).status_code == 200
    assert (await task_of(api, ada, task))["completed"]


async def test_a_task_that_was_done_elsewhere_is_harmless_and_said_so(api, ada):
    task, claims = await claims_of(api, ada)
    await api.ask("POST", f"/api/tasks/{task['id']}/complete", ada)
    before = await task_of(api, ada, task)
    for method in ("GET", "POST"):
        page = await api.ask(method, path_of(api, claims))
        assert (page.status_code, "done already" in page.text) == (200, True)
        assert "<form" not in page.text
    snooze = replace(claims, action=LinkAction.SNOOZE_10M)
    page = await api.ask("POST", path_of(api, snooze))
    assert (page.status_code, "done already" in page.text) == (409, True)
    assert await task_of(api, ada, task) == before


async def test_a_refused_snooze_does_not_use_the_link_up(api, ada):
    task, claims = await claims_of(api, ada, LinkAction.SNOOZE_1H)
    await api.ask("POST", f"/api/tasks/{task['id']}/complete", ada)
    assert (await api.ask("POST", path_of(api, claims))).status_code == 409
    await api.ask("POST", f"/api/tasks/{task['id']}/reopen", ada)
    assert (await api.ask("POST", path_of(api, claims))).status_code == 200


async def test_a_deleted_task_and_a_deleted_account_say_nothing_of_it(api, ada):
    task, claims = await claims_of(api, ada)
    await api.ask("DELETE", f"/api/tasks/{task['id']}", ada)
    _, other = await claims_of(api, ada, title="Secret plan")
    async with api.resources.db.unit_of_work() as uow:
        await uow.connection.execute(text("DELETE FROM users WHERE id = :id"), {"id": ada.user_id})
    for each in (claims, other):
        for method in ("GET", "POST"):
            page = await api.ask(method, path_of(api, each))
            assert page.status_code == 410
            assert "plan" not in page.text


async def test_a_link_of_another_users_task_leads_nowhere(api, ada, bob):
    task, claims = await claims_of(api, ada)
    forged = replace(claims, user_id=UUID(str(bob.user_id)))
    assert (await api.ask("POST", path_of(api, forged))).status_code == 410
    assert not (await task_of(api, ada, task))["completed"]


async def test_an_expired_link_does_nothing_and_the_leeway_forgives_a_slow_clock(api, ada):
    task, claims = await claims_of(api, ada)
    now = api.resources.clock.now()
    expired = replace(claims, expires_at=now - timedelta(seconds=61))
    for method in ("GET", "POST"):
        assert (await api.ask(method, path_of(api, expired))).status_code == 410
    assert not (await task_of(api, ada, task))["completed"]
    skewed = replace(claims, expires_at=now - timedelta(seconds=5))
    assert (await api.ask("POST", path_of(api, skewed))).status_code == 200


@pytest.mark.parametrize("token", ["x", "A" * 110, "A" * 20_000, "%00", "%ff" * 40, "{{7*7}}"])
async def test_hostile_tokens_get_one_page(api, token):
    pages = [await api.ask(method, f"/l/{token}") for method in ("GET", "POST")]
    assert {page.status_code for page in pages} == {404}
    assert len({page.text for page in pages}) == 1


async def test_a_link_of_another_secret_leads_nowhere(api, ada):
    task, claims = await claims_of(api, ada)
    forged = LinkSigner(["another-secret-0123456789abcdef012345"]).sign(claims)
    assert (await api.ask("POST", f"/l/{forged}")).status_code == 404
    assert not (await task_of(api, ada, task))["completed"]


async def test_pages_are_strict_and_nobody_keeps_them(api, ada):
    title = "</h1><script>alert(1)</script>"
    _, claims = await claims_of(api, ada, title=title)
    page = await api.ask("GET", path_of(api, claims))
    assert "<script" not in page.text
    (policy,) = page.headers.get_list("content-security-policy")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    style = page.text.split("<style>")[1].split("</style>")[0]
    assert b64encode(sha256(style.encode()).digest()).decode() in policy
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["x-robots-tag"] == "noindex, nofollow"


async def test_the_buttons_of_a_message_do_what_they_say(api, ada):
    task = await api.create(ada, reminders=[{"at": AT.isoformat()}])
    reminder = UUID(task["reminders"][0]["id"])
    key, now = DeliveryKey(reminder, AT, "email"), api.resources.clock.now()
    async with api.resources.db.read() as connection:
        rows = await read_due(connection, [(reminder, ada.user_id)], now)
    links = Links("http://rondel.test/", LinkSigner([SECRET]))
    done, *snoozes = message_for(key, rows[reminder], "", now, links).actions
    for each in snoozes:
        assert (await api.ask("POST", each.url)).status_code == 200
    assert (await api.event_types(ada)).count("reminder.snoozed") == 3
    states = [each["state"] for each in (await task_of(api, ada, task))["reminders"]]
    assert sorted(states) == ["cancelled", "scheduled"]
    assert (await api.ask("POST", done.url)).status_code == 200
    assert (await task_of(api, ada, task))["completed"]


async def test_used_links_are_swept_once_they_expired(api, ada):
    old = uuid4().bytes
    async with api.resources.db.unit_of_work() as uow:
        await uow.connection.execute(
            text("INSERT INTO used_links VALUES (:h, :at, :at)"),
            {"h": old, "at": datetime(2020, 1, 1, tzinfo=UTC)},
        )
    _, claims = await claims_of(api, ada)
    await api.ask("POST", path_of(api, claims))
    async with api.resources.db.read() as connection:
        found = await connection.execute(
            text("SELECT token_hash FROM used_links WHERE token_hash = ANY(:all)"),
            {"all": [old, claims.fingerprint]},
        )
        assert [bytes(row.token_hash) for row in found] == [claims.fingerprint]


async def test_a_link_that_is_taken_after_its_end_works_once_as_well(api, ada):
    _, claims = await claims_of(api, ada, LinkAction.SNOOZE_1H)
    late = replace(claims, expires_at=api.resources.clock.now() - timedelta(seconds=5))
    other = replace(claims, action=LinkAction.SNOOZE_10M)
    answers = [await api.ask("POST", path_of(api, each)) for each in (late, other, late)]
    assert [answer.status_code for answer in answers] == [200, 200, 409]


async def test_a_link_of_a_digest_leads_to_the_tasks_of_its_reader_alone(api, ada, bob):
    await api.ask("PATCH", "/api/me", ada, json={"digest_at": "07:00"})
    digest, now = digest_id(ada.user_id, "digest"), api.resources.clock.now()
    for owner, status in ((ada, 200), (bob, 410)):
        task = UUID((await api.create(owner, title="Water plants"))["id"])
        claims = claims_for(LinkAction.OPEN, ada.user_id, task, digest, now)
        page = await api.ask("GET", path_of(api, claims))
        assert (page.status_code, "Water plants" in page.text) == (status, status == 200)
