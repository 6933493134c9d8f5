"""What can go wrong in Rondel's own terms.

DomainError
├── InvalidInput          422  a value cannot be meant (`pointer`, `reason`)
├── NotFound              404  no such thing for this user
├── Unauthenticated       401  no, expired or forged credentials
├── Forbidden             403  known, but not allowed
├── Conflict              409  the state does not allow it
│   └── VersionMismatch   412  somebody changed it meanwhile
└── Unavailable           503  a dependency is down; try again (`retry_after_seconds`)

`code` is stable and documented; the message is for people.
"""

from typing import ClassVar

from typing_extensions import override


class DomainError(Exception):
    """Base of every error that a caller may see; `code` names it for ever."""

    code: ClassVar[str] = "error"
    title: ClassVar[str] = "Something went wrong"
    status: ClassVar[int] = 500
    retryable: ClassVar[bool] = False

    @property
    def members(self) -> dict[str, object]:
        """Typed extra members of the problem document (RFC 9457 §3.2)."""
        return {}


class InvalidInput(DomainError):
    """A value is malformed; nothing was changed. `pointer` is a JSON pointer (RFC 6901)."""

    code = "input.invalid"
    title = "The request is not valid"
    status = 422

    def __init__(self, pointer: str, reason_code: str, message: str) -> None:
        super().__init__(message)
        self.pointer = pointer
        self.reason_code = reason_code

    @property
    @override
    def members(self) -> dict[str, object]:
        error = {"pointer": self.pointer, "code": self.reason_code, "message": str(self)}
        return {"errors": [error]}


class NotFound(DomainError):
    """There is no such thing, or it belongs to somebody else: the two look the same."""

    code = "not_found"
    title = "Not found"
    status = 404

    def __init__(self, what: str, identifier: object) -> None:
        super().__init__(f"There is no {what} {identifier}.")
        self.what = what
        self.identifier = identifier


class Unauthenticated(DomainError):
    """Who is calling could not be established."""

    code = "auth.unauthenticated"
    title = "Sign in first"
    status = 401


class Forbidden(DomainError):
    """The caller is known and may not do this."""

    code = "auth.forbidden"
    title = "Not allowed"
    status = 403


class Conflict(DomainError):
    """The present state does not allow the change."""

    code = "conflict"
    title = "The present state does not allow this"
    status = 409


class VersionMismatch(Conflict):
    """The caller's version is not the stored one; read again and repeat."""

    code = "version.mismatch"
    title = "It was changed meanwhile"
    status = 412

    def __init__(self, expected: int, actual: int) -> None:
        super().__init__(f"Version {expected} was expected, {actual} is stored.")
        self.expected = expected
        self.actual = actual

    @property
    @override
    def members(self) -> dict[str, object]:
        return {"expected_version": self.expected, "actual_version": self.actual}


class Unavailable(DomainError):
    """A dependency does not answer; the same call may succeed later."""

    code = "unavailable"
    title = "Temporarily unavailable"
    status = 503
    retryable = True

    def __init__(self, dependency: str, retry_after_seconds: int = 5) -> None:
        super().__init__(f"{dependency} does not answer. Try again in {retry_after_seconds} s.")
        self.dependency = dependency
        self.retry_after_seconds = retry_after_seconds
