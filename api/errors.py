"""What can be wrong with a request before any command sees it."""

from collections.abc import Sequence
from typing import TypedDict

from typing_extensions import override

from shared.core.errors import DomainError, Forbidden, Unauthenticated


class FieldHints(TypedDict, total=False):
    """What could stand there instead."""

    expected: list[str]
    suggestion: str


class FieldError(FieldHints):
    """One thing wrong: where (JSON pointer), which (stable code), and in words."""

    pointer: str
    code: str
    message: str


class RequestInvalid(DomainError):
    """Parts of the request are malformed; the first that were found are listed.

    `more_errors` says how many are not.

    Pointers into the body are JSON pointers; parameters are /query/name, /path/name, /header/name.
    """

    code = "input.invalid"
    title = "The request is not valid"
    status = 422

    def __init__(self, errors: Sequence[FieldError], more_errors: int = 0) -> None:
        super().__init__(errors[0]["message"])
        self.errors = errors
        self.more_errors = more_errors

    @property
    @override
    def members(self) -> dict[str, object]:
        more = {"more_errors": self.more_errors} if self.more_errors else {}
        return {"errors": list(self.errors), **more}


class MetricsRefused(Forbidden):
    """The metrics are not for everybody.

    They are for the networks of RONDEL_METRICS__ALLOW, and not through a proxy that is none of
    RONDEL_TRUSTED_PROXIES or does not say in RONDEL_PROXY_HEADER, and there alone, who asks; or for
    whoever has the token of RONDEL_METRICS__TOKEN.
    """

    code = "metrics.refused"
    title = "The metrics are not for everybody"


class RouteNotFound(DomainError):
    """Nothing is served at this path."""

    code = "route.not_found"
    title = "There is nothing at this address"
    status = 404


class MethodNotAllowed(DomainError):
    """The path exists, the method does not; `allow` names those that do."""

    code = "route.method_not_allowed"
    title = "This address does not know the method"
    status = 405

    def __init__(self, method: str, allow: str) -> None:
        super().__init__(f"{method[:20]} is not one of {allow}.")
        self.allow = allow


class BodyTooLarge(DomainError):
    """The body is longer than this server reads."""

    code = "request.too_large"
    title = "The request is too large"
    status = 413

    def __init__(self, limit_bytes: int) -> None:
        super().__init__(f"At most {limit_bytes} bytes are read.")
        self.limit_bytes = limit_bytes


class BodyNotJson(DomainError):
    """The body has a content type that is not JSON."""

    code = "request.not_json"
    title = "Send JSON"
    status = 415


class NotHttp(DomainError):
    """What came is no HTTP request."""

    code = "request.not_http"
    title = "This is not HTTP"
    status = 400


class UrlTooLong(DomainError):
    """The address of the request is longer than this server reads."""

    code = "request.url_too_long"
    title = "The address is too long"
    status = 414

    def __init__(self, limit_bytes: int) -> None:
        super().__init__(f"At most {limit_bytes} bytes are read.")
        self.limit_bytes = limit_bytes


class HeadTooLarge(DomainError):
    """The headers of the request are more, or longer, than this server reads."""

    code = "request.head_too_large"
    title = "The headers are too large"
    status = 431

    def __init__(self, limit_bytes: int) -> None:
        super().__init__(f"At most {limit_bytes} bytes, and two hundred headers.")
        self.limit_bytes = limit_bytes


class RequestTooSlow(DomainError):
    """The request came more slowly than this server waits; nothing was done."""

    code = "request.too_slow"
    title = "The request took too long to arrive"
    status = 408
    retryable = True


class TooManyConnections(DomainError):
    """As many connections as this server holds are in use."""

    code = "server.too_many_connections"
    title = "Too many connections"
    status = 503
    retryable = True


class TooManyAtOnce(DomainError):
    """Too many requests of this account are at work, or streams of it open; use fewer at once."""

    code = "request.too_many_at_once"
    title = "Too many requests at once"
    status = 429
    retryable = True

    def __init__(self, detail: str, retry_after_seconds: int = 2) -> None:
        super().__init__(f"{detail} Try again in {retry_after_seconds} s.")
        self.retry_after_seconds = retry_after_seconds


class RateLimited(DomainError):
    """More requests came of late than this server takes; `policy` names what they are counted by.

    `Retry-After` says how long to wait; the headers `RateLimit-Policy` and `RateLimit` of every
    answer say what is left.
    """

    code = "request.rate_limited"
    title = "Too many requests"
    status = 429
    retryable = True

    def __init__(self, policy: str, retry_after_seconds: int) -> None:
        super().__init__(f"Try again in {retry_after_seconds} s.")
        self.policy = policy
        self.retry_after_seconds = retry_after_seconds

    @property
    @override
    def members(self) -> dict[str, object]:
        return {"policy": self.policy}


class SignUpClosed(Forbidden):
    """This server takes no new accounts from strangers."""

    code = "auth.sign_up_closed"
    title = "No account can be made here"


class InvitationNeeded(Forbidden):
    """Only who was invited makes an account on this server."""

    code = "auth.invitation_needed"
    title = "An invitation is needed here"


class BadCredentials(Unauthenticated):
    """The address has no account or the password is another; which one is not said."""

    code = "auth.bad_credentials"
    title = "Wrong address or password"


class Internal(DomainError):
    """The server failed; the log has the reason under the request id."""

    code = "internal"
    title = "The server failed"
    status = 500


class ChatOff(Forbidden):
    """This server has no assistant."""

    code = "chat.off"
    title = "There is no assistant here"
