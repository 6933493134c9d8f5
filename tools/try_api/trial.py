"""One run of Schemathesis over the document, with all its checks."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any, get_args

import orjson
import schemathesis
from jose import jwt
from pydantic_core.core_schema import ErrorType
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.engine import events, from_schema
from schemathesis.openapi.checks import RejectedPositiveData
from schemathesis.schemas import BaseSchema

from shared.core.clock import SystemClock
from tools.try_api.people import Person
from tools.try_api.tally import Tally

_PATIENCE_SECONDS = 30  # a test of a channel waits for ten
_STREAM_SECONDS = 2
_WIDTH = 600
_TOO_LARGE = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

_OWN_ACCOUNTS = frozenset({"delete_me", "change_password", "ask_for_address"})
"""They may end what the account that stays lives on."""

_RULES = frozenset({"value_error", "assertion_error", "custom_error", "url_scheme"})
# `url_scheme` is also the code with which the domain refuses an address that is no http one.
_STRUCTURE = frozenset(set(get_args(ErrorType)) - _RULES) | {
    "missing",
    "unknown_field",
    "json_invalid",
}
"""Codes of mistakes that a schema can name: a request that fits its schema never has them."""


@dataclass(frozen=True)
class Trial:
    """What is tried, and the secret that signs tokens there."""

    seed: int
    phases: Sequence[str]
    examples: int
    secret: str
    without: Sequence[str] = ()
    """Operations that are not asked."""


def try_document(document: Path, url: str, person: Person, trial: Trial, tally: Tally) -> None:
    """The API at `url` was asked as this person; what it answered is in `tally`."""
    config = SchemathesisConfig.from_dict(_settings(url, trial))
    schema = schemathesis.openapi.from_dict(orjson.loads(document.read_bytes()), config=config)
    if trial.without:
        schema = schema.exclude(operation_id=list(trial.without))
    _sign_in(schema, person, trial.secret)
    _listen(schema, person, tally)
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError):
            tally.errors.append(f"{event.label}: {event.value!r}")
        elif isinstance(event, events.FatalError):
            raise event.exception


def _settings(url: str, trial: Trial) -> dict[str, Any]:
    return {
        "base-url": url,
        "seed": trial.seed,
        "continue-on-failure": True,
        "request-timeout": _PATIENCE_SECONDS,
        "generation": {"max-examples": trial.examples, "no-shrink": True, "database": "none"},
        "phases": {
            name: {"enabled": name in trial.phases}
            for name in ("examples", "coverage", "fuzzing", "stateful")
        },
    }


def _sign_in(schema: BaseSchema, person: Person, secret: str) -> None:
    @schema.auth(refresh_interval=None, retry_on=[])
    class _Tokens:
        def get(self, case: Any, _context: Any) -> str:
            operation = _name(case)
            if operation in _OWN_ACCOUNTS:
                return person.stranger()
            return _brief(person.token, secret) if operation == "stream_events" else person.token

        def set(self, case: Any, token: str, _context: Any) -> None:
            case.headers["Authorization"] = f"Bearer {token}"


def _brief(token: str, secret: str) -> str:
    """As `token`, but it ends in a moment, and the stream with it."""
    claims = jwt.get_unverified_claims(token)
    end = int(SystemClock().now().timestamp()) + _STREAM_SECONDS
    return str(jwt.encode({**claims, "exp": end}, secret))


def _listen(schema: BaseSchema, person: Person, tally: Tally) -> None:
    @schema.hook
    def after_call(_context: Any, case: Any, response: Any) -> None:
        tally.count(_name(case), response.status_code)
        if _name(case) == "sign_out_device" and response.status_code == HTTPStatus.NO_CONTENT:
            person.signed_out(case.path_parameters["session_id"])
        if _name(case) == "pause_workers" and response.status_code == HTTPStatus.OK:
            person.resume(case.path_parameters["name"])

    @schema.hook
    def filter_failure(_context: Any, failure: Any, case: Any, response: Any) -> bool:
        if isinstance(failure, RejectedPositiveData) and (
            _is_by_rule(response) or "None" in str(response.request.url).split("/")
        ):
            return False  # the second: an id that an answer before did not have
        if isinstance(failure, AcceptedNegativeData) and response.status_code == _TOO_LARGE:
            return False
        body = response.content.decode(errors="replace")
        answer = f"{response.status_code} {body[:_WIDTH]}"
        text = f"{failure.message}\n  {answer}\n  {case.as_curl_command()}"
        tally.fail(type(failure).__name__, case.operation.label, text)
        return True


def _is_by_rule(response: Any) -> bool:
    """Whether a request was refused for what no schema can say: “until comes after since”."""
    if response.status_code in {HTTPStatus.GONE, HTTPStatus.PRECONDITION_FAILED}:
        return True  # the link was used; If-Match names another version
    if response.status_code != HTTPStatus.UNPROCESSABLE_ENTITY:
        return False
    errors = orjson.loads(response.content).get("errors", ())  # without: the key was used before
    codes = {error["code"] for error in errors}
    return not codes & _STRUCTURE


def _name(case: Any) -> str:
    return str(case.operation.definition.raw["operationId"])
