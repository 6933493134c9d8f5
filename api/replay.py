"""Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a POST may be sent again."""

from typing import Annotated

import orjson
from fastapi import Header
from starlette.responses import Response

from api.rendering import JSON, dump, etag_of, task_document
from shared.commands.idempotency import OnceRequest, run_once
from shared.commands.tasks import add_task
from shared.core.principal import Principal
from shared.db.repositories.users import UserRow
from shared.db.session import Database, UnitOfWork
from shared.domain.tasks import TaskDraft

CREATED = 201

IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=255,
        pattern=r"^[\x21-\x7e]+$",
        description="The same key with the same body within 24 hours has one effect",
    ),
]


async def create_once(
    db: Database, principal: Principal, draft: TaskDraft, key: str, fingerprint: bytes
) -> tuple[Response, bool]:
    """The answer to the first request under this key, and whether this one repeats it.

    Raises:
        IdempotencyKeyReused: the key came with another body before.
        InvalidInput: the draft cannot be meant; the key stays free.
    """

    async def effect(uow: UnitOfWork, user: UserRow) -> bytes:
        task = await add_task(uow, user, draft)
        return dump({"etag": etag_of(task), "task": task_document(task)})

    request = OnceRequest(key, fingerprint)
    answer, is_replay = await run_once(db, principal, request, CREATED, effect)
    stored = orjson.loads(answer.response)
    headers = {
        "etag": stored["etag"],
        "location": f"/api/tasks/{stored['task']['id']}",
        "cache-control": "no-store",
    }
    if is_replay:
        headers["idempotent-replayed"] = "true"
    return Response(dump(stored["task"]), answer.status, headers, JSON), is_replay
