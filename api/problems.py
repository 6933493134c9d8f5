"""Errors as RFC 9457 problem documents: the only place that turns errors into HTTP."""

import inspect
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

import orjson
from starlette.exceptions import HTTPException as RoutingError
from starlette.responses import Response
from starlette.types import Scope

from api.cross_origin import ForeignOrigin
from api.errors import (
    BadCredentials,
    BodyNotJson,
    BodyTooLarge,
    ChatOff,
    FieldHints,
    HeadTooLarge,
    Internal,
    InvitationNeeded,
    MethodNotAllowed,
    MetricsRefused,
    NotHttp,
    RateLimited,
    RequestInvalid,
    RequestTooSlow,
    RouteNotFound,
    SignUpClosed,
    TooManyAtOnce,
    TooManyConnections,
    UrlTooLong,
)
from api.scopes import ScopeMissing
from shared.commands.account_mails import LinkUsedUp
from shared.commands.accounts import EmailTaken, EmailUnverified, InvitationUsedUp
from shared.commands.changing import TaskNotOpen, TaskNotRecurring
from shared.commands.channels import ChannelsNotSet, TooManyChannels, TooManyTests
from shared.commands.conversations import ConversationFull, MessageExists
from shared.commands.dead_letter_outcomes import (
    NoneOpen,
    NotOpen,
    NotRedrivable,
    RedriveFinished,
    SelectionChanged,
    ValueInvalid,
)
from shared.commands.filters import FilterNameTaken
from shared.commands.governing import AccountState, LastAdmin, OwnAccount
from shared.commands.idempotency import AnswerNotKept, IdempotencyKeyReused
from shared.commands.identities import (
    IdentityIsLastWay,
    IdentityNotLinked,
    IdentityTaken,
    LinkingOff,
)
from shared.commands.invitations import CannotInvite
from shared.commands.labels import LabelExists
from shared.commands.operations import AlreadyPaused, NotPaused
from shared.commands.passkeys import LastWayIn, PasskeyRefused, PasskeysNotPossible
from shared.commands.proposals import ProposalDecided, ProposalExpired
from shared.commands.second_factors import (
    SecondFactorNeeded,
    SecondFactorOff,
    SecondFactorOn,
    SecondFactorsNotSet,
)
from shared.commands.sessions import NotConfirmed, SessionEnded
from shared.commands.sign_in_failures import SignInThrottled
from shared.commands.snoozing import NothingToRemindOf
from shared.commands.transfers import TooManyTransfers, TransferNotReady
from shared.commands.undoing import UndoImpossible
from shared.commands.vacations import VacationOverlaps
from shared.commands.webhooks import TooManyWebhooks
from shared.core.errors import (
    DomainError,
    Forbidden,
    InvalidInput,
    NotFound,
    Unauthenticated,
    Unavailable,
    VersionMismatch,
)
from shared.db.session import GAVE_UP

MEDIA_TYPE = "application/problem+json"

_EXAMPLES = "#/components/examples/"

CATALOGUE: Mapping[str, type[DomainError]] = {
    error.code: error
    for error in (
        AccountState,
        AlreadyPaused,
        AnswerNotKept,
        BadCredentials,
        BodyNotJson,
        BodyTooLarge,
        CannotInvite,
        ChannelsNotSet,
        ChatOff,
        ConversationFull,
        EmailTaken,
        EmailUnverified,
        FilterNameTaken,
        Forbidden,
        ForeignOrigin,
        HeadTooLarge,
        IdempotencyKeyReused,
        IdentityIsLastWay,
        IdentityNotLinked,
        IdentityTaken,
        LabelExists,
        LinkingOff,
        LinkUsedUp,
        LastAdmin,
        LastWayIn,
        Internal,
        InvalidInput,
        InvitationNeeded,
        InvitationUsedUp,
        MessageExists,
        MetricsRefused,
        MethodNotAllowed,
        NoneOpen,
        NotConfirmed,
        NotFound,
        NotHttp,
        NotOpen,
        NotPaused,
        NothingToRemindOf,
        NotRedrivable,
        OwnAccount,
        PasskeyRefused,
        PasskeysNotPossible,
        ProposalDecided,
        ProposalExpired,
        RateLimited,
        RedriveFinished,
        RequestTooSlow,
        RouteNotFound,
        SignUpClosed,
        ScopeMissing,
        SecondFactorNeeded,
        SecondFactorOff,
        SecondFactorOn,
        SecondFactorsNotSet,
        SelectionChanged,
        SessionEnded,
        SignInThrottled,
        TaskNotOpen,
        TaskNotRecurring,
        TooManyAtOnce,
        TooManyChannels,
        TooManyConnections,
        TooManyTests,
        TooManyTransfers,
        TooManyWebhooks,
        TransferNotReady,
        Unauthenticated,
        Unavailable,
        VacationOverlaps,
        UrlTooLong,
        UndoImpossible,
        ValueInvalid,
        VersionMismatch,
    )
}
"""Every problem a client may see, by its code; `GET /problems/{code}` explains each."""

Responses = dict[int | str, dict[str, Any]]


def type_of(error: type[DomainError]) -> str:
    """The problem's `type`: where this server explains it."""
    return f"/problems/{error.code}"


def error_of(raised: Exception, scope: Scope) -> DomainError:
    """The error to answer with; anything that is no error of ours becomes `internal`."""
    match raised:
        case DomainError():
            return raised
        case RoutingError(status_code=HTTPStatus.NOT_FOUND):
            return RouteNotFound("See /api/openapi.json for what there is.")
        case RoutingError(status_code=HTTPStatus.METHOD_NOT_ALLOWED):
            return MethodNotAllowed(scope["method"], _methods_at(scope))
        case _ if isinstance(raised, GAVE_UP):
            return Unavailable("PostgreSQL")
        case _:
            return Internal("Ask the operator to look up the request id in the log.")


def _methods_at(scope: Scope) -> str:
    """The methods of every route at this path; Starlette names those of the first alone."""
    path = scope["route"].path_format
    same = (route for route in scope["app"].routes if getattr(route, "path_format", "") == path)
    return ", ".join(sorted({method for route in same for method in route.methods}))


def problem_response(error: DomainError, request_id: str) -> Response:
    """The answer for `error`, with the headers that its status asks for."""
    kind = type(error)
    document = problem_document(error, request_id)
    headers = {"cache-control": "no-store", **_headers_for(error)}
    return Response(_dump(document), kind.status, headers, MEDIA_TYPE)


def problem_document(error: DomainError, request_id: str) -> dict[str, object]:
    """The problem document of `error`."""
    kind = type(error)
    return {
        "type": type_of(kind),
        "title": kind.title,
        "status": kind.status,
        "detail": str(error),
        "instance": request_id,
        "code": kind.code,
        **error.members,
    }


def _dump(document: Mapping[str, object]) -> bytes:
    try:
        return orjson.dumps(document)
    except orjson.JSONEncodeError:  # a lone surrogate from the request, which UTF-8 cannot carry
        text = {**document, "detail": ascii(document["detail"]), "errors": []}
        return orjson.dumps(text)


def _headers_for(error: DomainError) -> dict[str, str]:
    match error:
        case Unauthenticated():
            return {"www-authenticate": 'Bearer realm="rondel"'}
        case (
            Unavailable(retry_after_seconds=seconds)
            | SignInThrottled(retry_after_seconds=seconds)
            | RateLimited(retry_after_seconds=seconds)
            | TooManyAtOnce(retry_after_seconds=seconds)
            | TooManyTests(retry_after_seconds=seconds)
        ):
            return {"retry-after": str(seconds)}
        case MethodNotAllowed(allow=allow):
            return {"allow": allow}
        case _:
            return {}


def problems(*errors: type[DomainError]) -> Responses:
    """The `responses` of a route for OpenAPI: a status each, with the codes it may carry.

    A route lists those of its own; what follows from its signature is in `api/route_problems.py`.
    """
    by_status: dict[int, list[type[DomainError]]] = {}
    for error in errors:
        by_status.setdefault(error.status, []).append(error)
    return {status: _documented(kinds) for status, kinds in sorted(by_status.items())}


def with_problems(responses: Responses, *errors: type[DomainError]) -> Responses:
    """The `responses` of a route that may answer with these problems, too; ordered by status."""
    merged = dict(responses)
    for status, more in problems(*errors).items():
        known = responses.get(status, {}).get("content", {}).get(MEDIA_TYPE, {})
        codes = {*known.get("examples", {}), *more["content"][MEDIA_TYPE]["examples"]}
        merged[status] = _documented([CATALOGUE[code] for code in codes])
    return dict(sorted(merged.items(), key=lambda each: int(each[0])))


def _documented(errors: Iterable[type[DomainError]]) -> dict[str, Any]:
    kinds = sorted(errors, key=lambda error: error.code)
    return {
        "description": "; ".join(f"`{kind.code}`: {kind.title}" for kind in kinds),
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {kind.code: {"$ref": f"{_EXAMPLES}{kind.code}"} for kind in kinds},
            }
        },
    }


def problem_examples() -> dict[str, dict[str, object]]:
    """An example of each problem, for `components/examples` of OpenAPI, by code."""
    return {code: {"value": _example(kind)} for code, kind in sorted(CATALOGUE.items())}


def _example(kind: type[DomainError]) -> dict[str, object]:
    return {
        "type": type_of(kind),
        "title": kind.title,
        "status": kind.status,
        "detail": (inspect.getdoc(kind) or kind.title).partition("\n")[0],
        "instance": "4bf92f3577b34da6",
        "code": kind.code,
    }


def field_errors(
    errors: Sequence[Mapping[str, Any]], place: tuple[str, ...], known: Sequence[str] = ()
) -> RequestInvalid:
    """What Pydantic found, with pointers from `place` on; no value of the input is repeated.

    `known` are the names that there are at `place`, for whoever gave another.
    However much is wrong, the answer stays short: it never amplifies what a stranger sends.
    """
    return RequestInvalid(
        [
            {
                "pointer": "".join(f"/{_escaped(part)}" for part in (*place, *error["loc"])),
                "code": _CODES.get(error["type"], error["type"]),
                "message": _message(error, known),
                **_hints(error.get("ctx", {})),
            }
            for error in errors[:_MOST_ERRORS]
        ],
        max(0, len(errors) - _MOST_ERRORS),
    )


def _hints(context: Mapping[str, Any]) -> FieldHints:
    """What our own errors say could stand there; of Pydantic's, `expected` is a sentence."""
    hints: FieldHints = {}
    if isinstance(expected := context.get("expected"), list):
        hints["expected"] = expected
        if suggestion := context.get("suggestion"):
            hints["suggestion"] = suggestion
    return hints


def _message(error: Mapping[str, Any], known: Sequence[str]) -> str:
    if error["type"] != _UNKNOWN:
        message: str = error["msg"]
        return message.removeprefix("Value error, ")
    if len(error["loc"]) > 1 or not known:
        return "There is no such field."
    return f"There is no such field; there are: {', '.join(known)}."


_UNKNOWN = "extra_forbidden"
_MOST_ERRORS = 20
_LONGEST_PART = 100
_CODES = {_UNKNOWN: "unknown_field", "missing": "missing", "json_invalid": "json_invalid"}


def _escaped(part: object) -> str:
    """One part of a JSON pointer (RFC 6901 §3); what the client made too long ends in an ellipsis.

    >>> _escaped("a/b~c"), len(_escaped("k" * 1_000_000))
    ('a~1b~0c', 100)
    """
    text = str(part)
    if len(text) > _LONGEST_PART:
        text = text[: _LONGEST_PART - 1] + "…"
    return text.replace("~", "~0").replace("/", "~1")
