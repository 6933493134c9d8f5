"""Problems as clients of the Model Context Protocol read them: errors of JSON-RPC."""

from typing import Final

import orjson
from starlette.responses import Response

from api.problems import problem_document, problem_response
from api.rendering import JSON
from shared.core.errors import DomainError

INVALID_REQUEST: Final = -32600
INTERNAL_ERROR: Final = -32603
_SERVER_ERROR: Final = 500


def refusal_response(error: DomainError, request_id: str) -> Response:
    """The answer for `error`, with status and headers as everywhere.

    Its body is an error of JSON-RPC whose `data` is the problem document: the SDKs show its
    message, and of any other body only that there was one. No id: the message was not read.
    """
    problem = problem_response(error, request_id)
    body = {"jsonrpc": "2.0", "id": None, "error": error_document(error, request_id)}
    kept = {
        name: value
        for name, value in problem.headers.items()
        if name not in {"content-length", "content-type"}
    }
    return Response(orjson.dumps(body, default=str), problem.status_code, kept, JSON)


def error_document(error: DomainError, request_id: str) -> dict[str, object]:
    """`code`, `message` and `data` of the error of JSON-RPC."""
    is_ours = error.status >= _SERVER_ERROR
    return {
        "code": INTERNAL_ERROR if is_ours else INVALID_REQUEST,
        "message": f"{error.title}: {error}",
        "data": problem_document(error, request_id),
    }
