"""Dead letters through the API: for operators alone, counted before they move, all on record."""

import asyncio
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from tests.factories.dead_letters import DIED_AT, data_of, make_letter
from tests.integration.api.harness import pointers

DLQ = "/api/ops/dlq"
NOBODY = UUID(int=7)  # in names of tests, so the same in every process
ROUTES = [
    ("GET", DLQ, None),
    ("GET", f"{DLQ}/stats", None),
    ("GET", f"{DLQ}/{NOBODY}", None),
    ("GET", f"{DLQ}/redrives", None),
    ("GET", f"{DLQ}/redrives/{NOBODY}", None),
    ("GET", "/api/ops/audit", None),
    ("POST", f"{DLQ}/redrive", {"selection": {"all": True}, "reason": "r"}),
    ("POST", f"{DLQ}/discard", {"selection": {"all": True}, "reason": "r"}),
    ("POST", f"{DLQ}/{NOBODY}/redrive", {"reason": "r"}),
    ("POST", f"{DLQ}/redrives/{NOBODY}/cancel", {"reason": "r"}),
]


@pytest.fixture
async def olga(api):
    """An operator; no dead letter is there."""
    person = await api.person()
    async with api.resources.db.unit_of_work() as uow:
        await uow.connection.execute(
            text("UPDATE users SET role = 'operator' WHERE id = :id"), {"id": person.user_id}
        )
        await uow.connection.execute(text("DELETE FROM dead_letters"))
        await uow.connection.execute(text("DELETE FROM redrives"))
        await uow.connection.execute(text("DELETE FROM worker_pauses"))
    return person


@pytest.fixture
def db(api):
    return api.resources.db


async def audit(api, olga):
    answer = await api.ask("GET", "/api/ops/audit?limit=3", olga)
    return [(entry["action"], entry["reason"]) for entry in answer.json()["items"]]


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
async def test_users_are_not_allowed(api, ada, method, path, body):
    answer = await api.ask(method, path, ada, json=body)
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.forbidden")


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
async def test_an_operator_whose_account_is_gone_is_not_known(api, olga, method, path, body):
    async with api.resources.db.unit_of_work() as uow:
        await uow.connection.execute(text("DELETE FROM users WHERE id = :id"), {"id": olga.user_id})
    answer = await api.ask(method, path, olga, json=body)
    assert (answer.status_code, answer.json()["code"]) == (401, "auth.unauthenticated")


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
async def test_nobody_gets_in_without_a_token(api, method, path, body):
    answer = await api.ask(method, path, json=body)
    assert answer.status_code == 401


async def test_the_list_has_no_payloads_and_pages(api, olga, db):
    ids = [str(await make_letter(db)) for _ in range(5)]
    page = (await api.ask("GET", f"{DLQ}?limit=3", olga)).json()
    rest = (await api.ask("GET", f"{DLQ}?limit=3&cursor={page['next_cursor']}", olga)).json()
    assert [item["id"] for item in page["items"] + rest["items"]] == ids[::-1]
    assert rest["next_cursor"] is None
    assert not {"value", "headers", "key"} & page["items"][0].keys()


async def test_every_filter_narrows_the_list(api, olga, db):
    person = await api.person(email="letters@example.com")
    await make_letter(db)
    wanted = str(
        await make_letter(
            db,
            user_id=person.user_id,
            event_type="reminder.due",
            group="notifications",
            error_class="BadTemplate",
            fingerprint="bbbb",
            died_at=DIED_AT.replace(year=2025),
        )
    )
    for query in (
        "event_type=reminder.due",
        "group=notifications",
        "error_class=BadTemplate",
        "fingerprint=bbbb",
        "user=Letters@Example.com",
        f"user={person.user_id}",
        "until=2026-01-01T00:00:00Z",
        "since=2025-01-01T00:00:00Z&until=2026-01-01T00:00:00Z",
    ):
        items = (await api.ask("GET", f"{DLQ}?{query}", olga)).json()["items"]
        assert [item["id"] for item in items] == [wanted], query
    assert (await api.ask("GET", f"{DLQ}?state=discarded", olga)).json()["items"] == []
    answer = await api.ask("GET", f"{DLQ}?user=nobody@example.com", olga)
    assert answer.status_code == 404


async def test_ids_narrow_the_list_and_the_heaps(api, olga, db):
    first, second, other = [str(await make_letter(db)) for _ in range(3)]
    for named in ([first], [first, second]):
        query = "&".join(f"id={each}" for each in [*named, NOBODY])
        items = (await api.ask("GET", f"{DLQ}?{query}", olga)).json()["items"]
        assert [item["id"] for item in items] == named[::-1]
        heaps = (await api.ask("GET", f"{DLQ}/stats?{query}", olga)).json()["by_event_type"]
        assert [heap["count"] for heap in heaps] == [len(named)]
    answer = await api.ask("GET", f"{DLQ}?id={other}&event_type=reminder.due", olga)
    assert answer.json()["items"] == []


async def test_ids_that_are_none_or_too_many_are_refused_at_their_place(api, olga):
    answer = await api.ask("GET", f"{DLQ}?id={NOBODY}&id=first", olga)
    assert (answer.status_code, pointers(answer)[0][0]) == (422, "/query/id/1")
    many = "&".join([f"id={NOBODY}"] * 201)
    answer = await api.ask("GET", f"{DLQ}?{many}", olga)
    assert (answer.status_code, pointers(answer)[0][0]) == (422, "/query/id")


async def test_heaps_are_counted_by_type_and_by_fingerprint(api, olga, db):
    for _ in range(3):
        await make_letter(db)
    await make_letter(db, event_type="reminder.due", group="notifications", fingerprint="bbbb")
    await make_letter(db, fingerprint=None, error=None, group=None)
    stats = (await api.ask("GET", f"{DLQ}/stats", olga)).json()
    assert [(h["event_types"], h["count"]) for h in stats["by_event_type"]] == [
        (["task.completed"], 4),
        (["reminder.due"], 1),
    ]
    first = stats["by_fingerprint"][0]
    assert (first["fingerprint"], first["count"], first["error"]) == ("aaaa", 3, "no such series")
    assert first["groups"] == ["recurrence"]
    assert {h["fingerprint"] for h in stats["by_fingerprint"]} == {"aaaa", "bbbb", None}


async def test_a_letter_is_shown_with_everything_and_that_is_on_record(api, olga, db):
    letter_id = await make_letter(db, value=b"\xff\x00", key=None, headers=[(b"\xff", None)])
    shown = (await api.ask("GET", f"{DLQ}/{letter_id}", olga)).json()
    assert shown["value"] == {"encoding": "base64", "data": "/wA=", "bytes": 2}
    assert shown["key"] is None
    assert shown["headers"] == [
        {"name": {"encoding": "base64", "data": "/w==", "bytes": 1}, "value": None}
    ]
    assert (shown["redrivable"], shown["not_redrivable_because"]) == (True, None)
    entry = (await api.ask("GET", "/api/ops/audit?limit=1", olga)).json()["items"][0]
    assert (entry["action"], entry["target"]) == ("dead_letter.shown", str(letter_id))
    assert entry["actor_id"] == str(olga.user_id)
    assert (await api.ask("GET", f"{DLQ}/{NOBODY}", olga)).status_code == 404


async def test_a_dry_run_counts_and_changes_nothing(api, olga, db):
    await make_letter(db)
    await make_letter(db, group=None)
    await make_letter(db, group="nobody")
    await make_letter(db, event_type="task.created")
    await make_letter(db, redrives=2)
    body = {"selection": {"all": True}, "dry_run": True}
    preview = (await api.ask("POST", f"{DLQ}/redrive", olga, json=body)).json()["preview"]
    assert (preview["redrivable"], preview["groups"]) == (1, {"recurrence": 1})
    assert preview["refused"] == {
        "no_group": 1,
        "unknown_group": 1,
        "type_not_handled": 1,
        "redriven_too_often": 1,
    }
    forced = (await api.ask("POST", f"{DLQ}/redrive", olga, json={**body, "forced": True})).json()
    assert forced["preview"]["redrivable"] == 2
    discarding = (await api.ask("POST", f"{DLQ}/discard", olga, json=body)).json()
    assert discarding == {"discarded": 5, "dry_run": True}
    assert len((await api.ask("GET", DLQ, olga)).json()["items"]) == 5


async def test_a_redrive_takes_what_can_be_redriven_and_says_what_it_leaves(api, olga, db):
    await make_letter(db)
    await make_letter(db, redrives=2)
    body = {"selection": {"fingerprint": "aaaa"}, "reason": "mended", "expected_count": 1}
    answer = (await api.ask("POST", f"{DLQ}/redrive", olga, json=body)).json()
    assert (answer["redrive"]["total"], answer["redrive"]["state"]) == (1, "running")
    assert answer["redrive"]["selection"] == {"fingerprint": "aaaa"}
    assert answer["preview"]["refused"] == {"redriven_too_often": 1}
    assert (await audit(api, olga))[0] == ("redrive.ordered", "mended")
    again = await api.ask("POST", f"{DLQ}/redrive", olga, json={**body, "expected_count": None})
    assert (again.status_code, again.json()["code"]) == (409, "dead_letter.none_open")
    forced = {**body, "forced": True}
    answer = (await api.ask("POST", f"{DLQ}/redrive", olga, json=forced)).json()
    assert (answer["redrive"]["total"], answer["redrive"]["forced"]) == (1, True)


async def test_a_number_that_changed_stops_the_order(api, olga, db):
    await make_letter(db)
    await make_letter(db)
    body = {"selection": {"all": True}, "reason": "r", "expected_count": 1}
    for verb in ("redrive", "discard"):
        answer = await api.ask("POST", f"{DLQ}/{verb}", olga, json=body)
        assert answer.status_code == 409
        problem = answer.json()
        assert problem["code"] == "dead_letter.selection_changed"
    assert len((await api.ask("GET", DLQ, olga)).json()["items"]) == 2
    assert (await api.ask("GET", f"{DLQ}/redrives", olga)).json()["items"] == []


async def test_a_paused_worker_is_said_to_be_paused(api, olga, db):
    await make_letter(db)
    async with db.unit_of_work() as uow:
        await uow.connection.execute(
            text("INSERT INTO worker_pauses VALUES ('recurrence', now(), 'olga', 'mending')")
        )
    body = {"selection": {"all": True}, "reason": "r"}
    answer = (await api.ask("POST", f"{DLQ}/redrive", olga, json=body)).json()
    assert (answer["redrive"]["total"], answer["preview"]["paused"]) == (1, ["recurrence"])


async def test_two_operators_at_once_share_no_letter(api, olga, db):
    for _ in range(20):
        await make_letter(db)
    body = {"selection": {"all": True}, "reason": "r"}
    answers = await asyncio.gather(
        *(api.ask("POST", f"{DLQ}/redrive", olga, json=body) for _ in range(3)),
        api.ask("POST", f"{DLQ}/discard", olga, json=body),
    )
    won = [answer for answer in answers if answer.status_code == 200]
    assert len(won) == 1
    late = [answer.json() for answer in answers if answer.status_code == 409]
    assert [sum(problem["closed"].values()) for problem in late] == [20, 20, 20]


async def test_selected_ids_are_redriven_and_unknown_ones_counted(api, olga, db):
    first, second = str(await make_letter(db)), str(await make_letter(db))
    body = {"selection": {"ids": [first, str(NOBODY)]}, "reason": "r"}
    answer = (await api.ask("POST", f"{DLQ}/redrive", olga, json=body)).json()
    assert (answer["redrive"]["total"], answer["preview"]["unknown"]) == (1, 1)
    left = (await api.ask("GET", DLQ, olga)).json()["items"]
    assert [item["id"] for item in left] == [second]


async def test_an_edited_value_has_to_fit_its_event(api, olga, db):
    letter_id = await make_letter(db)
    path = f"{DLQ}/{letter_id}/redrive"
    wrong = {"user_id": str(uuid4()), "task_version": "x"}
    refused = await api.ask("POST", path, olga, json={"value": wrong, "reason": "r"})
    assert refused.status_code == 422
    assert {place for place, _ in pointers(refused)} >= {"/value/task_id", "/value/task_version"}
    stolen = data_of(uuid4()).decode()
    body = f'{{"value": {stolen}, "reason": "r"}}'
    refused = await api.ask("POST", path, olga, content=body)
    assert pointers(refused) == [("/value/user_id", "user_changed")]
    forced = await api.ask("POST", path, olga, json={"value": wrong, "reason": "r", "forced": True})
    assert forced.status_code == 200, forced.text
    shown = (await api.ask("GET", f"{DLQ}/{letter_id}", olga)).json()
    assert (shown["state"], shown["edited_value"]["bytes"]) == ("redriving", 69)
    again = await api.ask("POST", path, olga, json={"reason": "r"})
    assert (again.status_code, again.json()["code"]) == (409, "dead_letter.not_open")


async def test_one_letter_is_redriven_unless_no_worker_would_take_it(api, olga, db):
    good, stray = await make_letter(db), await make_letter(db, group="nobody")
    often = await make_letter(db, redrives=2)
    body = {"reason": "r"}
    assert (await api.ask("POST", f"{DLQ}/{good}/redrive", olga, json=body)).status_code == 200
    for letter_id in (stray, often):
        refused = await api.ask("POST", f"{DLQ}/{letter_id}/redrive", olga, json=body)
        assert (refused.status_code, refused.json()["code"]) == (409, "dead_letter.not_redrivable")
    forced = {"reason": "r", "forced": True}
    assert (await api.ask("POST", f"{DLQ}/{often}/redrive", olga, json=forced)).status_code == 200
    assert (await api.ask("POST", f"{DLQ}/{stray}/redrive", olga, json=forced)).status_code == 409
    missing = await api.ask("POST", f"{DLQ}/{uuid4()}/redrive", olga, json=body)
    assert missing.status_code == 404


async def test_discarded_letters_stay_with_their_reason(api, olga, db):
    letter_id = await make_letter(db)
    body = {"selection": {"ids": [str(letter_id)]}, "reason": " of a deleted account "}
    answer = await api.ask("POST", f"{DLQ}/discard", olga, json=body)
    assert answer.json() == {"discarded": 1, "dry_run": False}
    (item,) = (await api.ask("GET", f"{DLQ}?state=discarded", olga)).json()["items"]
    assert (item["close_reason"], item["closed_by"]) == (
        "of a deleted account",
        f"operator {olga.user_id}",
    )
    assert (await audit(api, olga))[0] == ("dead_letter.discarded", "of a deleted account")
    again = await api.ask("POST", f"{DLQ}/discard", olga, json=body)
    assert again.json()["closed"] == {"discarded": 1}


async def test_a_redrive_is_followed_and_cancelled(api, olga, db):
    await make_letter(db)
    body = {"selection": {"all": True}, "reason": "r"}
    ordered = (await api.ask("POST", f"{DLQ}/redrive", olga, json=body)).json()["redrive"]
    path = f"{DLQ}/redrives/{ordered['id']}"
    assert (await api.ask("GET", path, olga)).json() == ordered
    cancelled = (await api.ask("POST", f"{path}/cancel", olga, json={"reason": "no"})).json()
    assert (cancelled["state"], cancelled["returned"], cancelled["left"]) == ("cancelled", 1, 0)
    assert (await audit(api, olga))[0] == ("redrive.cancelled", "no")
    again = await api.ask("POST", f"{path}/cancel", olga, json={"reason": "no"})
    assert (again.status_code, again.json()["code"]) == (409, "redrive.finished")
    missing = f"{DLQ}/redrives/{uuid4()}"
    assert (await api.ask("GET", missing, olga)).status_code == 404
    answer = await api.ask("POST", f"{missing}/cancel", olga, json={"reason": "no"})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("redrive", {"selection": {}, "reason": "r"}, "/selection"),
        ("redrive", {"selection": {"all": True, "group": "g"}, "reason": "r"}, "/selection"),
        ("redrive", {"selection": {"ids": []}, "reason": "r"}, "/selection/ids"),
        ("redrive", {"selection": {"ids": ["x"]}, "reason": "r"}, "/selection/ids/0"),
        ("redrive", {"selection": {"colour": "x"}, "reason": "r"}, "/selection/colour"),
        ("redrive", {"selection": {"all": True}}, "/reason"),
        ("redrive", {"selection": {"all": True}, "reason": " "}, "/reason"),
        ("redrive", {"selection": {"all": True}, "reason": "\x00"}, "/reason"),
        (
            "redrive",
            {"selection": {"all": True}, "reason": "r", "rate_per_second": 0},
            "/rate_per_second",
        ),
        ("discard", {"selection": {"all": True}, "reason": "r" * 501}, "/reason"),
        (
            "discard",
            {"selection": {"all": True}, "reason": "r", "expected_count": 10**23},
            "/expected_count",
        ),
        ("discard", {"selection": {"since": "monday"}, "reason": "r"}, "/selection/since"),
        (
            "discard",
            {"selection": {"since": "2026-01-02T00:00:00Z", "until": "2026-01-01T00:00:00Z"}},
            "/selection",
        ),
        ("redrives/1/cancel", {"reason": "r"}, "/path/redrive_id"),
        (f"{NOBODY}/redrive", {"reason": "r", "value": [1]}, "/value"),
    ],
)
async def test_malformed_orders_are_refused_by_place(api, olga, path, body, pointer):
    await make_letter(api.resources.db)
    answer = await api.ask("POST", f"{DLQ}/{path}", olga, json=body)
    assert answer.status_code == 422, answer.text
    assert pointer in {place for place, _ in pointers(answer)}
    assert len((await api.ask("GET", DLQ, olga)).json()["items"]) == 1


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("state=lost", "/query/state"),
        ("limit=0", "/query/limit"),
        ("cursor=x", "/query/cursor"),
        ("colour=red", "/query/colour"),
        ("group=", "/query/group"),
        ("fingerprint=a%00b", "/query/fingerprint"),
        ("since=2026-01-02T00:00:00Z&until=2026-01-02T00:00:00Z", "/query"),
    ],
)
async def test_malformed_questions_are_refused_by_place(api, olga, query, pointer):
    for path in (DLQ, f"{DLQ}/stats"):
        if path == DLQ or "cursor" not in query:
            answer = await api.ask("GET", f"{path}?{query}", olga)
            assert pointer in {place for place, _ in pointers(answer)}, answer.text


async def test_the_audit_log_pages_and_is_filtered_by_action(api, olga, db):
    letter_id = await make_letter(db)
    for _ in range(3):
        await api.ask("GET", f"{DLQ}/{letter_id}", olga)
    page = (await api.ask("GET", "/api/ops/audit?limit=2&action=dead_letter.shown", olga)).json()
    rest = await api.ask("GET", f"/api/ops/audit?limit=2&cursor={page['next_cursor']}", olga)
    assert len(page["items"]) == 2
    assert rest.json()["items"][0]["id"] < page["items"][1]["id"]
    none = (await api.ask("GET", "/api/ops/audit?action=nothing", olga)).json()
    assert none == {"items": [], "next_cursor": None}


@pytest.mark.parametrize("number", ["NaN", "1e999"])
async def test_a_value_that_cannot_be_written_is_refused(api, olga, number):
    letter = await make_letter(api.resources.db)
    body = f'{{"reason": "r", "forced": true, "value": {{"a": {number}}}}}'
    answer = await api.ask(
        "POST",
        f"{DLQ}/{letter}/redrive",
        olga,
        content=body.encode(),
        headers={"content-type": "application/json"},
    )
    assert answer.status_code == 422, answer.text
