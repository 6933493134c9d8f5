"""Timelines: everything that is known of a user, task, reminder or event, and nothing else."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import orjson
import pytest
from sqlalchemy import text

from shared.core.ids import new_uuid7
from shared.core.principal import Actor
from shared.db.repositories import activity, audit, inbox, jobs, leases
from shared.db.repositories.jobs import WantedJob
from tests.integration.api.harness import pointers

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
async def operator(api):
    return await api.operator()


async def run(api, statement, **parameters):
    async with api.resources.db.unit_of_work() as uow:
        return await uow.connection.execute(text(statement), parameters)


async def publish(api, person):
    """What waits in the outbox of this person stands in Kafka and on record, as far as is seen."""
    found = await run(
        api,
        "DELETE FROM outbox WHERE user_id = :id "
        "RETURNING event_id, occurred_at, event_type, topic, source, traceparent, payload, id",
        id=person.user_id,
    )
    rows = []
    for row in sorted(found, key=lambda row: row.id):
        data = orjson.loads(row.payload)
        ids = [data.pop(name, None) for name in ("user_id", "task_id", "reminder_id")]
        ids = [UUID(each) if each else None for each in ids]
        if row.topic != "task-updates":
            head = (row.event_id, row.occurred_at, row.event_type, *ids, row.topic, 3, row.id)
            text_of_data = orjson.dumps(data).decode()
            rows.append(activity.ActivityRow(*head, row.source, row.traceparent, text_of_data))
    async with api.resources.db.unit_of_work() as uow:
        assert await activity.insert_new(uow.connection, rows, uow.now) == len(rows)
    return rows


async def timeline(api, operator, query):
    answer = await api.ask("GET", f"/api/ops/timeline?{query}", operator)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def types(api, operator, query):
    found = await timeline(api, operator, query)
    return [entry.get("type", entry["kind"]) for entry in found["entries"]]


async def failed_delivery(api, task, **changes):
    """A delivery row of the task's reminder."""
    reminder = task["reminders"][0]
    row = {
        "id": uuid4(),
        "reminder_id": UUID(reminder["id"]),
        "task_id": UUID(task["id"]),
        "fire_at": datetime.fromisoformat(reminder["fire_at"]),
        "claimed_at": datetime.fromisoformat(reminder["fire_at"]) + timedelta(seconds=1),
        "reason": None,
    } | changes
    await run(
        api,
        "INSERT INTO deliveries (id, reminder_id, task_id, user_id, channel, fire_at, state, "
        "reason, attempts, claimed_at) SELECT :id, :reminder_id, :task_id, user_id, 'email', "
        ":fire_at, 'failed', :reason, 2, :claimed_at FROM tasks WHERE id = :task_id",
        **row,
    )
    return row["id"]


async def dead_letter(api, event_id, person, subject):
    await run(
        api,
        "INSERT INTO dead_letters (id, topic, partition, record_offset, recorded_at, event_type, "
        "event_id, user_id, subject, consumer_group, failure_kind, error_class, fingerprint, "
        "attempts, header_names, header_values) VALUES (:id, 'dlq.task.created', 0, :offset, now(),"
        " 'task.created', CAST(CAST(:event_id AS uuid) AS text), :user_id, :subject, 'recurrence', "
        "'bug', 'ZeroDivisionError', 'f00d', 3, '{}', '{}')",
        id=(identifier := uuid4()),
        offset=identifier.int % 2**40,
        event_id=event_id,
        user_id=person.user_id,
        subject=subject,
    )
    return str(identifier)


async def with_reminder(api, person, **fields):
    at = datetime(2099, 1, 1, 9, tzinfo=UTC)
    return await api.create(person, reminders=[{"at": at.isoformat()}], **fields)


async def test_an_event_waits_in_the_outbox_and_then_has_its_place(api, ada, operator):
    task = await with_reminder(api, ada, title="A secret plan")
    waiting = (await timeline(api, operator, f"task={task['id']}"))["entries"]
    assert [(each["type"], each["record"]) for each in waiting] == [
        ("task.created", None),
        ("reminder.scheduled", None),
    ]
    rows = await publish(api, ada)
    found = await timeline(api, operator, f"task={task['id']}")
    for entry, row in zip(found["entries"], rows, strict=True):
        assert entry["record"].pop("recorded_at")
        place = {"topic": row.topic, "partition": 3, "offset": row.offset}
        assert entry["record"] == place
    assert [entry | {"record": None} for entry in found["entries"]] == waiting
    assert found["subject"] == {"kind": "task", "id": task["id"]}
    assert "secret" not in orjson.dumps([waiting, found]).decode()


async def test_nothing_of_others_is_in_it(api, ada, bob, operator):
    first = await with_reminder(api, ada)
    await publish(api, ada)
    second = await with_reminder(api, ada)
    await with_reminder(api, bob)
    both = ["task.created", "reminder.scheduled"]
    assert await types(api, operator, f"task={first['id']}") == both
    assert await types(api, operator, f"task={second['id']}") == both
    assert await types(api, operator, f"user={ada.user_id}") == both * 2
    reminder_id = second["reminders"][0]["id"]
    assert await types(api, operator, f"reminder={reminder_id}") == both[1:]
    found = await timeline(api, operator, f"user={bob.user_id}")
    assert {entry["user_id"] for entry in found["entries"]} == {str(bob.user_id)}
    event_id = found["entries"][0]["id"]
    assert (await timeline(api, operator, f"event={event_id}"))["entries"] == found["entries"][:1]


async def test_groups_that_handled_an_event_are_named_in_order(api, ada, operator):
    task = await api.create(ada)
    (row,) = await publish(api, ada)
    async with api.resources.db.unit_of_work() as uow:
        for seconds, group in ((2, "recurrence"), (1, "reminders")):
            at = NOW + timedelta(seconds=seconds)
            await inbox.insert_new(uow.connection, group, [row.event_id], at)
    (entry,) = (await timeline(api, operator, f"task={task['id']}"))["entries"]
    assert entry["handled"] == [
        {"group": "reminders", "at": "2026-03-02T09:00:01Z"},
        {"group": "recurrence", "at": "2026-03-02T09:00:02Z"},
    ]


async def test_pages_follow_each_other_and_each_entry_comes_once(api, ada, operator):
    for _ in range(3):
        task = await with_reminder(api, ada)
        await failed_delivery(api, task, claimed_at=NOW)  # three at one instant
    await publish(api, ada)
    for _ in range(2):
        await with_reminder(api, ada)
    whole = await timeline(api, operator, f"user={ada.user_id}")
    assert len(whole["entries"]) == 13
    assert whole["next_cursor"] is None
    pages, cursor = [], ""
    while cursor is not None:
        page = await timeline(api, operator, f"user={ada.user_id}&limit=3{cursor}")
        pages.insert(0, page["entries"])
        following = page["next_cursor"]
        cursor = None if following is None else f"&cursor={following}"
    assert [len(page) for page in pages] == [1, 3, 3, 3, 3]
    assert [entry for page in pages for entry in page] == whole["entries"]


async def test_a_dead_event_leads_to_its_dead_letter_and_to_what_was_done_about_it(
    api, ada, operator
):
    task = await api.create(ada)
    (row,) = await publish(api, ada)
    letter = await dead_letter(api, row.event_id, ada, task["id"])
    async with api.resources.db.unit_of_work() as uow:
        actor = Actor("operator x", operator.user_id)
        await audit.insert_entry(
            uow.connection, actor, "dead_letter.discarded", letter, uow.now, reason="of no use"
        )
    for query in (f"event={row.event_id}", f"task={task['id']}", f"user={ada.user_id}"):
        event, dead, act = (await timeline(api, operator, query))["entries"]
        assert (event["kind"], event["id"]) == ("event", str(row.event_id))
        assert (dead["kind"], dead["event_id"]) == ("dead_letter", event["id"])
        said = ["group", "error_class", "fingerprint", "attempts", "state"]
        assert [dead[name] for name in said] == [
            *("recurrence", "ZeroDivisionError", "f00d", 3, "open")
        ]
        assert (act["kind"], act["action"]) == ("audit", "dead_letter.discarded")
        assert (act["target"], act["reason"]) == (letter, "of no use")


async def test_an_event_of_which_only_the_dead_letter_is_left_is_found(api, ada, operator):
    event_id = new_uuid7(NOW)
    await dead_letter(api, event_id, ada, "gone")
    assert await types(api, operator, f"event={event_id}") == ["dead_letter"]


async def test_acts_stand_in_the_timeline_of_who_did_them_and_of_whom_they_were_done_to(
    api, ada, operator
):
    order = {"reason": "a bad release"}
    await api.ask("POST", "/api/ops/workers/relay/pause", operator, json=order)
    await api.ask("POST", "/api/ops/workers/relay/resume", operator)
    async with api.resources.db.unit_of_work() as uow:
        actor = Actor("root (command line)", None)
        details = {"role": "operator"}
        await audit.insert_entry(
            uow.connection, actor, "user.role_assigned", str(ada.user_id), uow.now, details=details
        )
    acts = (await timeline(api, operator, f"user={operator.user_id}"))["entries"]
    assert [(act["action"], act["target"], act["reason"]) for act in acts] == [
        ("worker.paused", "relay", "a bad release"),
        ("worker.resumed", "relay", None),
    ]
    (act,) = (await timeline(api, operator, f"user={ada.user_id}"))["entries"]
    assert (act["actor"], act["action"]) == ("root (command line)", "user.role_assigned")
    assert act["details"] == {"role": "operator"}


async def test_addresses_are_left_out_but_for_the_one_that_was_asked_for(api, operator):
    ada = await api.person(email="ada@lovelace.example")
    task = await with_reminder(api, ada)
    reason = "550 <Ada@Lovelace.example>: no such user; ask postmaster@lovelace.example"
    await failed_delivery(api, task, reason=reason)

    async def reason_in(query):
        found = await timeline(api, operator, query)
        (delivery,) = [each for each in found["entries"] if each["kind"] == "delivery"]
        return delivery["reason"]

    masked = "550 <***>: no such user; ask ***"
    assert await reason_in(f"task={task['id']}") == masked
    assert await reason_in(f"user={ada.user_id}") == masked
    shown = "550 <Ada@Lovelace.example>: no such user; ask ***"
    assert await reason_in("user=ADA@lovelace.example") == shown


async def test_the_limit_holds_for_what_waits_too(api, ada, operator):
    planned = [
        reminder for _ in range(3) for reminder in (await with_reminder(api, ada))["reminders"]
    ]
    payload = orjson.dumps({"user_id": str(ada.user_id)}).decode()
    async with api.resources.db.unit_of_work() as uow:
        wanted = [
            WantedJob(UUID(each["id"]), 3, datetime.fromisoformat(each["fire_at"]), 1, payload)
            for each in planned
        ]
        await jobs.put_jobs(uow.connection, wanted)
    for limit in (2, 3):
        query = f"user={ada.user_id}&limit={limit}"
        assert len((await timeline(api, operator, query))["waiting"]) == limit


async def test_what_waits_says_until_when_where_and_under_whom(api, ada, operator):
    task = await with_reminder(api, ada)
    rows = await publish(api, ada)
    (reminder,) = task["reminders"]
    payload = orjson.dumps({"user_id": str(ada.user_id), "task_id": task["id"]}).decode()
    at = datetime.fromisoformat(reminder["fire_at"])
    async with api.resources.db.unit_of_work() as uow:
        await jobs.put_jobs(uow.connection, [WantedJob(UUID(reminder["id"]), 3, at, 1, payload)])
    expected = {
        "reminder_id": reminder["id"],
        "version": 1,
        "run_at": reminder["fire_at"],
        "partition": 3,
        "owner": None,
        "parked_reason": None,
        "event_id": str(rows[1].event_id),
    }
    queries = {
        *(f"user={ada.user_id}", f"task={task['id']}", f"reminder={reminder['id']}"),
        f"event={rows[1].event_id}",
    }
    for query in queries:
        assert (await timeline(api, operator, query))["waiting"] == [expected]
    assert (await timeline(api, operator, f"event={rows[0].event_id}"))["waiting"] == []
    async with api.resources.db.unit_of_work() as uow:
        await leases.acquire(uow.connection, ["scheduler/3"], "somebody", 60, force=True)
        await jobs.park_jobs(uow.connection, {UUID(reminder["id"]): "no ids"})
    (job,) = (await timeline(api, operator, f"reminder={reminder['id']}"))["waiting"]
    assert (job["owner"], job["parked_reason"]) == ("somebody", "no ids")
    first = await timeline(api, operator, f"task={task['id']}&limit=1")
    older = f"task={task['id']}&limit=1&cursor={first['next_cursor']}"
    assert (await timeline(api, operator, older))["waiting"] == []


async def test_a_deleted_task_keeps_its_story(api, ada, operator):
    task = await with_reminder(api, ada)
    await api.ask("DELETE", f"/api/tasks/{task['id']}", ada)
    await publish(api, ada)
    assert await types(api, operator, f"task={task['id']}") == [
        *("task.created", "reminder.scheduled", "reminder.cancelled", "task.deleted")
    ]


async def test_of_a_deleted_account_the_events_are_left(api, operator):
    gone = await api.person(email="gone@example.org")
    task = await with_reminder(api, gone)
    await publish(api, gone)
    await failed_delivery(api, task)
    reminder_id = task["reminders"][0]["id"]
    await run(api, "DELETE FROM users WHERE id = :id", id=gone.user_id)
    both = ["task.created", "reminder.scheduled"]
    assert await types(api, operator, f"user={gone.user_id}") == both
    assert await types(api, operator, f"task={task['id']}") == both
    assert await types(api, operator, f"reminder={reminder_id}") == both[1:]
    answer = await api.ask("GET", "/api/ops/timeline?user=gone@example.org", operator)
    assert answer.status_code == 404


async def test_nothing_on_record_is_an_empty_list_with_a_hint(api, operator):
    newcomer = await api.person()
    found = await timeline(api, operator, f"user={newcomer.user_id}")
    assert (found["entries"], found["waiting"], found["next_cursor"]) == ([], [], None)
    assert "RONDEL_ACTIVITY_DAYS" in found["hint"]


@pytest.mark.parametrize("kind", ["user", "task", "reminder", "event"])
async def test_what_nobody_knows_is_not_found(api, operator, kind):
    unknown = uuid4()
    answer = await api.ask("GET", f"/api/ops/timeline?{kind}={unknown}", operator)
    assert answer.status_code == 404
    named = "account" if kind == "user" else kind
    assert answer.json()["detail"] == f"There is no {named} {unknown}."


async def test_users_may_not_and_strangers_are_asked_to_sign_in(api, ada):
    path = f"/api/ops/timeline?user={ada.user_id}"  # not even their own
    assert (await api.ask("GET", path, ada)).status_code == 403
    assert (await api.ask("GET", path)).status_code == 401


ID = UUID(int=1)


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("", ("/query", "subject_unclear")),
        (f"task={ID}&event={ID}", ("/query", "subject_unclear")),
        ("task=7", ("/query/task", "uuid_parsing")),
        ("user=nobody", ("/query/user", "user_malformed")),
        ("user=", ("/query/user", "user_malformed")),
        ("user=a%00@b", ("/query/user", "user_malformed")),
        (f"user={'x' * 255}", ("/query/user", "string_too_long")),
        (f"task={ID}&limit=0", ("/query/limit", "greater_than_equal")),
        (f"task={ID}&limit=501", ("/query/limit", "less_than_equal")),
        (f"task={ID}&since=now", ("/query/since", "unknown_field")),
    ],
)
async def test_a_question_that_makes_no_sense_is_refused(api, operator, query, wrong):
    answer = await api.ask("GET", f"/api/ops/timeline?{query}", operator)
    assert answer.status_code == 422, answer.text
    assert pointers(answer) == [wrong]
