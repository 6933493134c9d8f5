"""Many requests in one."""

import json
import re
from typing import Final
from urllib.parse import unquote

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.batching import Answer, Inner, ask
from api.deps import VerifiedDep
from api.errors import RequestInvalid
from api.rate_limits import RATE_PAID
from api.rendering import json_response
from api.replay import HEADER
from api.resources import resources_of
from api.routing import LeanRoute
from api.schemas.batch import BatchIn, BatchOut, BatchRequest

_BAD_REQUEST: Final = 400
_NOT_INSIDE: Final = re.compile(
    r"/api/(batch|chat|events|tasks/export|exports/[^/]+/download|imports/[^/]+/report\.csv)"
)
"""Itself, and what answers with a stream."""
_NOT_KEYED: Final = re.compile(
    r"/api/(channels/[^/]+/test|auth/.+|me/email|me/password|me/second-factor/confirm)"
)
"""What waits for a worker; what locks accounts of others; what counts wrong guesses."""

router = APIRouter(prefix="/api", tags=["batch"], route_class=LeanRoute)


@router.post("/batch", response_model=BatchOut)
async def run_batch(body: BatchIn, verified: VerifiedDep, request: Request) -> Response:
    """Carry out up to 50 requests in order; each is a change of its own and has its own answer.

    They count as so many requests. With an Idempotency-Key they are one transaction, so that all
    of them happen once or none; where all are GET, it is not looked at.
    """
    user_id = str(verified.principal.user_id)  # who calls is found out once more by each request
    is_once = HEADER in request.headers and not body.only_reads
    for index, each in enumerate(body.requests):
        _check(index, each, is_once=is_once)
    limits = resources_of(request.scope).rate_limits
    await limits.take(request.scope, "user", user_id, len(body.requests) - 1)
    request.scope[RATE_PAID] = True
    answers = []
    for each in body.requests:
        answer = await _answer(request, each)
        answers.append(answer)
        if body.stop_on_error and answer.status >= _BAD_REQUEST:
            break
    return json_response({"items": [_document(answer) for answer in answers]})


def _check(index: int, wanted: BatchRequest, *, is_once: bool) -> None:
    path = unquote(wanted.path.partition("?")[0]).rstrip("/")
    if _NOT_INSIDE.fullmatch(path):
        raise _refused(index, "not_in_batch", f"{path} cannot be asked for in a batch.")
    if is_once and _NOT_KEYED.fullmatch(path):
        message = f"{path} needs a transaction of its own, and this batch is one: send no key."
        raise _refused(index, "not_in_keyed_batch", message)
    if wanted.body is not None and wanted.method in {"GET", "DELETE"}:
        raise _refused(index, "body_not_allowed", f"{wanted.method} has no body.")


def _refused(index: int, code: str, message: str) -> RequestInvalid:
    return RequestInvalid(
        [{"pointer": f"/requests/{index}/path", "code": code, "message": message}]
    )


async def _answer(request: Request, wanted: BatchRequest) -> Answer:
    path, _, query = wanted.path.partition("?")
    headers = {"if-match": wanted.if_match, "idempotency-key": wanted.idempotency_key}
    inner = Inner(
        wanted.method,
        unquote(path),
        query,
        {name: value for name, value in headers.items() if value is not None},
        b"" if wanted.body is None else json.dumps(wanted.body).encode(),  # of any integers
    )
    return await ask(request.app, request.scope, inner)


def _document(answer: Answer) -> dict[str, object]:
    return {
        "status": answer.status,
        "headers": answer.headers,
        "body": answer.document,
        "body_too_large": answer.is_too_large,
    }
