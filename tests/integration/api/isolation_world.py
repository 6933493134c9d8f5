"""Somebody who owns one of everything, with a mark in every text, so that a leak is seen."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from shared.commands.conversations import delete_conversation, keep_answer, open_message
from shared.commands.proposals import propose
from shared.core.ids import new_uuid7
from shared.core.principal import Principal
from tests.factories.dead_letters import make_letter
from tests.integration.api.harness import Api, Person
from workers.transfers.runner import Runner

PASSWORD = "correct horse battery staple"
_DUE = {"datetime_local": "2031-11-27T09:00"}
_OVERDUE = {"date": "2026-01-05"}


@dataclass
class World:
    """Ids by what they are ids of; `gone` are of what was deleted again."""

    person: Person
    mark: str
    ids: dict[str, str] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)


class Planter:
    """Makes things through the API, as their owner."""

    def __init__(self, api: Api, world: World) -> None:
        self.api = api
        self.world = world

    async def ask(self, method, path, body=None, **options):
        if body is not None:
            options["json"] = body
        answer = await self.api.ask(method, path, self.world.person, **options)
        assert answer.is_success, (method, path, answer.text)
        return answer.json() if answer.content else None

    async def keep(self, kind, path, body=None, **options):
        """The id of what was made is known by this name."""
        made = await self.ask("POST", path, body, **options)
        for part in (kind, "task"):
            made = made.get(part, made) if isinstance(made.get(part), dict) else made
        self.world.ids[kind] = made["id"]
        return made

    async def lose(self, kind, path, body=None, *, at=None, **options):
        """It was made, and deleted at once; only its id is left."""
        made = await self.ask("POST", path, body, **options)
        made = made[kind] if isinstance(made.get(kind), dict) else made
        where = at or path.partition("?")[0]
        await self.ask("DELETE", f"{where}/{made['id']}")
        self.world.gone[kind] = made["id"]

    async def run(self, statement, **values):
        async with self.api.resources.db.unit_of_work() as uow:
            owner = {"user_id": self.world.person.user_id, "now": uow.now}
            await uow.connection.execute(text(statement), {**owner, **values})


async def plant(api: Api, mark: str) -> World:
    """A new account, signed in, that owns something of every kind."""
    body = {"email": f"{mark}@example.com", "password": PASSWORD, "name": f"{mark} name"}
    session = (await api.ask("POST", "/api/auth/sign-up", json=body)).json()
    headers = {"authorization": f"Bearer {session['access_token']}", "user-agent": f"{mark} agent"}
    world = World(Person(UUID(session["user"]["id"]), headers), mark)
    world.ids["user"] = session["user"]["id"]
    planter = Planter(api, world)
    await _account(planter)
    await _places(planter)
    await _tasks(planter)
    await _connections(planter)
    await _transfers(planter)
    await _assistant(planter)
    await _by_hand(planter)
    return world


async def _account(planter: Planter) -> None:
    mark, ids, gone = planter.world.mark, planter.world.ids, planter.world.gone
    tokens = "/api/me/tokens"
    body = {"name": f"{mark} token", "scopes": ["read"]}
    await planter.keep("token", tokens, body)
    await planter.lose("token", tokens, body)
    body = {"email": f"{mark}@example.com", "password": PASSWORD}
    for _ in range(2):
        await planter.api.ask(
            "POST", "/api/auth/sign-in", json=body, headers={"user-agent": f"{mark} phone"}
        )
    listed = (await planter.ask("GET", "/api/me/sessions"))["items"]
    others = [each["id"] for each in listed if not each["is_current"]]
    ids["session"], gone["session"] = others
    await planter.ask("DELETE", f"/api/me/sessions/{gone['session']}")
    body = {"starts_on": "2031-12-24", "ends_on": "2032-01-02", "skips_occurrences": False}
    await planter.keep("vacation", "/api/vacations", body)
    later = {"starts_on": "2032-12-24", "ends_on": "2033-01-02", "skips_occurrences": False}
    await planter.lose("vacation", "/api/vacations", later)


async def _places(planter: Planter) -> None:
    mark, ids = planter.world.mark, planter.world.ids
    for kind, section in (("project", "section"), ("project2", "section2")):
        await planter.keep(kind, "/api/projects", {"name": f"{mark} {kind}"})
        path = f"/api/projects/{ids[kind]}/sections"
        await planter.keep(section, path, {"name": f"{mark} {section}"})
    await planter.lose("project", "/api/projects", {"name": f"{mark} lost project"})
    body = {"name": f"{mark} lost section"}
    path = f"/api/projects/{ids['project']}/sections"
    await planter.lose("section", path, body, at="/api/sections")
    await planter.keep("label", "/api/labels", {"name": f"{mark} label"})
    await planter.keep("label2", "/api/labels", {"name": f"{mark} label 2"})
    await planter.lose("label", "/api/labels", {"name": f"{mark} lost label"})
    body = {"name": f"{mark} filter", "query": f"search: {mark}"}
    await planter.keep("filter", "/api/filters", body)
    await planter.lose("filter", "/api/filters", {**body, "name": f"{mark} lost filter"})


async def _tasks(planter: Planter) -> None:
    mark, ids, gone = planter.world.mark, planter.world.ids, planter.world.gone
    tasks = "/api/tasks"
    for number in ("", "2"):
        body = {
            "title": f"{mark} task{number}",
            "notes": f"{mark} notes",
            "labels": [f"{mark} label"],
            "due": _DUE,
            "project_id": ids[f"project{number}"],
            "section_id": ids[f"section{number}"],
            "checklist": [{"title": f"{mark} step"}, {"title": f"{mark} lost step"}],
            "reminders": [{"offset": "-PT10M"}, {"offset": "-PT1H"}, {"offset": "-PT2H"}],
        }
        made = await planter.keep(f"task{number}", tasks, body)
        ids[f"item{number}"], gone["item"] = (each["id"] for each in made["checklist"])
        _, ids[f"reminder{number}"], gone["reminder"] = (each["id"] for each in made["reminders"])
        left = {"checklist": made["checklist"][:1], "reminders": made["reminders"][:2]}
        for each in left["reminders"]:
            keep = {"offset": each["offset"]}
            each.clear()
            each.update(keep)
        kept = await planter.ask("PATCH", f"{tasks}/{made['id']}", left)
        ids[f"reminder{number}"] = kept["reminders"][0]["id"]
        ids["snoozed"] = kept["reminders"][1]["id"]
    await planter.ask("POST", f"/api/reminders/{ids['snoozed']}/snooze", {"for": "PT1H"})
    await planter.keep("done_task", tasks, {"title": f"{mark} done"})
    await planter.ask("POST", f"{tasks}/{ids['done_task']}/complete")
    for kind in ("trashed_task2", "trashed_task"):
        await planter.keep(kind, tasks, {"title": f"{mark} trashed"})
        await planter.ask("DELETE", f"{tasks}/{ids[kind]}")
    recurrence = {"rrule": "FREQ=DAILY;INTERVAL=2"}
    body = {"title": f"{mark} daily", "due": _OVERDUE, "recurrence": recurrence}
    await planter.keep("recurring", tasks, body)
    await planter.lose("task", tasks, {"title": f"{mark} lost"})
    await planter.ask("DELETE", f"/api/trash/{gone['task']}")
    await planter.ask("PATCH", f"{tasks}/{ids['task']}", {"title": f"{mark} task again"})
    entries = (await planter.ask("GET", "/api/undo"))["items"]
    ids["entry"] = entries[0]["id"]


async def _connections(planter: Planter) -> None:
    mark, ids = planter.world.mark, planter.world.ids
    url = f"https://hooks.example.com/{mark}"
    body = {"kind": "webhook", "name": f"{mark} channel", "url": url}
    await planter.keep("channel", "/api/channels", body)
    await planter.lose("channel", "/api/channels", body)
    body = {"name": f"{mark} webhook", "url": url, "event_types": ["task.created"]}
    for kind in ("webhook", "webhook2"):
        made = (await planter.ask("POST", "/api/webhooks", body))["webhook"]
        ids[kind] = made["id"]
        sent = await planter.ask("POST", f"/api/webhooks/{made['id']}/test")
        ids[kind.replace("webhook", "delivery")] = sent["ids"][0]
    await planter.lose("webhook", "/api/webhooks", body)
    for kind, more in (("feed", {}), ("feed2", {"project_id": ids["project"]})):
        made = await planter.keep(kind, "/api/feeds", {"name": f"{mark} {kind}", **more})
        planter.world.ids[f"{kind}_path"] = made["url"][made["url"].index("/feeds/") :]
    await planter.lose("feed", "/api/feeds", {"name": f"{mark} lost feed"})


async def _transfers(planter: Planter) -> None:
    mark = planter.world.mark
    content = f"title,due,priority\n{mark} bread,2031-12-01,high\n{mark} bad,{mark},\n".encode()
    path = f"/api/imports?format=csv&dry_run=true&file_name={mark}.csv"
    await planter.keep("import", path, content=content)
    await planter.lose("import", path, content=content)
    await planter.keep("export", "/api/exports", {"format": "native"})
    await planter.lose("export", "/api/exports", {"format": "native"})
    runner, stop = Runner(planter.api.resources.db), asyncio.Event()
    while await runner.run_one(stop):
        pass


async def _assistant(planter: Planter) -> None:
    """What was said, and what waits for a yes; the first of each is deleted again."""
    mark, ids, gone = planter.world.mark, planter.world.ids, planter.world.gone
    db, owner = planter.api.resources.db, Principal(planter.world.person.user_id)
    change = {"task_id": ids["task"], "title": f"{mark} task", "field": "due"}
    change |= {"before": f"{mark} before", "after": f"{mark} after"}
    for into in (gone, ids, {}):
        opened = await open_message(db, owner, None, None, f"{mark} said")
        place = opened.conversation_id
        parts = [{"type": "text", "text": f"{mark} answered"}]
        await keep_answer(db, owner, place, parts, "complete")
        plan = {
            "words": f"{mark} words",
            "done_words": f"{mark} done",
            "changes": [change],
            "steps": [],
            "needs_confirmation": True,
        }
        proposal = await propose(db, owner, place, plan, db.clock.now())
        into |= {"conversation": str(place), "proposal": str(proposal.id)}
        if into is gone:
            await delete_conversation(db, owner, place)


async def leave_waiting(api: Api, world: World) -> None:
    """An import that no worker took: only those can be cancelled. After all else was planted."""
    path = "/api/imports?format=csv&file_name=waiting.csv"
    content = f"title\n{world.mark} waiting\n".encode()
    await Planter(api, world).keep("waiting_import", path, content=content)


_DELIVERY = """
    INSERT INTO deliveries (id, reminder_id, task_id, user_id, channel, fire_at, state,
                            attempts, claimed_at, sent_at, lateness_ms, provider_answer, message_id)
    VALUES (:id, :reminder_id, :task_id, :user_id, 'email', :now, 'sent', 1, :now, :now, 12,
            :answer, :answer)
"""
_TEST = """
    INSERT INTO channel_tests (id, user_id, channel, state, answer, asked_at, settled_at)
    VALUES (:id, :user_id, 'email', 'failed', :answer, :now, :now)
"""
_FAILED = """
    UPDATE webhook_deliveries SET state = 'failed', settled_at = :now, due_at = NULL, attempts = 1,
           status = 503, answer = :answer
    WHERE user_id = :user_id AND state = 'waiting'
"""
_PASSKEY = """
    INSERT INTO passkeys (id, user_id, credential_id, public_key, sign_count, is_backed_up, name,
                          created_at)
    VALUES (:id, :user_id, convert_to(CAST(:answer AS text), 'UTF8'), '\\x00', 0, false,
            CAST(:answer AS text), :now)
"""
_IDENTITY = """
    INSERT INTO identities (id, user_id, issuer, subject, email, created_at, used_at)
    VALUES (:id, :user_id, 'https://id.example.com', CAST(:answer AS text),
            CAST(:answer AS text) || '@id.example.com', :now, :now)
"""
_INVITATION = """
    INSERT INTO invitations
    SELECT (jsonb_populate_record(NULL::invitations, jsonb_build_object(
        'id', CAST(:id AS uuid), 'is_mailed', false,
        'email', concat(md5(:answer), '@example.com'), 'invited_by', CAST(:user_id AS uuid),
        'created_at', CAST(:now AS timestamptz),
        'expires_at', CAST(:now AS timestamptz) + interval '7 days'))).*
"""
_DISABLED = """
    INSERT INTO users (id, email, name, zone, created_at, disabled_at)
    SELECT CAST(:id AS uuid), concat(md5(:answer), '@example.com'), 'Disabled', zone, :now, :now
    FROM users WHERE id = :user_id
"""
_WITH_FACTOR = """
    WITH made AS (
        INSERT INTO users (id, email, name, zone, created_at)
        SELECT CAST(:id AS uuid), md5(concat('factor', CAST(:answer AS text))) || '@example.com',
               'Careful', zone, :now
        FROM users WHERE id = :user_id
        RETURNING id)
    INSERT INTO second_factors (user_id, sealed, created_at, confirmed_at)
    SELECT id, '\\x00', :now, :now FROM made
"""
_ACTIVITY = """
    INSERT INTO activity (event_id, occurred_at, event_type, user_id, task_id, topic, partition,
                          record_offset, source, data, recorded_at)
    VALUES (:id, :now, 'task.updated', :user_id, :task_id, 'task-events', 0, 1, 'api',
            jsonb_build_object('title', CAST(:answer AS text)), :now)
"""


async def _by_hand(planter: Planter) -> None:
    """What workers and browsers leave behind."""
    world = planter.world
    ids, clock = world.ids, planter.api.resources.clock

    def fresh():
        return new_uuid7(clock.now() + timedelta(milliseconds=len(world.ids)))

    answer = f"{world.mark} answer"
    of_task = {"task_id": UUID(ids["task"])}
    rows = {
        "reminder_delivery": (_DELIVERY, {**of_task, "reminder_id": UUID(ids["reminder"])}),
        "test": (_TEST, {}),
        "passkey": (_PASSKEY, {}),
        "identity": (_IDENTITY, {}),
        "invitation": (_INVITATION, {}),
        "disabled_user": (_DISABLED, {}),
        "careful_user": (_WITH_FACTOR, {}),
        "event": (_ACTIVITY, of_task),
    }
    for kind, (statement, values) in rows.items():
        identifier = fresh()
        await planter.run(statement, id=identifier, answer=answer, **values)
        ids[kind] = str(identifier)
    await planter.run(_FAILED, answer=answer)
    letter = await make_letter(
        planter.api.resources.db, user_id=world.person.user_id, error=f"{world.mark} error"
    )
    ids["letter"] = str(letter)
