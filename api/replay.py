"""Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a POST may be sent again.

`LeanRoute` runs every POST of a signed-in caller through `Once`; there is nothing to do in
a route. The endpoint works in one transaction together with the answer that is kept for 24 hours.
"""

import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final

import orjson
from pydantic import Field, TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from api.problems import field_errors
from api.resources import RESOURCES, Resources, resources_of
from shared.commands.idempotency import AnswerNotKept, OnceRequest, run_once
from shared.core.principal import Principal
from shared.core.sealing import CannotOpen, NoSecretsKey, Sealer
from shared.db.session import Database

HEADER: Final = "idempotency-key"
LARGEST_KEPT: Final = 1 << 16
_GOVERNING: Final = "/api/admin/"
SHOWS_SECRET: Final = "rondel.shows_secret"  # noqa: S105 - a name
"""Key of the ASGI scope: the answer shows a secret that is shown once."""

NOT_ONCE: Mapping[str, str] = {
    "create_account": "nobody is signed in whose key it could be; an address has one account",
    "create_session": "nobody is signed in yet; another token does no harm",
    "refresh_session": "the refresh token is a key itself: sent again within half a minute, it is "
    "answered with the same next one",
    "sign_out_here": "the refresh token is a key itself; signed out twice is signed out",
    "verify_address": "the link is a key itself: it works once",
    "reset_password": "the link is a key itself: it works once",
    "change_address": "the link is a key itself: it works once",
    "ask_for_address": "another mail does no harm; who has the address is locked, and not for long",
    "forget_password": "nobody is signed in; another mail does no harm",
    "create_import": "the body is a file that is read as it comes; a second import of it makes "
    "nothing twice",
    "parse_task": "it changes nothing",
    "chat": "its answer is a stream; message_id is its key",
    "preview_recurrence": "it changes nothing",
    "test_channel": "it waits for a worker, which has to see the question committed",
    "use_link": "the link is a key itself: it works once",
    "use_account_link": "the link is a key itself: it works once",
    "answer_second_factor": "nobody is signed in yet; the challenge and the code are good once",
    "ask_for_passkey_sign_in": "nobody is signed in yet; another challenge does no harm",
    "sign_in_with_passkey": "nobody is signed in yet; the challenge is good once",
    "begin_link": "it changes nothing that lasts; another question does no harm",
    "confirm_session": "a wrong password has to be counted; what fails under a key is undone",
    "change_password": "a wrong password has to be counted; done twice, the second one is wrong",
    "confirm_second_factor": "a wrong code has to be counted; a right one is good once",
    "confirm_with_passkey": "the challenge is used up, whatever comes of it",
    "answer_mcp": "a message of another protocol, whose tools say which are safe to call again",
    "ask_for_mail": "nobody is signed in; another mail does no harm",
}
"""POSTs that do not take the header, and why."""

IdempotencyKey = Annotated[
    str, Field(min_length=1, max_length=255, pattern=r"^[\x21-\x7e]+$", examples=["order-7f3a"])
]
ABOUT: Final = (
    "The same key with the same request (method, address, body) within 24 hours has one effect and "
    "the same answer, then with Idempotent-Replayed: true"
)
_KEY: Final = TypeAdapter[str](IdempotencyKey)

Endpoint = Callable[..., Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Once:
    """What has to be known of a route to run it once: the names of parameters of its endpoint."""

    resources: tuple[str, ...]
    body: str | None

    async def __call__(
        self, request: Request, key: str, endpoint: Endpoint, values: dict[str, Any]
    ) -> Response:
        """The answer to the first request under this key.

        Raises:
            AnswerNotKept: it was carried out before, and its answer is not there any more.
            IdempotencyKeyReused: the key came with another request before.
            RequestInvalid: it is no key.
        """
        resources = resources_of(request.scope)
        principal: Principal = request.scope["principal"]
        hashes = self._hashes(request, resources, values)
        sealing = _Sealing(resources, f"idempotency {principal.user_id} {_checked(key)}")

        answered: list[Response] = []

        async def effect(db: Database) -> tuple[int, bytes]:
            inside = replace(resources, db=db)
            request.scope[RESOURCES] = inside
            try:
                response = await endpoint(**values, **dict.fromkeys(self.resources, inside))
            finally:
                request.scope[RESOURCES] = resources
            is_secret = SHOWS_SECRET in request.scope
            answered.append(response)
            return response.status_code, _kept(response, sealing if is_secret else None)

        for name in self.resources:
            del values[name]
        answer, _ = await run_once(
            resources.db,
            principal,
            OnceRequest(key, hashes),
            effect,
            governs=request.scope["path"].startswith(_GOVERNING),
        )
        if answered:
            return answered[0]
        return _replayed(answer.status, answer.response, sealing)

    def _hashes(
        self, request: Request, resources: Resources, values: dict[str, Any]
    ) -> tuple[bytes, ...]:
        """Of method, address and body, under a secret: bodies hold passwords that can be guessed.

        The same body written otherwise is the same.
        """
        scope = request.scope
        body = values[self.body].model_dump_json() if self.body else ""
        parts = [scope["method"], scope["path"], scope["query_string"].decode("latin-1"), body]
        said = orjson.dumps(parts)
        secrets = resources.settings.auth.secrets
        return tuple(hmac.digest(b"once" + each.encode(), said, "sha256") for each in secrets)


def _checked(key: str) -> str:
    try:
        return _KEY.validate_python(key)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        raise field_errors(found, ("header", HEADER)) from None


@dataclass(frozen=True, slots=True)
class _Sealing:
    """How an answer that shows a secret is kept."""

    resources: Resources
    purpose: str

    def seal(self, body: bytes) -> bytes | None:
        """The answer, unreadable at rest; None without a key to seal it."""
        try:
            return self._sealer().seal(body.decode(), self.purpose)
        except NoSecretsKey:
            return None

    def open(self, sealed: bytes) -> bytes | None:
        """The answer; None if it cannot be read any more."""
        try:
            return self._sealer().open(sealed, self.purpose).encode()
        except (CannotOpen, NoSecretsKey):
            return None

    def _sealer(self) -> Sealer:
        return Sealer.of(self.resources.settings.secrets_key)


def _kept(response: Response, sealing: _Sealing | None) -> bytes:
    """A line that says how, then the body: plain, sealed, or not there."""
    whole = bytes(response.body)
    form: str = "plain"
    body: bytes | None = whole
    if len(whole) > LARGEST_KEPT:
        form, body = "too_large", None
    elif sealing is not None:
        body = sealing.seal(whole)
        form = "secret" if body is None else "sealed"
    headers = {name: value for name, value in response.headers.items() if name != "content-length"}
    return orjson.dumps({"form": form, "headers": headers}) + b"\n" + (body or b"")


def _replayed(status: int, kept: bytes, sealing: _Sealing) -> Response:
    line, _, rest = kept.partition(b"\n")
    head = orjson.loads(line)
    headers: dict[str, str] = head["headers"]
    form: str = head["form"]
    body: bytes | None = rest
    if form == "sealed":
        form, body = "secret", sealing.open(rest)
    elif form != "plain":
        body = None
    if body is None:
        raise AnswerNotKept(form, headers.get("location"))
    return Response(body, status, {**headers, "idempotent-replayed": "true"})
