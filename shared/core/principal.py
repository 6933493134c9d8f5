"""Who acts: the one argument every command takes to know whose rows it may touch."""

from dataclasses import dataclass
from uuid import UUID

from shared.core.ids import UserId


@dataclass(frozen=True, slots=True)
class Actor:
    """Who works on the system itself, as the audit log names them.

    `user_id` is None at a command line on the server.
    """

    name: str
    user_id: UserId | None


@dataclass(frozen=True, slots=True)
class Principal:
    """An authenticated user.

    `session_id` is the device that they are signed in on; None for a program with an API token,
    which may do what `scopes` say. A person may do everything, so theirs is None.
    """

    user_id: UserId
    session_id: UUID | None = None
    scopes: frozenset[str] | None = None
