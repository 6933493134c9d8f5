"""What the API answers, or why it refuses, with a way out."""

from collections.abc import Mapping
from typing import Any

import httpx

from cli.embedded.errors import StackError

Document = dict[str, Any]

UNAUTHENTICATED = 401
HOW_TO_MAKE_ONE = (
    "Make an API token in the web app (Settings → API tokens, at /settings/tokens; or by POST "
    "/api/me/tokens), then run `rondel login`."
)
_RIGHT_URL = "--url has to be the address of its API, like http://localhost:8000."
_NOT_REACHED = "What stands before Rondel cannot reach it; try again when Rondel runs."


class Refused(StackError):
    """The API said no; `status`, `code` and `problem` are those of its answer."""

    def __init__(self, status: int, problem: Document) -> None:
        code = problem["code"]
        message = f"{problem['title']}: {problem['detail']}"
        super().__init__(message, _way_out(code, status, problem))
        self.status = status
        self.code = code
        self.problem = problem


class NotRondel(StackError):
    """Something else answers at this address, with `status`: another server, or a proxy."""

    def __init__(self, answer: httpx.Response) -> None:
        self.status = answer.status_code
        leads = answer.headers.get("location")
        way_out = _NOT_REACHED if answer.is_server_error else _RIGHT_URL
        super().__init__(
            f"{answer.request.url.host} answered {self.status}, but not as Rondel does.",
            f"It leads to {leads}; name that place with --url." if leads else way_out,
        )


def document_of(answer: httpx.Response) -> Document:
    """The document of an answer that is no refusal.

    Raises:
        NotRondel: it is none.
    """
    try:
        found = answer.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise NotRondel(answer)
    return found


def refusal_of(answer: httpx.Response) -> StackError:
    """What the problem document of an answer says; `NotRondel` if it has none."""
    try:
        problem = answer.json()
    except ValueError:
        problem = None
    if not isinstance(problem, dict) or not problem.keys() >= {"code", "title", "detail"}:
        return NotRondel(answer)
    return Refused(answer.status_code, problem)


_WAYS_OUT: Mapping[str, str] = {
    "auth.bad_credentials": "Correct --email and --password (or RONDEL_EMAIL, RONDEL_PASSWORD).",
    "auth.second_factor_needed": f"The command line asks for no code. {HOW_TO_MAKE_ONE}",
    "auth.scope_missing": "Make a token that may do this: Settings → API tokens, or POST "
    "/api/me/tokens with its scope (read, tasks:write). Then run `rondel login` again.",
    "not_found": "`rondel today` and `rondel list` show the ids of tasks.",
    "undo.impossible": "`rondel undo` takes back the last change that is left.",
    "request.too_large": "Split the file, or have RONDEL_IMPORT_LIMIT_BYTES of the server raised.",
    "transfer.too_many": "Delete old ones: DELETE /api/imports/{id} or /api/exports/{id}.",
}
_CORRECT_MAP = "Correct --map COLUMN=FIELD."
_POINTERS: Mapping[str, str] = {
    "/file": "Is it of another format? Name it with --format.",
    "/format": "Name one of these with --format.",
    "/query/filter": "Filters are told in docs/filters.md.",
    "/query/sort": "Keys of --sort: due, priority, title, created, updated, -due …",
    "/query/format": "Name one of these with --format.",
    "/query/mapping": _CORRECT_MAP,
}


def _way_out(code: str, status: int, problem: Document) -> str:
    if code in _WAYS_OUT:
        return _WAYS_OUT[code]
    if status == UNAUTHENTICATED:
        return f"Give another --token, or --email and --password. {HOW_TO_MAKE_ONE}"
    for error in problem.get("errors", []):
        if error["code"].startswith("mapping_"):
            return _CORRECT_MAP
        if error["pointer"] in _POINTERS:
            return _POINTERS[error["pointer"]]
    return f"The server's log has more under the request {problem.get('instance', '')}."
