"""Receipts: what became of each message, for its owner alone (donetick#553: no explanation)."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from shared.db.repositories.digests import digest_id
from tests.integration.api.harness import pointers

AT = datetime(2031, 1, 1, 9, tzinfo=UTC)


async def run(api, statement, **parameters):
    async with api.resources.db.unit_of_work() as uow:
        return await uow.connection.execute(text(statement), parameters)


async def task_with_reminder(api, person):
    task = await api.create(person, reminders=[{"at": AT.isoformat()}])
    return task, task["reminders"][0]["id"]


async def delivery(api, task, **changes):
    row = {
        "id": uuid4(),
        "fire_at": AT,
        "channel": "email",
        "state": "sent",
        "reason": None,
        "sent_at": None,
        "answer": None,
    } | changes
    if row["state"] == "sent":
        row["sent_at"] = row["fire_at"] + timedelta(milliseconds=12)
    await run(
        api,
        "INSERT INTO deliveries (id, reminder_id, task_id, user_id, channel, fire_at, state, "
        "reason, attempts, claimed_at, sent_at, lateness_ms, provider_answer, message_id) "
        "SELECT :id, :reminder_id, t.id, t.user_id, :channel, :fire_at, :state, :reason, 1, "
        ":fire_at, :sent_at, 12, :answer, 'key' FROM tasks t WHERE t.id = :task_id",
        reminder_id=UUID(task["reminders"][0]["id"]),
        task_id=UUID(task["id"]),
        **row,
    )
    return str(row["id"])


async def items(api, person, path):
    answer = await api.ask("GET", path, person)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_words_are_on_the_clock_of_the_reader(api, ada):
    task, _ = await task_with_reminder(api, ada)
    await delivery(api, task)
    await api.ask("PATCH", "/api/me", ada, json={"time_format": "12h"})
    for path in (f"/api/tasks/{task['id']}/deliveries", "/api/deliveries"):
        (receipt,) = await items(api, ada, path)
        assert receipt["words"] == "Sent at 10 AM."


async def test_a_sent_message_has_a_receipt_with_the_answer_and_its_lateness(api, ada):
    task, reminder = await task_with_reminder(api, ada)
    identifier = await delivery(api, task, answer="250 queued")
    for path in (f"/api/reminders/{reminder}", f"/api/tasks/{task['id']}"):
        (receipt,) = await items(api, ada, f"{path}/deliveries")
        assert receipt["id"] == identifier
        assert (receipt["state"], receipt["lateness_ms"]) == ("sent", 12)
        assert receipt["provider_answer"] == "250 queued"
        assert receipt["channel"] == {"id": "email", "kind": "email", "name": "email"}
        assert receipt["words"] == "Sent at 10:00."


async def test_what_was_given_up_is_not_told_as_a_refusal(api, ada):
    task, _ = await task_with_reminder(api, ada)
    await delivery(api, task, state="failed", reason="gave up: internal_error")
    (receipt,) = await items(api, ada, "/api/deliveries")
    assert (receipt["reason"], receipt["given_up"]) == ("internal_error", True)
    assert receipt["words"] == (
        "Not delivered: the server could not make it, and its operators have been told."
    )


async def test_what_is_sent_again_after_it_was_given_up_has_no_reason_yet(api, ada):
    task, _ = await task_with_reminder(api, ada)
    await delivery(api, task, state="sending", reason="gave up: ")
    (receipt,) = await items(api, ada, "/api/deliveries")
    assert (receipt["reason"], receipt["words"]) == (None, "Being sent.")


async def test_that_a_reminder_was_sent_is_another_etag_of_its_task(api, ada):
    task, reminder = await task_with_reminder(api, ada)
    path = f"/api/tasks/{task['id']}"
    tags = {(await api.ask("GET", path, ada)).headers["etag"]}
    for state in ("sent", "failed"):
        await run(
            api,
            "UPDATE reminders SET state = :state WHERE id = :id",
            state=state,
            id=UUID(reminder),
        )
        read = await api.ask("GET", path, ada, headers={"if-none-match": ", ".join(tags)})
        assert read.status_code == 200
        assert read.json()["reminders"][0]["state"] == state
        tags.add(read.headers["etag"])
    assert len(tags) == 3
    assert {tag.partition(".")[0] for tag in tags} == {'"1'}
    same = await api.ask("GET", path, ada, headers={"if-none-match": ", ".join(tags)})
    assert same.status_code == 304


async def test_why_nothing_arrived_of_a_done_task_says_when_it_was_done(api, ada):
    task, reminder = await task_with_reminder(api, ada)
    await api.ask("POST", f"/api/tasks/{task['id']}/complete", ada)
    await run(
        api,
        "UPDATE tasks SET completed_at = :at WHERE id = :id",
        at=AT - timedelta(minutes=1),
        id=UUID(task["id"]),
    )
    await delivery(api, task, state="skipped", reason="task_done")
    (receipt,) = await items(api, ada, f"/api/reminders/{reminder}/deliveries")
    assert receipt["words"] == "Not sent: you had marked the task as done at 09:59."


async def test_a_reminder_without_a_delivery_says_why(api, ada):
    fields = {
        "reminders": [{"at": "2001-01-01T09:00:00Z"}, {"offset": "PT0S"}, {"at": AT.isoformat()}]
    }
    task = await api.create(ada, **fields)
    found = await items(api, ada, f"/api/tasks/{task['id']}/deliveries")
    assert {(each["state"], each["reason"], each["words"]) for each in found} == {
        ("planned", None, "Planned on 1 Jan 2031 at 10:00."),
        ("idle", "no_due", "Waits for a time: the task has no time that it counts from."),
        ("skipped", "past", "Not sent: its time had passed when it was made."),
    }
    assert {each["id"] for each in found} == {None}


async def test_a_snoozed_reminder_says_so(api, ada):
    _, reminder = await task_with_reminder(api, ada)
    await api.ask("POST", f"/api/reminders/{reminder}/snooze", ada, json={"preset": "1h"})
    (receipt,) = await items(api, ada, f"/api/reminders/{reminder}/deliveries")
    assert receipt["words"] == "Cancelled: you put it off until later."


async def test_a_deleted_task_still_has_receipts(api, ada):
    task, _ = await task_with_reminder(api, ada)
    await api.ask("DELETE", f"/api/tasks/{task['id']}", ada)
    (receipt,) = await items(api, ada, f"/api/tasks/{task['id']}/deliveries")
    assert receipt["words"] == "Cancelled: you had deleted the task."


async def test_what_a_channel_said_is_passed_on_and_its_name_is_shown(api, ada):
    task, _ = await task_with_reminder(api, ada)
    channel = uuid4()
    await run(
        api,
        "INSERT INTO channels (id, user_id, kind, name, target, sealed, created_at, updated_at) "
        "VALUES (:id, :user, 'ntfy', 'My phone', 'ntfy.example', '', now(), now())",
        id=channel,
        user=ada.user_id,
    )
    await delivery(api, task, channel=str(channel), state="failed", reason="410 topic is gone")
    (receipt,) = await items(api, ada, "/api/deliveries")
    assert receipt["channel"] == {"id": str(channel), "kind": "ntfy", "name": "My phone"}
    assert receipt["words"] == "Not delivered: the channel said “410 topic is gone”."


async def test_all_of_an_account_are_listed_page_by_page_newest_first(api, ada, bob):
    task, _ = await task_with_reminder(api, ada)
    ids = [await delivery(api, task, fire_at=AT + timedelta(hours=n)) for n in range(5)]
    other, _ = await task_with_reminder(api, bob)
    await delivery(api, other)
    found, cursor = [], ""
    while cursor is not None:
        page = (await api.ask("GET", f"/api/deliveries?limit=2{cursor}", ada)).json()
        found += [each["id"] for each in page["items"]]
        cursor = page["next_cursor"] and f"&cursor={page['next_cursor']}"
    assert found == ids[::-1]
    start, end = "2031-01-01T10:00:00Z", "2031-01-01T12:00:00Z"
    within = await items(api, ada, f"/api/deliveries?from={start}&to={end}")
    assert [each["id"] for each in within] == ids[2:0:-1]
    assert await items(api, ada, "/api/deliveries?state=failed") == []


async def test_others_find_nothing(api, ada, bob):
    task, reminder = await task_with_reminder(api, ada)
    await delivery(api, task)
    for path in (f"/api/reminders/{reminder}", f"/api/tasks/{task['id']}"):
        assert (await api.ask("GET", f"{path}/deliveries", bob)).status_code == 404
        assert (await api.ask("GET", f"{path}/deliveries")).status_code == 401
    assert await items(api, bob, "/api/deliveries") == []


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("state=lost", "/query/state"),
        ("from=yesterday", "/query/from"),
        ("limit=0", "/query/limit"),
        ("start=2031-01-01T09:00:00Z", "/query/start"),
    ],
)
async def test_malformed_questions_are_refused(api, ada, query, pointer):
    answer = await api.ask("GET", f"/api/deliveries?{query}", ada)
    assert answer.status_code == 422
    assert [where for where, _ in pointers(answer)] == [pointer]


async def test_a_digest_has_receipts_though_it_is_of_no_task(api, ada):
    answer = await api.ask("PATCH", "/api/me", ada, json={"digest_at": "07:00"})
    assert answer.status_code == 200, answer.text
    digest = digest_id(ada.user_id, "digest")
    (planned,) = await items(api, ada, f"/api/reminders/{digest}/deliveries")
    assert (planned["state"], planned["task_id"], planned["id"]) == ("planned", None, None)
    await run(
        api,
        "INSERT INTO deliveries (id, reminder_id, user_id, channel, fire_at, state, reason, "
        "attempts, claimed_at) VALUES (:id, :digest, :user, 'email', :at, 'skipped', "
        "'nothing_to_say', 0, :at)",
        id=uuid4(),
        digest=digest,
        user=ada.user_id,
        at=AT,
    )
    (receipt,) = await items(api, ada, "/api/deliveries")
    assert (receipt["reminder_id"], receipt["task_id"]) == (str(digest), None)
    assert receipt["words"] == "Not sent: there was nothing to say."
    await api.ask("PATCH", "/api/me", ada, json={"digest_at": None})
    without, _ = await items(api, ada, f"/api/reminders/{digest}/deliveries")
    assert without["words"] == "Cancelled: you had switched it off."
