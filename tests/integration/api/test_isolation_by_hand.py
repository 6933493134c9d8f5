"""What the walk over the operations cannot think of: names, places, files, one's own projects."""

import asyncio
import re
from datetime import UTC, datetime
from urllib.parse import quote
from uuid import uuid4

import pytest

from shared.core.secret_tokens import FEED
from shared.interchange import native
from shared.interchange.records import LabelRecord, ProjectRecord, TaskRecord
from tests.integration.api.isolation_cases import CURSORS, NO_IDS, STREAMS, operations_of
from tests.integration.api.isolation_fixtures import VICTIM
from tests.integration.api.isolation_rehearsal import digest_of, tables_with
from workers.transfers.runner import Runner

pytest_plugins = ["tests.integration.api.isolation_fixtures"]

SECTION = {"project_id": "{project}", "section_id": "{section2}"}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/tasks", {"title": "Mine", **SECTION}),
        ("PATCH", "/api/tasks/{task}", SECTION),
        ("PATCH", "/api/tasks/{task}", {"section_id": "{section2}"}),
        ("PATCH", "/api/tasks/{recurring}/series?scope=following", SECTION),
        ("POST", "/api/tasks/{task}/move", SECTION),
        ("PUT", "/api/projects/{project}/sections/order", {"ids": ["{section2}"]}),
        ("PUT", "/api/projects/{project}/sections/order", {"ids": ["{section}", "{section2}"]}),
        ("POST", "/api/tasks/{task}/checklist/{item2}", {"is_done": True}),
        ("POST", "/api/webhooks/{webhook}/deliveries/{delivery2}/replay", None),
        ("POST", "/api/feeds", {"name": "x", "scope": "filter", "filter_id": "{project}"}),
        ("GET", "/api/imports/{export}", None),
        ("GET", "/api/exports/{import}", None),
        ("GET", "/api/exports/{import}/download", None),
        ("POST", "/api/imports/{export}/run", None),
    ],
)
async def test_another_place_of_ones_own_is_a_boundary_too(worlds, rehearsed, method, path, body):
    (_, me), (api, db) = worlds, rehearsed
    options = {} if body is None else {"json": filled(body, me.ids)}
    async with db.rehearsal() as connection:
        before = await digest_of(connection, me.person)
        answer = await api.ask(method, path.format(**me.ids), me.person, **options)
        assert answer.status_code in {404, 409, 422}, answer.text
        assert await digest_of(connection, me.person) == before


async def test_ids_of_another_among_ones_own_are_left_out(worlds, rehearsed):
    (victim, me), (api, db) = worlds, rehearsed
    for action in ("complete", "reopen", "skip", "delete", "edit"):
        body = {
            "action": action,
            "ids": [me.ids["task"], victim.ids["task"], victim.ids["recurring"]],
            "set": {"priority": "high"} if action == "edit" else {},
        }
        async with db.rehearsal() as connection:
            before = await digest_of(connection, victim.person)
            answer = await api.ask("POST", "/api/tasks/bulk", me.person, json=body)
            if answer.is_success:
                codes = [(each["problem"] or {}).get("code") for each in answer.json()["items"]]
                assert codes[1:] == ["not_found", "not_found"]
            assert VICTIM not in answer.text
            assert await digest_of(connection, victim.person) == before


async def test_a_place_in_anothers_list_is_worth_nothing(worlds, rehearsed):
    (victim, me), (api, db) = worlds, rehearsed
    tried = 0
    async with db.rehearsal():
        for operation, cursor in lists_of(api):
            of_victim = operation.request(None, victim.ids, victim.ids)[1]
            of_me = operation.request(None, me.ids, me.ids)[1].partition("?")[0]
            path = of_victim.partition("?")[0]
            first = (await api.ask("GET", f"{path}?limit=1", victim.person)).json()
            if not first.get("next_cursor"):
                continue
            tried += 1
            query = f"?limit=200&{cursor}={quote(str(first['next_cursor']))}"
            answer = await api.ask("GET", of_me + query, me.person)
            assert VICTIM not in answer.text, operation.name
            answer = await api.ask("GET", path + query, me.person)
            assert answer.status_code == 404 or VICTIM not in answer.text, operation.name
    assert tried >= 6


@pytest.mark.parametrize(
    "query",
    [
        "search={} task",
        "search={}",
        "q={} notes",
        "label={} label",
        'filter=label = "{} label"',
        'filter=project = "{} project"',
        'filter=section = "{} section"',
        "filter=%23{} project",
        "filter=search: {}",
        "filter=title = {}*",
    ],
)
async def test_names_of_another_find_as_little_as_names_of_nobody(worlds, rehearsed, query):
    (victim, me), (api, db) = worlds, rehearsed
    answers = []
    for word in (victim.mark, "canarynobody"):
        asked = quote(query.format(word), safe="=%")
        async with db.rehearsal():
            answer = await api.ask("GET", f"/api/tasks?with_total=true&{asked}", me.person)
        said = re.sub(r'"instance":"[^"]*"', "", answer.text.replace(word, "WORD"))
        answers.append((answer.status_code, said))
    assert answers[0] == answers[1]


async def test_whatever_is_read_says_nothing_of_others(worlds, rehearsed):
    (victim, me), (api, db) = worlds, rehearsed
    read = 0
    foreign = {*victim.ids.values(), *victim.gone.values()}
    async with db.rehearsal():
        for operation in operations_of(api.app.openapi()):
            if operation.method != "GET" or operation.name in STREAMS:
                continue
            method, path, _ = operation.request(None, me.ids, me.ids)
            path = path.replace("{token}.ics", me.ids["feed_path"].rpartition("/")[2])
            answer = await api.ask(method, path, me.person)
            said = f"{answer.text} {answer.headers}"
            assert VICTIM not in said, operation.name
            assert not [each for each in foreign if each in said], operation.name
            read += answer.is_success
    assert read >= 40


async def test_a_feed_shows_nothing_of_others(worlds, rehearsed):
    assert "read_feed" in NO_IDS
    (victim, me), (api, db) = worlds, rehearsed
    made_up = f"/feeds/{FEED}{'x' * 43}.ics"
    async with db.rehearsal():
        for name in ("feed_path", "feed2_path"):
            for kind in ("", "?as=todos"):
                answer = await api.ask("GET", me.ids[name] + kind)
                assert (answer.status_code, VICTIM in answer.text) == (200, False)
        own = await api.ask("GET", me.ids["feed_path"])
        theirs = await api.ask("GET", victim.ids["feed_path"])
        tag = {"if-none-match": theirs.headers["etag"]}
        assert (await api.ask("GET", me.ids["feed_path"], headers=tag)).status_code == 200
        assert own.headers["etag"] != theirs.headers["etag"]
        assert (await api.ask("GET", made_up, headers=tag)).status_code == 404
        await api.ask("POST", f"/api/feeds/{victim.ids['feed']}/renew", victim.person)
        gone = await api.ask("GET", victim.ids["feed_path"], me.person)
        nobody = await api.ask("GET", made_up, me.person)
        assert (gone.status_code, gone.json()["detail"]) == (404, nobody.json()["detail"])


async def test_an_import_with_anothers_ids_makes_ones_own(worlds, rehearsed):
    (victim, me), (api, db) = worlds, rehearsed
    records = (
        LabelRecord(source_id=victim.ids["label"], name="mine"),
        ProjectRecord(source_id=victim.ids["project"], name="mine, too"),
        TaskRecord(source_id=victim.ids["task"], title="mine", project=victim.ids["project"]),
        TaskRecord(source_id=str(uuid4()), title="below", parent=victim.ids["task2"]),
        TaskRecord(source_id=str(uuid4()), title="inside", project=victim.ids["project2"]),
    )
    content = b"".join(native.write(records, datetime(2026, 11, 1, tzinfo=UTC)))
    async with db.rehearsal() as connection:
        await api.ask("POST", f"/api/imports/{victim.ids['waiting_import']}/cancel", victim.person)
        before = await digest_of(connection, victim.person)
        made = await api.ask("POST", "/api/imports?format=native", me.person, content=content)
        assert made.status_code == 202, made.text
        await api.ask("POST", "/api/exports", me.person, json={"format": "native"})
        runner, stop = Runner(db), asyncio.Event()
        while await runner.run_one(stop):
            pass
        path = f"/api/imports/{made.json()['id']}"
        assert (await api.ask("GET", path, me.person)).json()["state"] == "done"
        for said in (path, f"{path}/report", f"{path}/report.csv", "/api/tasks/export"):
            assert VICTIM not in (await api.ask("GET", said, me.person)).text
        assert await digest_of(connection, victim.person) == before
        assert await tables_with(connection, me.person, victim.mark) == []


async def test_the_audit_of_an_account_is_its_own(worlds, rehearsed):
    (victim, me), (api, db) = worlds, rehearsed
    async with db.rehearsal():
        assert (await api.ask("GET", "/api/me/audit", victim.person)).json()["items"]
        mine = (await api.ask("GET", "/api/me/audit?limit=200", me.person)).text
    assert VICTIM not in mine
    assert victim.ids["token"] not in mine


def filled(body, ids):
    """The body, with ids for their names."""
    if isinstance(body, dict):
        return {name: filled(each, ids) for name, each in body.items()}
    if isinstance(body, list):
        return [filled(each, ids) for each in body]
    return body.format(**ids) if isinstance(body, str) else body


def lists_of(api):
    """Operations that a user may ask page by page, and the name of the place."""
    for operation in operations_of(api.app.openapi()):
        spec = api.app.openapi()["paths"][operation.path][operation.method.lower()]
        for parameter in spec.get("parameters", ()):
            if parameter["name"] in CURSORS and operation.scope != "ops":
                yield operation, parameter["name"]
